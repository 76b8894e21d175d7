"""Whether a fresh change that is not on the other side yet may still come, so that a comparison amid traffic raises no false alarm."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db import connection as database
from django.db.models import Q

from landbridge.service.connections.models import Connection
from landbridge.service.ports import SourceRecord
from landbridge.service.runs.execution.windows import LAG
from landbridge.service.runs.lanes.sweeping import STALLED_AFTER_S
from landbridge.service.runs.models import Lane, Run, RunItem, RunRequest
from landbridge.service.runs.queueing import SETTLE_SECONDS
from landbridge.service.runs.ticking import CATCH_UP_EVERY
from landbridge.service.verification.models import Difference, Verification
from landbridge.service.workflows.models import Link, Workflow
from landbridge.service.workflows.store import Prepared
from landbridge.service.workflows.versions import digest

ROUNDS = 6
"""How often a fresh change is read anew, five seconds apart."""

SETTLED_AFTER = timedelta(seconds=SETTLE_SECONDS + 5)
"""A notice takes about a second; NetSuite's own workflows that run afterwards send none, and the settle pass sees to them."""

MARGIN = timedelta(minutes=1)
"""What a catch-up may take."""


class Version(Enum):
    """What a run made of the version that we read. NetSuite's stamps are whole seconds, and two saves may share one.

    ``stale``: a run has brought a newer one, or brought one while we read; what we read belongs to different moments. ``undated``: no
    run has brought it yet, and NetSuite does not tell since when it is so.
    """

    STALE = "stale"
    APPLIED = "applied"
    SAME_SECOND = "same second"
    NEW = "new"
    UNDATED = "undated"


_WORKER_IS_THERE = """
SELECT EXISTS (SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s))
"""


@dataclass(frozen=True, slots=True)
class Judge:
    """Decides what becomes of a difference that was still there when it was read anew.

    ``since``: versions from here on are fresh. ``busy``: a run of the connection waits or goes. ``live``: the workflow is live for real time.
    ``under_older_rules``: internal ids that no run has handled since the workflow's rules changed. ``caught_up``: the last catch-up is no longer ago than the next one takes to come. All instants are on NetSuite's clock.
    """

    since: datetime
    now: datetime
    busy: bool
    live: bool
    under_older_rules: frozenset[str]
    caught_up: bool = False

    @classmethod
    def of(cls, verification: Verification, prepared: Prepared, ids: Collection[str], now: datetime) -> Judge:
        """Look at the connection as it is now. A version may have been saved by a user event that took as long as the lag."""
        swept = prepared.workflow.swept
        return cls(
            (verification.netsuite_started_at or now) - LAG,
            now,
            is_busy(verification.connection_id),
            prepared.workflow.real_time,
            _under_older_rules(prepared.workflow, ids),
            swept is not None and now - swept < CATCH_UP_EVERY + MARGIN,
        )

    def verdict(self, row: Difference, version: Version) -> Difference.State:
        """Return ``suspect`` when it is worth another reading, else what it is."""
        if version is Version.STALE and row.round < ROUNDS:
            return Difference.State.SUSPECT
        if self.busy and row.internal_id in self.under_older_rules:
            return self._waits(row)
        if version is Version.UNDATED:
            return self._undated(row)
        if version is Version.APPLIED or row.source_modified is None or row.source_modified < self.since:
            return Difference.State.CONFIRMED
        age = self.now - row.source_modified
        if self.busy or age < SETTLED_AFTER:
            return self._waits(row)
        caught_up_soon = version is Version.NEW and not self.live and age < CATCH_UP_EVERY + MARGIN
        return Difference.State.ON_ITS_WAY if caught_up_soon else Difference.State.CONFIRMED

    def _undated(self, row: Difference) -> Difference.State:
        """The next catch-up brings it, if catch-ups come at all: it reads such records in full."""
        if self.busy:
            return self._waits(row)
        return Difference.State.ON_ITS_WAY if self.caught_up else Difference.State.CONFIRMED

    def _waits(self, row: Difference) -> Difference.State:
        return Difference.State.SUSPECT if row.round < ROUNDS else Difference.State.ON_ITS_WAY


def version_of(record: SourceRecord | None, before: Link | None, after: Link | None) -> Version:
    """Return what a run made of what was read, as far as the link tells: as it was ``before`` both sides were read, and ``after``."""
    if _applied(before) != _applied(after):
        return Version.STALE
    if record is None:
        return Version.NEW
    if not record.dated:
        applied = after is not None and after.source_digest == digest(record)
        return Version.APPLIED if applied else Version.UNDATED
    if after is None or after.source_modified < record.modified:
        return Version.NEW
    if after.source_modified > record.modified:
        return Version.STALE
    return Version.APPLIED if after.source_digest == digest(record) else Version.SAME_SECOND


def _applied(link: Link | None) -> tuple[str, datetime, str] | None:
    return (link.spp_id, link.source_modified, link.source_digest) if link else None


def _under_older_rules(workflow: Workflow, ids: Collection[str]) -> frozenset[str]:
    """Whoever changes the rules takes the bookmark away; it is back when a run has read everything under the new ones."""
    if workflow.bookmark is not None:
        return frozenset()
    handled = RunItem.objects.filter(workflow=workflow, rules=workflow.rules, internal_id__in=ids)
    return frozenset(ids) - set(handled.values_list("internal_id", flat=True))


def is_busy(connection_id: int) -> bool:
    """Return whether a run of the connection waits for its turn or goes.

    Runs of a connection that is paused or switched off do neither, and where the lane is drained, only what is under way goes.
    """
    lane = Lane.objects.filter(connection=connection_id).first()
    active = Connection.objects.filter(pk=connection_id, active=True).exists()
    if not active or (lane is not None and lane.paused):
        return False
    runs = Run.objects.filter(connection=connection_id)
    under_way = Q(state=Run.State.RUNNING, next_link_at=None)
    if lane is not None and lane.draining:
        return runs.filter(under_way).exists()
    return (
        runs.filter(under_way | Q(state=Run.State.QUEUED)).exists()
        or RunRequest.objects.filter(connection=connection_id, run=None).exists()
    )


def is_worked_off(connection_id: int) -> bool:
    """Return whether a run waits or goes and a worker is there to do it."""
    if not is_busy(connection_id):
        return False
    with database.cursor() as cursor:
        cursor.execute(_WORKER_IS_THERE, [STALLED_AFTER_S])
        return bool(cursor.fetchone()[0])
