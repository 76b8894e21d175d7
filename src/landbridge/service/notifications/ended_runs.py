"""Runs that ended: those that failed are told once, until runs of the same workflows go through again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from landbridge.service.notifications import news
from landbridge.service.notifications.models import Trouble
from landbridge.service.notifications.news import News
from landbridge.service.runs.models import Run
from landbridge.service.workflows.models import Workflow

RUNS_AT_A_TIME = 500


@dataclass(slots=True)
class _Ledger:
    """What is wrong with runs, while ended runs are gone through one after the other."""

    active: dict[int, set[str]]
    open: dict[tuple[int, str], Trouble]
    fresh: list[Trouble] = field(default_factory=list)
    closed: list[Trouble] = field(default_factory=list)
    told: list[News] = field(default_factory=list)

    def failed(self, run: Run) -> None:
        trouble = _trouble(run)
        key = (trouble.connection_id, trouble.key)
        if key not in self.open:
            self.open[key] = trouble
            self.fresh.append(trouble)
            self.told.append(news.run_failed(run))

    def completed(self, run: Run) -> None:
        """The run did everything, of what is still active, that a failed one was to do: that is over."""
        active, done = self.active.get(run.connection_id, set()), set(run.workflows)
        for key, trouble in list(self.open.items()):
            if key[0] == run.connection_id and set(trouble.workflows) & active <= done:
                trouble.closed_at = run.finished_at
                self.closed.append(self.open.pop(key))
                self.told.append(news.run_recovered(trouble, run))

    def save(self) -> None:
        known = [trouble for trouble in self.closed if trouble.pk is not None]
        Trouble.objects.bulk_update(known, ["closed_at"])
        Trouble.objects.bulk_create(self.fresh)


def look() -> list[News]:
    """Look at the runs that ended since the last time; return what is to be told."""
    ended = list(
        Run.objects.filter(noted=False, finished_at__isnull=False)
        .select_related("connection")
        .order_by("finished_at", "pk")[:RUNS_AT_A_TIME]
    )
    if not ended:
        return []
    places = {run.connection_id for run in ended}
    ledger = _Ledger(_active_workflows(places), _open(places))
    for run in ended:
        if run.state == Run.State.FAILED:
            ledger.failed(run)
        elif run.state == Run.State.COMPLETED:
            ledger.completed(run)
    ledger.save()
    Run.objects.filter(pk__in=[run.pk for run in ended]).update(noted=True)
    return ledger.told


def _trouble(run: Run) -> Trouble:
    """A run fails for the same reason as another when the same is to be done about it."""
    assert run.finished_at is not None
    reason = hashlib.sha256(run.hint.encode()).hexdigest()[:16]
    return Trouble(
        connection=run.connection,
        key=f"run:{reason}",
        workflows=run.workflows,
        run=run,
        opened_at=run.finished_at,
    )


def _open(places: Iterable[int]) -> dict[tuple[int, str], Trouble]:
    found = Trouble.objects.filter(connection__in=places, key__startswith="run:", closed_at=None)
    return {(one.connection_id, one.key): one for one in found.select_related("connection")}


def _active_workflows(places: Iterable[int]) -> dict[int, set[str]]:
    active: dict[int, set[str]] = {}
    rows = Workflow.objects.filter(connection__in=places, active=True).values_list("connection_id", "key")
    for place, key in rows:
        active.setdefault(place, set()).add(key)
    return active
