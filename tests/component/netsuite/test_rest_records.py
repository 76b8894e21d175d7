"""REST records of the local account, by token and by OAuth 2.0."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest

from landbridge.local.faults.model import Effect, Fault
from landbridge.netsuite import Client, Criterion, Record, RecordMissing, Ref, RetryPolicy, SublistLines, Wait
from landbridge.netsuite.governance import LimitType
from landbridge.recordtypes import Kind
from tests.component.netsuite.local_account import Served, client_of
from tests.component.netsuite.rest_account import rest_account


@pytest.fixture(scope="module")
def account() -> Iterator[Served]:
    with rest_account() as served:
        yield served


VALUES: dict[str, Any] = {
    "companyName": 'Acme "&" Söhne',
    "isInactive": False,
    "creditLimit": 1250.5,
    "startDate": date(2026, 2, 28),
    "language": "_german",
    "custentity_text": "2026-01-01",
    "custentity_flag": True,
    "custentity_number": 5,
    "custentity_amount": 5.0,
    "custentity_day": date(2026, 1, 2),
    "custentity_moment": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    "addressbookList": [
        {"label": "Home", "addressbookAddress": {"country": "_germany", "city": "Bonn", "zip": "53111"}}
    ],
}


def shown(values: object, sample: object) -> object:
    """What ``values`` hold of what ``sample`` holds: NetSuite fills in more."""
    if isinstance(sample, dict) and isinstance(values, dict):
        return {name: shown(values.get(name), one) for name, one in sample.items()}
    if isinstance(sample, list) and isinstance(values, list):
        return [shown(value, one) for value, one in zip(values, sample, strict=True)]
    return values


def lines_of(record: Record, sublist: str) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", record.values[sublist])


def sent(served: Served) -> list[str]:
    return [entry.kind for entry in served.account.journal.entries(100) if "rest.record" in entry.kind]


async def listed(client: Client, type_name: str, q: object = "", **more: int) -> list[str]:
    found = client.rest.collection(type_name, q, **more)  # type: ignore[arg-type]  # tests name them rightly
    return sorted([ref.internal_id async for batch in found for ref in batch], key=int)


@pytest.mark.requirement("web-10")
async def test_a_record_goes_through_its_life(by_either: Client) -> None:
    made = await by_either.rest.create("customer", VALUES, external_id="life-1")
    assert made == Ref(made.internal_id, "", "life-1", "customer")
    by_id = await by_either.rest.get("customer", made.internal_id)
    assert (by_id.type, by_id.internal_id, by_id.external_id) == ("customer", made.internal_id, "life-1")
    assert shown(dict(by_id.values), VALUES) == VALUES
    assert await by_either.rest.get("customer", Ref("", "", "life-1")) == by_id

    assert (
        await by_either.rest.update("customer", made, {"creditLimit": None, "url": "https://a.example"})
        == made
    )
    changed = (await by_either.rest.get("customer", made)).values
    assert "creditLimit" not in changed
    assert changed["url"] == "https://a.example"
    await by_either.rest.update("customer", made, {}, clear=("url",))
    assert "url" not in (await by_either.rest.get("customer", made)).values

    await by_either.rest.delete("customer", made)
    with pytest.raises(RecordMissing) as caught:
        await by_either.rest.get("customer", made)
    assert (caught.value.code, caught.value.operation) == ("NONEXISTENT_ID", "rest.get")
    assert len(caught.value.request_id) == 36


@pytest.mark.requirement("web-10")
async def test_upsert_creates_and_then_changes_one_record(by_either: Client) -> None:
    first = await by_either.rest.upsert("customer", "up-1", {"companyName": "Up"})
    second = await by_either.rest.upsert("customer", "up-1", {"companyName": "Upper"})
    assert first == second
    assert (await by_either.rest.get("customer", first)).values["companyName"] == "Upper"
    await by_either.rest.delete("customer", first)


@pytest.mark.requirement("web-10")
async def test_lines_are_joined_changed_and_replaced(by_token: Client) -> None:
    rest = by_token.rest
    made = await rest.create("customer", {"companyName": "Lines", "addressbookList": [{"label": "One"}]})
    one = lines_of(await rest.get("customer", made), "addressbookList")[0]
    await rest.update(
        "customer",
        made,
        {
            "addressbookList": SublistLines(
                [{"internalId": one["internalId"], "label": "First"}, {"label": "Two"}], replace_all=False
            )
        },
    )
    assert await labels(by_token, made) == ["First", "Two"]
    await rest.update("customer", made, {"addressbookList": [{"label": "Only"}]})
    assert await labels(by_token, made) == ["Only"]
    await rest.delete("customer", made)


async def labels(client: Client, ref: Ref) -> list[str]:
    return [line["label"] for line in lines_of(await client.rest.get("customer", ref), "addressbookList")]


@pytest.mark.requirement("web-10")
async def test_a_record_is_read_in_part(by_token: Client, served: Served) -> None:
    made = await by_token.rest.create("customer", VALUES)
    part = await by_token.rest.get("customer", made, fields=["companyName", "stage", "language"])
    assert part.values == {"companyName": VALUES["companyName"], "stage": "_customer", "language": "_german"}
    flat = await by_token.rest.get("customer", made, sublists=False, simple_enums=True)
    assert "addressbookList" not in flat.values
    assert flat.values["language"] == "_german"
    assert sent(served)[-3:] == ["rest.record.post", "rest.record.get", "rest.record.get"]
    await by_token.rest.delete("customer", made)


@pytest.mark.requirement("web-10")
async def test_custom_records_have_their_own_type(by_either: Client) -> None:
    values: dict[str, Any] = {"name": "North", "custrecord_code": "N", "custrecord_since": date(2020, 5, 1)}
    made = await by_either.rest.create("customrecord_center", values)
    assert made.type == "customrecord_center"
    assert shown(dict((await by_either.rest.get("customrecord_center", made)).values), values) == values
    assert await listed(by_either, "customrecord_center", [Criterion("custrecord_code", "is", ("N",))]) == [
        made.internal_id
    ]
    await by_either.rest.delete("customrecord_center", made)


@pytest.mark.requirement("web-10")
async def test_filters_find_and_pages_are_netsuites_own(by_token: Client) -> None:
    made = [await by_token.rest.create("customer", {"companyName": f"Page {n}"}) for n in range(5)]
    ids = [ref.internal_id for ref in made]
    by_name = [Criterion("companyName", "startsWith", ("Page ",))]
    assert await listed(by_token, "customer", by_name) == ids
    assert await listed(by_token, "customer", 'companyName IS "Page 1" OR companyName IS "Page 3"') == [
        ids[1],
        ids[3],
    ]
    assert (
        await listed(
            by_token, "customer", [*by_name, Criterion("lastModifiedDate", "before", (date(2020, 1, 1),))]
        )
        == []
    )
    page = await by_token.rest.page("customer", by_name, limit=2, offset=4)
    assert (len(page.refs), page.total_results, page.offset, page.has_more) == (1, 5, 4, False)
    for ref in made:
        await by_token.rest.delete("customer", ref)


@pytest.mark.requirement("web-10")
async def test_a_collection_is_whole_although_its_pages_move(by_token: Client, served: Served) -> None:
    """The account orders a collection by the last save, so every save between two pages moves rows over their border."""
    made = [await by_token.rest.create("customer", {"companyName": f"Move {n}"}) for n in range(25)]
    found: list[str] = []
    session = served.account.access.system_session()
    by_name = 'companyName START_WITH "Move "'
    async for batch in by_token.rest.collection("customer", by_name, page_size=10):
        found += [ref.internal_id for ref in batch]
        for ref in made:
            served.account.records.save(
                session, "customer", {"comments": str(len(found))}, id=ref.internal_id
            )
    assert sorted(found) == sorted(ref.internal_id for ref in made)
    for ref in made:
        await by_token.rest.delete("customer", ref)


@pytest.mark.requirement("web-10")
async def test_one_document_is_made_from_another(by_token: Client) -> None:
    rest = by_token.rest
    customer = await rest.create("customer", {"companyName": "Buyer"})
    account = await rest.create("account", {"acctName": "Sales", "acctNumber": "4999", "acctType": "_income"})
    item = await rest.create("serviceSaleItem", {"itemId": "Hours", "incomeAccount": account})
    line: dict[str, Any] = {"item": item, "quantity": 3.0, "rate": "100.00"}
    order = await rest.create(
        "salesOrder", {"entity": customer, "orderStatus": "_pendingFulfillment", "itemList": [line]}
    )
    read = await rest.get("salesOrder", order)
    assert shown(dict(read.values), {"orderStatus": "", "itemList": [{"rate": "", "quantity": 0}]}) == {
        "orderStatus": "_pendingBilling",
        "itemList": [{"rate": "100.00", "quantity": 3.0}],
    }
    invoice = await rest.transform("salesOrder", order, "invoice", {"memo": "made"})
    assert invoice.type == "invoice"
    assert (await rest.get("invoice", invoice)).values["memo"] == "made"


async def test_a_contact_is_attached_and_detached(by_token: Client) -> None:
    rest = by_token.rest
    customer = await rest.create("customer", {"companyName": "Holder"})
    contact = await rest.create("contact", {"entityId": "Con Tact"})
    await rest.attach("customer", customer, "contact", contact)
    (line,) = lines_of(await rest.get("customer", customer), "contactRolesList")
    assert shown(line, {"contact": ""}) == {"contact": Ref(contact.internal_id, "Con Tact")}
    await rest.detach("customer", customer, "contact", contact)
    assert "contactRolesList" not in (await rest.get("customer", customer)).values


@pytest.mark.requirement("web-11")
async def test_the_catalogue_tells_fields_with_their_kinds(by_either: Client, served: Served) -> None:
    known = await by_either.rest.metadata("customer")
    assert {name: one.kind for name, one in known.custom_fields.items()} == {
        "custentity_text": Kind.STRING,
        "custentity_flag": Kind.BOOLEAN,
        "custentity_number": Kind.INTEGER,
        "custentity_amount": Kind.DOUBLE,
        "custentity_day": Kind.DATE,
        "custentity_moment": Kind.DATETIME,
        "custentity_unit": Kind.REF,
        "custentity_units": Kind.REF_LIST,
    }
    stage, parent = known.fields["stage"], known.fields["parent"]
    assert (stage.rest, stage.kind, stage.read_only) == ("searchStage", Kind.ENUM, True)
    assert (parent.refers_to, "ANY_OF" in parent.operators) == ("customer", True)
    assert known.fields["companyName"].label == "Company Name"
    assert "de_DE" in known.fields["language"].ids
    address_book = known.sublists["addressbookList"]
    assert (address_book.rest, address_book.keys) == ("addressBook", ("internalId",))
    await by_either.rest.metadata("customer")
    asked = [entry for entry in served.account.journal.entries(100) if entry.kind == "rest.metadata"]
    assert len(asked) == 1


@pytest.mark.requirement("web-11")
async def test_the_catalogue_lists_types_and_gives_schemas(by_token: Client) -> None:
    types = await by_token.rest.record_types()
    assert {"customer", "salesOrder", "customrecord_center"} <= set(types)
    custom = await by_token.rest.metadata("customrecord_center")
    assert custom.custom_fields["custrecord_since"].kind is Kind.DATE
    assert (await by_token.rest.json_schema("job"))["type"] == "object"
    document = await by_token.rest.openapi("job", "customer")
    assert document["openapi"].startswith("3.0")
    assert any(path.startswith("/job") for path in document["paths"])


@pytest.mark.requirement("web-11")
async def test_every_type_that_the_library_describes_is_in_the_catalogue(by_token: Client) -> None:
    for type_name in ("employee", "projectTask", "vendorBill", "expenseReport", "serviceSaleItem"):
        known = await by_token.rest.metadata(type_name)
        record = {*known.fields, *known.sublists, *known.parts}
        assert len(record) > 20, type_name
        assert all(one.kind is not Kind.OBJECT for one in known.fields.values()), type_name


@pytest.mark.requirement("web-15")
async def test_the_limits_are_read(by_either: Client, served: Served) -> None:
    whole, own = await by_either.rest.governance_limits()
    assert whole.account == served.account.governance.limit
    assert 1 <= whole.unallocated <= whole.account
    assert (own.limit, own.type) == (None, LimitType.ACCOUNT)
    served.account.governance.set_integration_limit(served.integration.id, 2)
    _, own = await by_either.rest.governance_limits()
    assert (own.limit, own.type) == (2, LimitType.INTEGRATION)
    served.account.governance.set_integration_limit(served.integration.id, None)


@pytest.mark.parametrize("effect", [Effect.LIMIT, Effect.PAGE, Effect.ERROR, Effect.TRUNCATE, Effect.DROP])
async def test_reads_live_through_passing_trouble(by_token: Client, served: Served, effect: Effect) -> None:
    made = await by_token.rest.create("customer", {"companyName": effect.value})
    served.account.faults.lay(Fault("rest.record.get", effect, times=2))
    assert (await by_token.rest.get("customer", made)).values["companyName"] == effect.value


async def test_over_the_limit_for_good_is_wait(served: Served) -> None:
    async with client_of(served, retry=RetryPolicy.off()) as impatient:
        served.account.faults.lay(Fault("rest.record.*", Effect.LIMIT))
        with pytest.raises(Wait) as caught:
            await impatient.rest.page("customer")
    assert caught.value.code == "CONCURRENCY_LIMIT_EXCEEDED"
