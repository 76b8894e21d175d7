"""The declarations of all workflows: what they name is there, and what they say holds together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from landbridge.recordtypes.customrecords import custom_record_fields
from landbridge.recordtypes.families import kind_of
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.asking import fields_of
from landbridge.service.workflows.branches import LinkLookup, branches_of, lookups_of
from landbridge.service.workflows.catalogue import CATALOGUE, Declaration, Group, Row, Source
from landbridge.service.workflows.catalogue.standard import POSITIONS
from landbridge.service.workflows.filters import parse
from landbridge.service.workflows.macros import MACROS
from tools.workflows_page import page

EVERY_WORKFLOW = pytest.mark.parametrize("declaration", CATALOGUE.values(), ids=CATALOGUE)
EVERY_GROUP = pytest.mark.parametrize(
    ("declaration", "group"),
    [(declaration, group) for declaration in CATALOGUE.values() for group in declaration.groups],
    ids=[
        f"{declaration.key}.{group.key}" for declaration in CATALOGUE.values() for group in declaration.groups
    ],
)
READ_BESIDE = frozenset(
    [
        "internalId",
        "externalId",
        "address1",
        "address2",
        "address3",
        "city",
        "state",
        "zipCode",
        "country",
        "recordType",
        "subtype",
    ]
)
"""What records have beside the fields of their type (``ports.SourceRecord``)."""


def rows_of(declaration: Declaration, group: Group) -> list[Row]:
    of_options = [row for option in declaration.options for row in option.rows.get(group.key, ())]
    return [*group.rows, *of_options]


def simple(row: Row) -> Iterator[Row]:
    if row.source is Source.CONDITIONAL:
        for branch in branches_of(row):
            yield branch.row
    else:
        yield row


@pytest.mark.requirement("import-10")
@EVERY_GROUP
def test_a_group_writes_fields_that_the_account_has(declaration: Declaration, group: Group) -> None:
    kind = SPP_TYPES[group.spp_type]
    targets = [row.target for row in group.rows]
    assert len(set(targets)) == len(targets), "each target once"
    known = {field.name for field in kind.declared} | set(kind.netsuite_id_fields)
    assert {row.target for row in rows_of(declaration, group)} | group.withdrawn.keys() <= known
    assert set(kind.required) | {group.netsuite_id_field} <= set(targets)
    assert group.netsuite_id_field in kind.netsuite_id_fields
    assert {group.name_field, *group.name_within} - {""} <= set(targets)
    assert not group.each or group.withdrawn, "what becomes of a line that is gone"


@pytest.mark.requirement("import-10")
@EVERY_GROUP
def test_a_group_reads_fields_that_netsuite_has(declaration: Declaration, group: Group) -> None:
    kind = kind_of(declaration.netsuite_type)
    fields = (*kind.fields, *kind.beyond_soap) if kind else custom_record_fields(declaration.netsuite_type)
    body = {field.name for field in fields} | READ_BESIDE
    sublist = kind.sublist(group.each) if kind and group.each else None
    of_lines = {field.name for field in sublist.line.fields} | {"lineKey"} if sublist else set()
    read = set().union(*(fields_of(row) for row in rows_of(declaration, group)))
    condition = parse(group.condition) if group.condition else None
    assert not group.each or sublist
    assert set(group.key_fields) <= of_lines or not group.each
    for name in read:
        plain = name.removeprefix("record.")
        if plain.startswith("cust"):
            continue
        if group.each and plain == name:
            assert name in of_lines, name
        elif "." in plain:
            owner, _, column = plain.partition(".")
            within = kind.sublist(owner) if kind else None
            assert within, name
            assert column in {field.name for field in within.line.fields}, name
        else:
            assert plain in body, name
    assert condition is None or group.each, "conditions are of lines"


@pytest.mark.requirement("import-10")
@EVERY_GROUP
def test_what_rows_look_up_comes_before(declaration: Declaration, group: Group) -> None:
    earlier = [one.key for one in declaration.groups[: declaration.groups.index(group)]]
    assert not group.goes_with or group.goes_with in earlier
    for row in rows_of(declaration, group):
        assert row.source is not Source.PART or row.value in earlier
        for one in simple(row):
            assert one.source is not Source.MACRO or one.value in MACROS
            for lookup in lookups_of(one) if one.source is Source.LOOKUP else ():
                if isinstance(lookup, LinkLookup):
                    assert POSITIONS[lookup.workflow] <= POSITIONS[declaration.key]
                    needed = one.required and lookup.workflow != declaration.key
                    assert not needed or lookup.workflow in reachable(declaration) | optional(declaration)
                else:
                    assert SPP_TYPES[lookup.table].field(lookup.by)


def reachable(declaration: Declaration) -> set[str]:
    """The workflows that must be active where this one is."""
    found: set[str] = set()
    todo = list(declaration.depends_on)
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            todo += CATALOGUE[key].depends_on
    return found


def optional(declaration: Declaration) -> set[str]:
    """Workflows that are looked in where they are active: projects of contacts, expense reports that are kept as bills."""
    return {"contacts": {"projects"}, "reimbursements": {"expense_bills"}}.get(declaration.key, set())


@pytest.mark.requirement("import-10")
@EVERY_WORKFLOW
def test_a_workflow_holds_together(declaration: Declaration) -> None:
    keys = [option.key for option in declaration.options]
    assert len(set(keys)) == len(keys)
    assert {declaration.unflagged_option, declaration.inactive_option} - {"", None} <= set(keys)
    assert set(declaration.stages) <= set(keys)
    assert all(POSITIONS[key] < POSITIONS[declaration.key] for key in declaration.depends_on)
    assert all(declaration.key in CATALOGUE[key].excludes for key in declaration.excludes)
    assert {group for option in declaration.options for group in option.rows} <= {
        group.key for group in declaration.groups
    }


@pytest.mark.requirement("import-10")
def test_groups_of_one_table_never_take_the_same_line() -> None:
    for declaration in CATALOGUE.values():
        for first, second in pairwise(sorted(declaration.groups, key=lambda group: group.spp_type)):
            if first.spp_type == second.spp_type:
                assert first.withdrawn == second.withdrawn
                assert {*values_of(first)}.isdisjoint(values_of(second))


def values_of(group: Group) -> tuple[str, ...]:
    values: tuple[str, ...] = parse(group.condition).values  # type: ignore[union-attr]  # one comparison
    return values


@pytest.mark.requirement("import-10")
def test_one_file_a_workflow_on_one_screen_and_all_in_the_page() -> None:
    folder = Path(catalogue.__file__).parent
    text = page()
    for declaration in CATALOGUE.values():
        file = folder / f"{declaration.key}.py"
        assert len(file.read_text().splitlines()) < 120, file.name
        assert f"## {declaration.label}\n" in text
        assert all(f"`{row.target}`" in text for row in declaration.rows)
