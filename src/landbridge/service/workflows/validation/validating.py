"""All rows of a mapping, or of all active workflows, checked at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from landbridge.service.connections.models import Connection
from landbridge.service.workflows import administration, catalogue, content, rows
from landbridge.service.workflows.catalogue import Declaration, Group, Row
from landbridge.service.workflows.content import Content, Switched
from landbridge.service.workflows.models import MappingRow, Workflow
from landbridge.service.workflows.validation import cycles, options, strict
from landbridge.service.workflows.validation.problems import Problem, Report
from landbridge.service.workflows.validation.rows import Checker, Found
from landbridge.service.workflows.validation.sides import Sides


def validate(connection: Connection, sides: Sides) -> Report:
    """Check the active rows of the active workflows of a connection. Asks NetSuite once for each record type."""
    workflows = Workflow.objects.filter(connection=connection, active=True)
    contents = stored_contents(workflows)
    report = check(connection, {key: contents[key] for key in catalogue.ordered(contents)}, sides)
    for one in workflows:
        declaration = catalogue.declaration(one.key)
        report.problems += options.problems(declaration, declaration.option_values(one.options), sides)
    return report


def check(
    connection: Connection,
    contents: Mapping[str, Content],
    sides: Sides,
    beside: Mapping[str, Content] | None = None,
) -> Report:
    """Check these mappings, by key of their workflow, as they would be beside the others of the connection.

    ``beside``: the other active workflows, whose rows are not checked but may close a cycle.
    """
    strictly = administration.of(connection.pk).strict_validation
    report = Report()
    for key, one in contents.items():
        declaration = catalogue.declaration(key)
        report.workflows.append(declaration.label)
        report.problems += _of_workflow(declaration, one, sides, strictly=strictly)
    report.problems += _waiting({**(beside or {}), **contents}, frozenset(contents))
    report.told = sides.told()
    return report


def stored_contents(workflows: Iterable[Workflow]) -> dict[str, Content]:
    """Return the stored mappings of workflows by key, in two queries."""
    found = {one.pk: one for one in workflows}
    by_workflow: dict[int, dict[str, list[Switched]]] = {pk: {} for pk in found}
    for one in MappingRow.objects.filter(workflow__in=found).order_by("group", "position"):
        by_workflow[one.workflow_id].setdefault(one.group, []).append((content.row_of(one), one.active))
    return {
        found[pk].key: Content(
            {group: tuple(of_group) for group, of_group in groups.items()}, dict(found[pk].filters)
        )
        for pk, groups in by_workflow.items()
    }


def active_rows(declaration: Declaration, one: Content) -> dict[str, list[Row]]:
    """Return the rows in force by group: the active ones, of a fixed group those of the declaration."""
    return {
        group.key: list(group.rows) if group.fixed else [row for row, on in one.rows.get(group.key, ()) if on]
        for group in declaration.groups
    }


def _of_workflow(
    declaration: Declaration, one: Content, sides: Sides, *, strictly: bool
) -> Iterator[Problem]:
    missing = sides.source(declaration.netsuite_type).missing
    if missing:
        yield Problem(declaration.label, declaration.main.label, "", "unknown_type", missing)
        return
    for group in declaration.groups:
        if group.fixed:
            continue
        checker = Checker(sides, declaration.netsuite_type, group)
        for target, (code, reason) in _of_group(group, one, checker, strictly=strictly):
            yield Problem(declaration.label, group.label, target, code, reason)
    for ring in cycles.cycles(cycles.joined(active_rows(declaration, one))):
        labels = " needs ".join(declaration.group(key).label for key in (*ring, ring[0]))
        yield Problem(
            declaration.label,
            declaration.group(ring[0]).label,
            "",
            "cycle",
            f"{labels}: none of them could be written.",
        )


def _of_group(group: Group, one: Content, checker: Checker, *, strictly: bool) -> Iterator[tuple[str, Found]]:
    of_group = one.rows.get(group.key, ())
    active = [row for row, on in of_group if on]
    yield from _of_targets(group, active)
    for row in active:
        if not rows.is_fixed(group, row):
            yield from ((row.target, found) for found in checker.row(row))
    text = one.filters.get(group.key, "")
    for code, reason in checker.condition(text) if text else ():
        yield "", (code.replace("condition", "filter"), f"filter: {reason}")
    if strictly:
        yield from strict.problems(group, of_group)


def _of_targets(group: Group, active: Sequence[Row]) -> Iterator[tuple[str, Found]]:
    set_by = Counter(row.target for row in active)
    for target, count in set_by.items():
        if count > 1:
            yield target, ("target_twice", f"{count} rows set this field.")
    for row in group.rows:
        if row.required and row.target not in set_by:
            yield row.target, ("required_missing", "no active row sets this field, which must be filled.")
    for row in rows.fixed_rows(group):
        if any(each.target == row.target and each != row for each in active):
            yield row.target, ("fixed", "this row is fixed: it stays as the default mapping has it.")


def _waiting(contents: Mapping[str, Content], checked: frozenset[str]) -> Iterator[Problem]:
    """Yield the cycles of required lookups that one of the checked workflows is part of."""
    in_force = {
        key: [row for of_group in active_rows(catalogue.declaration(key), one).values() for row in of_group]
        for key, one in contents.items()
    }
    for ring in cycles.cycles(cycles.waiting(in_force)):
        if checked.isdisjoint(ring):
            continue
        first = catalogue.declaration(ring[0])
        awaited = {ring[(place + 1) % len(ring)] for place, key in enumerate(ring) if key == ring[0]}
        row = next(row for row in in_force[ring[0]] if cycles.awaited(row) & awaited)
        labels = " waits for ".join(catalogue.label(key) for key in (*ring, ring[0]))
        group = next(
            group for group in first.groups if row in active_rows(first, contents[ring[0]])[group.key]
        )
        yield Problem(
            first.label, group.label, row.target, "cycle", f"required lookups go in a circle: {labels}."
        )
