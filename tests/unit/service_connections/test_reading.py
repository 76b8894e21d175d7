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
