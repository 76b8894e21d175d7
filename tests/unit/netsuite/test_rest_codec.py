"""Records as JSON of REST and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.netsuite import Record, Ref
from landbridge.netsuite.rest.decoding import decode_record, needs_metadata
from landbridge.netsuite.rest.encoding import encode_record
from landbridge.netsuite.rest.layouts import Layout, layout_of
from landbridge.netsuite.rest.metadata import FieldMetadata, RecordMetadata
from landbridge.netsuite.rest.scalars import decode_duration
from landbridge.recordtypes import RECORD_TYPES, Field, Kind
from landbridge.recordtypes.restenumerations import has_status, status_id
from landbridge.recordtypes.restkinds import counts, points
from landbridge.recordtypes.transactions import STATES

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
IDS = st.integers(min_value=1, max_value=10**9).map(str)
REFS = st.builds(Ref, IDS)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
SCALARS: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.STRING: TEXTS,
    Kind.BOOLEAN: st.booleans(),
    Kind.INTEGER: st.integers(min_value=-(2**63), max_value=2**63 - 1),
    Kind.DOUBLE: NUMBERS,
    Kind.DATE: st.dates(),
    Kind.DATETIME: st.datetimes(timezones=st.just(UTC)).map(lambda one: one.replace(microsecond=0)),
    Kind.DURATION: st.integers(min_value=-(10**6), max_value=10**6).map(lambda minutes: minutes / 60),
    Kind.REF: REFS,
    Kind.REF_LIST: st.lists(REFS, min_size=1, max_size=3),
}
CUSTOM = {
    "custentity_text": Kind.STRING,
    "custentity_flag": Kind.BOOLEAN,
    "custentity_number": Kind.INTEGER,
    "custentity_amount": Kind.DOUBLE,
    "custentity_day": Kind.DATE,
    "custentity_moment": Kind.DATETIME,
    "custentity_unit": Kind.REF,
    "custentity_units": Kind.REF_LIST,
}
METADATA = RecordMetadata(
    "customer", "customer", {name: FieldMetadata(name, name, kind) for name, kind in CUSTOM.items()}
)


def values_of(layout: Layout, *, top: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """Values that may be written: no read-only ones but the keys of lines."""
    optional: dict[str, st.SearchStrategy[Any]] = {
        name: of_field(layout.where, field)
        for name, field in layout.fields.items()
        if (not field.computed or (name in layout.keys and not top)) and name not in layout.parts
    }
    optional |= {name: values_of(part, top=False).filter(bool) for name, part in layout.parts.items()}
    optional |= {
        name: st.lists(values_of(line, top=False), min_size=1, max_size=2)
        for name, line in layout.lines.items()
        if not line.computed
    }
    return st.fixed_dictionaries({}, optional=optional)


def of_field(where: str, field: Field) -> st.SearchStrategy[Any]:
    if points(field):
        return REFS if field.kind is Kind.REF else st.integers(min_value=1, max_value=10**9)
    if has_status(where, field):
        return st.sampled_from([state.text for state in STATES[where]])
    if field.kind is Kind.ENUM and field.values:
        return st.sampled_from(field.values)
    if counts(field):
        return NUMBERS.map(lambda number: f"{number:.2f}")
    return SCALARS.get(field.kind, TEXTS)


def read_back(type_name: str, values: dict[str, Any], metadata: RecordMetadata | None = None) -> Record:
    document = {
        "id": "7",
        "links": [],
        "refName": "Seven",
        **encode_record(type_name, values, external_id="x-1"),
    }
    return decode_record(type_name, document, metadata)


@pytest.mark.requirement("shape-01")
def test_every_minute_of_three_days_is_read_as_it_is_written() -> None:
    read = [decode_duration(f"{minutes // 60}:{minutes % 60:02d}") for minutes in range(3 * 24 * 60)]
    assert read == [minutes / 60 for minutes in range(3 * 24 * 60)]


@pytest.mark.requirement("bad-05")
@pytest.mark.requirement("shape-01")
@pytest.mark.parametrize("type_name", sorted(RECORD_TYPES))
def test_what_is_written_is_read_again(type_name: str) -> None:
    @settings(max_examples=6)
    @given(values_of(layout_of(type_name)))
    def holds(values: dict[str, Any]) -> None:
        assert read_back(type_name, values) == Record(type_name, "7", "x-1", values)

    holds()


@given(st.fixed_dictionaries({}, optional={name: SCALARS[kind] for name, kind in CUSTOM.items()}))
def test_custom_fields_are_of_the_kinds_that_the_account_says(values: dict[str, Any]) -> None:
    assert read_back("customer", values, METADATA).values == values


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | NUMBERS | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "refName", "items", "links", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.mark.requirement("bad-05")
@pytest.mark.parametrize(
    "type_name", ["customer", "salesOrder", "projectTask", "customrecord_x", "unheardOf"]
)
def test_any_json_is_read_or_refused(type_name: str) -> None:
    layout = layout_of(type_name)
    names = st.sampled_from([*layout.names.values(), "custentity_x", "other"])

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(st.dictionaries(names, JSON_VALUES, max_size=4))
    def holds(document: dict[str, Any]) -> None:
        needs_metadata(document)
        try:
            found = decode_record(type_name, {"id": "1", **document})
        except ValueError:
            return
        assert found.internal_id == "1"

    holds()


@pytest.mark.parametrize("document", [None, [], "x", {}, {"id": None}, {"id": {}}])
def test_a_record_has_an_id(document: Any) -> None:
    with pytest.raises(ValueError, match="without an id"):
        decode_record("customer", document)


@pytest.mark.parametrize(
    ("type_name", "document", "name", "value"),
    [
        ("customer", {"searchStage": "PROSPECT"}, "stage", "_prospect"),
        ("job", {"jobBillingType": {"id": "5", "refName": "Time and Materials"}}, "jobBillingType", "_timeAndMaterials"),
        ("job", {"jobBillingType": "5"}, "jobBillingType", "_timeAndMaterials"),
        ("job", {"jobBillingType": {"id": "99", "refName": "New"}}, "jobBillingType", "99"),
        ("job", {"estimatedTime": "-1:30"}, "estimatedTime", -1.5),
        ("projectTask", {"project": {"id": "4", "refName": "P"}}, "company", Ref("4", "P")),
        ("employee", {"releasedate": "2026-01-31"}, "releaseDate", date(2026, 1, 31)),
        ("customer", {"dateCreated": "2026-01-31T23:00:00-02:00"}, "dateCreated", datetime(2026, 2, 1, 1, tzinfo=UTC)),
        ("salesOrder", {"status": {"id": "B", "refName": "Pending Fulfillment"}}, "status", "Pending Fulfillment"),
        ("salesOrder", {"status": "B"}, "status", "Pending Fulfillment"),
        ("salesOrder", {"item": {"items": [{"rate": 12.5, "line": "1"}]}}, "itemList", [{"rate": "12.50", "line": 1}]),
        ("customerPayment", {"apply": {"items": [{"doc": {"id": "12", "refName": "INV1"}}]}}, "applyList", [{"doc": 12}]),
        (
            "customer",
            {"addressBook": {"items": [{"id": "3", "addressBookAddress": {"country": {"id": "DE", "refName": "Germany"}}}]}},
            "addressbookList",
            [{"internalId": "3", "addressbookAddress": {"country": "_germany"}}],
        ),
        ("unheardOf", {"thing": {"id": "1", "refName": "One", "links": []}}, "thing", Ref("1", "One")),
        ("unheardOf", {"things": {"items": [{"a": 1, "b": None}]}}, "things", [{"a": 1}]),
        ("unheardOf", {"lastModifiedDate": "2026-01-31T01:02:03Z"}, "lastModifiedDate", datetime(2026, 1, 31, 1, 2, 3, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_json_is_read_into_soaps_names_and_kinds(
    type_name: str, document: dict[str, Any], name: str, value: Any
) -> None:
    assert decode_record(type_name, {"id": "1", **document}).values == {name: value}


@pytest.mark.parametrize("value", [{"links": []}, {"items": [], "totalResults": 0}, None])
def test_what_is_empty_or_was_not_read_is_absent(value: Any) -> None:
    document = {"id": "1", "addressBook": value, "defaultAddress": None}
    assert decode_record("customer", document).values == {}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"isInactive": "yes"}, "customer.isInactive: needs a boolean"),
        ({"balance": 1.0}, "customer.balance is computed"),
        ({"creditLimit": float("nan")}, "customer.creditLimit: a number must be finite"),
        ({"startDate": datetime(2026, 1, 1, tzinfo=UTC)}, "customer.startDate: needs a date without a time"),
        ({"language": "_klingon"}, "customer.language: is one of "),
        ({"parent": Ref("")}, "customer.parent: the reference is empty"),
        ({"addressbookList": "x"}, "customer.addressbookList: needs a list"),
        ({"addressbookList": [{"addressbookAddress": {"country": "_atlantis"}}]}, "addressbookAddress.country: is one of"),
        ({"custentity_x": object()}, "customer.custentity_x: a field cannot hold a object"),
        ({"custentity_x": datetime(2026, 1, 1)}, "customer.custentity_x: an instant needs a time zone"),  # noqa: DTZ001 - refused for it
        ({"companyName": "\ud800"}, "customer.companyName"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_refused_with_the_field(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        encode_record("customer", values)


def test_values_are_written_as_rest_takes_them() -> None:
    values: dict[str, Any] = {
        "startDate": datetime(2026, 1, 31, 23, 30, tzinfo=timezone(timedelta(hours=-2))),
        "estimatedWork": 1.5,
        "status": "_inProgress",
        "company": "4",
        "parent": None,
        "custevent_who": Ref("", "", "ext-1"),
        "assigneeList": [{"resource": Ref("9"), "units": 1.0}],
    }
    assert encode_record("projectTask", values) == {
        "startDateTime": "2026-02-01T01:30:00Z",
        "estimatedWork": 1.5,
        "status": {"id": "PROGRESS"},
        "project": {"id": "4"},
        "parent": None,
        "custevent_who": {"externalId": "ext-1"},
        "assignee": {"items": [{"resource": {"id": "9"}, "units": 1.0}]},
    }


def test_a_percentage_stays_a_text() -> None:
    line = {"rate": "-10%", "item": "1"}
    assert encode_record("salesOrder", {"itemList": [line]})["item"]["items"] == [
        {"rate": "-10%", "item": {"id": "1"}}
    ]


@pytest.mark.parametrize(
    ("document", "needs"),
    [
        ({"id": "1", "companyName": "A"}, False),
        ({"custentity_flag": True}, False),
        ({"custentity_unit": {"id": "1", "refName": "x"}}, False),
        ({"custentity_day": "2026-01-01"}, True),
        ({"custentity_number": 5}, True),
        ({"item": {"items": [{"custcol_note": "x"}]}}, True),
        (None, False),
    ],
)
def test_the_kinds_of_custom_fields_are_asked_for_where_json_does_not_tell(
    document: Any, needs: bool
) -> None:
    assert needs_metadata(document) is needs


def test_every_status_has_its_own_letter_or_text() -> None:
    for type_name, states in STATES.items():
        assert len({status_id(type_name, state.text) for state in states}) == len(states)


def test_names_are_told_apart_in_every_layout() -> None:
    """Two fields with one name in REST would be read into one."""
    for type_name in RECORD_TYPES:
        for layout in inner_layouts(layout_of(type_name)):
            lowered = [name.lower() for name in layout.names.values()]
            assert len(set(lowered)) == len(lowered), layout.where


def inner_layouts(layout: Layout) -> list[Layout]:
    below = [*layout.lines.values(), *layout.parts.values()]
    return [layout, *(one for part in below for one in inner_layouts(part))]
