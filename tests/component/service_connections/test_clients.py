"""Clients stay open as long as their connection is what it was."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from landbridge.netsuite import ClientOptions, Retry
from landbridge.netsuite.retries import Retrier
from landbridge.netsuite.sync import SyncClient
from landbridge.service import composition
from landbridge.service.connections import clients
from landbridge.service.connections.budget import PostgresBudget
from landbridge.service.connections.clients import KEEP_REPLACED_S, ClientPool
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisher import KEY, SECRET, PublisherError
from landbridge.service.projects.account import BuiltInAccount

NOW, LATER = datetime(2026, 11, 21, 10, tzinfo=UTC), datetime(2026, 11, 21, 11, tzinfo=UTC)


@dataclass
class Hands:
    """A clock that is turned by hand."""

    at: float = 0.0

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def pool(hands: Hands) -> Iterator[ClientPool]:
    made = ClientPool(hands.monotonic)
    yield made
    made.close_all()


def test_one_client_however_often_it_is_asked_for(pool: ClientPool, connection: Connection) -> None:
    assert pool.client_for(connection) is pool.client_for(Connection.objects.get())


def test_a_changed_connection_gets_another_and_the_old_one_ends_later(
    pool: ClientPool, connection: Connection, hands: Hands
) -> None:
    old = pool.client_for(connection)
    connection.connect_to = "127.0.0.1:1"
    new = pool.client_for(connection)
    assert new is not old
    hands.at = KEEP_REPLACED_S - 1
    assert pool.client_for(connection) is new
    assert is_open(old)
    hands.at = KEEP_REPLACED_S
    assert pool.client_for(connection) is new
    assert not is_open(old)
    assert is_open(new)


@pytest.mark.requirement("retry-04")
def test_a_test_that_passed_opens_a_client_that_asks_again_at_once(
    pool: ClientPool, connection: Connection
) -> None:
    old = pool.client_for(connection)
    connection.tested_at, connection.test_lines = NOW, [{"key": "sign_in", "state": "failed"}]
    assert pool.client_for(connection) is old
    connection.tested_at, connection.test_lines = NOW, [{"key": "sign_in", "state": "passed"}]
    new = pool.client_for(connection)
    assert new is not old
    connection.tested_at, connection.test_lines = LATER, [{"key": "sign_in", "state": "failed"}]
    assert pool.client_for(connection) is new


@pytest.mark.requirement("retry-01")
def test_a_run_repeats_a_request_that_timed_out_and_keeps_its_lane_for_minutes_at_most(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[ClientOptions] = []

    class Watched(SyncClient):
        def __init__(self, *arguments: object) -> None:
            seen.append(arguments[3])  # type: ignore[arg-type]  # the options
            super().__init__(*arguments)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(clients, "SyncClient", Watched)
    clients.OpenClient.open(ConnectionDraft.of(connection)).close()
    (options,) = seen
    now, tries = [0.0], 0

    async def sleep(seconds: float) -> None:
        now[0] += seconds

    async def times_out() -> None:
        nonlocal tries
        tries += 1
        now[0] += options.timeouts.read
        raise Retry("no answer")

    retrier = Retrier(options.retry, sleep, lambda: now[0], lambda: 0.0)
    with pytest.raises(Retry):
        asyncio.run(retrier.run(times_out, writes=False))
    assert options.retry.retries == connection.retries == 5
    assert (tries, options.retry.sign_in_wait_s) == (2, None)
    assert now[0] < 300


@pytest.mark.requirement("cred-06")
def test_a_replaced_publishers_record_opens_another_client(
    pool: ClientPool, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = pool.client_for(connection)
    connection.use_publisher_record = True
    with pytest.raises(PublisherError):
        pool.client_for(connection)
    monkeypatch.setenv(KEY, "publishers-key")
    monkeypatch.setenv(SECRET, "publishers-secret")
    first = pool.client_for(connection)
    assert first is not own
    monkeypatch.setenv(SECRET, "publishers-next-secret")
    assert pool.client_for(connection) is not first


def test_the_end_of_the_process_closes_all(connection: Connection) -> None:
    reader = composition.reader_for(connection)
    restlets = composition.restlets_for(connection)
    assert composition.reader_for(connection) == reader
    assert composition.restlets_for(connection) is restlets
    composition.close_clients()
    assert composition.restlets_for(connection) is not restlets
    composition.close_clients()


def test_the_destination_is_the_built_in_account_of_the_connection(connection: Connection) -> None:
    assert composition.destination_for(connection) == BuiltInAccount("spp-1")


@pytest.mark.requirement("slots-02", "slots-04")
def test_what_netsuite_takes_bounds_every_process(
    pool: ClientPool, hands: Hands, connection: Connection
) -> None:
    connection.max_concurrency = 8
    assert slots(pool, connection) == 8
    connection.concurrency_limit = 2
    other_process = ClientPool(hands.monotonic)
    assert slots(pool, connection) == slots(other_process, connection) == 2
    connection.concurrency_limit = 20
    assert slots(pool, connection) == 8
    other_process.close_all()


def slots(pool: ClientPool, connection: Connection) -> int:
    budget = pool.client_for(connection)._client.options.budget
    assert isinstance(budget, PostgresBudget)
    return budget.slots


def is_open(client: clients.SyncClient) -> bool:
    return client._loop._thread.is_alive()
