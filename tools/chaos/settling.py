"""After the storm: everything is mended, started and left alone until nothing moves any more."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable

import psycopg

from landbridge.demo.commands import CommandFailedError, run_command
from landbridge.demo.control import ControlError
from tools.chaos.plan import MEMBERS, WORKERS
from tools.chaos.town import Town
from tools.chaos.writers import AWAY

LOOK_EVERY_S = 0.5
STILL_S = 3.0
"""So long must nothing be open; a retry that falls due in between is seen."""

_OPEN = """
SELECT
  (SELECT count(*) FROM runs_run WHERE state IN ('queued', 'running')) AS runs,
  (SELECT count(*) FROM runs_runrequest WHERE run_id IS NULL) AS requests,
  (SELECT count(*) FROM runs_settle) AS settles,
  (SELECT count(*) FROM runs_attention WHERE dismissed_at IS NULL AND need = 'retry') AS retries,
  (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')) AS jobs
"""


class NotQuietError(Exception):
    """Something still waits or runs after the patience was over; the text says what."""


def heal(town: Town) -> None:
    """Thaw and start everything, take all trouble away, let the queue go on, and start one worker anew for its catch-up."""
    for member in town.members.values():
        member.thaw()
    for name in MEMBERS:
        town.start(name)
    _insist(lambda: town.control.call("DELETE", "/faults"))
    _insist(lambda: run_command("queue", "resume", environment=town.environment))
    town.kill(WORKERS[0])
    town.start(WORKERS[0])


def wait_until_quiet(town: Town, patience_s: float) -> float:
    """Return after how many seconds nothing waits or runs any more. Raises ``NotQuietError``."""
    begun = time.monotonic()
    still_since = None
    while True:
        found = _open(town)
        now = time.monotonic()
        if any(found.values()):
            still_since = None
        elif still_since is None:
            still_since = now
        elif now - still_since >= STILL_S:
            return still_since - begun
        if now - begun > patience_s:
            left = ", ".join(f"{count} {name}" for name, count in found.items() if count)
            raise NotQuietError(f"after {patience_s:g} s there are still {left or 'things that come and go'}")
        time.sleep(LOOK_EVERY_S)


def _open(town: Town) -> dict[str, int]:
    with psycopg.connect(town.postgres.url()) as session:
        cursor = session.execute(_OPEN)
        row = cursor.fetchone()
        assert row is not None
        assert cursor.description is not None
        return {column.name: int(value) for column, value in zip(cursor.description, row, strict=True)}


def _insist(act: Callable[[], object], times: int = 20) -> None:
    """Do it, again when what it needs is only just back."""
    for _ in range(times):
        with contextlib.suppress(*AWAY, ControlError, CommandFailedError, subprocess.TimeoutExpired):
            act()
            return
        time.sleep(LOOK_EVERY_S)
    act()
