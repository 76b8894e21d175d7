"""A client of a scripted server, with a clock that only sleeping moves; and the local account, served once a module, with clients of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from landbridge.netsuite import AccountId, Client, ClientOptions, Surroundings, TokenCredentials
from tests.component.netsuite.local_account import Served, client_of, served_account
from tests.component.netsuite.scripted import ScriptedNetSuite, scripted_netsuite

SECRETS = ("ck-0123456789", "cs-0123456789", "ti-0123456789", "ts-0123456789")
NOW = 1_795_255_200.0  # 2026-11-21T10:00:00Z


class FakeTime:
    """Seconds that pass only by sleeping."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> float:
        """Unix seconds."""
        return NOW + sum(self.slept)

    async def sleep(self, seconds: float) -> None:
        """Move the clock."""
        self.slept.append(seconds)

    def surroundings(self) -> Surroundings:
        """For the client's options."""
        return Surroundings(now=self.now, monotonic=self.now, sleep=self.sleep, random=lambda: 1.0)


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()


@pytest.fixture
async def netsuite() -> AsyncIterator[ScriptedNetSuite]:
    async with scripted_netsuite() as server:
        yield server


MakeClient = Callable[..., Client]


@pytest.fixture
def make_client(netsuite: ScriptedNetSuite, fake_time: FakeTime, tmp_path: Path) -> MakeClient:
    """Makes clients of the scripted server; keyword arguments are options."""
    ca_file = tmp_path / "ca.pem"
    netsuite.ca.cert_pem.write_to_path(str(ca_file))

    def make(account: str = "123456", version: str = "2025_2", **options: object) -> Client:
        settings = {
            "connect_to": netsuite.address,
            "ca_file": ca_file,
            "surroundings": fake_time.surroundings(),
        }
        return Client(
            AccountId.parse(account),
            TokenCredentials(*SECRETS),
            version,
            options=ClientOptions(**(settings | options)),  # type: ignore[arg-type]  # tests name them rightly
        )

    return make


@pytest.fixture
async def client(make_client: MakeClient) -> AsyncIterator[Client]:
    async with make_client() as opened:
        yield opened


@pytest.fixture(scope="module")
def account() -> Iterator[Served]:
    """The local account of a module; one that needs more of it has its own fixture of this name."""
    with served_account() as served:
        yield served


@pytest.fixture
def served(account: Served) -> Iterator[Served]:
    """The module's account with nothing in its journal; faults and a moved clock end with the test."""
    account.account.journal.reset()
    yield account
    account.account.faults.clear()
    account.account.clock.reset()


@pytest.fixture(params=["token", "oauth2"])
async def by_either(served: Served, request: pytest.FixtureRequest) -> AsyncIterator[Client]:
    """A client that signs in by token, then one by OAuth 2.0."""
    async with client_of(served, served.oauth2 if request.param == "oauth2" else None) as client:
        yield client


@pytest.fixture
async def by_token(served: Served) -> AsyncIterator[Client]:
    """A client that signs in by token."""
    async with client_of(served) as client:
        yield client
