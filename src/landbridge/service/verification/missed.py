"""How many changes real time missed: those that another run brought without a notice, and those that a comparison found."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from landbridge.service.connections.models import Connection
from landbridge.service.runs.models import Run, RunItem, RunRequest
from landbridge.service.verification.models import Difference, Verification
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.models import Workflow

NOTICE = "notice"
ABOUT = timedelta(minutes=5)
"""A notice comes within this of the save that it announces; the two clocks may differ by a little."""

FOUND = (Difference.Kind.MISSING, Difference.Kind.DIFFERS)


def missed_by_real_time(connection: Connection, since: datetime, until: datetime) -> dict[str, int]:
    """Return how many changes of ``since`` to ``until`` real time missed, by key of each workflow that is live for it.

    Counted are records that were changed in NetSuite while their workflow was live and that a run of another kind created or updated
    without a notice about them; and what the last comparison of the time found missing or different. Zero is listed too.
    """
    live = {
        workflow.pk: workflow
        for workflow in Workflow.objects.filter(connection=connection, active=True, real_time=True)
        if catalogue.find(workflow.key)
    }
    missed = {workflow.key: 0 for workflow in live.values()}
    for workflow_id, count in _brought_by_others(live, since, until):
        missed[live[workflow_id].key] += count
    for workflow_id, count in _found_by_comparison(connection, live, since, until):
        missed[live[workflow_id].key] += count
    return missed


def _brought_by_others(live: dict[int, Workflow], since: datetime, until: datetime) -> list[tuple[int, int]]:
    if not live:
        return []
    changed_while_live = Q()
    for workflow in live.values():
        from_then_on = max(since, workflow.real_time_since or since)
        announced = RunRequest.objects.filter(
            connection=workflow.connection_id,
            netsuite_type=catalogue.declaration(workflow.key).netsuite_type,
            internal_id=OuterRef("internal_id"),
            reason=NOTICE,
            requested_at__range=(OuterRef("source_modified") - ABOUT, OuterRef("source_modified") + ABOUT),
        )
        changed_while_live |= Q(
            ~Exists(announced), workflow=workflow, source_modified__range=(from_then_on, until)
        )
    rows = (
        RunItem.objects.filter(changed_while_live, at__range=(since, until))
        .filter(outcome__in=[RunItem.Outcome.CREATED, RunItem.Outcome.UPDATED])
        .exclude(run__kind=Run.Kind.REAL_TIME)
        .order_by()
    )
    return list(rows.values_list("workflow_id").annotate(Count("pk")))


def _found_by_comparison(
    connection: Connection, live: dict[int, Workflow], since: datetime, until: datetime
) -> list[tuple[int, int]]:
    last = (
        Verification.objects.filter(
            connection=connection, state=Verification.State.COMPLETED, finished_at__range=(since, until)
        )
        .order_by("-pk")
        .first()
    )
    if last is None:
        return []
    rows = Difference.objects.filter(
        verification=last,
        workflow__in=list(live),
        kind__in=FOUND,
        state=Difference.State.CONFIRMED,
        source_modified__range=(since, until),
    ).filter(Q(workflow__real_time_since=None) | Q(source_modified__gte=F("workflow__real_time_since")))
    return list(rows.order_by().values_list("workflow_id").annotate(Count("internal_id", distinct=True)))
