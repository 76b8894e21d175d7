"""Rows of every kind, and what stands in the way of a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.recordtypes import RECORD_TYPES
from landbridge.service.ports import Reference, SourceRecord, Value
from landbridge.service.workflows.catalogue import CATALOGUE, Declaration, Row, Source
from landbridge.service.workflows.mapping import (
    LinkedId,
    Mapped,
    ParentMissing,
    Result,
    Unmappable,
    map_part,
    parents_of,
)
from landbridge.service.workflows.parts import Part
from landbridge.service.workflows.selection import excluded
from landbridge.service.workflows.versions import digest

AT = datetime(2026, 3, 1, tzinfo=UTC)
CUSTOMERS, PROJECTS, EMPLOYEES = (CATALOGUE[key] for key in ("customers", "projects", "employees"))


def map_whole(declaration: Declaration, source: SourceRecord, linked: LinkedId) -> Result:
    return map_part(declaration.main, declaration.main.rows, Part(source, source.internal_id), linked)


def record(netsuite_type: str = "customer", **values: Value) -> SourceRecord:
    return SourceRecord(netsuite_type, "20", AT, values)


def mapped(row: Row, source: SourceRecord, linked: dict[tuple[str, str], str] | None = None) -> object:
    result = map_part(CUSTOMERS.main, [row], Part(source, source.internal_id), (linked or {}).get)
    assert isinstance(result, Mapped), result
    return result.fields.get(row.target, "absent")


def test_each_kind_of_row() -> None:
    source = record(phone="1", stage="_lead", parent=Reference("7", "Parent"))
    assert mapped(Row("phone", Source.FIELD, "phone"), source) == "1"
    assert mapped(Row("phone", Source.FIELD, "fax"), source) is None
    assert mapped(Row("netsuite_customer_id__c", Source.FIELD, "internalId"), source) == "20"
    assert mapped(Row("type", Source.CONSTANT, value="C"), source) == "C"
    assert mapped(Row("type", Source.VALUES, "stage", {"_lead": "P"}), source) == "P"
    assert mapped(Row("active", Source.VALUES, "isInactive", {"": True}), source) is True
    lookup = Row("parentid", Source.LOOKUP, "parent", "customers")
    assert mapped(lookup, source, {("customer", "7"): "4711"}) == "4711"
    assert mapped(lookup, source) == "absent"
    assert mapped(lookup, record()) is None


@pytest.mark.requirement("flow-03")
def test_a_required_parent_without_a_link_is_named() -> None:
    source = record("job", companyName="Website", parent=Reference("7", "Wolfe"))
    result = map_whole(PROJECTS, source, lambda _: None)
    assert result == ParentMissing("parent", ("customer", "7"), "Wolfe")
    assert list(parents_of(PROJECTS.rows, Part(source, source.internal_id))) == [("customer", "7")]


@pytest.mark.requirement("flow-04")
def test_what_cannot_be_mapped_names_field_value_and_reason() -> None:
    source = record(entityId="Wolfe", email="nowhere")
    result = map_whole(CUSTOMERS, source, lambda _: None)
    assert result == Unmappable("email", "nowhere", "E-mail takes an e-mail address.")

    result = map_whole(CUSTOMERS, record(), lambda _: None)
    assert isinstance(result, Unmappable)
    assert (result.field, result.value) == ("entityId", "")

    result = map_whole(PROJECTS, record("job", companyName="X"), lambda _: None)
    assert isinstance(result, Unmappable)
    assert result.field == "parent"


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (Row("type", Source.VALUES, "stage", {"_customer": "C"}), "stage"),
        (Row("type", Source.VALUES, "stage", "no list"), "stage"),
        (Row("x", Source.LOOKUP, "phone", "customers"), "phone"),
    ],
)
def test_a_row_that_does_not_fit_the_record_is_named(row: Row, field: str) -> None:
    source = record(stage="_lead", phone="1")
    result = map_part(CUSTOMERS.main, [row], Part(source, source.internal_id), lambda _: None)
    assert isinstance(result, Unmappable)
    assert result.field == field


@pytest.mark.parametrize("declaration", CATALOGUE.values(), ids=CATALOGUE)
def test_the_default_rows_name_fields_that_exist(declaration: Declaration) -> None:
    known = {field.name for field in RECORD_TYPES[declaration.netsuite_type].fields} | {"internalId"}
    targets = {target.name for target in declaration.targets}
    assert {row.field for row in declaration.rows if row.source is not Source.CONSTANT} <= known
    assert {row.target for row in declaration.rows} == targets
    assert {declaration.netsuite_id_field, declaration.name_field} <= targets
    assert declaration.export_flag == RECORD_TYPES[declaration.netsuite_type].export_flag


def test_parents_come_before_children() -> None:
    order = list(CATALOGUE)
    for key, declaration in CATALOGUE.items():
        assert all(order.index(needed) < order.index(key) for needed in declaration.depends_on)


@pytest.mark.parametrize(
    ("declaration", "values", "options", "code"),
    [
        (CUSTOMERS, {}, {}, "not_marked"),
        (CUSTOMERS, {"flag": False}, {}, "not_marked"),
        (CUSTOMERS, {"flag": True, "stage": "_customer"}, {}, None),
        (CUSTOMERS, {"flag": True, "stage": "_lead"}, {}, "stage_excluded"),
        (CUSTOMERS, {"flag": True, "stage": "_lead"}, {"include_leads": True}, None),
        (CUSTOMERS, {"flag": True, "stage": "_prospect"}, {"include_leads": True}, "stage_excluded"),
        (CUSTOMERS, {"flag": True, "isInactive": True}, {}, None),
        (EMPLOYEES, {"flag": True, "isInactive": True}, {}, "inactive"),
        (EMPLOYEES, {"flag": True, "isInactive": True}, {"include_inactive": True}, None),
        (PROJECTS, {"flag": True, "isInactive": True}, {"include_inactive": True}, "inactive"),
    ],
)
def test_selection(
    declaration: Declaration, values: dict[str, Value], options: dict[str, bool], code: str | None
) -> None:
    given_values = {declaration.export_flag if key == "flag" else key: value for key, value in values.items()}
    why = excluded(declaration, options, record(declaration.netsuite_type, **given_values))
    assert (why.code if why else None) == code


TEXTS = st.dictionaries(
    st.sampled_from(["phone", "email", "fax", "altName"]), st.text(max_size=5), max_size=4
)


@pytest.mark.requirement("flow-05")
@given(TEXTS, TEXTS)
def test_the_digest_tells_versions_apart(one: dict[str, Value], other: dict[str, Value]) -> None:
    first, second = record(**one), record(**dict(reversed(list(other.items()))))
    assert (digest(first) == digest(second)) == (one == other)
    assert digest(first) == digest(replace(first, modified=AT.replace(year=2027)))
