"""Generated records of every workflow: each value that a row reads arrives, however the lines are ordered, and twice gives the same."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.recordtypes.families import kind_of
from landbridge.recordtypes.model import Field, Kind
from landbridge.service.ports import Destination, DestinationRecord, Reference, SourceRecord, Value
from landbridge.service.projects.record_types import SPP_TYPES, SppKind
from landbridge.service.workflows.asking import fields_of
from landbridge.service.workflows.catalogue import CATALOGUE, Declaration, Group, Row, Source
from landbridge.service.workflows.keys import ParentKey
from tests import goldenfiles

TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=30).filter(
    str.strip
)
NUMBERS = st.decimals(-99_999, 99_999, places=2).map(float)
KINDS: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.STRING: TEXTS,
    Kind.BOOLEAN: st.booleans(),
    Kind.INTEGER: st.integers(1, 10_000),
    Kind.DOUBLE: NUMBERS,
    Kind.DURATION: NUMBERS,
    Kind.DATE: st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    Kind.DATETIME: st.integers(0, 3_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC)),
    Kind.REF: st.builds(Reference, st.integers(1, 999).map(str), TEXTS),
}
NAMED: dict[str, st.SearchStrategy[Value]] = {
    "email": st.emails().filter(lambda address: len(address) < 200),
    "currency": st.builds(Reference, st.just("1"), st.sampled_from(["US Dollar", "EUR"])),
    "expenseReportCurrency": st.just(Reference("2", "EUR")),
    "rate": NUMBERS,
    "country": st.just("_unitedStates"),
    "stage": st.just("_customer"),
    "status": st.sampled_from(["Open", "Paid In Full"]),
    "subtype": st.just("Purchase"),
    "isInactive": st.just(False),  # noqa: FBT003  # the value
    "custcol_oa_billing_rule_type": st.sampled_from("123").map(Reference),
    "custcol_oa_po_rate": NUMBERS,
    "custentity_oa_user_or_vendor": st.just(Reference("1", "User")),
    "custentity_oa_create_project_workspace": st.booleans(),
}
"""What fields hold that take not any value of their kind; custom fields."""

NOT_OF_VENDORS = "custentity_oa_user_or_vendor"
LINES = 4


class EverythingIsThere:
    """An account that has every record that is looked up by id, and none by name."""

    def lookup(self, table: str, by: str, values: Collection[str]) -> dict[str, list[DestinationRecord]]:
        return {}

    def find(
        self, table: str, *, spp_ids: Collection[str] = (), names: Collection[str] = ()
    ) -> list[DestinationRecord]:
        at = datetime(2026, 1, 1, tzinfo=UTC)
        held = {"customerid": "c-1", "currency": "EUR"}
        return [DestinationRecord(table, one, one, held, at) for one in spp_ids]


def linked(parent: ParentKey) -> str:
    return f"{parent.spp_type}-{parent.internal_id}"


def value_of(name: str, field: Field | None) -> st.SearchStrategy[Value]:
    if name in NAMED and not (name == "status" and field and field.values):
        return NAMED[name]
    if name.endswith(("_export_to_openair", "_export_to_openair_product")):
        return st.just(True)  # noqa: FBT003  # the value
    if field is None:
        return TEXTS
    return st.sampled_from(field.values) if field.values else KINDS[field.kind]


def read_by(declaration: Declaration) -> tuple[set[str], dict[str, set[str]]]:
    """The fields of the record, and by sublist those of its lines, that anything reads."""
    marks = {declaration.export_flag, *(declaration.rule.fields if declaration.rule else ())} - {""}
    of_record, of_lines = set(marks), {}
    for group in declaration.groups:
        names = set().union(*(fields_of(row) for row in group.rows))
        names |= {"custcol_oa_billing_rule_type", "custcol_oa_export_to_openair"} if group.each else set()
        for name in names - {"internalId", "lineKey"}:
            if group.each and not name.startswith("record."):
                of_lines.setdefault(group.each, {*group.key_fields}).add(name)
            elif "." in name.removeprefix("record."):
                sublist, _, column = name.removeprefix("record.").partition(".")
                of_lines.setdefault(sublist, set()).add(column)
            else:
                of_record.add(name.removeprefix("record."))
    if declaration.rule:
        for sublist in declaration.rule.sublists:
            of_lines.setdefault(sublist, set())
    return of_record, of_lines


@st.composite
def records(draw: st.DrawFn, declaration: Declaration) -> SourceRecord:
    kind = kind_of(declaration.netsuite_type)
    known = {field.name: field for field in (*kind.fields, *kind.beyond_soap)} if kind else {}
    of_record, of_lines = read_by(declaration)
    if declaration.key == "vendors":
        of_record.discard(NOT_OF_VENDORS)
    values = {name: draw(value_of(name, known.get(name))) for name in sorted(of_record)}
    lines = {}
    for sublist, names in of_lines.items():
        described = kind.sublist(sublist) if kind else None
        assert described
        columns = {field.name: field for field in described.line.fields}
        lines[sublist] = [
            {
                **{name: draw(value_of(name, columns.get(name))) for name in sorted(names)},
                **({"line": number} if "line" in columns else {}),
                **({"doc": Reference(str(number))} if "doc" in columns else {}),
            }
            for number in range(1, draw(st.integers(1, LINES)) + 1)
        ]
    return SourceRecord(declaration.netsuite_type, "17", goldenfiles.READ_AT, values, None, lines)


def imported(declaration: Declaration, record: SourceRecord) -> list[dict[str, Any]]:
    account = cast(Destination, EverythingIsThere())
    result = goldenfiles.outcome(declaration, record, linked, account, {}, {})
    assert "records" in result, result
    return cast(list[dict[str, Any]], result["records"])


def arrives(row: Row, group: Group, value: Value, arrived: object) -> bool:
    """Whether what was read is what stands there, as the field keeps it."""
    kind = group.target(row.target).kind
    if isinstance(value, Reference):
        return (
            arrived in (value.name.strip(), "USD", "EUR") if kind is not SppKind.REFERENCE else bool(arrived)
        )
    if isinstance(value, bool) or kind is SppKind.FLAG:
        return arrived == value
    if isinstance(value, float | int):
        return isinstance(arrived, float | int) and abs(arrived - value) < 0.001
    if isinstance(value, date):
        return arrived == value.isoformat()[:10]
    return arrived == str(value).strip()


@pytest.mark.requirement("prove-03")
@pytest.mark.parametrize("declaration", CATALOGUE.values(), ids=CATALOGUE)
@settings(max_examples=5)
@given(data=st.data())
def test_no_field_is_lost(declaration: Declaration, data: st.DataObject) -> None:
    record = data.draw(records(declaration))
    made = imported(declaration, record)
    assert {one["group"] for one in made} >= {
        group.key for group in declaration.groups if not group.condition
    }
    lines = {
        f"17-{line[name].internal_id if isinstance(line[name], Reference) else line[name]}": line
        for group in declaration.groups
        for line in record.lines.get(group.each, ())
        for name in group.key_fields
    }
    for one in made:
        group = declaration.group(one["group"])
        for row in group.rows:
            if (
                row.source not in (Source.FIELD, Source.LOOKUP)
                or not row.field
                or "." in row.field.removeprefix("record.")
            ):
                continue
            of = lines[one["key"]] if group.each and not row.field.startswith("record.") else record.values
            value = cast(dict[str, Value], of).get(row.field.removeprefix("record."))
            if value is None or (row.source is Source.LOOKUP and isinstance(row.value, dict)):
                continue
            assert arrives(row, group, value, one["fields"][row.target]), (group.key, row.target)
    for group in declaration.groups:
        for row in group.rows:
            assert row.source is not Source.PART or all(
                one["fields"][row.target] for one in made if one["group"] == group.key
            )


@pytest.mark.requirement("prove-01", "prove-02")
@pytest.mark.parametrize("declaration", CATALOGUE.values(), ids=CATALOGUE)
@settings(max_examples=3)
@given(data=st.data())
def test_twice_is_the_same_and_so_is_any_order_of_lines(
    declaration: Declaration, data: st.DataObject
) -> None:
    record = data.draw(records(declaration))
    first = imported(declaration, record)
    assert imported(declaration, record) == first
    own = {group.each for group in declaration.groups}
    turned = {name: lines[::-1] if name in own else lines for name, lines in record.lines.items()}
    other = SourceRecord(
        record.type, record.internal_id, record.modified, dict(reversed(record.values.items())), None,
        MappingProxyType(turned),
    )  # fmt: skip
    if all(group.key_fields == ("line",) or not group.each for group in declaration.groups):
        assert sorted(imported(declaration, other), key=by_place) == sorted(first, key=by_place)


def by_place(one: dict[str, Any]) -> tuple[str, str]:
    return one["group"], one["key"]


def test_every_table_of_the_catalogue_is_one_of_the_account() -> None:
    assert {group.spp_type for one in CATALOGUE.values() for group in one.groups} <= SPP_TYPES.keys()
