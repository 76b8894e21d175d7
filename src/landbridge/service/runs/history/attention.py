"""Records that are not done with: they wait for a parent, are tried again, or need a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When

from landbridge.service.projects.models import User
from landbridge.service.runs import queueing
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.execution.outcomes import Entry, Need
from landbridge.service.runs.models import Attention, Run, RunRequest
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.models import Workflow

FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)
LONGEST_NOTE = 2000
_AT_A_TIME = 500

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Before:
    """What was left to do about a record until now: how often it was tried, and which version of it was dismissed, if it was."""

    attempts: int = 0
    dismissed: bool = False
    digest: str = ""
    rules: int = 0

    def covers(self, workflow: Workflow, entry: Entry) -> bool:
        """Whether the record was dismissed as it is: the same version, under the same rules."""
        return self.dismissed and (self.digest, self.rules) == (entry.digest, workflow.rules)


_NEW = Before()


def left_before(workflow: Workflow, entries: Sequence[Entry]) -> dict[str, Before]:
    """Return what was left to do about the records of a batch, by internal id; what is not there is new, or was done with.

    Nobody else changes it until the caller's transaction ends.
    """
    rows = Attention.objects.filter(
        workflow=workflow, internal_id__in=[entry.internal_id for entry in entries]
    ).only("internal_id", "attempts", "dismissed_at", "source_digest", "rules")
    return {
        row.internal_id: Before(row.attempts, row.dismissed_at is not None, row.source_digest, row.rules)
        for row in _held(rows)
    }


def settle(
    workflow: Workflow, run: Run, entries: Sequence[Entry], at: datetime, before: Mapping[str, Before]
) -> None:
    """Write down what is left to do about each record of a batch, and strike out what is done. Three statements at most.

    ``before`` is as :func:`left_before` told in the same transaction. What was dismissed stays so until the record or the workflow's rules change.
    """
    done = [entry.internal_id for entry in entries if entry.need is None and entry.internal_id in before]
    open_entries = [entry for entry in entries if entry.need is not None]
    if done:
        Attention.objects.filter(workflow=workflow, internal_id__in=done).delete()
    changed = [
        entry.internal_id
        for entry in open_entries
        if (left := before.get(entry.internal_id, _NEW)).dismissed and not left.covers(workflow, entry)
    ]
    if changed:
        Attention.objects.filter(workflow=workflow, internal_id__in=changed).update(
            dismissed_at=None, dismissed_by=None
        )
    if not open_entries:
        return
    Attention.objects.bulk_create(
        [_row(workflow, run, entry, before.get(entry.internal_id, _NEW), at) for entry in open_entries],
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
            "parent_table",
            "source_digest",
            "rules",
            "attempts",
            "last_at",
            "due_at",
            "run",
        ],
    )


def _row(workflow: Workflow, run: Run, entry: Entry, before: Before, at: datetime) -> Attention:
    parent_type, parent_id, parent_table = entry.parent or ("", "", "")
    tried = before.attempts + 1
    again = entry.need == Need.RETRY and not before.covers(workflow, entry)
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
        parent_table=parent_table,
        source_digest=entry.digest,
        rules=workflow.rules,
        attempts=tried,
        first_at=at,
        last_at=at,
        due_at=at + backoff(tried) if again else None,
        run=run,
    )


def backoff(tried: int) -> timedelta:
    """Return how long to wait after this many attempts: 30 seconds, doubled each time, an hour at most."""
    return min(FIRST_RETRY * (1 << min(tried - 1, 10)), LONGEST_RETRY)


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
    Attention.objects.filter(pk__in=[row.pk for row in due]).update(due_at=now + LONGEST_RETRY)
    _ask_for(due, None, now)
    return len(due)


@dataclass(frozen=True, slots=True)
class Asked:
    """How many records are asked for again, and how many are not since their workflow is not active."""

    records: int
    inactive: int

    def __str__(self) -> str:
        asked = f"{_count(self.records)} asked for again."
        if not self.inactive:
            return asked
        return f"{asked} {self.inactive} {'belongs' if self.inactive == 1 else 'belong'} to a workflow that is not active."


@transaction.atomic
def retry(rows: QuerySet[Attention], *, by: User | None, now: datetime) -> Asked:
    """Ask for records again at once, as a person may, those that were dismissed too. A few statements, however many there are.

    Those of a workflow that is not active stay as they are. Raises :class:`RunRefused` (`inactive`) where no other is among them.
    """
    wanted = _held(
        rows.select_related("workflow").only(
            "internal_id", "workflow__key", "workflow__active", "workflow__connection"
        )
    )
    chosen = [row for row in wanted if row.workflow.active]
    asked = Asked(len(chosen), len(wanted) - len(chosen))
    if wanted and not chosen:
        label = catalogue.label(wanted[0].workflow.key)
        raise RunRefused("inactive", f"{label} is not active. Activate it first.")
    mine = Attention.objects.filter(pk__in=[row.pk for row in chosen])
    mine.update(
        dismissed_at=None,
        dismissed_by=None,
        due_at=Case(When(need=Need.RETRY, then=Value(now + LONGEST_RETRY)), default=None),
    )
    _ask_for(chosen, by, now)
    _log.info("records_retried", records=asked.records, inactive=asked.inactive, by=str(by or "command"))
    return asked


@transaction.atomic
def dismiss(rows: QuerySet[Attention], *, by: User | None, now: datetime, note: str = "") -> int:
    """Take records off the list, with a note why; return how many. They are not tried again until they change in NetSuite.

    Raises :class:`RunRefused` where the note is too long.
    """
    if len(note) > LONGEST_NOTE:
        raise RunRefused("note_too_long", f"A note has {LONGEST_NOTE} characters at most.")
    chosen = _held(rows.filter(dismissed_at=None).only("pk"))
    count = Attention.objects.filter(pk__in=[row.pk for row in chosen]).update(
        dismissed_at=now, dismissed_by=by, due_at=None, note=note.replace("\0", "").strip()
    )
    _log.info("records_dismissed", records=count, by=str(by or "command"))
    return count


def _held(rows: QuerySet[Attention]) -> list[Attention]:
    """Lock rows until the caller's transaction ends. Everybody does so in order of key, so that two who meet wait for each other in turn."""
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _count(records: int) -> str:
    return "1 record is" if records == 1 else f"{records} records are"


def _ask_for(rows: Sequence[Attention], by: User | None, now: datetime) -> None:
    """Insert the requests at once, and queue one job a connection.

    Comes last in a transaction that holds records: whoever queues the same job waits for its end, and may hold others.
    """
    RunRequest.objects.bulk_create(
        (
            RunRequest(
                connection_id=row.workflow.connection_id,
                netsuite_type=catalogue.declaration(row.workflow.key).netsuite_type,
                internal_id=row.internal_id,
                reason="retry",
                requested_at=now,
                requested_by=by,
            )
            for row in rows
        ),
        batch_size=_AT_A_TIME,
    )
    for connection_id in sorted({row.workflow.connection_id for row in rows}):
        defer(connection_id, queueing.REAL_TIME)
