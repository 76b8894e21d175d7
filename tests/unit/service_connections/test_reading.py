"""NetSuite's records in the service's own values."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from landbridge.netsuite import MalformedReply, Record, Ref
from landbridge.service.connections.sourcerecords import Conversion
from landbridge.service.ports import Reference, SourceRecord

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def source_record(record: Record) -> SourceRecord:
    return Conversion(record.type).one(record)


def test_references_and_lists_become_the_services_own() -> None:
    record = Record(
        "customer",
        "5",
        "EXT-5",
        {
            "entityId": "Acme",
            "isInactive": False,
            "startDate": date(2026, 1, 2),
            "currency": Ref("1", "USD", type="currency"),
            "custentity_several": [Ref("2", "Two"), Ref("3", "Three")],
            "addressbookList": {"addressbook": []},
            "lastModifiedDate": NOON,
        },
    )
    source = source_record(record)
    assert (source.type, source.internal_id, source.external_id, source.modified) == (
        "customer",
        "5",
        "EXT-5",
        NOON,
    )
    assert source.values == {
        "entityId": "Acme",
        "isInactive": False,
        "startDate": date(2026, 1, 2),
        "currency": Reference("1", "USD"),
        "custentity_several": (Reference("2", "Two"), Reference("3", "Three")),
        "lastModifiedDate": NOON,
    }


def test_custom_records_have_their_own_name_for_it() -> None:
    assert source_record(Record("customrecord_x", "1", None, {"lastModified": NOON})).modified == NOON


def test_instants_are_whole_seconds_whichever_way_they_are_read() -> None:
    values = {"lastModifiedDate": NOON.replace(microsecond=640_000)}
    record = source_record(Record("customer", "5", None, values))
    assert (record.modified, record.values["lastModifiedDate"]) == (NOON, NOON)


def test_a_record_without_its_version_is_refused() -> None:
    with pytest.raises(MalformedReply, match="customer 5"):
        source_record(Record("customer", "5", None, {"entityId": "Acme"}))


def order(**values: object) -> SourceRecord:
    return source_record(Record("salesOrder", "7", None, {"lastModifiedDate": NOON, **values}))  # type: ignore[arg-type]  # as the library has them


def test_lines_hold_plain_values() -> None:
    line = {
        "item": Ref("5", "Hours"),
        "rate": "12.50",
        "isClosed": False,
        "isTaxable": True,
        "custcol_marked": False,
        "custcol_kind": Ref("2", "Fixed"),
        "options": {"size": "L"},
    }
    assert order(itemList=[line]).lines == {
        "itemList": (
            {
                "item": Reference("5", "Hours"),
                "rate": 12.5,
                "isTaxable": True,
                "custcol_kind": Reference("2", "Fixed"),
            },
        )
    }


def test_a_percentage_stays_what_it_is() -> None:
    assert order(itemList=[{"rate": "-10%"}]).lines["itemList"][0]["rate"] == "-10%"


def test_a_line_has_from_its_document_what_it_does_not_say() -> None:
    department, other = Ref("1", "Services"), Ref("2", "Sales")
    found = order(department=department, itemList=[{"line": 1}, {"line": 2, "department": other}])
    assert [line["department"] for line in found.lines["itemList"]] == [
        Reference("1", "Services"),
        Reference("2", "Sales"),
    ]


def test_documents_that_could_be_applied_are_no_lines() -> None:
    lines = [
        {"apply": True, "doc": 9, "amount": 5.0, "due": 1.0, "type": "Invoice"},
        {"apply": False, "doc": 10},
    ]
    record = Record("customerPayment", "7", None, {"lastModifiedDate": NOON, "applyList": lines})  # type: ignore[dict-item]  # as the library has them
    assert source_record(record).lines == {
        "applyList": ({"apply": True, "doc": Reference("9"), "amount": 5.0, "type": "Invoice"},)
    }


def test_what_the_service_wrote_is_not_read() -> None:
    values = {"lastModifiedDate": NOON, "custentity_landbridge_outcome": "Imported", "custentity_x": "X"}
    assert source_record(Record("customer", "5", None, values)).values.keys() == {
        "lastModifiedDate",
        "custentity_x",
    }


def test_a_type_without_an_instant_has_that_of_its_reading() -> None:
    record = Conversion("department", NOON).one(Record("department", "5", None, {"name": "Services"}))
    assert (record.modified, record.dated) == (NOON, False)


def test_an_item_says_which_it_is() -> None:
    record = Conversion("item").one(Record("serviceResaleItem", "5", None, {"lastModifiedDate": NOON}))
    assert record.type == "item"
    assert (record.values["recordType"], record.values["subtype"]) == ("serviceResaleItem", "Resale")
