"""Runs that ended: those that failed are told once, until runs that would meet the same trouble go through again.

Trouble of one kind of run (a full synchronization that lacks a permission) is over when a run of that kind completes, trouble of
an owner when that owner's run does. Only what is in the way of every kind is over when a run of any kind completes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Max

from landbridge.service.connections.models import Connection
from landbridge.service.notifications import news
from landbridge.service.notifications.models import Trouble
from landbridge.service.notifications.news import News
from landbridge.service.runs.errors import OwnerRefused
from landbridge.service.runs.execution.failures import stops_every_kind
from landbridge.service.runs.models import Run, Schedule
from landbridge.service.workflows.models import Workflow

RUNS_AT_A_TIME = 500

RELAPSE = timedelta(days=1)
"""Trouble that comes back within this time after its recovery comes and goes."""

QUIET = timedelta(hours=4)
"""How long such trouble must stay away until its recovery is told."""

Place = tuple[int, str]
"""Connection and key of a trouble."""


@dataclass(slots=True)
class _Ledger:
    """What is wrong with runs, while ended runs are gone through one after the other.

    ``active``: the active workflows of each connection. ``owners``: the people in whose name its runs start by themselves.
    ``recovered``: when trouble was last over.
    """

    active: dict[int, set[str]]
    owners: dict[int, set[int]]
    open: dict[Place, Trouble]
    recovered: dict[Place, datetime]
    fresh: list[Trouble] = field(default_factory=list)
    closed: list[Trouble] = field(default_factory=list)
    told: list[News] = field(default_factory=list)

    def failed(self, run: Run) -> None:
        assert run.finished_at is not None
        trouble = _trouble(run)
        place = (trouble.connection_id, trouble.key)
        if place in self.open:
            self.open[place].failed_at = run.finished_at
            return
        last = self.recovered.get(place)
        trouble.relapsed = last is not None and run.finished_at < last + RELAPSE
        self.open[place] = trouble
        self.fresh.append(trouble)
        self.told.append(news.run_failed(run))

    def completed(self, run: Run) -> None:
        assert run.finished_at is not None
        for place, trouble in list(self.open.items()):
            if self._is_over(trouble, run):
                trouble.closed_at = self.recovered[place] = run.finished_at
                self.closed.append(self.open.pop(place))
                self.told.append(news.run_recovered(trouble, run))

    def save(self) -> None:
        """Close before opening: only one trouble of a key may be open."""
        known = [one for one in (*self.closed, *self.open.values()) if one.pk is not None]
        Trouble.objects.bulk_update(known, ["closed_at", "failed_at"])
        Trouble.objects.bulk_create(self.fresh)

    def _is_over(self, trouble: Trouble, run: Run) -> bool:
        """Whether the run went through where the trouble would have stopped it, and did all that is still active of what failed."""
        assert run.finished_at is not None
        if trouble.connection_id != run.connection_id or trouble.kind not in ("", run.kind):
            return False
        if (
            trouble.owner_id not in (None, run.owner_id)
            and trouble.owner_id in self.owners[run.connection_id]
        ):
            return False
        if trouble.relapsed and run.finished_at < (trouble.failed_at or trouble.opened_at) + QUIET:
            return False
        return set(trouble.workflows) & self.active.get(run.connection_id, set()) <= set(run.workflows)


def look() -> list[News]:
    """Look at the runs that ended since the last time; return what is to be told."""
    ended = list(
        Run.objects.filter(noted=False, finished_at__isnull=False)
        .select_related("connection", "owner")
        .order_by("finished_at", "pk")[:RUNS_AT_A_TIME]
    )
    if not ended:
        return []
    places = {run.connection_id for run in ended}
    since = min(run.finished_at for run in ended if run.finished_at) - RELAPSE
    ledger = _Ledger(_active_workflows(places), _owners(places), _open(places), _recovered(places, since))
    for run in ended:
        if run.state == Run.State.FAILED:
            ledger.failed(run)
        elif run.state == Run.State.COMPLETED:
            ledger.completed(run)
    ledger.save()
    Run.objects.filter(pk__in=[run.pk for run in ended]).update(noted=True)
    return ledger.told


def _trouble(run: Run) -> Trouble:
    """A run fails for the same reason as another when the same is to be done about it, and where, if not everywhere."""
    assert run.finished_at is not None
    reason = hashlib.sha256(run.hint.encode()).hexdigest()[:16]
    kind = "" if stops_every_kind(run.hint) else run.kind
    owner = run.owner if run.hint == OwnerRefused.hint else None
    parts = ["run", reason, kind, str(owner.pk) if owner else ""]
    return Trouble(
        connection=run.connection,
        key=":".join(part for part in parts if part),
        workflows=run.workflows,
        kind=kind,
        owner=owner,
        run=run,
        opened_at=run.finished_at,
        failed_at=run.finished_at,
    )


def _open(places: Iterable[int]) -> dict[tuple[int, str], Trouble]:
    found = Trouble.objects.filter(connection__in=places, key__startswith="run:", closed_at=None)
    return {(one.connection_id, one.key): one for one in found.select_related("connection")}


def _recovered(places: Iterable[int], since: datetime) -> dict[Place, datetime]:
    found = Trouble.objects.filter(connection__in=places, key__startswith="run:", closed_at__gte=since)
    rows = found.order_by().values_list("connection_id", "key").annotate(last=Max("closed_at"))
    return {(connection, key): last for connection, key, last in rows}


def _owners(places: Iterable[int]) -> dict[int, set[int]]:
    """Return in whose name runs start by themselves: the integration user's alone where there is one."""
    owners: dict[int, set[int]] = {}
    alone: set[int] = set()
    for one in Connection.objects.filter(pk__in=places):
        if one.integration_user_id is not None:
            alone.add(one.pk)
        owner = one.integration_user_id or one.real_time_owner_id
        owners[one.pk] = set() if owner is None else {owner}
    schedules = Schedule.objects.filter(connection__in=places, active=True, set_by__isnull=False)
    for place, owner in schedules.values_list("connection_id", "set_by_id"):
        if owner is not None and place not in alone:
            owners[place].add(owner)
    return owners


def _active_workflows(places: Iterable[int]) -> dict[int, set[str]]:
    active: dict[int, set[str]] = {}
    rows = Workflow.objects.filter(connection__in=places, active=True).values_list("connection_id", "key")
    for place, key in rows:
        active.setdefault(place, set()).add(key)
    return active
