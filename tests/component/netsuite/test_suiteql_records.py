"""Records read by queries: the same as over SOAP, whatever their fields hold."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from landbridge.local.records.model import CustomField
from landbridge.local.testing import running_account
from landbridge.netsuite import (
    AccountId,
    Client,
    ClientOptions,
    Criterion,
    LocalBudget,
    PermissionMissing,
    QueryRefused,
    Record,
    Ref,
    SyncClient,
    TokenCredentials,
)
from landbridge.netsuite.comparing import COMPARABLE_TYPES, Comparer, Difference, DifferenceKind
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.reading import RecordReader
from landbridge.netsuite.suiteql.addresses import table_of_addresses
from landbridge.netsuite.suiteql.keys import KeyWalk
from landbridge.netsuite.suiteql.records import SuiteQLReader
from landbridge.netsuite.suiteql.tables import Table
from landbridge.recordtypes import Kind
from tests.component.netsuite.demo_account import MOST_READ
from tests.component.netsuite.local_account import Served, client_of, served_account
from tests.component.netsuite.rest_account import CENTER, rest_account

RICH = {
    "companyName": 'Dörfer & Söhne, "100 %"',
    "isInactive": True,
    "creditLimit": 1250.25,
    "startDate": date(2026, 2, 28),
    "language": "_german",
    "phone": "555_0101",
    "custentity_text": "2026-01-01",
    "custentity_flag": True,
    "custentity_number": -5,
    "custentity_amount": 5.125,
    "custentity_day": date(2026, 1, 2),
    "custentity_moment": datetime(2026, 7, 2, 3, 4, 5, tzinfo=UTC),
    "custentity_unit": "1",
    "custentity_units": ["1", "3"],
}


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with rest_account() as served:
        records = served.account.records
        records.put("customer", "900", RICH, "EXT-1")
        for number in range(22):
            records.put(
                "customer", str(901 + 7 * number), {"companyName": f"Customer {number:02}", "parent": "900"}
            )
        records.put(
            "job", "2000", {"companyName": "Roll-out", "parent": "900", "jobBillingType": "_timeAndMaterials"}
        )
        records.put("projectTask", "1", {"title": "Plan", "company": "2000", "estimatedWork": 7.5})
        records.put(
            CENTER.script_id,
            "1",
            {"name": "North", "custrecord_code": "N-1", "custrecord_since": date(2026, 3, 29)},
        )
        yield served


@pytest.fixture
async def client(served: Served) -> AsyncIterator[Client]:
    async with client_of(served, page_size=5, budget=LocalBudget(4)) as client:
        yield client


def suiteql(client: Client) -> SuiteQLReader:
    return client.reader(Protocol.REST)


async def all_of(reader: RecordReader, type_name: str, *criteria: Criterion) -> dict[str, Record]:
    found = [record async for batch in reader.matching(type_name, criteria) for record in batch]
    by_id = {record.internal_id: record for record in found}
    assert len(by_id) == len(found), "a record came twice"
    return by_id


async def compared(client: Client, *types: str) -> list[Difference]:
    return [one async for one in client.differences(types)]


@pytest.mark.requirement("shape-01")
async def test_every_kind_of_field_has_the_value_that_soap_gives_it(client: Client) -> None:
    by_query = (await all_of(suiteql(client), "customer"))["900"].values
    assert {name: by_query[name] for name in RICH if not name.startswith("custentity_unit")} == {
        name: value for name, value in RICH.items() if not name.startswith("custentity_unit")
    }
    units = [by_query["custentity_unit"], *by_query["custentity_units"]]  # type: ignore[misc]  # a list of references
    assert [(one.internal_id, bool(one.name)) for one in units if isinstance(one, Ref)] == [
        ("1", True),
        ("1", True),
        ("3", True),
    ]
    assert by_query["stage"] in ("_lead", "_prospect", "_customer")
    assert await compared(client, "customer", "job", "projectTask") == []
    (task,) = (await all_of(suiteql(client), "projectTask")).values()
    assert task.values["estimatedWork"] == 7.5


@pytest.mark.requirement("shape-02")
@pytest.mark.requirement("shape-01")
@pytest.mark.parametrize(
    "types", [MOST_READ, pytest.param(COMPARABLE_TYPES, marks=pytest.mark.full)], ids=["most read", "all"]
)
async def test_the_demos_records_are_the_same_both_ways(types: tuple[str, ...]) -> None:
    with running_account() as running:
        secrets = running.secrets
        token = TokenCredentials(
            secrets.consumer_key, secrets.consumer_secret, secrets.token_id, secrets.token_secret
        )
        options = ClientOptions(connect_to=running.connect_to, ca_file=running.ca_file, budget=LocalBudget(4))
        async with Client(AccountId.parse(running.account_id), token, options=options) as client:
            found = await compared(client, *types)
            missing = suiteql(client).missing
    assert {(one.kind, one.type, one.field) for one in found} == {
        (DifferenceKind.FIELD, "expenseCategory", "subsidiaryList")
    }
    assert missing == ()


@pytest.mark.requirement("shape-02")
async def test_a_value_and_a_record_that_differ_are_told(served: Served, client: Client) -> None:
    class Altered:
        """What SOAP would read if somebody had changed a name and a record were hidden."""

        def __init__(self, reader: RecordReader) -> None:
            self.key_ranges = reader.key_ranges
            self._reader = reader

        async def in_range(self, type_name: str, ids: object) -> AsyncIterator[list[Record]]:
            async for batch in self._reader.in_range(type_name, ids):  # type: ignore[arg-type]  # handed on
                yield [
                    Record(one.type, one.internal_id, one.external_id, {**one.values, "companyName": "Other"})
                    if one.internal_id == "908"
                    else one
                    for one in batch
                    if one.internal_id != "915"
                ]

    altered = Altered(client.reader(Protocol.SOAP))
    comparer = Comparer(altered, suiteql(client))  # type: ignore[arg-type]  # only what is compared by
    found = [one async for one in comparer.differences(["customer"])]
    assert [(one.kind.value, one.internal_id, one.field, one.soap, one.suiteql) for one in found] == [
        ("value", "908", "companyName", "Other", "Customer 01"),
        ("record", "915", "", None, "915"),
    ]


async def test_large_reads_are_whole_whatever_the_page(served: Served, client: Client) -> None:
    totals: list[int] = []
    reader = suiteql(client)
    batches = [batch async for batch in reader.matching("customer", (), totals.append)]
    ids = [record.internal_id for batch in batches for record in batch]
    assert len(ids) == len(set(ids)) == totals[0] == 23
    assert all(len(batch) <= 5 for batch in batches)
    ranges = await reader.key_ranges("customer")
    assert len(ranges) == 5
    pieces = [[r.internal_id async for b in reader.in_range("customer", one) for r in b] for one in ranges]
    assert sorted(one for piece in pieces for one in piece) == sorted(ids)
    wanted = ["908", "901", "4711", "908"]
    assert {r.internal_id async for b in reader.by_ids("customer", wanted) for r in b} == {"901", "908"}


MOMENTS = [datetime(2026, 7, 2, 3, 4, second, tzinfo=UTC) for second in (5, 4, 6)]
"""That of the rich record, and a second before and after it."""

CRITERIA = {
    "text is": Criterion("companyName", "is", ("customer 03",)),
    "text is not": Criterion("companyName", "isNot", ("Customer 03",)),
    "starts with": Criterion("companyName", "startsWith", ("customer 1",)),
    "contains": Criterion("companyName", "contains", ("100 %",)),
    "contains a joker": Criterion("phone", "contains", ("5_0",)),
    "does not contain": Criterion("companyName", "doesNotContain", ("1",)),
    "empty": Criterion("phone", "empty"),
    "not empty": Criterion("phone", "notEmpty"),
    "flag": Criterion("isInactive", "is", (True,)),
    "external id": Criterion("externalId", "anyOf", ("EXT-1", "EXT-2")),
    "number": Criterion("creditLimit", "greaterThan", (1000.0,)),
    "reference": Criterion("parent", "anyOf", (Ref("900"),)),
    "no reference": Criterion("parent", "noneOf", (Ref("900"),)),
    "enumeration": Criterion("language", "anyOf", ("_german",)),
    "date": Criterion("startDate", "onOrAfter", (date(2026, 2, 28),)),
    "dates": Criterion("startDate", "within", (date(2026, 2, 1), date(2026, 2, 27))),
    "instant": Criterion("lastModifiedDate", "onOrAfter", (datetime(2020, 1, 1, tzinfo=UTC),)),
    "instant before": Criterion("dateCreated", "before", (datetime(2020, 1, 1, tzinfo=UTC),)),
    "number not": Criterion("creditLimit", "notGreaterThan", (1000.0,)),
    "numbers not": Criterion("creditLimit", "notBetween", (1.0, 2.0)),
    "date not": Criterion("startDate", "notOn", (date(2026, 2, 27),)),
    "date not before": Criterion("startDate", "notBefore", (date(2026, 2, 28),)),
    "dates not": Criterion("startDate", "notWithin", (date(2026, 2, 1), date(2026, 2, 27))),
    **{
        f"instant {operator} {number}": Criterion("custentity_moment", operator, (value,))
        for operator in (
            *("after", "before", "onOrAfter", "onOrBefore"),
            *("notAfter", "notBefore", "notOnOrAfter", "notOnOrBefore"),
        )
        for number, value in enumerate((*MOMENTS, MOMENTS[0].date()))
    },
    **{
        f"instants {operator} {number}": Criterion("custentity_moment", operator, values)
        for operator in ("within", "notWithin")
        for number, values in enumerate(
            ((MOMENTS[0], MOMENTS[0]), (MOMENTS[1], MOMENTS[2]), (date(2026, 7, 1), date(2026, 7, 2)))
        )
    },
    "on a day": Criterion("custentity_moment", "on", (date(2026, 7, 2),)),
    "not on a day": Criterion("custentity_moment", "notOn", (date(2026, 7, 2),)),
    "not on the day before": Criterion("custentity_moment", "notOn", (date(2026, 6, 30),)),
    "custom flag": Criterion("custentity_flag", "is", (True,)),
    "custom number": Criterion("custentity_number", "lessThan", (0,)),
}


async def test_criteria_find_what_a_search_finds(served: Served) -> None:
    async with client_of(served, budget=LocalBudget(4)) as client:
        for name, criterion in CRITERIA.items():
            over_soap = await all_of(client.reader(Protocol.SOAP), "customer", criterion)
            by_query = await all_of(suiteql(client), "customer", criterion)
            assert by_query.keys() == over_soap.keys(), name


CANNOT_BE_ASKED = [
    Criterion("nothing", "is", ("x",)),
    Criterion("companyName", "hasKeywords", ("x",)),
    Criterion("companyName", "is", (5,)),
    Criterion("companyName", "is", ()),
    Criterion("parent", "anyOf", ("x",)),
    Criterion("language", "anyOf", ("_klingon",)),
    Criterion("lastModifiedDate", "onOrAfter", (datetime(2026, 1, 1),)),  # noqa: DTZ001 - that is the point
    Criterion("custentity_units", "anyOf", ("1",)),
    Criterion("lastModifiedDate", "onOrAfter", ("lastMonth",)),
    Criterion("startDate", "within", ("lastMonth",)),
    Criterion("custentity_moment", "notWithin", (date(2026, 7, 1), MOMENTS[0])),
    Criterion("salesRepJoin.email", "is", ("ada@example.com",)),
]


async def test_what_a_query_cannot_ask_is_refused_before_it_is_sent(served: Served, client: Client) -> None:
    await suiteql(client).fields("customer")
    served.account.journal.reset()
    for criterion in CANNOT_BE_ASKED:
        with pytest.raises(ValueError, match=criterion.field):
            await all_of(suiteql(client), "customer", criterion)
    assert served.account.journal.entries(100) == []


async def test_a_column_that_is_not_there_is_dropped_and_told_once(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    fields = served.account.records.fields
    fields.define(CustomField("custentity_gone", Kind.STRING, "Gone", frozenset({"customer"})))
    async with client_of(served) as client:
        reader = suiteql(client)
        before = await all_of(reader, "customer")
        fields.define(CustomField("custentity_gone", Kind.STRING, "Gone", frozenset({"employee"})))
        with caplog.at_level(logging.WARNING, "landbridge.netsuite.suiteql"):
            assert await all_of(reader, "customer") == before
            assert await all_of(reader, "customer") == before
        (missing,) = reader.missing
        with pytest.raises(ValueError, match="custentity_gone"):
            await all_of(reader, "customer", Criterion("custentity_gone", "notEmpty"))
        assert await reader.unread("customer", ["phone", "custentity_gone", "internalId"]) == [missing]
        fields.define(CustomField("custentity_gone", Kind.STRING, "Gone", frozenset({"customer"})))
        await reader.look_again("customer")
        assert await all_of(reader, "customer") == before
        assert await reader.unread("customer", ["custentity_gone"]) == []
        fields.define(CustomField("custentity_gone", Kind.STRING, "Gone", frozenset({"employee"})))
        await reader.look_again("customer")
        (unknown,) = await reader.unread("customer", ["custentity_gone"])
        assert unknown.reason == "Queries show no custentity_gone of customer."
    assert (missing.type, missing.field, missing.column) == ("customer", "custentity_gone", "custentity_gone")
    assert "Unknown identifier" in missing.reason
    assert [record.getMessage() for record in caplog.records].count(
        f"custentity_gone of customer is not read: {missing.reason}"
    ) == 1


async def test_a_refusal_of_the_ranges_of_ids_drops_no_field(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(_walk: KeyWalk) -> list[int]:
        raise QueryRefused("Unknown identifier 'companyname'", code="INVALID_PARAMETER")

    monkeypatch.setattr(KeyWalk, "ends", refused)
    with pytest.raises(QueryRefused):
        await suiteql(client).key_ranges("customer")
    assert suiteql(client).missing == ()


async def test_a_hidden_table_and_one_that_is_not_there_are_told_apart(served: Served) -> None:
    with served_account() as library:
        async with client_of(library) as client:
            with pytest.raises(PermissionMissing):
                await all_of(suiteql(client), "vendor")
            with pytest.raises(PermissionMissing):
                await suiteql(client).key_ranges("vendor")
            with pytest.raises(ValueError, match="not a record type"):
                await all_of(suiteql(client), "unheardOf")


async def test_custom_records_are_read_with_their_fields(client: Client) -> None:
    (center,) = (await all_of(suiteql(client), CENTER.script_id)).values()
    assert center.values["name"] == "North"
    assert center.values["custrecord_code"] == "N-1"
    assert center.values["custrecord_since"] == date(2026, 3, 29)
    assert isinstance(center.values["lastModified"], datetime)


async def test_transactions_come_by_id_with_all_their_lines(served: Served, client: Client) -> None:
    records = served.account.records
    item = records.put("serviceSaleItem", "50", {"itemId": "Consulting", "incomeAccount": "9"})
    lines = [{"item": item.id, "quantity": 1.0 + number, "rate": "150.0"} for number in range(12)]
    records.put("salesOrder", "60", {"entity": "900", "itemList": lines})
    records.put("salesOrder", "61", {"entity": "900", "itemList": lines[:1]})
    ids = ["60", "61", "62"]
    by_query = {r.internal_id: r async for b in suiteql(client).by_ids("salesOrder", ids) for r in b}
    over_soap = {
        r.internal_id: r async for b in client.reader(Protocol.SOAP).by_ids("salesOrder", ids) for r in b
    }
    assert by_query.keys() == over_soap.keys() == {"60", "61"}
    for internal_id, record in by_query.items():
        found, wanted = record.values["itemList"], over_soap[internal_id].values["itemList"]
        assert isinstance(found, list)
        assert isinstance(wanted, list)
        assert len(found) == len(wanted)
        for line, other in zip(found, wanted, strict=True):
            assert isinstance(line, dict)
            assert isinstance(other, dict)
            names = ("line", "item", "quantity", "amount")
            assert [line[name] for name in names] == [other[name] for name in names]
            assert float(str(line["rate"])) == float(str(other["rate"]))


@pytest.mark.requirement("lib-01")
def test_without_an_event_loop_both_ways_are_read_and_compared(served: Served) -> None:
    options = ClientOptions(
        connect_to=served.address, ca_file=served.ca_file, protocol=Protocol.REST, budget=LocalBudget(4)
    )
    account = AccountId.parse(served.account.settings.account_id)
    with SyncClient(account, served.credentials, options=options) as client:
        by_query, over_soap = client.reader(Protocol.REST), client.reader(Protocol.SOAP)
        assert type(client.reader()) is type(by_query)
        (project,) = [one for batch in by_query.matching("job", ()) for one in batch]
        (same,) = [one for batch in over_soap.by_ids("job", ["2000"]) for one in batch]
        assert (same.type, same.internal_id) == (project.type, project.internal_id)
        assert by_query.key_ranges("job") == over_soap.key_ranges("job")
        assert "companyName" in by_query.fields("job")
        assert by_query.missing == ()
        assert list(client.differences(["job"])) == []


async def test_the_protocol_of_the_options_decides(served: Served) -> None:
    async with client_of(served, protocol=Protocol.REST) as client:
        assert client.reader() is client.reader(Protocol.REST)
        served.account.journal.reset()
        since = datetime(2020, 1, 1, tzinfo=UTC)
        found = [record async for batch in client.changed("job", since) for record in batch]
        assert [record.internal_id for record in found] == ["2000"]
        assert {entry.kind for entry in served.account.journal.entries(100)} >= {"rest.suiteql"}
        with pytest.raises(ValueError, match="no last-modified field"):
            await anext(client.changed("term", since))


@pytest.mark.parametrize("gone", ["customeraddressbook ", "book.entity"], ids=["table", "column"])
async def test_an_account_without_the_table_of_addresses_is_read_without_them(
    served: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, gone: str
) -> None:
    def elsewhere(type_name: str) -> Table | None:
        table = table_of_addresses(type_name)
        assert table is not None
        columns = tuple(replace(one, source="nothing") if one.sql == gone else one for one in table.columns)
        return replace(table, source=table.source.replace(gone, "nosuchbook "), columns=columns)

    monkeypatch.setattr("landbridge.netsuite.suiteql.records.table_of_addresses", elsewhere)
    async with client_of(served) as client:
        reader = suiteql(client)
        with caplog.at_level(logging.WARNING, "landbridge.netsuite.suiteql"):
            for _ in range(2):
                whole = [one async for batch in reader.matching("customer", (), whole=True) for one in batch]
        assert len(whole) == 23
        assert [one.field for one in await reader.unread("customer", ("billCity", "companyName"))] == [
            "billCity"
        ]
    assert len(caplog.records) == 1
