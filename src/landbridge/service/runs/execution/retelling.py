"""Records that wait for a parent of which the log says more by now than it did when they were told to wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from landbridge.service.runs.models import Attention, RunItem
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.models import Workflow

MISSING, NOT_READ = "parent_missing", "parent_not_read"
"""The parent has not been imported yet; it was not among what its workflow has read."""


def to_retell(connection_id: int) -> Iterator[tuple[int, str]]:
    """Yield the records, as primary key of the workflow and internal id: a query, and where any waits two more and one a type of parent.

    Their parents were left out or failed since, or were looked for in vain. Each is told again once, not in every run.
    """
    waiting = Attention.objects.filter(
        workflow__connection_id=connection_id,
        workflow__active=True,
        workflow__stopped_because="",
        dismissed_at=None,
        code__in=(MISSING, NOT_READ),
    )
    kinds = list(waiting.order_by().values_list("parent_type", "parent_table").distinct())
    if not kinds:
        return
    declared = catalogue.declarations(connection_id)
    stored = {one.key: one for one in Workflow.objects.filter(connection_id=connection_id)}
    for kind in kinds:
        reading = [
            stored[one.key]
            for one in declared
            if (one.netsuite_type, one.spp_type) == kind and one.key in stored
        ]
        if reading:
            of_kind = waiting.filter(parent_type=kind[0], parent_table=kind[1])
            yield from _known_by_now(of_kind, reading).values_list("workflow_id", "internal_id")


def _known_by_now(waiting: QuerySet[Attention], reading: Sequence[Workflow]) -> QuerySet[Attention]:
    rows = RunItem.objects.filter(workflow__in=reading, internal_id=OuterRef("parent_id"))
    last = Subquery(rows.order_by("-pk").values("outcome")[:1])
    settled = Q(code=MISSING, last__in=(RunItem.Outcome.SKIPPED, RunItem.Outcome.FAILED))
    known = settled | Q(Exists(rows), code=NOT_READ)
    marks = [None if one.stopped_because else one.bookmark for one in reading if one.active]
    read_until = min((mark for mark in marks if mark is not None), default=None)
    if read_until is not None and None not in marks:
        known |= Q(~Exists(rows), code=MISSING, last_at__lt=read_until)
    return waiting.annotate(last=last).filter(known)
