"""The fields that are monitored where nobody chose them, for every workflow, and the digest over them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.service.ports import Reference, SourceRecord
from landbridge.service.workflows.catalogue import CATALOGUE, Declaration
from landbridge.service.workflows.versions import monitored_digest
from landbridge.service.workflows.watching import watched

AT = datetime(2026, 3, 1, tzinfo=UTC)


def by_default(kind: Declaration, text: str = "", **options: bool | str) -> tuple[str, ...]:
    values = {**kind.option_values({}), **options}
    return watched(kind, [(group, group.rows, text) for group in kind.groups], values)


@pytest.mark.requirement("monitor-01")
@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=CATALOGUE)
def test_every_mapped_field_is_monitored_with_the_mark_and_inactive(kind: Declaration) -> None:
    found = by_default(kind)
    for group in kind.groups:
        for row in group.rows:
            if row.source.value in ("field", "values") and row.field not in ("internalId", "lineKey"):
                name = row.field.removeprefix("record.")
                of_line = group.each and name == row.field and "." not in name
                assert (f"{group.each}.{name}" if of_line else name) in found
    assert not kind.export_flag or kind.export_flag in found
    assert kind.inactive_option is None or "isInactive" in found
    assert "internalId" not in found


@pytest.mark.requirement("monitor-01")
def test_filters_and_hierarchies_are_monitored_too() -> None:
    assert {"subsidiary", "location"} <= set(
        by_default(CATALOGUE["employees"], "(subsidiary = '1')", hierarchy_location=True)
    )
    assert "custentity_practice" in by_default(CATALOGUE["projects"], hierarchy_class="custentity_practice")


FIELDS = ("name", "custrecord_x", "itemList.rate")


def record(**values: object) -> SourceRecord:
    lines = {"itemList": [{"rate": 1.0, "memo": "a"}, {"rate": 2.0}]}
    return SourceRecord("salesOrder", "5", AT, {"name": "One", **values}, lines=lines)  # type: ignore[dict-item]


@pytest.mark.requirement("monitor-02")
@given(st.text(), st.integers())
def test_other_fields_do_not_change_the_digest(text: str, number: int) -> None:
    assert monitored_digest(record(other=text, third=number), FIELDS) == monitored_digest(record(), FIELDS)


@pytest.mark.requirement("monitor-02")
def test_monitored_fields_and_lines_do() -> None:
    before = monitored_digest(record(), FIELDS)
    lines = record().lines["itemList"]
    changed = [
        record(name="Two"),
        record(custrecord_x=Reference("1", "A")),
        replace(record(), lines={"itemList": [*lines, {"memo": "no rate"}]}),
        replace(record(), lines={"itemList": list(reversed(lines))}),
    ]
    assert len({before, *(monitored_digest(one, FIELDS) for one in changed)}) == 5
    assert monitored_digest(record(), FIELDS[:2]) != before


@pytest.mark.requirement("monitor-02")
def test_a_line_in_place_of_an_equal_one_and_an_external_id_do() -> None:
    of_line = [replace(record(), lines={"itemList": [{"line": number, "rate": 1.0}]}) for number in (1, 2)]
    assert len({monitored_digest(one, FIELDS) for one in of_line}) == 2
    named = [replace(record(), external_id=name) for name in (None, "a", "b")]
    assert len({monitored_digest(one, ("externalId",)) for one in named}) == 3


@pytest.mark.requirement("monitor-01")
def test_an_external_id_that_the_mapping_reads_is_monitored() -> None:
    assert "externalId" in by_default(CATALOGUE["customers"], "(externalId <> '')")
