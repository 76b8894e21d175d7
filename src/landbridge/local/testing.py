"""A running account inside a test: ``with running_account() as running: ...``."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.opening import opened_account
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.server import Listening, serve
from landbridge.local.settings import AccountSettings

READY_WITHIN_S = 30


@dataclass(frozen=True, slots=True)
class RunningAccount:
    """An account that serves on free loopback ports. Addresses are URLs without a path."""

    account: Account
    http: str
    https: str
    control: str
    ca_file: Path
    secrets: TokenSecrets

    @property
    def connect_to(self) -> str:
        """``host:port`` that answers over TLS for every NetSuite host name."""
        return self.https.removeprefix("https://")


class _Thread(threading.Thread):
    """The event loop that serves the account."""

    def __init__(self, account: Account) -> None:
        super().__init__(name="local account", daemon=True)
        self.addresses: dict[str, str] = {}
        self.failure: BaseException | None = None
        self.ready = threading.Event()
        self._account = account
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None

    def run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            self.failure = error
        finally:
            self.ready.set()

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        await serve(self._account, Listening(), self._stopping, self._on_ready)

    def _on_ready(self, addresses: dict[str, str]) -> None:
        self.addresses = addresses
        self.ready.set()

    def end(self) -> None:
        """Stop serving and wait for it."""
        if self._loop is not None and self._stopping is not None and self.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
        self.join(READY_WITHIN_S)


@contextmanager
def running_account(
    settings: AccountSettings | None = None,
    *,
    folder: Path | None = None,
    seed: str = "demo",
    suiteapp: Path | None = None,
    secrets: TokenSecrets | None = None,
    clock: Clock | None = None,
    rng: random.Random | None = None,
) -> Iterator[RunningAccount]:
    """Serve an account in a thread of this process, over HTTP, TLS and the control plane, each on a free port.

    ``suiteapp`` is an SDF project to install (``landbridge.local.scripting.suiteapp_folder()`` is ours); none by default.
    """
    chosen = secrets or TokenSecrets()
    with opened_account(
        settings or AccountSettings(),
        folder=folder,
        seed=seed,
        suiteapp=suiteapp,
        secrets=chosen,
        clock=clock,
        rng=rng,
    ) as account:
        thread = _Thread(account)
        thread.start()
        thread.ready.wait(READY_WITHIN_S)
        try:
            if thread.failure is not None:
                raise thread.failure
            yield RunningAccount(
                account=account,
                http=thread.addresses["http"],
                https=thread.addresses["https"],
                control=thread.addresses["control"],
                ca_file=account.authority.ca_file,
                secrets=chosen,
            )
        finally:
            thread.end()
