"""Reading records of every type that workflows read: the same by both protocols, whole, in few requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

import pytest

from landbridge.netsuite.protocols import Protocol
from landbridge.service.ports import KeyRange, Line, Reference, SourceRecord, Value
from landbridge.service.workflows.versions import digest
from tests.component.service_connections.reading_account import (
    NOW,
    ORDER_LINES,
    SMALL_PAGE,
    TYPES,
    VENDORS_NAME,
    ReadAccount,
    opened,
    read_account,
)

BOTH = pytest.mark.parametrize("protocol", list(Protocol), ids=[one.value for one in Protocol])

QUERIES_LACK = {"expenseCategory": {"subsidiaryList"}}
LINES_LACK = {"expenseList": {"expenseDate", "currency", "exchangeRate"}}
"""What queries have no known column of."""

UNDATED = {"expenseCategory", "department", "classification", "location", "subsidiary"}


@pytest.fixture(scope="module")
def netsuite() -> Iterator[ReadAccount]:
    with read_account() as account:
        yield account


def everything(netsuite: ReadAccount, protocol: Protocol, netsuite_type: str) -> dict[str, SourceRecord]:
    batches = netsuite.readers[protocol].changed(netsuite_type, None)
    found = [record for batch in batches for record in batch]
    by_id = {record.internal_id: record for record in found}
    assert len(by_id) == len(found), "a record came twice"
    return by_id


def one(netsuite: ReadAccount, protocol: Protocol, netsuite_type: str, internal_id: str) -> SourceRecord:
    (record,) = netsuite.readers[protocol].by_ids(netsuite_type, [internal_id])
    return record


def comparable(record: SourceRecord) -> dict[str, object]:
    """Return all of it that both protocols can show. Ids of people and projects overlap in the demo, and so names of a line's customer."""
    lacking = QUERIES_LACK.get(record.type, set())
    return {
        "type": record.type,
        "external": record.external_id,
        "modified": record.modified,
        "dated": record.dated,
        "values": {name: value for name, value in record.values.items() if name not in lacking},
        "lines": {name: [of_line(name, line) for line in lines] for name, lines in record.lines.items()},
    }


def of_line(sublist: str, line: Line) -> dict[str, Value]:
    kept = {name: value for name, value in line.items() if name not in LINES_LACK.get(sublist, set())}
    customer = kept.get("customer")
    return kept | ({"customer": customer.internal_id} if isinstance(customer, Reference) else {})


@pytest.mark.requirement("import-11")
@pytest.mark.parametrize("netsuite_type", TYPES)
def test_a_record_is_the_same_whichever_way_it_is_read(netsuite: ReadAccount, netsuite_type: str) -> None:
    over_soap = everything(netsuite, Protocol.SOAP, netsuite_type)
    assert over_soap, "the account has a record of every type"
    by_query = everything(netsuite, Protocol.REST, netsuite_type)
    wanted = {key: comparable(record) for key, record in over_soap.items()}
    assert {key: comparable(record) for key, record in by_query.items()} == wanted
    ids = list(over_soap)
    for protocol in Protocol:
        reader = netsuite.readers[protocol]
        singly = reader.by_ids(netsuite_type, [*ids, "987654"])
        assert {record.internal_id: comparable(record) for record in singly} == wanted
        ranges = reader.key_ranges(netsuite_type)
        ranged = [record for keys in ranges for record in reader.in_range(netsuite_type, keys)]
        assert {record.internal_id: comparable(record) for record in ranged} == wanted
        assert len(ranged) == len(wanted)


@pytest.mark.requirement("import-11")
@pytest.mark.parametrize("netsuite_type", TYPES)
def test_every_value_belongs_to_a_field_that_the_account_tells(
    netsuite: ReadAccount, netsuite_type: str
) -> None:
    told = {(field.sublist, field.name) for field in netsuite.soap.fields(netsuite_type)}
    for record in everything(netsuite, Protocol.SOAP, netsuite_type).values():
        body = {("", name) for name in record.values}
        lines = {(name, field) for name, found in record.lines.items() for line in found for field in line}
        assert body | lines <= told


@BOTH
def test_a_document_comes_with_all_its_lines(netsuite: ReadAccount, protocol: Protocol) -> None:
    assert ORDER_LINES > SMALL_PAGE
    order = everything(netsuite, protocol, "purchaseOrder")[netsuite.order_id]
    lines = order.lines["itemList"]
    assert [line["quantity"] for line in lines] == [float(number) for number in range(1, ORDER_LINES + 1)]
    assert [line["line"] for line in lines] == list(range(1, ORDER_LINES + 1))
    assert [line["rate"] for line in lines] == [12.5, *[10.0] * (ORDER_LINES - 1)]
    assert (lines[0]["taxRate1"], lines[0]["tax1Amt"]) == (7.0, 0.88)
    assert {line["vendorName"] for line in lines} == {VENDORS_NAME}
    assert [line.get("custcol_oa_export_to_openair") for line in lines[:2]] == [None, True]
    assert order.values["billCity"] == "Ulm"
    assert order.values["billCountry"] == "_germany"


@BOTH
def test_the_default_billing_address_is_the_address(netsuite: ReadAccount, protocol: Protocol) -> None:
    for netsuite_type in ("customer", "employee", "vendor", "contact"):
        values = one(netsuite, protocol, netsuite_type, "1").values
        assert {
            name: values.get(name) for name in ("address1", "city", "zipCode", "country", "addressee")
        } == {
            "address1": "Hauptstr. 1",
            "city": "Ulm",
            "zipCode": "89073",
            "country": "_germany",
            "addressee": "Dörfer",
        }
        assert (values["billZipCode"], values["shipZip"], values["shipAttention"]) == (
            "89073",
            "YO1",
            "Goods in",
        )
        assert "Gone" not in values.values()


@BOTH
def test_items_are_one_type(netsuite: ReadAccount, protocol: Protocol) -> None:
    items = everything(netsuite, protocol, "item")
    assert {record.type for record in items.values()} == {"item"}
    kinds = {record.values["recordType"]: record.values["subtype"] for record in items.values()}
    assert len(kinds) == 9
    assert kinds["serviceSaleItem"] == "Sale"
    assert kinds["otherChargeResaleItem"] == "Resale"
    assert kinds["nonInventoryPurchaseItem"] == "Purchase"
    sale = next(one for one in items.values() if one.values["recordType"] == "serviceSaleItem")
    assert one(netsuite, protocol, "item", sale.internal_id) == sale


@BOTH
def test_only_applied_documents_are_lines(netsuite: ReadAccount, protocol: Protocol) -> None:
    payments = everything(netsuite, protocol, "customerPayment")
    lines = [line for record in payments.values() for line in record.lines["applyList"]]
    assert lines
    for line in lines:
        assert isinstance(line["doc"], Reference)
        assert isinstance(line["applyDate"], date)
        assert (line["apply"], line["type"]) == (True, "Invoice")
        assert isinstance(line["amount"], float)


@BOTH
def test_a_task_is_found_by_the_instant_that_only_the_search_knows(
    netsuite: ReadAccount, protocol: Protocol
) -> None:
    reader = netsuite.readers[protocol]
    tasks = everything(netsuite, protocol, "projectTask")
    latest = max(record.modified for record in tasks.values())
    assert all(record.dated for record in tasks.values())
    later = [
        record for batch in reader.changed("projectTask", latest + timedelta(days=1)) for record in batch
    ]
    assert later == []
    since = [record for batch in reader.changed("projectTask", latest) for record in batch]
    assert {record.internal_id for record in since} == {
        key for key, record in tasks.items() if record.modified >= latest
    }


@BOTH
@pytest.mark.parametrize("netsuite_type", sorted(UNDATED))
def test_what_has_no_instant_is_read_in_full_and_told_apart_by_its_content(
    netsuite: ReadAccount, protocol: Protocol, netsuite_type: str
) -> None:
    reader = netsuite.readers[protocol]
    first = everything(netsuite, protocol, netsuite_type)
    since = [record for batch in reader.changed(netsuite_type, NOW + timedelta(days=9)) for record in batch]
    assert {record.internal_id: digest(record) for record in since} == {
        key: digest(record) for key, record in first.items()
    }
    assert {(record.modified, record.dated) for record in first.values()} == {(NOW, False)}


REQUESTS = {
    (Protocol.SOAP, "expenseCategory"): 1,
    (Protocol.SOAP, "salesOrder"): 1,
    (Protocol.SOAP, "vendor"): 2,
    (Protocol.SOAP, "projectTask"): 2,
    (Protocol.REST, "expenseCategory"): 1,
    (Protocol.REST, "creditMemo"): 4,
    (Protocol.REST, "vendor"): 2,
    (Protocol.REST, "vendorPayment"): 3,
}


@pytest.mark.requirement("rate-03")
@pytest.mark.parametrize(
    ("protocol", "netsuite_type"), [pytest.param(*key, id=f"{key[0].value} {key[1]}") for key in REQUESTS]
)
def test_a_batch_costs_as_many_requests_as_it_has_tables(
    netsuite: ReadAccount, protocol: Protocol, netsuite_type: str
) -> None:
    records = everything(netsuite, protocol, netsuite_type)  # the fields of the type are known after this
    assert 1 < len(records) <= SMALL_PAGE
    netsuite.running.account.journal.reset()
    everything(netsuite, protocol, netsuite_type)
    assert len(netsuite.kinds_of_requests()) == REQUESTS[protocol, netsuite_type]


def test_few_changed_records_come_with_their_addresses_in_one_request(netsuite: ReadAccount) -> None:
    since = one(netsuite, Protocol.SOAP, "vendor", "1").modified
    netsuite.running.account.journal.reset()
    changed = [record for batch in netsuite.soap.changed("vendor", since) for record in batch]
    assert netsuite.kinds_of_requests() == ["soap.search"]
    assert {record.internal_id: record.values.get("city") for record in changed}["1"] == "Ulm"


@BOTH
def test_a_version_is_as_good_as_its_content(netsuite: ReadAccount, protocol: Protocol) -> None:
    def order() -> SourceRecord:
        return one(netsuite, protocol, "purchaseOrder", netsuite.order_id)

    before = digest(order())
    assert digest(order()) == before
    lines: Sequence[Mapping[str, object]] = netsuite.running.account.records.get_many(
        "purchaseOrder", [netsuite.order_id]
    )[netsuite.order_id].values["itemList"]
    changed = [
        {**line, "description": protocol.value} if line["line"] == ORDER_LINES else line for line in lines
    ]
    netsuite.save("purchaseOrder", {"itemList": changed}, netsuite.order_id)
    assert digest(order()) != before


@pytest.mark.requirement("delete-01")
def test_netsuite_tells_what_was_deleted(netsuite: ReadAccount) -> None:
    made = {
        "customer": netsuite.save("customer", {"companyName": "Short-lived"}).id,
        "item": netsuite.save("otherChargeSaleItem", {"itemId": "Short-lived"}).id,
        "customrecord_oa_cost_center": netsuite.save(
            "customrecord_oa_cost_center", {"name": "Short-lived"}
        ).id,
        "purchaseOrder": netsuite.save(
            "purchaseOrder", {"entity": "1", "itemList": [{"item": "1", "amount": 5.0}]}
        ).id,
    }
    for netsuite_type, internal_id in made.items():
        stored = "otherChargeSaleItem" if netsuite_type == "item" else netsuite_type
        netsuite.delete(stored, internal_id)
        assert netsuite.soap.tells_deleted(netsuite_type)
        (told,) = [
            one for one in netsuite.soap.deleted(netsuite_type, None) if one.internal_id == internal_id
        ]
        assert isinstance(told.at, datetime)
        assert ("Short-lived" in told.name) is (netsuite_type != "purchaseOrder")
        assert netsuite.soap.deleted(netsuite_type, told.at + timedelta(days=1)) == []
    other = netsuite.soap.deleted("customrecord_oa_project_rate_card", None)
    assert made["customrecord_oa_cost_center"] not in {one.internal_id for one in other}


@pytest.mark.requirement("delete-01")
def test_what_netsuite_does_not_tell_is_left_to_comparison(netsuite: ReadAccount) -> None:
    untold = {one for one in TYPES if not netsuite.soap.tells_deleted(one)}
    assert untold == UNDATED
    assert not any(netsuite.rest.tells_deleted(one) for one in TYPES)
    with pytest.raises(ValueError, match="expenseCategory"):
        netsuite.soap.deleted("expenseCategory", None)


@BOTH
def test_an_open_range_holds_everything(netsuite: ReadAccount, protocol: Protocol) -> None:
    found = netsuite.readers[protocol].in_range("item", KeyRange())
    assert {record.internal_id for record in found} == everything(netsuite, protocol, "item").keys()


def test_what_queries_cannot_read_is_told(netsuite: ReadAccount) -> None:
    read = ("address1", "shipCity", "entityId", "internalId", "custentity_oa_export_to_openair")
    assert netsuite.rest.unread("customer", read) == []
    assert netsuite.rest.unread("item", ("recordType", "subtype", "itemId")) == []
    columns = ("itemList.rate", "itemList.custcol_oa_export_to_openair", "itemList.taxCode", "billCity")
    told = netsuite.rest.unread("purchaseOrder", columns)
    assert [(one.field, "taxCode" in one.reason) for one in told] == [("itemList.taxCode", True)]
    assert (
        netsuite.rest.unread("vendorPayment", ("applyList.doc", "applyList.due"))[0].field == "applyList.due"
    )
    assert netsuite.soap.unread("purchaseOrder", columns) == ()


@pytest.mark.full
@pytest.mark.requirement("hard-03")
@BOTH
def test_ten_thousand_lines_come_all_and_in_order(netsuite: ReadAccount, protocol: Protocol) -> None:
    count = 10_000
    records = netsuite.running.account.records
    lines = [{"item": "1", "line": number, "quantity": 1.0, "amount": 2.0} for number in range(1, count + 1)]
    for record_id in ("7001", "7002"):
        records.put("purchaseOrder", record_id, {"entity": "1", "itemList": lines})
    try:
        with opened(netsuite.running, netsuite.monotonic, page_size=1000) as readers:
            orders = readers[protocol].by_ids("purchaseOrder", ["7001", "7002"])
        assert len(orders) == 2
        for order in orders:
            assert [line["line"] for line in order.lines["itemList"]] == list(range(1, count + 1))
            assert {line["amount"] for line in order.lines["itemList"]} == {2.0}
    finally:
        netsuite.delete("purchaseOrder", "7001")
        netsuite.delete("purchaseOrder", "7002")
