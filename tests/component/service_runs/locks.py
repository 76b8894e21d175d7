"""Two transactions that meet: one on a thread of its own, and seeing that it waits for ours."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection


def beside(what: Callable[[], object]) -> threading.Thread:
    """Do something on a database connection of its own."""

    def work() -> None:
        try:
            what()
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def somebody_waits_for_us() -> bool:
    """Whether another session waits for a lock that ours holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return bool(cursor.fetchone()[0])


def sessions_that_wait() -> int:
    """How many sessions of this database wait for a lock that another holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid IN (SELECT here.pid FROM pg_locks AS here"
            " JOIN pg_database ON pg_database.oid = here.database WHERE datname = current_database())"
        )
        return int(cursor.fetchone()[0])
