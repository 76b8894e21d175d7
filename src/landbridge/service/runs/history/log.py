"""Reading the run log: what ran, what became of each record, what still needs somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from landbridge.service.runs.history.account import BESIDE
from landbridge.service.runs.history.causes import CauseKey, records_of
from landbridge.service.runs.history.masking import Eyes
from landbridge.service.runs.history.selection import Selection
from landbridge.service.runs.models import Attention, Run, RunItem
from landbridge.service.workflows.models import Workflow

M = TypeVar("M", bound=Model)


def runs(selection: Selection | None = None) -> QuerySet[Run]:
    """Return runs, newest first, with connection, its administration page and owner loaded."""
    found = Run.objects.select_related(*BESIDE).order_by("-id")
    return found if selection is None else found.filter(selection.of_runs())


def items(selection: Selection, now: datetime, eyes: Eyes) -> QuerySet[RunItem]:
    """Return what became of records, newest first, with workflow and run loaded; not masked yet, but no search finds what will be."""
    return (
        RunItem.objects.select_related("workflow", "run__connection", "run__owner")
        .filter(selection.of_items(now, eyes.untold()))
        .order_by("-id")
    )


def items_of(run: Run, *, outcome: str = "") -> QuerySet[RunItem]:
    """Return what became of each record of a run, in the order in which it was decided."""
    found = RunItem.objects.filter(run=run).select_related("workflow").order_by("id")
    return found.filter(outcome=outcome) if outcome else found


def attention(
    connection_id: int | None = None,
    *,
    dismissed: bool = False,
    text: str = "",
    cause: CauseKey | None = None,
) -> QuerySet[Attention]:
    """Return the records that are not done with, latest first; with those that somebody dismissed when asked for.

    ``text`` is part of the name, or a whole internal id.
    """
    found = Attention.objects.all() if cause is None else records_of(cause)
    found = found.select_related("workflow__connection", "dismissed_by").order_by("-last_at", "-id")
    if connection_id is not None:
        found = found.filter(workflow__connection_id=connection_id)
    if "\0" in text:
        return found.none()
    if text:
        found = found.filter(Q(internal_id=text) | Q(name__icontains=text))
    return found if dismissed else found.filter(dismissed_at=None)


def still_open(rows: list[RunItem]) -> dict[tuple[int, str], Attention]:
    """Return what is left to do about the records of some rows, by workflow and internal id, in one query."""
    found = Attention.objects.select_related("dismissed_by").filter(
        workflow__in={row.workflow_id for row in rows}, internal_id__in={row.internal_id for row in rows}
    )
    return {(one.workflow_id, one.internal_id): one for one in found}


def workflow_keys() -> list[str]:
    """Return the keys of the workflows that are or were imported."""
    return sorted(set(Workflow.objects.values_list("key", flat=True)))


def in_batches(found: QuerySet[M], size: int) -> Iterator[list[M]]:
    """Yield rows that are ordered by ``-id``, so many at a time, each batch by a query of its own: none is held for long."""
    batch = list(found[:size])
    while batch:
        yield batch
        batch = list(found.filter(pk__lt=batch[-1].pk)[:size])
