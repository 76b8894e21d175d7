"""A preview as somebody may see it: values of sensitive fields are masked for whom they are not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from landbridge.service.projects.models import User
from landbridge.service.projects.sensitivity import MASK, Sight, is_sensitive, masked, sees_everything
from landbridge.service.workflows import catalogue, filters
from landbridge.service.workflows.asking import fields_of, spp_fields_of
from landbridge.service.workflows.catalogue import Row
from landbridge.service.workflows.content import Content, stored
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.preview.model import Preview, PreviewedPart, PreviewedRow
from landbridge.service.workflows.sensitivity import hidden_by_workflow, hidden_fields, hides_name

NOT_SHOWN = "A value that your role may not see decides this."
_REFUSED = "{group}: {name} holds values that your role may not see, so a mapping of your own cannot be tried with it."


def seen_by(user: User | None, workflow: Workflow, rows: Iterable[Row], whole: Preview) -> Preview:
    """Return the preview as ``user`` may see it. ``rows`` are those of the mapping that was previewed."""
    if sees_everything(user):
        return whole
    hidden = hidden_fields(rows) | hidden_by_workflow().get(workflow.pk, frozenset())
    sight = Sight.of(user)
    nameless = hides_name(catalogue.declaration(workflow.key), hidden)
    whole.name = MASK if nameless else whole.name
    whole.left_out = [
        replace(gap, reason=NOT_SHOWN) if _hides(gap.field, hidden) else gap for gap in whole.left_out
    ]
    whole.parts = [
        _part(one, hidden | frozenset(sight.hidden.get(one.spp_type, ())), nameless=nameless)
        for one in whole.parts
    ]
    return whole


def refuse_hidden(user: User | None, workflow: Workflow, content: Content) -> None:
    """Raise :class:`WorkflowRefused` (`hidden_field`) where rows or filters that are not the stored ones name a field that ``user`` may not see.

    The mask is not enough there: a condition that asks for a limit after the other finds the value out.
    """
    if sees_everything(user):
        return
    there = stored(workflow)
    hidden = hidden_by_workflow().get(workflow.pk, frozenset())
    sight = Sight.of(user)
    for group in catalogue.declaration(workflow.key).groups:
        known = [row for row, _ in there.rows.get(group.key, ())]
        named = {
            name
            for row, _ in content.rows.get(group.key, ())
            if row not in known
            for name in (row.target, *fields_of(row), *spp_fields_of(row))
        }
        text = content.filters.get(group.key, "")
        if text != there.filters.get(group.key, ""):
            named |= _compared(text)
        for name in sorted(named):
            table, _, field = name.rpartition(".")
            if _hides(name, hidden) or field in hidden or sight.hides(table or group.spp_type, field):
                raise WorkflowRefused("hidden_field", _REFUSED.format(group=group.label, name=name))


def _compared(text: str) -> frozenset[str]:
    try:
        expression = filters.parse(text) if text.strip() else None
    except filters.FilterSyntaxError:
        return frozenset()
    return filters.fields_of(expression) | filters.spp_fields_of(expression) if expression else frozenset()


def _part(part: PreviewedPart, hidden: frozenset[str], *, nameless: bool) -> PreviewedPart:
    changes = tuple(
        replace(one, before=masked(one.before), after=masked(one.after)) if _hides(one.field, hidden) else one
        for one in part.changes
    )
    match = f"{part.spp_type} {part.spp_id}".strip() if nameless else part.match
    return replace(part, rows=tuple(_row(one, hidden) for one in part.rows), changes=changes, match=match)


def _row(row: PreviewedRow, hidden: frozenset[str]) -> PreviewedRow:
    if not any(_hides(name, hidden) for name in (row.target, *(name for name, _ in row.read))):
        return row
    return replace(
        row,
        read=tuple((name, masked(value)) for name, value in row.read),
        steps=(),
        value=masked(row.value),
        reason=NOT_SHOWN if row.reason else "",
    )


def _hides(field: str, hidden: frozenset[str]) -> bool:
    return is_sensitive(field.rpartition(".")[2]) or field in hidden
