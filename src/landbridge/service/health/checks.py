"""Whether this process can work, and why not: the database and its tables, the secret, the data folder, and who works."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from landbridge.service.secret_key import SecretKeyError, load_secret

ALIVE_WITHIN = timedelta(seconds=6)
"""A worker's heart beats every second; after six silent ones its run is taken up by another (design, section 5a)."""

LEAST_FREE_BYTES = 256 * 1024 * 1024
"""Less than this free in the data folder, and PostgreSQL there may stop at any moment."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``needed``: without it the process cannot do its work. ``reason`` says what is wrong."""

    name: str
    passed: bool
    needed: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What was found. ``waiting_jobs`` counts jobs that no worker has taken yet."""

    checks: tuple[Check, ...]
    workers: int = 0
    waiting_jobs: int = 0

    @property
    def ready(self) -> bool:
        """Whether everything needed is there."""
        return all(check.passed for check in self.checks if check.needed)

    def body(self) -> dict[str, Any]:
        """What `/readyz` answers."""
        return {
            "status": "ok" if self.ready else "unavailable",
            "database": next((check.passed for check in self.checks if check.name == "database"), False),
            "workers": self.workers,
            "waiting_jobs": self.waiting_jobs,
            "checks": [
                {"name": check.name, "ok": check.passed, "needed": check.needed, "reason": check.reason}
                for check in self.checks
            ],
        }


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker process and its last heartbeat, on the database's clock."""

    id: int
    last_heartbeat: datetime
    alive: bool


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
    """Look at everything now.

    A missing worker is told and no reason to call the process unfit: pages can be read without one.
    """
    here = (_secret(), *_data_folder())
    try:
        alive = sum(worker.alive for worker in workers())
        waiting = _waiting_jobs()
        migrated = _migrations()
    except DatabaseError as error:
        reason = f"{type(error).__name__}: the database does not answer"
        return Readiness((Check("database", passed=False, reason=reason), *here))
    missing = "" if alive else "no worker has been heard of lately: nothing is imported"
    return Readiness(
        (
            Check("database", passed=True),
            migrated,
            *here,
            Check("worker", bool(alive), needed=False, reason=missing),
        ),
        alive,
        waiting,
    )


def free_bytes() -> int | None:
    """Return how much is free where the data folder is, ``None`` without a data folder that can be looked at."""
    folder = settings.DATA_FOLDER
    try:
        return shutil.disk_usage(folder).free if folder is not None else None
    except OSError:
        return None


def _waiting_jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        (waiting,) = cursor.fetchone() or (0,)
    return int(waiting)


def _migrations() -> Check:
    """Tables that are newer than this process are fine: two releases may share a database for a while."""
    missing = _our_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    reason = f"{len(missing)} migrations are missing; `landbridge up` makes them" if missing else ""
    return Check("migrations", not missing, reason=reason)


@cache
def _our_migrations() -> frozenset[tuple[str, str]]:
    """App and name of every migration of this release. They do not change while the process lives."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _secret() -> Check:
    try:
        secret = load_secret(os.environ, settings.DATA_FOLDER)
    except (SecretKeyError, OSError) as error:
        return Check("secret_key", passed=False, reason=_in_words(error))
    reason = (
        ""
        if secret
        else "neither LANDBRIDGE_SECRET_KEY nor LANDBRIDGE_DATA is set: nothing sealed can be read"
    )
    return Check("secret_key", bool(secret), reason=reason)


def _data_folder() -> tuple[Check, ...]:
    folder: Path | None = settings.DATA_FOLDER
    if folder is None:
        return ()
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return (Check("data_folder", passed=False, reason="the data folder cannot be written to"),)
    free = free_bytes()
    enough = free is None or free >= LEAST_FREE_BYTES
    reason = (
        ""
        if enough
        else f"{(free or 0) // 1024**2} MiB are free in the data folder, {LEAST_FREE_BYTES // 1024**2} are needed"
    )
    return (Check("data_folder", passed=True), Check("disk_space", enough, reason=reason))


def _in_words(error: Exception) -> str:
    """An error's text without the path it may name: anybody may ask `/readyz`."""
    if isinstance(error, OSError):
        return f"the secret cannot be read: {error.strerror}"
    return "the secret is too short, or its file can be read by others"
