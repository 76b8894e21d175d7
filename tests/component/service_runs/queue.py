"""Looking into Procrastinate's queue, and acting as its worker by hand."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection as database

from landbridge.service.runs import queueing
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.services import Services


def jobs(status: str = "todo", queue: str = queueing.QUEUE) -> list[tuple[str, int]]:
    """Queueing lock and priority of the jobs in a status, in the order in which they were queued."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT queueing_lock, priority FROM procrastinate_jobs WHERE status = %s::procrastinate_job_status"
            " AND queue_name = %s ORDER BY id",
            [status, queue],
        )
        return [(str(row[0]), int(row[1])) for row in cursor.fetchall()]


def register_worker(silent_for: timedelta = timedelta(0)) -> int:
    """A worker that beat its heart that long ago."""
    with database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s) RETURNING id",
            [silent_for],
        )
        return int(cursor.fetchone()[0])


def fetch(worker_id: int) -> tuple[int, str] | None:
    """Take the next job as Procrastinate's worker does; its id and kind."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT id, args ->> 'kind' FROM procrastinate_fetch_job_v2(%s, %s)",
            [[queueing.QUEUE], worker_id],
        )
        job_id, kind = cursor.fetchone()
        return None if job_id is None else (int(job_id), str(kind))


def finish(job_id: int, status: str = "succeeded") -> None:
    """End a job."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_finish_job_v1(%s, %s::procrastinate_job_status, false)", [job_id, status]
        )


def work_one(connection_id: int, services: Services, worker_id: int) -> str | None:
    """Take the next job, do its link and end it, as a worker does; the job's kind, ``None`` when nothing waits."""
    job = fetch(worker_id)
    if job is None:
        return None
    run_link(connection_id, job[1], services)
    finish(job[0])
    return job[1]
