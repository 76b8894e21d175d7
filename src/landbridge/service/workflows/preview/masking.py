"""A preview as somebody may see it: values of sensitive fields are masked for whom they are not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from landbridge.service.projects.models import User
from landbridge.service.projects.sensitivity import MASK, Sight, is_sensitive, masked, sees_everything
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.catalogue import Row
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.preview.model import Preview, PreviewedPart, PreviewedRow
from landbridge.service.workflows.sensitivity import hidden_by_workflow, hidden_fields, hides_name

NOT_SHOWN = "A value that your role may not see decides this."


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
