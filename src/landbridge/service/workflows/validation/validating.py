"""All rows of a mapping, or of all active workflows, checked at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from landbridge.service.connections.models import Connection
from landbridge.service.workflows import administration, catalogue, content, rows
from landbridge.service.workflows.catalogue import Group, Row
from landbridge.service.workflows.content import Content, Switched
from landbridge.service.workflows.models import MappingRow, Workflow
from landbridge.service.workflows.validation import cycles, options, strict
from landbridge.service.workflows.validation.inforce import InForce, in_force
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
    options: Mapping[str, Mapping[str, object]] | None = None,
) -> Report:
    """Check these mappings, by key of their workflow, as they would be beside the others of the connection.

    Rows are checked as options have them: not one that an option replaces, but the one that it brings. ``options``: values that are to
    hold, by key, before those that are stored. ``beside``: the other active workflows, whose rows are not checked but may close a cycle.
    """
    strictly = administration.of(connection.pk).strict_validation
    report = Report()
    every = in_force(connection, {**(beside or {}), **contents}, options or {})
    for key in contents:
        report.workflows.append(every[key].declaration.label)
        report.problems += _of_workflow(every[key], sides, strictly=strictly)
    report.problems += _waiting(every, frozenset(contents))
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


def _of_workflow(one: InForce, sides: Sides, *, strictly: bool) -> Iterator[Problem]:
    declaration = one.declaration
    missing = sides.source(declaration.netsuite_type).missing
    if missing:
        yield Problem(declaration.label, declaration.main.label, "", "unknown_type", missing)
        return
    for group in declaration.groups:
        checker = Checker(sides, declaration.netsuite_type, group)
        found = chain(_of_group(group, one, checker, strictly=strictly), _of_rows(group, one, checker))
        for target, (code, reason) in found:
            yield Problem(declaration.label, group.label, target, code, reason)
    for ring in cycles.cycles(cycles.joined(one.by_group())):
        labels = " needs ".join(declaration.group(key).label for key in (*ring, ring[0]))
        yield Problem(
            declaration.label,
            declaration.group(ring[0]).label,
            "",
            "cycle",
            f"{labels}: none of them could be written.",
        )


def _of_group(group: Group, one: InForce, checker: Checker, *, strictly: bool) -> Iterator[tuple[str, Found]]:
    if group.fixed:
        return
    yield from _of_targets(group, one.active(group))
    text = one.content.filters.get(group.key, "")
    for code, reason in checker.condition(text) if text else ():
        yield "", (code.replace("condition", "filter"), f"filter: {reason}")
    if strictly:
        yield from strict.problems(group, one.content.rows.get(group.key, ()))


def _of_rows(group: Group, one: InForce, checker: Checker) -> Iterator[tuple[str, Found]]:
    """Yield what is wrong with the rows that an administrator can change, by editing them or by an option."""
    origins = one.origins(group)
    for row in one.rows(group):
        origin = origins.get(row.target)
        if origin is None and (group.fixed or rows.is_fixed(group, row)):
            continue
        for code, reason in checker.row(row):
            yield row.target, (code, f"{origin}: {reason}" if origin else reason)


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


def _waiting(every: Mapping[str, InForce], checked: frozenset[str]) -> Iterator[Problem]:
    """Yield the cycles of required lookups that one of the checked workflows is part of."""
    by_workflow = {
        key: [(group, row) for group in one.declaration.groups for row in one.rows(group)]
        for key, one in every.items()
    }
    graph = cycles.waiting({key: [row for _, row in found] for key, found in by_workflow.items()})
    for ring in cycles.cycles(graph):
        if checked.isdisjoint(ring):
            continue
        first = every[ring[0]]
        awaited = {ring[(place + 1) % len(ring)] for place, key in enumerate(ring) if key == ring[0]}
        group, row = next(found for found in by_workflow[ring[0]] if cycles.awaited(found[1]) & awaited)
        labels = " waits for ".join(catalogue.label(key) for key in (*ring, ring[0]))
        reason = f"required lookups go in a circle: {labels}."
        origin = first.origins(group).get(row.target)
        yield Problem(
            first.declaration.label,
            group.label,
            row.target,
            "cycle",
            f"{origin}: {reason}" if origin else reason,
        )
