"""What the service knows about its own health: the database, and which workers are alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection

ALIVE_WITHIN = timedelta(seconds=6)
"""A worker's heart beats every second; after six silent ones its run is taken up by another (design, section 5a)."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker process and its last heartbeat, on the database's clock."""

    id: int
    last_heartbeat: datetime
    alive: bool


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether work can be done now. ``waiting_jobs`` counts jobs that no worker has taken yet."""

    database: bool
    workers: int = 0
    waiting_jobs: int = 0

    @property
    def ready(self) -> bool:
        """Pages need the database only; a missing worker is told, not a reason to take the pages away."""
        return self.database


def workers() -> list[Worker]:
    """Return every worker the queue knows, alive or not, the one heard last first. Raises ``DatabaseError``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, last_heartbeat, last_heartbeat > now() - make_interval(secs => %s)"
            " FROM procrastinate_workers ORDER BY last_heartbeat DESC",
            [ALIVE_WITHIN.total_seconds()],
        )
        return [Worker(*row) for row in cursor.fetchall()]


def readiness() -> Readiness:
    """Look at the database and the workers now."""
    try:
        alive = sum(worker.alive for worker in workers())
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
            (waiting,) = cursor.fetchone() or (0,)
    except DatabaseError:
        return Readiness(database=False)
    return Readiness(database=True, workers=alive, waiting_jobs=waiting)
