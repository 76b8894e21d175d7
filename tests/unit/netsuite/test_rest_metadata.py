"""Schemas of the metadata catalogue as fields, sublists and subrecords."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite.rest.metadata import FieldMetadata, record_metadata
from landbridge.recordtypes import Kind

REFERENCE = {"type": "object", "properties": {"id": {"type": "string"}, "refName": {}, "links": {}}}
CHOICE = {"type": "object", "properties": {"id": {"type": "string", "enum": ["A", "B"]}, "refName": {}}}


def paged(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {"count": {}, "items": {"type": "array", "items": items}}}


def described(type_name: str, **properties: dict[str, Any]) -> FieldMetadata:
    known = record_metadata(type_name, {"properties": {"id": {}, "links": {}, **properties}})
    (field,) = known.fields.values()
    return field


@pytest.mark.requirement("web-11")
@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, Kind.STRING),
        ({"type": "string", "format": "date"}, Kind.DATE),
        ({"type": "string", "format": "date-time"}, Kind.DATETIME),
        ({"type": "boolean"}, Kind.BOOLEAN),
        ({"type": "integer", "format": "int64"}, Kind.INTEGER),
        ({"type": "number", "format": "double"}, Kind.DOUBLE),
        (REFERENCE, Kind.REF),
        (CHOICE, Kind.REF),
        (paged(REFERENCE), Kind.REF_LIST),
        ({"$ref": "/services/rest/record/v1/metadata-catalog/nsLink"}, Kind.OBJECT),
    ],
)
def test_a_field_without_a_description_has_the_kind_of_its_schema(schema: dict[str, Any], kind: Kind) -> None:
    assert described("customer", custentity_x=schema).kind is kind


@pytest.mark.requirement("web-11")
def test_a_field_has_the_name_and_kind_that_a_record_has() -> None:
    field = described(
        "job",
        jobBillingType={
            **CHOICE,
            "title": "Billing Type",
            "nullable": True,
            "x-ns-filterable": ["ANY_OF", "EMPTY"],
        },
    )
    assert field == FieldMetadata(
        "jobBillingType", "jobBillingType", Kind.ENUM, "Billing Type",
        nullable=True, operators=("ANY_OF", "EMPTY"), ids=("A", "B"),
    )  # fmt: skip
    assert described("projectTask", project=REFERENCE).name == "company"
    assert described("customer", balance={"type": "number"}).read_only


@pytest.mark.requirement("web-11")
def test_sublists_and_subrecords_have_fields_of_their_own() -> None:
    line = {
        "type": "object",
        "properties": {"item": REFERENCE, "rate": {"type": "number"}, "custcol_note": {"type": "string"}},
        "x-ns-sublistkey": {"present": True, "value": {"new": ["line"], "existing": ["line"]}},
    }
    address = {"type": "object", "properties": {"city": {"type": "string"}}}
    known = record_metadata("salesOrder", {"properties": {"item": paged(line), "billingAddress": address}})
    lines = known.sublists["itemList"]
    assert (lines.rest, lines.keys) == ("item", ("line",))
    assert {name: one.kind for name, one in lines.fields.items()} == {
        "item": Kind.REF,
        "rate": Kind.STRING,
        "custcol_note": Kind.STRING,
    }
    assert known.parts["billingAddress"].fields["city"].kind is Kind.STRING
    assert not known.fields


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["properties", "items", "id", "enum", "type", "x-ns-filterable", "x-ns-sublistkey", "value", "a"]),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.requirement("bad-05")
@given(st.dictionaries(st.sampled_from(["a", "item", "custbody_x"]), JSON_VALUES))
def test_any_schema_is_read_or_refused(properties: dict[str, Any]) -> None:
    try:
        known = record_metadata("salesOrder", {"properties": properties})
    except ValueError:
        return
    assert {*known.fields, *known.sublists, *known.parts} <= {"a", "itemList", "custbody_x"}


@pytest.mark.parametrize("schema", [{}, {"properties": None}, {"properties": []}])
def test_what_is_no_schema_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="without properties"):
        record_metadata("customer", schema)
