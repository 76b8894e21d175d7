"""The lane of a connection: its fence, taken by each attempt and checked in every transaction that writes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection as database

from landbridge.service.runs.errors import FenceLost, LanePaused, RunCancelled

_TAKE = """
INSERT INTO runs_lane (connection_id, fence, paused) VALUES (%s, 1, false)
ON CONFLICT (connection_id) DO UPDATE SET fence = runs_lane.fence + 1
RETURNING fence, paused, draining
"""
_MAKE = """
INSERT INTO runs_lane (connection_id, fence, paused) VALUES (%s, 0, false) ON CONFLICT (connection_id) DO NOTHING
"""
_LOCK = "SELECT fence FROM runs_lane WHERE connection_id = %s FOR UPDATE"
_RUN = "SELECT state, cancel_requested FROM runs_run WHERE id = %s"
_LOOK = """
SELECT lane.fence, run.cancel_requested, lane.paused OR connection.use_publisher_record AND EXISTS (
    SELECT 1 FROM connections_publisherregeneration WHERE outcome = 'open'
)
FROM runs_lane AS lane JOIN runs_run AS run ON run.connection_id = lane.connection_id
JOIN connections_connection AS connection ON connection.id = lane.connection_id
WHERE lane.connection_id = %s AND run.id = %s AND run.state = 'running'
"""
_END_DRAIN = """
UPDATE runs_lane AS lane SET paused = true, draining = false
WHERE lane.draining AND (%(connection)s::bigint IS NULL OR lane.connection_id = %(connection)s)
  AND NOT EXISTS (
    SELECT 1 FROM runs_run AS run JOIN connections_connection AS connection ON connection.id = run.connection_id
    WHERE run.connection_id = lane.connection_id AND run.state = 'running' AND connection.active
  )
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """The lane as an attempt found it. ``draining``: only what is under way goes on."""

    fence: int
    paused: bool
    draining: bool


def take(connection_id: int) -> Taken:
    """Take the lane. Call it in a transaction.

    Waits for a transaction of the attempt before, and so never returns while that one could still commit a write.
    """
    with database.cursor() as cursor:
        cursor.execute(_TAKE, [connection_id])
        fence, paused, draining = cursor.fetchone()
        return Taken(int(fence), bool(paused), bool(draining))


def hold(connection_id: int, run_id: int, fence: int) -> None:
    """Keep others off the lane until the caller's transaction ends.

    Raises :class:`FenceLost` when another attempt has taken it or the run has ended, :class:`RunCancelled` when somebody cancelled
    the run. The run is looked at only once the lane is locked: what another transaction did to it until then is seen.
    """
    if lock(connection_id) != fence:
        raise FenceLost
    with database.cursor() as cursor:
        cursor.execute(_RUN, [run_id])
        row = cursor.fetchone()
    if row is None or row[0] != "running":
        raise FenceLost
    if row[1]:
        raise RunCancelled


def look(connection_id: int, run_id: int, fence: int) -> None:
    """Look, without a lock, whether an attempt that waits for NetSuite is still wanted; for :func:`background.watched`.

    It rests while the publisher's pair is regenerated that it signs with.

    Raises :class:`FenceLost`, :class:`RunCancelled` or :class:`LanePaused`.
    """
    with database.cursor() as cursor:
        cursor.execute(_LOOK, [connection_id, run_id])
        row = cursor.fetchone()
    if row is None or row[0] != fence:
        raise FenceLost
    if row[1]:
        raise RunCancelled
    if row[2]:
        raise LanePaused


def lock(connection_id: int) -> int | None:
    """Keep others off the lane until the caller's transaction ends; return its fence, ``None`` where no attempt was ever made."""
    with database.cursor() as cursor:
        cursor.execute(_LOCK, [connection_id])
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def keep(connection_id: int) -> None:
    """Keep every attempt off the lane until the caller's transaction ends: links that a batch loads are those that the caller leaves.

    Waits for the batch that is being written. The lane is made where no attempt was ever made.
    """
    with database.cursor() as cursor:
        cursor.execute(_MAKE, [connection_id])
    lock(connection_id)


def end_drain(connection_id: int | None = None) -> int:
    """Pause the lane that is being drained, of ``None`` every such one, if no run is under way on it; return how many were.

    A run of a connection that is not active does not go on until it is, and so keeps no drain from its end.
    """
    with database.cursor() as cursor:
        cursor.execute(_END_DRAIN, {"connection": connection_id})
        return int(cursor.rowcount)
