"""Whether each active workflow was imported lately: the catch-up comes every five minutes, schedules when they say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection as database
from django.db.models import F, Q

from landbridge.service.health.check.lines import WORKFLOWS, Line
from landbridge.service.health.check.situation import Situation
from landbridge.service.runs.models import Schedule
from landbridge.service.runs.ticking import CATCH_UP_EVERY
from landbridge.service.workflows import catalogue

LATE = 12 * CATCH_UP_EVERY
"""A workflow that no run completed for so long, while none is at it, is not imported any more."""

_LAST = """
SELECT workflow.key, good.finished_at, last.id, last.finished_at, last.why, last.hint, EXISTS (
    SELECT 1 FROM runs_run AS run WHERE run.connection_id = workflow.connection_id
    AND run.state IN ('queued', 'running') AND workflow.key = ANY (run.workflows)
)
FROM workflows_workflow AS workflow
LEFT JOIN LATERAL (
    SELECT run.id, run.finished_at, run.hint,
           CASE WHEN run.state = 'failed' AND NOT (step.done AND step.stopped = '')
                THEN coalesce(nullif(step.stopped, ''), run.error) END AS why
    FROM runs_runstep AS step JOIN runs_run AS run ON run.id = step.run_id
    WHERE step.workflow_id = workflow.id AND run.state IN ('completed', 'failed')
    ORDER BY run.finished_at DESC, run.id DESC LIMIT 1
) AS last ON true
LEFT JOIN LATERAL (
    SELECT run.finished_at FROM runs_runstep AS step JOIN runs_run AS run ON run.id = step.run_id
    WHERE step.workflow_id = workflow.id
      AND (run.state = 'completed' OR run.state = 'failed' AND step.done AND step.stopped = '')
    ORDER BY run.finished_at DESC, run.id DESC LIMIT 1
) AS good ON true
WHERE workflow.connection_id = %s AND workflow.active
ORDER BY workflow.key
"""


@dataclass(frozen=True, slots=True)
class _Last:
    """How a workflow fared: its last success, and its last run that ended by itself; ``why`` it failed there, ``None`` where not."""

    key: str
    succeeded_at: datetime | None
    run: int | None
    ended_at: datetime | None
    why: str | None
    hint: str | None
    wanted: bool

    @property
    def label(self) -> str:
        return catalogue.label(self.key)

    def late(self, now: datetime) -> bool:
        return self.ended_at is not None and (self.succeeded_at is None or now - self.succeeded_at > LATE)

    @property
    def since(self) -> str:
        return f"since {self.succeeded_at:%Y-%m-%d %H:%M} UTC" if self.succeeded_at else "yet"


def judge(situation: Situation) -> Line:
    """Whether the last run of each active workflow went through, lately. Raises ``DatabaseError``."""
    found = _read(situation.connection.pk)
    if not found:
        return WORKFLOWS.off("No workflow is active.", "Activate one on the page Workflows.")
    if failed := [one for one in found if one.why is not None]:
        return _failed(failed)
    late = [one for one in found if one.late(situation.now)]
    stuck = [one for one in late if not one.wanted]
    if stuck:
        told = "; ".join(f"{one.label}: no run completed {one.since}" for one in stuck)
        return WORKFLOWS.failed(
            f"{told}.", "See the run log and the workers' log for what became of the catch-ups."
        )
    if late:
        told = "; ".join(f"{one.label}: no run completed {one.since}, one is under way" for one in late)
        return WORKFLOWS.warning(f"{told}.", "Wait for the run, or see on the page Queue what it waits for.")
    return _missed(situation.connection.pk) or WORKFLOWS.ok(_succeeded(found))


def _failed(failed: list[_Last]) -> Line:
    runs = ", ".join(dict.fromkeys(str(one.run) for one in failed))
    told = " ".join(dict.fromkeys(f"{one.why}" for one in failed))
    hints = " ".join(dict.fromkeys(one.hint for one in failed if one.hint))
    return WORKFLOWS.failed(
        f"{', '.join(one.label for one in failed)}: the last run failed: {told}",
        f"{hints} See run {runs} in the run log.".strip(),
    )


def _missed(connection_id: int) -> Line | None:
    """A schedule whose last start came to nothing."""
    missed = Schedule.objects.filter(
        Q(last_started_at=None) | Q(last_started_at__lt=F("last_missed_at")),
        connection=connection_id,
        active=True,
        last_missed_at__isnull=False,
    )
    told = [f"{one}: {one.missed_because}" for one in missed]
    if not told:
        return None
    return WORKFLOWS.warning(
        f"A scheduled run was missed. {' '.join(told)}",
        "Start a run now if it cannot wait for the next one: page Run log, or `landbridge run`.",
    )


def _succeeded(found: list[_Last]) -> str:
    done = [one.succeeded_at for one in found if one.succeeded_at is not None]
    if len(done) < len(found):
        return f"{len(found)} active; not all were run yet."
    return f"{len(found)} active, each completed since {min(done):%Y-%m-%d %H:%M:%S} UTC."


def _read(connection_id: int) -> list[_Last]:
    with database.cursor() as cursor:
        cursor.execute(_LAST, [connection_id])
        return [_Last(*row) for row in cursor.fetchall()]
