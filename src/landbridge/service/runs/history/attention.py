"""Records that are not done with: they wait for a parent, are tried again, or need a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from landbridge.service.projects.models import User
from landbridge.service.runs import queueing
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.execution.outcomes import Entry, Need
from landbridge.service.runs.models import Attention, Run, RunRequest
from landbridge.service.workflows.catalogue import CATALOGUE
from landbridge.service.workflows.models import Link, Workflow

FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)
LONGEST_NOTE = 2000
_AT_A_TIME = 500

_log = structlog.get_logger(__name__)


def attempts(workflow: Workflow, entries: Sequence[Entry]) -> dict[str, int]:
    """Return how often each record of a batch was tried before, by internal id; what is not there is new, or was done with."""
    return dict(
        Attention.objects.filter(
            workflow=workflow, internal_id__in=[entry.internal_id for entry in entries]
        ).values_list("internal_id", "attempts")
    )


def settle(
    workflow: Workflow, run: Run, entries: Sequence[Entry], at: datetime, before: Mapping[str, int]
) -> None:
    """Write down what is left to do about each record of a batch, and strike out what is done. Two statements at most.

    ``before`` are the attempts until now, as :func:`attempts` tells.
    """
    done = [entry.internal_id for entry in entries if entry.need is None and entry.internal_id in before]
    open_entries = [entry for entry in entries if entry.need is not None]
    if done:
        Attention.objects.filter(workflow=workflow, internal_id__in=done).delete()
    if not open_entries:
        return
    Attention.objects.bulk_create(
        [_row(workflow, run, entry, before.get(entry.internal_id, 0) + 1, at) for entry in open_entries],
        update_conflicts=True,
        unique_fields=["workflow", "internal_id"],
        update_fields=[
            "name",
            "need",
            "stage",
            "code",
            "field",
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


def _row(workflow: Workflow, run: Run, entry: Entry, tried: int, at: datetime) -> Attention:
    parent_type, parent_id = entry.parent or ("", "")
    return Attention(
        workflow=workflow,
        internal_id=entry.internal_id,
        name=entry.name,
        need=entry.need or Need.RECORD,
        stage=entry.stage,
        code=entry.code,
        field=entry.field,
        reason=entry.reason,
        parent_type=parent_type,
        parent_id=parent_id,
        attempts=tried,
        first_at=at,
        last_at=at,
        due_at=at + backoff(tried) if entry.need == Need.RETRY else None,
        run=run,
    )


def backoff(tried: int) -> timedelta:
    """Return how long to wait after this many attempts: 30 seconds, doubled each time, an hour at most."""
    return min(FIRST_RETRY * (1 << min(tried - 1, 10)), LONGEST_RETRY)


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
        .select_related("workflow")
        .filter(due_at__lte=now, dismissed_at=None, workflow__active=True, workflow__connection__active=True)[
            :_AT_A_TIME
        ]
    )
    _ask_for(due, None, now)
    Attention.objects.filter(pk__in=[row.pk for row in due]).update(due_at=now + LONGEST_RETRY)
    return len(due)


@transaction.atomic
def retry(rows: QuerySet[Attention], *, by: User | None, now: datetime) -> int:
    """Ask for records again at once, as a person may, those that were dismissed too; return how many.

    A few statements, however many records there are.
    """
    chosen = list(
        rows.select_related("workflow").only("internal_id", "workflow__key", "workflow__connection")
    )
    _ask_for(chosen, by, now)
    mine = Attention.objects.filter(pk__in=[row.pk for row in chosen])
    mine.update(
        dismissed_at=None,
        dismissed_by=None,
        due_at=Case(When(need=Need.RETRY, then=Value(now + LONGEST_RETRY)), default=None),
    )
    _log.info("records_retried", records=len(chosen), by=str(by or "command"))
    return len(chosen)


def dismiss(rows: QuerySet[Attention], *, by: User | None, now: datetime, note: str = "") -> int:
    """Take records off the list, with a note why; return how many. They are not tried again until they change in NetSuite.

    Raises :class:`RunRefused` where the note is too long.
    """
    if len(note) > LONGEST_NOTE:
        raise RunRefused("note_too_long", f"A note has {LONGEST_NOTE} characters at most.")
    chosen = rows.filter(dismissed_at=None).values("pk")
    count = Attention.objects.filter(pk__in=chosen).update(
        dismissed_at=now, dismissed_by=by, due_at=None, note=note.replace("\0", "").strip()
    )
    _log.info("records_dismissed", records=count, by=str(by or "command"))
    return count


def _ask_for(rows: Sequence[Attention], by: User | None, now: datetime) -> None:
    """Insert the requests at once, and queue one job a connection."""
    RunRequest.objects.bulk_create(
        (
            RunRequest(
                connection_id=row.workflow.connection_id,
                netsuite_type=CATALOGUE[row.workflow.key].netsuite_type,
                internal_id=row.internal_id,
                reason="retry",
                requested_at=now,
                requested_by=by,
            )
            for row in rows
        ),
        batch_size=_AT_A_TIME,
    )
    for connection_id in {row.workflow.connection_id for row in rows}:
        defer(connection_id, queueing.REAL_TIME)
