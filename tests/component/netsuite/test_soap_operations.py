"""Every SOAP operation of the library against the local account: each end has its own code for the wire."""

from __future__ import annotations

import re
import textwrap
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from landbridge.local.faults.model import Effect, Fault
from landbridge.local.records.model import Criterion as LocalCriterion
from landbridge.local.records.model import CustomField, CustomRecordType
from landbridge.local.records.savedsearches import SavedSearch
from landbridge.netsuite import (
    Client,
    Column,
    Criterion,
    FixRecord,
    FixRequest,
    LimitType,
    OutcomeUnknown,
    PermissionMissing,
    Preferences,
    Record,
    RecordMissing,
    RecordToWrite,
    Ref,
    SublistLines,
    Wait,
)
from landbridge.netsuite.records import Writable
from landbridge.netsuite.soap.service import SoapService
from landbridge.recordtypes import Kind, Search
from tests.component.netsuite.demo_account import Demo, served_demo

BOX = "customrecord_box"
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with served_demo() as served:
        records = served.account.records
        records.define_type(CustomRecordType(BOX, "Box"))
        records.fields.define(
            CustomField("custrecord_box_size", Kind.DOUBLE, "Size", frozenset({BOX})),
            CustomField("custentity_code", Kind.STRING, "Code", frozenset({"customer", "employee"})),
            CustomField("custentity_seen", Kind.DATETIME, "Seen", frozenset({"customer"})),
            CustomField("custcol_note", Kind.STRING, "Note", frozenset({"salesOrder.itemList"})),
        )
        records.saved_searches.define(
            SavedSearch(
                "77",
                "customsearch_leads",
                "Our leads",
                "customer",
                "customer",
                (LocalCriterion("stage", "anyOf", ("_lead",)),),
                ("companyName", "email"),
            )
        )
        yield served


@pytest.fixture
async def client(demo: Demo) -> AsyncIterator[Client]:
    async with demo.client() as opened:
        yield opened


def values_of(record: Record) -> Any:
    """The values of a record whose kinds the test knows."""
    return record.values


def customers(count: int, name: str) -> list[RecordToWrite]:
    return [
        RecordToWrite("customer", {"companyName": f"{name} {number}"}, external_id=f"{name}-{number}")
        for number in range(count)
    ]


@pytest.mark.requirement("verb-01")
async def test_a_custom_record_is_written_read_found_and_deleted(client: Client) -> None:
    ref = await client.soap.add(BOX, {"name": "Small", "custrecord_box_size": 2.5}, external_id="box-1")
    record = await client.soap.get(BOX, ref.internal_id)
    assert (record.type, record.external_id) == (BOX, "box-1")
    assert (record.values["name"], record.values["custrecord_box_size"]) == ("Small", 2.5)
    await client.soap.update(BOX, ref.internal_id, {"custrecord_box_size": None})
    await client.soap.upsert(BOX, "box-1", {"name": "Tiny"})
    page = await client.soap.search(BOX, [Criterion("name", "is", ("Tiny",))])
    assert [(one.type, one.internal_id) for one in page.records] == [(BOX, ref.internal_id)]
    assert "custrecord_box_size" not in page.records[0].values
    rows = await client.soap.search(BOX, columns=["name", "internalId"])
    assert [row.values["name"] for row in rows.rows] == ["Tiny"]
    await client.soap.delete(BOX, ref.internal_id)
    with pytest.raises(RecordMissing):
        await client.soap.get(BOX, ref.internal_id)


@pytest.mark.requirement("verb-01")
async def test_initialize_proposes_a_record_that_can_be_added(client: Client) -> None:
    proposal = await client.soap.initialize("invoice", Ref("2", type="salesOrder"))
    assert (proposal.type, proposal.internal_id) == ("invoice", "")
    assert values_of(proposal)["createdFrom"].internal_id == "2"
    ref = await client.soap.add(
        "invoice", proposal.values, preferences=Preferences(ignore_read_only_fields=True)
    )
    invoice = await client.soap.get("invoice", ref.internal_id)
    assert invoice.values["total"] == proposal.values["total"]
    await client.soap.delete(
        "invoice", ref.internal_id, deletion_reason_code="1", deletion_reason_memo="Test"
    )
    with pytest.raises(FixRecord):
        await client.soap.initialize("customer", Ref("2", type="salesOrder"))
    with pytest.raises(ValueError, match="says its type"):
        await client.soap.initialize("invoice", Ref("2"))


@pytest.mark.requirement("verb-01")
async def test_a_contact_is_attached_in_a_role_and_detached(client: Client, demo: Demo) -> None:
    contact = await client.soap.add("contact", {"firstName": "Con", "lastName": "Tact", "subsidiary": "1"})
    person, holder = Ref(contact.internal_id, type="contact"), Ref("3", type="customer")
    role = next(iter(demo.account.records.search("contactRole", ())))
    answered = await client.soap.attach(person, holder, contact_role=role)
    assert answered.internal_id == "3"
    attached = await client.soap.get("customer", "3")
    roles = [line["contact"].internal_id for line in values_of(attached)["contactRolesList"]]
    assert contact.internal_id in roles
    await client.soap.detach(person, holder)
    with pytest.raises(RecordMissing):
        await client.soap.attach(Ref("99999", type="contact"), holder)
    with pytest.raises(ValueError, match="only a contact"):
        await client.soap.attach(Ref("1", type="file"), holder, contact_role="1")


@pytest.mark.requirement("verb-02")
async def test_lists_of_any_length_are_written_read_and_deleted_in_order(client: Client, demo: Demo) -> None:
    records = customers(205, "Long")
    added = await client.soap.add_list(records)
    assert [outcome.requested.external_id for outcome in added] == [one.external_id for one in records]
    ids = [outcome.value.internal_id for outcome in added]
    assert len(set(ids)) == 205

    updated = await client.soap.update_list(
        [RecordToWrite("customer", {"phone": f"555 {id_}"}, id_) for id_ in ids]
    )
    assert [outcome.value.internal_id for outcome in updated] == ids
    upserted = await client.soap.upsert_list([*records[:3], *customers(1, "Extra")])
    assert [outcome.value.internal_id for outcome in upserted[:3]] == ids[:3]

    wanted: list[str | Ref] = [*ids[::-1], "99999", Ref("", external_id="Long-7")]
    read = await client.soap.get_list("customer", wanted)
    assert [outcome.value.internal_id for outcome in read[:205]] == ids[::-1]
    assert read[0].value.values["phone"] == f"555 {ids[-1]}"
    assert isinstance(read[205].error, RecordMissing)
    assert read[206].value.internal_id == ids[7]

    deleted = await client.soap.delete_list("customer", [*ids, upserted[3].value.internal_id])
    assert all(outcome.error is None for outcome in deleted)
    again = await client.soap.delete_list("customer", ids[:2])
    assert [type(outcome.error) for outcome in again] == [RecordMissing, RecordMissing]
    assert await client.soap.get_list("customer", []) == []
    assert await client.soap.add_list([]) == []
    gone = await client.soap.get_deleted(since=EPOCH, types=["customer"], page_size=50)
    assert {one.record.internal_id for one in gone} >= set(ids)
    assert len(gone) == len(set(gone))


@pytest.mark.requirement("verb-02")
async def test_a_piece_that_fails_leaves_the_others_alone(client: Client, demo: Demo) -> None:
    records = customers(220, "Torn")
    demo.account.faults.lay(Fault("soap.addList", Effect.LOSE_REPLY, times=1))
    outcomes = await client.soap.add_list(records)
    assert {type(outcome.error) for outcome in outcomes[:200]} == {OutcomeUnknown}
    assert [outcome.error for outcome in outcomes[200:]] == [None] * 20
    written = await client.soap.search("customer", [Criterion("companyName", "startsWith", ("Torn",))])
    assert written.total_records == 220

    demo.account.faults.lay(Fault("soap.deleteList", Effect.LIMIT, times=1))
    ids = [one.internal_id for one in written.records]
    outcomes = await client.soap.delete_list("customer", ids)
    assert {type(outcome.error) for outcome in outcomes[:200]} == {Wait}
    assert all(outcome.error is None for outcome in outcomes[200:])
    again = await client.soap.delete_list("customer", ids[:200])
    assert all(outcome.error is None for outcome in again)


@pytest.mark.requirement("verb-02")
async def test_one_refused_record_leaves_the_others_alone(client: Client) -> None:
    good, bad, twin = await client.soap.add_list(
        [
            RecordToWrite("customer", {"companyName": "Good"}, external_id="good"),
            RecordToWrite("customer", {"phone": "5"}),
            RecordToWrite("customer", {"companyName": "Twin"}, external_id="good"),
        ]
    )
    assert isinstance(bad.error, FixRecord)
    assert twin.error is not None
    assert twin.error.code == "DUP_RCRD"
    await client.soap.delete("customer", good.value)


@pytest.mark.requirement("verb-03")
async def test_look_ups_answer_what_the_account_has(client: Client) -> None:
    soap = client.soap
    currencies = await soap.get_all("currency")
    assert {one.type for one in currencies} == {"currency"}
    assert "USD" in {one.values["symbol"] for one in currencies}
    assert "Net 30" in {one.name for one in await soap.get_select_value("customer", "terms")}
    (net,) = await soap.get_select_value("customer", "terms", filter=("is", "Net 30"), page_size=11)
    assert net.internal_id
    items = await soap.get_select_value("salesOrder", "item", sublist="itemList")
    assert len(items) > 1
    (field,) = [
        one
        for one in await soap.get_customization_id("entityCustomField")
        if one.script_id == "custentity_code"
    ]
    assert (field.name, field.type) == ("Code", "entityCustomField")
    types = await soap.get_customization_id("customRecordType", include_inactives=True)
    assert BOX in {one.script_id for one in types}
    (search,) = await soap.get_saved_search("customer")
    assert (search.internal_id, search.script_id, search.name) == ("77", "customsearch_leads", "Our leads")
    rates = await soap.get_currency_rate(base_currency="1", effective_date=datetime(2026, 1, 1, tzinfo=UTC))
    assert {one.base_currency.internal_id for one in rates} == {"1"}
    assert all(one.exchange_rate > 0 for one in rates)
    assert (await soap.get_server_time()).tzinfo is UTC
    assert (await soap.get_data_center_urls()).webservices.endswith(".suitetalk.api.netsuite.com")


@pytest.mark.requirement("verb-03")
@pytest.mark.requirement("web-15")
async def test_the_limits_of_account_and_integration_are_told(client: Client, demo: Demo) -> None:
    limits = await client.soap.get_account_governance_info()
    assert (limits.account, limits.unallocated) == (5, 5)
    own = await client.soap.get_integration_governance_info()
    assert (own.limit, own.type) == (None, LimitType.ACCOUNT)


@pytest.mark.requirement("verb-03")
async def test_look_ups_that_make_no_sense_are_refused(client: Client) -> None:
    with pytest.raises(FixRequest):
        await client.soap.get_all("customer")
    with pytest.raises(FixRequest):
        await client.soap.get_select_value("customer", "companyName")
    with pytest.raises(ValueError, match="not filtered by"):
        await client.soap.get_select_value("customer", "terms", filter=("endsWith", "x"))
    with pytest.raises(ValueError, match="11 to 1000"):
        await client.soap.get_select_value("customer", "terms", page_size=10)


@pytest.mark.requirement("verb-04")
async def test_joins_narrow_a_search_by_standard_and_custom_fields(client: Client) -> None:
    await client.soap.update("employee", "1", {"custentity_code": "boss"})
    job = await client.soap.get("job", "1")
    manager = job.values.get("projectManager", Ref("1"))
    await client.soap.update("job", "1", {"projectManager": Ref("1")})
    by_code = [Criterion("projectManagerJoin.custentity_code", "is", ("boss",))]
    assert "1" in [one.internal_id for one in (await client.soap.search("job", by_code)).records]
    both = [*by_code, Criterion("customerJoin.internalId", "anyOf", ("99999",))]
    assert (await client.soap.search("job", both)).total_records == 0
    typed = [Criterion("customerJoin.companyName", "notEmpty", (), None)]
    assert (await client.soap.search("job", typed)).total_records > 0
    assert isinstance(manager, Ref)
    with pytest.raises(ValueError, match=r"job.customerJoin cannot be searched by 'nonsense'"):
        await client.soap.search("job", [Criterion("customerJoin.nonsense", "is", ("x",))])
    with pytest.raises(ValueError, match="job has no join 'bad name'"):
        await client.soap.search("job", [Criterion("bad name.email", "is", ("x",))])
    with pytest.raises(FixRequest):
        await client.soap.search("job", [Criterion("taskJoin.title", "is", ("x",), search=Search.STRING)])


@pytest.mark.requirement("verb-04")
async def test_columns_answer_typed_rows_with_joins_and_custom_fields(client: Client) -> None:
    seen = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    await client.soap.update("customer", "1", {"custentity_seen": seen, "salesRep": Ref("1")})
    page = await client.soap.search(
        "customer",
        [Criterion("internalId", "anyOf", ("1",))],
        columns=[
            "companyName", "isInactive", "dateCreated", "stage", "entityStatus", "internalId", "salesRepJoin.email",
            "salesRepJoin.isInactive", Column("custentity_seen"), "custentity_code",
        ],
    )  # fmt: skip
    record = await client.soap.get("customer", "1")
    (row,) = page.rows
    status: Any = row.values["entityStatus"]
    assert page.records == []
    assert (row.type, row.internal_id) == ("customer", "1")
    for name in ("companyName", "isInactive", "dateCreated", "stage", "custentity_seen"):
        assert row.values[name] == record.values[name]
    assert status.internal_id == values_of(record)["entityStatus"].internal_id
    assert "@" in str(row.values["salesRepJoin.email"])
    assert row.values["salesRepJoin.isInactive"] is False
    assert "custentity_code" not in row.values


@pytest.mark.requirement("verb-04")
async def test_saved_searches_run_by_id_and_by_script_id(client: Client) -> None:
    by_id = await client.soap.search("customer", saved_search="77")
    by_script = await client.soap.search("customer", saved_search="customsearch_leads")
    assert by_id.rows == by_script.rows
    assert [set(row.values) for row in by_id.rows] == [{"companyName", "email"}] * len(by_id.rows) != []
    own = [Criterion("companyName", "startsWith", ("Birch",))]
    records = await client.soap.search("customer", own, saved_search="77", return_search_columns=False)
    assert [one.values["companyName"] for one in records.records] == ["Birch Lane Bakery"]
    with pytest.raises(FixRequest, match="saved search"):
        await client.soap.search("customer", saved_search="78")


@pytest.mark.requirement("verb-04")
async def test_a_family_is_searched_whole_or_by_one_of_its_types(client: Client) -> None:
    everything = await client.soap.search("transaction", [Criterion("mainLine", "is", (True,))])
    assert {one.type for one in everything.records} >= {"salesOrder", "invoice", "expenseReport"}
    orders = await client.soap.search("salesOrder")
    assert {one.type for one in orders.records} == {"salesOrder"}
    several = await client.soap.search(
        "salesOrder", [Criterion("type", "anyOf", ("_salesOrder", "_invoice"))]
    )
    assert {one.type for one in several.records} == {"salesOrder", "invoice"}
    services = await client.soap.search("serviceSaleItem")
    assert {one.type for one in services.records} == {"serviceSaleItem"}
    assert (await client.soap.search("item")).total_records > services.total_records
    lines = await client.soap.search(
        "salesOrder",
        [Criterion("mainLine", "is", (False,))],
        columns=["tranId", "quantity", "item", "amount", "customerMainJoin.companyName"],
    )
    assert lines.rows[0].type == "transaction"
    assert isinstance(lines.rows[0].values["quantity"], float)
    assert isinstance(lines.rows[0].values["item"], Ref)
    assert lines.rows[0].values["customerMainJoin.companyName"]


@pytest.mark.requirement("verb-04")
async def test_dates_are_searched_by_netsuite_s_own_names(client: Client) -> None:
    now = await client.soap.search("customer", [Criterion("dateCreated", "within", ("thisYear",))])
    assert now.total_records > 0
    before = await client.soap.search("customer", [Criterion("dateCreated", "on", ("yesterday",))])
    assert before.total_records == 0
    with pytest.raises(ValueError, match="name of a time"):
        await client.soap.search("customer", [Criterion("dateCreated", "on", ("2026-01-01",))])


@pytest.mark.requirement("verb-04")
async def test_all_rows_of_a_search_are_read_in_closed_ranges(client: Client) -> None:
    added = await client.soap.add_list(customers(60, "Row"))
    criteria = [Criterion("companyName", "startsWith", ("Row",))]
    found = []
    async for batch in client.soap.search_rows("customer", criteria, columns=["companyName"], page_size=20):
        assert len(batch) <= 20
        found += batch
    ids = [outcome.value.internal_id for outcome in added]
    assert sorted(row.internal_id for row in found) == sorted(ids)
    assert {row.values["companyName"] for row in found} == {f"Row {number}" for number in range(60)}
    await client.soap.delete_list("customer", ids)


@pytest.mark.requirement("verb-04")
async def test_the_rows_of_one_large_record_are_read_page_by_page(client: Client) -> None:
    lines: list[Writable] = [
        {"item": Ref("4"), "quantity": float(number), "amount": 10.0} for number in range(1, 13)
    ]
    ref = await client.soap.add("salesOrder", {"entity": Ref("1"), "itemList": lines})
    criteria = [Criterion("internalId", "anyOf", (ref.internal_id,)), Criterion("mainLine", "is", (False,))]
    rows = [
        row
        async for batch in client.soap.search_rows("salesOrder", criteria, columns=["quantity"], page_size=5)
        for row in batch
    ]
    found: list[Any] = [row.values["quantity"] for row in rows]
    assert sorted(found) == [float(number) for number in range(1, 13)]
    await client.soap.delete("salesOrder", ref.internal_id)


@pytest.mark.requirement("verb-07")
async def test_sublists_can_be_asked_for_in_a_search(client: Client) -> None:
    bodies = await client.soap.search("salesOrder")
    whole = await client.soap.search("salesOrder", body_fields_only=False)
    assert all("itemList" not in one.values for one in bodies.records)
    assert all(one.values["itemList"] for one in whole.records)


def readable(record: Record) -> dict[str, object]:
    """What a record holds but the instant of its last change."""
    return {name: value for name, value in record.values.items() if name != "lastModifiedDate"}


@pytest.mark.requirement("verb-05")
@pytest.mark.parametrize(
    ("type_name", "id_"),
    [("customer", "1"), ("salesOrder", "2"), ("projectTask", "1"), ("expenseReport", "12"), ("job", "1")],
)
async def test_what_is_read_can_be_written_back_unchanged(client: Client, type_name: str, id_: str) -> None:
    before = await client.soap.get(type_name, id_)
    (outcome,) = await client.soap.update_list(
        [before], preferences=Preferences(ignore_read_only_fields=True)
    )
    assert outcome.value.internal_id == id_
    assert readable(await client.soap.get(type_name, id_)) == readable(before)


@pytest.mark.requirement("verb-05")
async def test_addresses_are_added_replaced_and_cleared(client: Client) -> None:
    home: dict[str, Writable] = {
        "country": "_unitedStates",
        "addr1": "1 Main St",
        "city": "Reno",
        "addr2": "Floor 2",
    }
    ref = await client.soap.add(
        "customer",
        {"companyName": "At Home", "addressbookList": [{"label": "Home", "addressbookAddress": home}]},
    )

    async def book() -> list[dict[str, Any]]:
        found = values_of(await client.soap.get("customer", ref.internal_id)).get("addressbookList", [])
        return list(found)

    (line,) = await book()
    address = line["addressbookAddress"]
    assert isinstance(address, dict)
    assert {name: address[name] for name in home} == home

    work: dict[str, Writable] = {
        "label": "Work",
        "addressbookAddress": {"country": "_germany", "city": "Bonn"},
    }
    more = SublistLines([work], replace_all=False)
    await client.soap.update("customer", ref.internal_id, {"addressbookList": more})
    assert [one["label"] for one in await book()] == ["Home", "Work"]
    cleared: dict[str, Writable] = {"internalId": line["internalId"], "addressbookAddress": {"addr2": None}}
    await client.soap.update(
        "customer",
        ref.internal_id,
        {"addressbookList": SublistLines([cleared], replace_all=False)},
    )
    assert "addr2" not in (await book())[0]["addressbookAddress"]
    await client.soap.update("customer", ref.internal_id, {"addressbookList": [work]})
    assert [one["label"] for one in await book()] == ["Work"]
    await client.soap.update("customer", ref.internal_id, {"addressbookList": []})
    assert await book() == []
    await client.soap.delete("customer", ref.internal_id)


@pytest.mark.requirement("verb-05")
async def test_lines_are_changed_by_key_or_replaced_with_their_custom_fields(client: Client) -> None:
    lines: list[Writable] = [
        {"item": Ref("4"), "quantity": 1.0, "amount": 3.0, "custcol_note": "first"},
        {"item": Ref("4"), "quantity": 2.0, "amount": 4.0, "custcol_note": "second"},
    ]
    ref = await client.soap.add("salesOrder", {"entity": Ref("1"), "itemList": lines})
    change = SublistLines([{"line": 2, "quantity": 5.0}], replace_all=False)
    await client.soap.update("salesOrder", ref.internal_id, {"itemList": change, "memo": "m"})
    order = await client.soap.get("salesOrder", ref.internal_id)
    read = values_of(order)["itemList"]
    assert [(one["quantity"], one["custcol_note"]) for one in read] == [(1.0, "first"), (5.0, "second")]
    await client.soap.update("salesOrder", ref.internal_id, {"itemList": [lines[1]], "memo": None})
    order = await client.soap.get("salesOrder", ref.internal_id)
    assert [one["quantity"] for one in values_of(order)["itemList"]] == [2.0]
    assert "memo" not in order.values
    await client.soap.delete("salesOrder", ref.internal_id)


@pytest.mark.requirement("verb-05")
async def test_assignees_of_a_task_and_several_references_are_written_as_read(client: Client) -> None:
    task: dict[str, Writable] = {
        "title": "Paint",
        "company": Ref("1"),
        "assigneeList": [{"resource": Ref("1"), "estimatedWork": 4.0, "units": 50.0}],
    }
    ref = await client.soap.add("projectTask", task)
    read = await client.soap.get("projectTask", ref.internal_id)
    (assignee,) = values_of(read)["assigneeList"]
    assert (assignee["resource"].internal_id, assignee["units"]) == ("1", 50.0)
    await client.soap.delete("projectTask", ref.internal_id)
    category = await client.soap.add(
        "expenseCategory", {"name": "Ferries", "expenseAcct": Ref("13"), "subsidiaryList": [Ref("1")]}
    )
    read = await client.soap.get("expenseCategory", category.internal_id)
    listed = values_of(read)["subsidiaryList"]
    assert [one.internal_id for one in listed] == ["1"]
    await client.soap.delete("expenseCategory", category.internal_id)


@pytest.mark.requirement("verb-05")
async def test_preferences_of_a_write_reach_netsuite(client: Client) -> None:
    values: dict[str, Writable] = {"companyName": "Preferred", "dateCreated": EPOCH}
    with pytest.raises(PermissionMissing):
        await client.soap.add("customer", values)
    ref = await client.soap.add(
        "customer",
        values,
        preferences=Preferences(
            ignore_read_only_fields=True, run_server_suite_script_and_trigger_workflows=False
        ),
    )
    await client.soap.delete("customer", ref.internal_id)


@pytest.mark.requirement("verb-01")
@pytest.mark.parametrize("version", ["2019_2", "2021_1"])
async def test_old_endpoints_are_written_and_read(demo: Demo, version: str) -> None:
    async with demo.client(version) as client:
        ref = await client.soap.add(
            "customer", {"companyName": version, "startDate": date(2026, 1, 2), "custentity_code": "x"}
        )
        record = await client.soap.get("customer", ref.internal_id)
        assert record.values["startDate"] == date(2026, 1, 2)
        rows = await client.soap.search(
            "customer", [Criterion("companyName", "is", (version,))], columns=["companyName"]
        )
        assert [row.values for row in rows.rows] == [{"companyName": version}]
        await client.soap.delete("customer", ref.internal_id)


PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "netsuite-soap.md"


@pytest.mark.requirement("lib-02")
async def test_the_page_names_every_verb_and_its_examples_run(client: Client) -> None:
    text = PAGE.read_text(encoding="utf-8")
    verbs = [name for name in dir(SoapService) if not name.startswith("_") and name != "context"]
    assert [name for name in verbs if f"`{name}`" not in text] == []
    lines: list[Writable] = [{"item": Ref("4"), "quantity": float(n), "amount": 1.0} for n in (1, 2)]
    ref = await client.soap.add("salesOrder", {"entity": Ref("1"), "itemList": lines, "memo": "m"})
    examples = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    for example in examples:
        body = textwrap.indent(
            example.replace('"12"', f'"{ref.internal_id}"').replace("lastMonth", "thisMonth"), "    "
        )
        names: dict[str, Any] = {"Criterion": Criterion, "SublistLines": SublistLines, "client": client}
        exec(compile(f"async def example():\n{body}", str(PAGE), "exec"), names)
        await names["example"]()
    assert len(examples) == 2
    order = values_of(await client.soap.get("salesOrder", ref.internal_id))
    assert "memo" not in order
    assert [line["quantity"] for line in order["itemList"]] == [1.0, 5.0]
    await client.soap.delete("salesOrder", ref.internal_id)
