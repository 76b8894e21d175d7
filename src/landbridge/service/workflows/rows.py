"""The rows of a mapping: stored and replaced as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.branches import RowMisfit, branches_of, pieces_of, values_of
from landbridge.service.workflows.catalogue import Declaration, Group, Row, Source
from landbridge.service.workflows.content import UNKEPT, Switched, unkept
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.filters import FilterSyntaxError, parse
from landbridge.service.workflows.history.keeping import keep
from landbridge.service.workflows.models import MappingRow, Workflow
from landbridge.service.workflows.protection import refuse_protected
from landbridge.service.workflows.sensitivity import remember_pairs

if TYPE_CHECKING:
    from landbridge.service.projects.models import User


LONGEST_NAME = 80
_OF_A_FIELD = frozenset({Source.FIELD, Source.LOOKUP, Source.VALUES})


@transaction.atomic
def replace_rows(
    connection: Connection,
    key: str,
    rows: Mapping[str, Sequence[Switched]],
    *,
    filters: Mapping[str, str] | None = None,
    by: User | None,
    origin: str = "",
) -> Workflow:
    """Give a workflow that was activated once other rows, by mapping group, in this order; groups that are not named keep theirs.

    ``filters`` by group, where they change too. A version is kept, with ``origin`` saying where it came from, and the next run reads
    everything again. Raises :class:`WorkflowRefused` for rows that cannot work (:func:`problems`), and while the workflow is protected.
    """
    declaration = catalogue.declaration(key)
    found = [*problems(declaration, rows), *filter_problems(declaration, filters or {})]
    if found:
        raise WorkflowRefused("bad_mapping", " ".join(found))
    workflow = Workflow.objects.select_for_update().get(connection=connection, key=key)
    refuse_protected(connection.pk, key)
    MappingRow.objects.filter(workflow=workflow, group__in=rows).delete()
    write_rows(workflow, rows)
    workflow.filters = {key: text for key, text in {**workflow.filters, **(filters or {})}.items() if text}
    workflow.bookmark = workflow.swept = None
    workflow.rules += 1
    workflow.changed_by = by
    workflow.save(update_fields=["filters", "bookmark", "swept", "rules", "changed_by", "changed_at"])
    keep(workflow, by=by, origin=origin)
    return workflow


def default_rows(declaration: Declaration) -> dict[str, list[Switched]]:
    """Return the default rows of the groups that an administrator may change, all of them active."""
    return {group.key: default_rows_of(group) for group in declaration.groups if not group.fixed}


def default_rows_of(group: Group) -> list[Switched]:
    """Return the default rows of one group, all of them active."""
    return [(row, True) for row in group.rows]


def write_rows(workflow: Workflow, rows: Mapping[str, Iterable[Switched]]) -> None:
    """Store rows of groups that have none, each with whether it is active, in this order."""
    rows = {group: list(of_group) for group, of_group in rows.items()}
    remember_pairs(workflow, (row for of_group in rows.values() for row, _ in of_group))
    MappingRow.objects.bulk_create(
        MappingRow(
            workflow=workflow,
            group=group,
            position=position,
            active=active,
            source=row.source.value,
            field=row.field,
            value=row.value,
            target=row.target,
            initial_only=row.initial_only,
            required=row.required,
        )
        for group, of_group in rows.items()
        for position, (row, active) in enumerate(of_group)
    )


def problems(declaration: Declaration, rows: Mapping[str, Sequence[Switched]]) -> list[str]:
    """Return in words what keeps the rows, by group, from working, nothing where they can.

    A field of the SuiteProjects Pro record is set by one row of its group at most, those that the default mapping demands by one that is
    active.
    """
    changeable = {group.key: group for group in declaration.groups if not group.fixed}
    found = [
        f"{declaration.label} has no mapping group {key!r} to change."
        for key in rows
        if key not in changeable
    ]
    for key, of_group in rows.items():
        if key in changeable:
            found += _of_group(changeable[key], of_group)
    return found


def filter_problems(declaration: Declaration, filters: Mapping[str, str]) -> list[str]:
    """Return in words what keeps the filters, by group, from being read, nothing where they can."""
    known = {group.key: group for group in declaration.groups}
    found = []
    for key, text in filters.items():
        if key not in known:
            found.append(f"{declaration.label} has no mapping group {key!r} to filter.")
            continue
        if unkept(text):
            found.append(f"The filter of {known[key].label} {UNKEPT}")
            continue
        try:
            if text.strip():
                parse(text)
        except FilterSyntaxError as error:
            found.append(f"The filter of {known[key].label} cannot be read. {error}")
    return found


def is_fixed(group: Group, row: Row) -> bool:
    """Whether a row is shown and never changed: the NetSuite id, and what joins a part to another."""
    return row.target == group.netsuite_id_field or row.source is Source.PART


def fixed_rows(group: Group) -> tuple[Row, ...]:
    """Return the rows of the default mapping that stay as they are."""
    return tuple(row for row in group.rows if is_fixed(group, row))


def _of_group(group: Group, rows: Sequence[Switched]) -> list[str]:
    found = [problem for row, _ in rows for problem in _of_row(group, row)]
    for target, count in Counter(row.target for row, _ in rows).items():
        if count > 1:
            found.append(f"{target} is set by {count} rows.")
    active = {row.target: row for row, on in rows if on}
    fixed = fixed_rows(group)
    found += [
        f"{row.target} must be set by an active row."
        for row in group.rows
        if row.required and row.target not in active
    ]
    found += [
        f"{row.target} is fixed: it stays as the default mapping has it."
        for row in fixed
        if row.target in active and active[row.target] != row
    ]
    joined = {row.target for row in fixed}
    found += [
        f"{row.target} cannot be joined to another group by hand."
        for row, _ in rows
        if row.source is Source.PART and row.target not in joined
    ]
    return found


def _of_row(group: Group, row: Row) -> list[str]:
    if unkept([row.target, row.field, row.value]):
        return [f"The row of {row.target[:40]!a} {UNKEPT}"]
    if max(len(row.target), len(row.field)) > LONGEST_NAME:
        return [f"{row.target[:40]} and its field have names of {LONGEST_NAME} characters at most."]
    if SPP_TYPES[group.spp_type].field(row.target) is None and not row.target.endswith("__c"):
        return [f"{group.label} has no field {row.target!r} in SuiteProjects Pro."]
    if row.source in _OF_A_FIELD and not row.field:
        return [f"{row.target} names no NetSuite field."]
    return [f"{row.target}: {problem}" for problem in shape_problems(row)]


def shape_problems(row: Row) -> Iterator[str]:
    """Yield what is wrong with the value of a row for its kind of source, as sentences."""
    read = {Source.VALUES: values_of, Source.CONCATENATION: pieces_of, Source.CONDITIONAL: _read_branches}
    if row.source is Source.LOOKUP:
        yield from _lookup_problems(row)
    elif row.source is Source.MACRO and not isinstance(row.value, str):
        yield "It names no macro."
    elif row.source in read:
        try:
            read[row.source](row)
        except RowMisfit as misfit:
            yield str(misfit)


def _read_branches(row: Row) -> None:
    for branch in branches_of(row):
        for problem in shape_problems(branch.row):
            raise RowMisfit(problem)


def _lookup_problems(row: Row) -> Iterator[str]:
    forms = lookup_forms(row.value)
    if not forms:
        yield "It does not say where it looks."
    for form in forms:
        key = form if isinstance(form, str) else form.get("workflow")
        if key is not None and catalogue.find(str(key)) is None:
            yield f"It follows the link of {key!r}, which is no workflow."
        elif isinstance(form, dict) and key is None and form.get("table") not in SPP_TYPES:
            yield f"It looks in {form.get('table')!r}, which is no table."
        elif isinstance(form, dict) and key is None and not form.get("by"):
            yield "It does not say by which field it looks."


def lookup_forms(value: object) -> list[str | dict[str, Any]]:
    """Return the forms of a lookup, several being alternatives (``catalogue.Row``); none where it has none."""
    alternatives = value if isinstance(value, list) else [value]
    return [one for one in alternatives if isinstance(one, dict) or (isinstance(one, str) and one)]
