"""A running account inside a test: ``with running_account() as running: ...``; a proxy that leads to it: ``running_proxy``."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from landbridge.local.account import Account
from landbridge.local.accounts.neighbours import join
from landbridge.local.addresses import Address, url_of
from landbridge.local.clock import Clock
from landbridge.local.control.client import ControlClient
from landbridge.local.opening import opened_account
from landbridge.local.proxy import Proxy, Targets
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.server import Listening, Shared, serve, serve_accounts
from landbridge.local.settings import AccountSettings

READY_WITHIN_S = 30


@dataclass(frozen=True, slots=True)
class RunningAccount:
    """An account that serves on free loopback ports. Addresses are URLs without a path.

    ``control`` has a method for every control: ``running.control.clock(advance_s=3600)``.
    """

    account: Account
    http: str
    https: str
    control: ControlClient
    ca_file: Path
    secrets: TokenSecrets
    shared: str = ""
    """The address over TLS that leads to every account served side by side, by host name; empty for an account alone."""

    @property
    def connect_to(self) -> str:
        """``host:port`` that answers over TLS for every NetSuite host name."""
        return self.https.removeprefix("https://")

    @property
    def account_id(self) -> str:
        """The account's id in the spelling of the screens (``1234567_SB1``)."""
        return self.account.settings.account_id


@dataclass(slots=True)
class _Loop:
    """An event loop in a thread, with something that serves on it until it is told to stop.

    ``serving`` gets what to call when it is ready, and what to wait for before it ends.
    """

    name: str
    serving: Callable[[Callable[[], None], asyncio.Event], Awaitable[None]]
    _failure: BaseException | None = None
    _ready: threading.Event = field(default_factory=threading.Event)
    _stop: Callable[[], None] | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start it, and end it again. Raises what it failed with before it was ready."""
        thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        thread.start()
        self._ready.wait(READY_WITHIN_S)
        try:
            if self._failure is not None:
                raise self._failure
            yield
        finally:
            if self._stop is not None and thread.is_alive():
                self._stop()
            thread.join(READY_WITHIN_S)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            self._failure = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()

        def end() -> None:
            loop.call_soon_threadsafe(stop.set)

        self._stop = end
        await self.serving(self._ready.set, stop)


@contextmanager
def running_account(
    settings: AccountSettings | None = None,
    *,
    folder: Path | None = None,
    seed: str = "demo",
    suiteapp: Path | None = None,
    bundles: Path | None = None,
    authority: Path | None = None,
    secrets: TokenSecrets | None = None,
    clock: Clock | None = None,
    rng: random.Random | None = None,
) -> Iterator[RunningAccount]:
    """Serve an account in a thread of this process, over HTTP, TLS and the control plane, each on a free port.

    ``suiteapp`` is an SDF project to install (``landbridge.local.scripting.suiteapp_folder()`` is ours); none by default.
    ``bundles`` is a folder of bundles that can be installed, ours by default. ``authority`` is the folder of a certificate authority that several accounts share; one of its own by default.
    """
    chosen = secrets or TokenSecrets()
    with opened_account(
        settings or AccountSettings(),
        folder=folder,
        seed=seed,
        suiteapp=suiteapp,
        bundles=bundles,
        authority=authority,
        secrets=chosen,
        clock=clock,
        rng=rng,
    ) as account:

        async def serving(ready: Callable[[], None], stop: asyncio.Event) -> None:
            await serve(account, Listening(), stop, lambda _: ready())

        with _Loop("local account", serving).running():
            yield _running(account, chosen)


@contextmanager
def running_accounts(
    *settings: AccountSettings, seed: str = "demo", suiteapp: Path | None = None
) -> Iterator[tuple[RunningAccount, ...]]:
    """Serve several accounts side by side: each on addresses of its own, all with one certificate authority and one shared address.

    Each has keys and a token of its own.
    """
    with ExitStack() as opened:
        authority = Path(opened.enter_context(TemporaryDirectory(prefix="landbridge-accounts-")))
        secrets = [TokenSecrets.of_account(one.account_id, {}) for one in settings]
        accounts = [
            opened.enter_context(
                opened_account(one, seed=seed, suiteapp=suiteapp, authority=authority, secrets=chosen)
            )
            for one, chosen in zip(settings, secrets, strict=True)
        ]
        join(accounts)
        shared: dict[str, str] = {}

        async def serving(ready: Callable[[], None], stop: asyncio.Event) -> None:
            def told(addresses: dict[str, str]) -> None:
                shared.update(addresses)
                ready()

            await serve_accounts([(account, Listening()) for account in accounts], Shared(), stop, told)

        opened.enter_context(_Loop("local accounts", serving).running())
        yield tuple(
            _running(account, chosen, shared["https"])
            for account, chosen in zip(accounts, secrets, strict=True)
        )


def _running(account: Account, secrets: TokenSecrets, shared: str = "") -> RunningAccount:
    return RunningAccount(
        account=account,
        http=account.addresses["http"],
        https=account.addresses["https"],
        control=ControlClient(account.addresses["control"]),
        ca_file=account.authority.ca_file,
        secrets=secrets,
        shared=shared,
    )


@contextmanager
def running_proxy(*accounts: RunningAccount) -> Iterator[str]:
    """Serve a CONNECT proxy that leads NetSuite's host names to these accounts, by account id where there are several.

    Yields its URL, for ``HTTPS_PROXY`` or whatever a client takes.
    """
    if len(accounts) == 1:
        targets = Targets(Address.parse(accounts[0].connect_to))
    else:
        targets = Targets(
            by_account={
                running.account.settings.host: Address.parse(running.connect_to) for running in accounts
            }
        )
    with Address().listen() as listener:

        async def serving(ready: Callable[[], None], stop: asyncio.Event) -> None:
            proxy = Proxy(targets)
            await proxy.start(listener)
            ready()
            await stop.wait()
            await proxy.close()

        with _Loop("local proxy", serving).running():
            yield url_of("http", listener)
