"""A local account with the demo seed, served over HTTP on a free port, and people at its pages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from landbridge.local.account import Account
from landbridge.local.pages import routes
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.seeds.sowing import sow
from landbridge.local.settings import AccountSettings

from .browser import Browser


class _Server(uvicorn.Server):
    """uvicorn that says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[object] | None = None) -> None:
        await super().startup(sockets)  # type: ignore[arg-type]  # uvicorn leaves the element type to the caller
        self.listening.set()


@contextmanager
def served(account: Account) -> Iterator[int]:
    """Serve an account's pages in a thread; yields the port."""
    config = uvicorn.Config(
        Starlette(routes=routes(account)), host="127.0.0.1", port=0, log_level="warning", lifespan="off"
    )
    server = _Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server.listening.wait(10)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    made = Account(AccountSettings(), authority_folder=tmp_path)
    sow(made, "demo", TokenSecrets(), None)
    yield made
    made.close()


@pytest.fixture
def new_browser(account: Account) -> Iterator[Callable[[], Browser]]:
    with served(account) as port:
        yield lambda: Browser(port)


@pytest.fixture
def admin(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser().sign_in("admin@demo.example")


@pytest.fixture
def anna(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser().sign_in("anna@demo.example")
