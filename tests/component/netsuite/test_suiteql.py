"""Queries of one's own against the local account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime

import pytest
from msgspec import Struct

from landbridge.local.faults.model import Effect, Fault
from landbridge.netsuite import Client, LocalBudget, PermissionMissing, QueryRefused, Surroundings
from landbridge.netsuite.clock import ClockReading
from landbridge.netsuite.protocols import Protocol
from tests.component.netsuite.local_account import PERMISSIONS, ROLE, Served, client_of, served_account

CUSTOMERS = 23


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with served_account() as served:
        for number in range(CUSTOMERS):
            values = {"companyName": f"Customer {number:02}", "isInactive": number % 2 == 1}
            served.account.records.put("customer", str(100 + number), values)
        yield served


@pytest.fixture
async def client(served: Served) -> AsyncIterator[Client]:
    served.account.journal.reset()
    async with client_of(served, budget=LocalBudget(4)) as client:
        yield client
    served.account.faults.clear()


class Customer(Struct):
    """A row."""

    id: int
    companyname: str
    isinactive: bool
    datecreated: date
    externalid: str | None


@pytest.mark.requirement("web-13")
async def test_rows_have_their_types_and_pages_their_order(client: Client) -> None:
    sql = (
        "SELECT id, companyname, isinactive, TO_CHAR(datecreated, 'YYYY-MM-DD') AS datecreated, externalid "
        "FROM customer WHERE isinactive = ? AND id > ? AND datecreated >= ? ORDER BY id DESC"
    )
    params = (False, 101, date(2020, 1, 1))
    pages = [page async for page in client.suiteql.query(sql, params, types=Customer, page_size=5)]
    assert [len(page) for page in pages] == [5, 5, 1]
    rows = [row for page in pages for row in page]
    assert [row.id for row in rows] == list(range(122, 101, -2))
    assert rows[0].companyname == "Customer 22"
    assert not any(row.isinactive for row in rows)
    assert {row.externalid for row in rows} == {None}


async def test_without_types_values_are_texts_and_nulls_are_left_out(client: Client) -> None:
    sql = "SELECT id, externalid, isinactive FROM customer WHERE id IN (?, ?) ORDER BY id"
    (page,) = [page async for page in client.suiteql.query(sql, (100, 101))]
    assert page == [{"id": "100", "isinactive": "F"}, {"id": "101", "isinactive": "T"}]


async def test_a_value_can_say_nothing_but_a_value(client: Client) -> None:
    sql = "SELECT COUNT(*) AS found FROM customer WHERE companyname = ?"
    for value, found in (("Customer 05", 1), ("' OR 1=1 --", 0), ("Customer 05' OR 'a'='a", 0)):
        pages = [page async for page in client.suiteql.query(sql, (value,), types={"found": int})]
        assert pages == [[{"found": found}]]


@pytest.mark.requirement("web-13")
async def test_a_refused_query_tells_netsuites_reason(client: Client) -> None:
    with pytest.raises(QueryRefused, match="Unknown identifier 'nothere'") as caught:
        await anext(client.suiteql.query("SELECT nothere FROM customer"))
    assert caught.value.code == "INVALID_PARAMETER"
    assert caught.value.operation == "suiteql"
    assert caught.value.account == "1234567_SB1"
    assert not caught.value.message.startswith("Invalid search query.")


async def test_a_role_without_suiteanalytics_workbook_may_not_query(served: Served, client: Client) -> None:
    without = {name: level for name, level in PERMISSIONS.items() if name != "REPO_ANALYTICS"}
    served.account.access.define_role(ROLE, "Library", without)
    try:
        with pytest.raises(PermissionMissing, match="SuiteAnalytics Workbook"):
            await anext(client.suiteql.query("SELECT id FROM customer"))
    finally:
        served.account.access.define_role(ROLE, "Library", PERMISSIONS)


async def test_passing_trouble_and_refusals_for_the_limit_do_not_surface(
    served: Served, client: Client
) -> None:
    for effect in (Effect.LIMIT, Effect.RESET, Effect.ERROR, Effect.TRUNCATE):
        served.account.faults.lay(Fault("rest.suiteql", effect, times=1))
        rows = [row async for page in client.suiteql.query("SELECT id FROM customer") for row in page]
        assert len(rows) == CUSTOMERS


def product(tables: int, where: str = "") -> str:
    """A query with ``CUSTOMERS ** tables`` rows, numbered by what their customers are."""
    names = "abcd"[:tables]
    numbered = " + ".join(f"({name}.id - 100) * {100**place}" for place, name in enumerate(names))
    return f"SELECT {numbered} AS id FROM {', '.join(f'customer {name}' for name in names)}{where}"


async def keys_of(client: Client, sql: str, *params: int) -> list[int]:
    pages = client.suiteql.query_by_key(sql, params, types={"id": int})
    return [row["id"] async for page in pages for row in page]


@pytest.mark.requirement("web-13")
async def test_any_number_of_rows_is_read_by_ranges_of_the_key(served: Served, client: Client) -> None:
    keys = await keys_of(client, product(3, " WHERE a.id < ?"), 110)
    assert len(keys) == len(set(keys)) == 10 * CUSTOMERS**2
    pages = -(-len(keys) // 1000)
    assert len(served.account.journal.entries(100)) <= pages + 2


@pytest.mark.requirement("web-13")
async def test_rows_beyond_the_last_range_that_join_while_reading_arrive_too(
    served: Served, client: Client
) -> None:
    sql = product(3)
    parallel_and_ahead = 4 + 2
    assert parallel_and_ahead < CUSTOMERS**3 // 1000, "the last range is not read yet when the rows join"
    batches = client.suiteql.query_by_key(sql, types={"id": int})
    keys = [row["id"] for _ in range(2) for row in await anext(batches)]
    records = served.account.records
    records.put("customer", str(100 + CUSTOMERS), {"companyName": "Joined"})
    try:
        keys += [row["id"] async for batch in batches for row in batch]
    finally:
        records.delete(served.account.access.system_session(), "customer", str(100 + CUSTOMERS))
    beyond = {key for key in keys if key >= CUSTOMERS * 100**2}
    assert len(beyond) == (CUSTOMERS + 1) ** 2


@pytest.mark.requirement("web-13")
@pytest.mark.parametrize("rank", [999, 1998, 1999], ids=str)
async def test_two_rows_with_one_key_are_told_wherever_pages_end(client: Client, rank: int) -> None:
    sql = product(3, " WHERE a.id < 105")
    keys = sorted(await keys_of(client, sql))
    doubled = f"SELECT CASE WHEN id = {keys[rank + 1]} THEN {keys[rank]} ELSE id END AS id FROM ({sql})"
    with pytest.raises(ValueError, match="two rows share it"):
        await keys_of(client, doubled)


@pytest.mark.full
@pytest.mark.requirement("web-13")
async def test_more_than_a_hundred_thousand_rows_are_read_by_key_and_refused_otherwise(
    client: Client,
) -> None:
    sql = product(4, " WHERE d.id < 109")
    with pytest.raises(QueryRefused, match="query_by_key") as caught:
        await anext(client.suiteql.query(sql))
    assert caught.value.code == "TOO_MANY_ROWS"
    keys = await keys_of(client, sql)
    assert len(keys) == len(set(keys)) == 9 * CUSTOMERS**3 > 100_000


async def test_a_key_that_is_none_is_refused(client: Client) -> None:
    with pytest.raises(ValueError, match="two rows share it"):
        await anext(client.suiteql.query_by_key("SELECT isinactive AS id FROM customer", key_type=str))
    with pytest.raises(ValueError, match="name of a column"):
        await anext(client.suiteql.query_by_key("SELECT id FROM customer", key="id; --"))
    with pytest.raises(ValueError, match="page size"):
        await anext(client.suiteql.query("SELECT id FROM customer", page_size=1001))


async def test_a_text_can_be_the_key(client: Client) -> None:
    sql = "SELECT companyname AS name FROM customer"
    rows = [
        row["name"]
        async for page in client.suiteql.query_by_key(sql, key="name", key_type=str)
        for row in page
    ]
    assert sorted(rows) == [f"Customer {number:02}" for number in range(CUSTOMERS)]


async def test_the_clock_is_netsuites_by_the_date_of_an_answer(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = datetime.now(UTC).replace(microsecond=0)
    monkeypatch.setattr(served.account.clock, "_source", lambda: stopped)
    behind = Surroundings(now=lambda: stopped.timestamp() - 120)
    async with client_of(served, protocol=Protocol.REST, surroundings=behind) as client:
        assert await client.clock.now() == stopped
        assert client.clock.reading == ClockReading(120, stopped.timestamp() - 120)
