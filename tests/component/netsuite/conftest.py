"""A client of a scripted server, with a clock that only sleeping moves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from landbridge.netsuite import AccountId, Client, ClientOptions, Surroundings, TokenCredentials
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
