"""Records that are not done with: they wait for a parent, are tried again, or need a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from landbridge.service.projects.models import User
from landbridge.service.runs.models import Attention, Run
from landbridge.service.runs.outcomes import Entry, Need
from landbridge.service.runs.starting import request_record
from landbridge.service.workflows.catalogue import CATALOGUE
from landbridge.service.workflows.models import Link, Workflow

FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)


def settle(workflow: Workflow, run: Run, entries: Sequence[Entry], at: datetime) -> None:
    """Write down what is left to do about each record of a batch, and strike out what is done. Two statements at most."""
    done = [entry.internal_id for entry in entries if entry.need is None]
    open_entries = [entry for entry in entries if entry.need is not None]
    if done:
        Attention.objects.filter(workflow=workflow, internal_id__in=done).delete()
    if not open_entries:
        return
    attempts = dict(
        Attention.objects.filter(
            workflow=workflow, internal_id__in=[entry.internal_id for entry in open_entries]
        ).values_list("internal_id", "attempts")
    )
    Attention.objects.bulk_create(
        [_row(workflow, run, entry, attempts.get(entry.internal_id, 0) + 1, at) for entry in open_entries],
        update_conflicts=True,
        unique_fields=["workflow", "internal_id"],
        update_fields=[
            "name",
            "need",
            "stage",
            "code",
            "reason",
            "parent_type",
            "parent_id",
            "attempts",
            "last_at",
            "due_at",
            "dismissed_by",
            "dismissed_at",
            "run",
        ],
    )


def _row(workflow: Workflow, run: Run, entry: Entry, attempts: int, at: datetime) -> Attention:
    parent_type, parent_id = entry.parent or ("", "")
    return Attention(
        workflow=workflow,
        internal_id=entry.internal_id,
        name=entry.name,
        need=entry.need or Need.RECORD,
        stage=entry.stage,
        code=entry.code,
        reason=entry.reason,
        parent_type=parent_type,
        parent_id=parent_id,
        attempts=attempts,
        first_at=at,
        last_at=at,
        due_at=at + backoff(attempts) if entry.need == Need.RETRY else None,
        run=run,
    )


def backoff(attempts: int) -> timedelta:
    """Return how long to wait after this many attempts: 30 seconds, doubled each time, an hour at most."""
    return min(FIRST_RETRY * (1 << min(attempts - 1, 10)), LONGEST_RETRY)


def ready_children(connection_id: int) -> dict[int, list[str]]:
    """Return the records whose parent has a link by now: internal ids by workflow, in one query."""
    parent = Link.objects.filter(
        connection_id=connection_id,
        netsuite_type=OuterRef("parent_type"),
        internal_id=OuterRef("parent_id"),
    )
    rows = Attention.objects.filter(
        Exists(parent),
        workflow__connection_id=connection_id,
        workflow__active=True,
        need=Need.PARENT,
        dismissed_at=None,
    ).values_list("workflow_id", "internal_id")
    ready: dict[int, list[str]] = {}
    for workflow_id, internal_id in rows:
        ready.setdefault(workflow_id, []).append(internal_id)
    return ready


@transaction.atomic
def queue_due(now: datetime) -> int:
    """Ask for every record whose next attempt is due; return how many.

    Each is asked for once, and again after the longest wait in case nothing came of it: the run that took the request up may
    have failed or been cancelled.
    """
    due = list(
        Attention.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("workflow__connection")
        .filter(due_at__lte=now, dismissed_at=None, workflow__active=True, workflow__connection__active=True)[
            :500
        ]
    )
    for row in due:
        _request(row, now)
    Attention.objects.filter(pk__in=[row.pk for row in due]).update(due_at=now + LONGEST_RETRY)
    return len(due)


def retry(attention_id: int, *, now: datetime) -> None:
    """Ask for the record again at once, as a person may. ``Attention.DoesNotExist`` when it is done meanwhile."""
    row = Attention.objects.select_related("workflow__connection").get(pk=attention_id)
    again = now + LONGEST_RETRY if row.need == Need.RETRY else None
    Attention.objects.filter(pk=row.pk).update(dismissed_at=None, dismissed_by=None, due_at=again)
    _request(row, now)


def dismiss(attention_id: int, *, by: User | None, now: datetime) -> None:
    """Take the record off the list: it is not tried again until it changes in NetSuite."""
    Attention.objects.filter(pk=attention_id).update(dismissed_at=now, dismissed_by=by, due_at=None)


def _request(row: Attention, now: datetime) -> None:
    netsuite_type = CATALOGUE[row.workflow.key].netsuite_type
    request_record(row.workflow.connection, netsuite_type, row.internal_id, now=now)
