"""Reading the run log: what ran, what became of each record, what still needs somebody."""

from __future__ import annotations

from django.db.models import QuerySet

from landbridge.service.runs.models import Attention, Run, RunItem


def runs(*, connection_id: int | None = None, kind: str = "", state: str = "") -> QuerySet[Run]:
    """Return runs, newest first, with connection and owner loaded."""
    found = Run.objects.select_related("connection", "owner").order_by("-id")
    if connection_id is not None:
        found = found.filter(connection_id=connection_id)
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    return found


def items(run: Run, *, outcome: str = "") -> QuerySet[RunItem]:
    """Return what became of each record of a run, in the order in which it was decided."""
    found = RunItem.objects.filter(run=run).select_related("workflow").order_by("id")
    return found.filter(outcome=outcome) if outcome else found


def attention(connection_id: int | None = None, *, dismissed: bool = False) -> QuerySet[Attention]:
    """Return the records that are not done with, latest first; with those that somebody dismissed when asked for."""
    found = Attention.objects.select_related("workflow__connection", "dismissed_by").order_by(
        "-last_at", "-id"
    )
    if connection_id is not None:
        found = found.filter(workflow__connection_id=connection_id)
    return found if dismissed else found.filter(dismissed_at=None)
