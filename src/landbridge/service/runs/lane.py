"""The lane of a connection: its fence, taken by each attempt and checked in every transaction that writes."""

from __future__ import annotations

from django.db import connection as database

from landbridge.service.runs.errors import FenceLost, RunCancelled

_TAKE = """
INSERT INTO runs_lane (connection_id, fence, paused) VALUES (%s, 1, false)
ON CONFLICT (connection_id) DO UPDATE SET fence = runs_lane.fence + 1
RETURNING fence, paused
"""
_HOLD = """
SELECT lane.fence, run.cancel_requested
FROM runs_lane AS lane JOIN runs_run AS run ON run.connection_id = lane.connection_id
WHERE lane.connection_id = %s AND run.id = %s
FOR UPDATE OF lane
"""


def take(connection_id: int) -> tuple[int, bool]:
    """Take the lane: return the new fence, and whether the lane is paused. Call it in a transaction.

    Waits for a transaction of the attempt before, and so never returns while that one could still commit a write.
    """
    with database.cursor() as cursor:
        cursor.execute(_TAKE, [connection_id])
        fence, paused = cursor.fetchone()
        return int(fence), bool(paused)


def hold(connection_id: int, run_id: int, fence: int) -> None:
    """Keep others off the lane until the caller's transaction ends.

    Raises :class:`FenceLost` when another attempt has taken it, :class:`RunCancelled` when somebody cancelled the run.
    """
    with database.cursor() as cursor:
        cursor.execute(_HOLD, [connection_id, run_id])
        row = cursor.fetchone()
    if row is None or row[0] != fence:
        raise FenceLost
    if row[1]:
        raise RunCancelled
