"""Workflows, as a document has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain

from msgspec import UNSET

from landbridge.service.composition import destination_for, reader_for
from landbridge.service.configuration.document import Row, WorkflowPart
from landbridge.service.configuration.exporting import workflow_part
from landbridge.service.connections.models import Connection
from landbridge.service.drift import deciding
from landbridge.service.pairs.deletions import policies
from landbridge.service.projects.models import User
from landbridge.service.workflows import activation, catalogue, monitoring, rows, watching
from landbridge.service.workflows.catalogue.custom import CUSTOM_PREFIX
from landbridge.service.workflows.content import Content, Switched
from landbridge.service.workflows.editing.saving import checked, refuse_wrong
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.validation.options import changed_problems, refuse_named
from landbridge.service.workflows.validation.sides import Sides
from landbridge.service.workflows.validation.validating import stored_contents

SOURCES = frozenset(source.value for source in catalogue.Source)


def problems(place: str, key: str, wanted: WorkflowPart) -> Iterator[str]:
    """Yield what keeps a workflow from being made so, as far as the document alone tells."""
    if key.startswith(CUSTOM_PREFIX):
        yield f"{place}: custom workflows do not travel in a file; make it here with `landbridge workflows custom`"
        return
    declaration = catalogue.find(key)
    if declaration is None:
        yield f"{place}: there is no such workflow"
        return
    if wanted.options is not UNSET:
        unknown = sorted(set(wanted.options) - {option.key for option in declaration.options})
        yield from (f"{place}: there is no option {option!r}" for option in unknown)
        told = (
            one.problem(wanted.options[one.key]) for one in declaration.options if one.key in wanted.options
        )
        yield from (f"{place}: option {problem}" for problem in told if problem)
    if isinstance(wanted.monitored, str) and wanted.monitored != watching.DEFAULT:
        yield f"{place}: monitored is a list of fields, {watching.DEFAULT!r} or null"
    if wanted.mapping is not UNSET:
        unknown = sorted({row.source for row in wanted.mapping} - SOURCES)
        yield from (f"{place}: there is no source {source!r}" for source in unknown)
        if not unknown:
            found = rows.problems(declaration, _rows(wanted.mapping))
            yield from (f"{place}: {problem}" for problem in found)


def go_live(connection: Connection, wanted: Mapping[str, WorkflowPart]) -> bool:
    """Whether workflows are to be made live that are not."""
    live = set(Workflow.objects.filter(connection=connection, real_time=True).values_list("key", flat=True))
    return any(part.real_time is True and key not in live for key, part in wanted.items())


def refuse_wrong_mappings(connection: Connection, wanted: Mapping[str, WorkflowPart]) -> None:
    """Raise ``WorkflowRefused`` for mappings and options to be changed that cannot work, checked against both sides as those that are saved.

    May ask NetSuite: not in a transaction.
    """
    workflows = Workflow.objects.filter(connection=connection)
    there, had = stored_contents(workflows), {one.key: one.options for one in workflows}
    options = {key: part.options for key, part in wanted.items() if part.options is not UNSET}
    sides = Sides(connection, reader_for, destination_for(connection))
    named = (
        changed_problems(catalogue.declaration(key), had.get(key, {}), values, sides)
        for key, values in options.items()
    )
    refuse_named(chain.from_iterable(named))
    changed = {
        key: found
        for key, part in wanted.items()
        if (found := _content(key, part, there.get(key))) is not None
    }
    if changed:
        refuse_wrong(checked(connection, changed, sides, options))


def _content(key: str, part: WorkflowPart, there: Content | None) -> Content | None:
    """Return the mapping that a workflow is to have, ``None`` where it stays."""
    declaration = catalogue.declaration(key)
    now = there or Content({group: tuple(of) for group, of in rows.default_rows(declaration).items()})
    given = now.rows if part.mapping is UNSET else _rows(part.mapping)
    texts = now.filters if part.filters is UNSET else part.filters
    wanted = Content({group: tuple(of_group) for group, of_group in given.items()}, dict(texts))
    return None if wanted.plain() == now.plain() else wanted


def apply(
    connection: Connection,
    wanted: Mapping[str, WorkflowPart],
    *,
    by: User | None,
    pause_real_time: bool = False,
) -> None:
    """Make workflows as wanted: off children first, on parents first. Raises ``WorkflowRefused``.

    ``pause_real_time`` lets workflows change that are live: they are not while their options and rows are set.
    """
    there = {one.key: one for one in Workflow.objects.filter(connection=connection)}
    for key in reversed(catalogue.ordered(wanted)):
        stored, part = there.get(key), wanted[key]
        if stored is None:
            continue
        paused = pause_real_time and part.active is False
        if stored.real_time and (part.real_time is False or paused):
            activation.set_real_time(connection, key, False, by=by)  # noqa: FBT003 - the function's own signature
        if stored.active and part.active is False:
            activation.deactivate(connection, key, by=by)
    for key in catalogue.ordered(wanted):
        if wanted[key].active is True and not (key in there and there[key].active):
            activation.activate(connection, key, by=by)
        stored = (
            Workflow.objects.prefetch_related("mapping_rows")
            .filter(connection=connection, key=key, added=True)
            .first()
        )
        if stored is not None:
            _make_so(stored, wanted[key], by=by, pause_real_time=pause_real_time)


def _make_so(stored: Workflow, wanted: WorkflowPart, *, by: User | None, pause_real_time: bool) -> None:
    """Set what differs, since options and rows make the next run read everything again, and real time last: it protects both."""
    connection, key = stored.connection, stored.key
    there = workflow_part(stored)
    was_live = live = stored.real_time
    if live and pause_real_time and _differs(wanted, there):
        activation.set_real_time(connection, key, False, by=by)  # noqa: FBT003 - the function's own signature
        live = False
    if wanted.options is not UNSET and there.options is not UNSET:
        changed = {name: value for name, value in wanted.options.items() if there.options.get(name) != value}
        if changed:
            activation.set_options(connection, key, changed, by=by)
            stored = Workflow.objects.prefetch_related("mapping_rows").get(pk=stored.pk)
            there = workflow_part(stored)
    mapping = there.mapping if wanted.mapping is UNSET else wanted.mapping
    filters = there.filters if wanted.filters is UNSET else wanted.filters
    if (mapping, filters) != (there.mapping, there.filters) and mapping is not UNSET and filters is not UNSET:
        groups = [group.key for group in catalogue.declaration(key).groups if not group.fixed]
        given = _rows(mapping)
        rows.replace_rows(
            connection,
            key,
            {**dict.fromkeys(groups, ()), **given},
            filters={**dict.fromkeys(groups, ""), **filters},
            by=by,
            origin="an applied configuration",
        )
    if wanted.monitored is not UNSET and wanted.monitored != there.monitored:
        monitoring.set_monitored(connection, key, wanted.monitored, by=by)
    if wanted.delete_policy not in (UNSET, there.delete_policy):
        policies.set_policy(connection, key, str(wanted.delete_policy), by=by)
    if wanted.drift_policy not in (UNSET, there.drift_policy):
        deciding.set_policy(connection, key, str(wanted.drift_policy), by=by)
    to_be_live = was_live if wanted.real_time is UNSET else wanted.real_time
    if to_be_live and not live:
        activation.set_real_time(connection, key, True, by=by)  # noqa: FBT003 - the function's own signature


def _differs(wanted: WorkflowPart, there: WorkflowPart) -> bool:
    """Whether options, rows or filters are to be others."""
    options = {} if wanted.options is UNSET or there.options is UNSET else wanted.options
    return (
        any(there.options.get(name) != value for name, value in options.items() if there.options is not UNSET)
        or wanted.mapping not in (UNSET, there.mapping)
        or wanted.filters not in (UNSET, there.filters)
    )


def _rows(mapping: tuple[Row, ...]) -> dict[str, list[Switched]]:
    found: dict[str, list[Switched]] = defaultdict(list)
    for row in mapping:
        stated = catalogue.Row(
            row.target,
            catalogue.Source(row.source),
            row.field,
            row.value,
            required=row.required,
            initial_only=row.initial_only,
        )
        found[row.group].append((stated, row.active))
    return dict(found)
