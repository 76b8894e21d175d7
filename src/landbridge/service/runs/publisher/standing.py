"""The publisher's record as page, API and commands show it: never its pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection as database

from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisher import PublisherRecord
from landbridge.service.connections.publisherholds import Hold
from landbridge.service.connections.publishing import PublisherState

_AT_WORK = """
SELECT count(*) FROM procrastinate_jobs AS job
LEFT JOIN runs_run AS run ON run.id = (job.args ->> 'run_id')::bigint
LEFT JOIN verification_verification AS comparison ON comparison.id = (job.args ->> 'verification_id')::bigint
WHERE job.status = 'doing'
AND coalesce((job.args ->> 'connection_id')::bigint, run.connection_id, comparison.connection_id) = ANY(%s::bigint[])
"""
"""Jobs of every queue: those that name no connection name their run (stamps) or their comparison."""


def jobs_at_work(connections: Sequence[Connection]) -> int:
    """Return how many jobs of these connections a worker is at just now: each may still send with the old pair.

    Runs, and all that goes on beside them: stamps, comparisons, health checks, looks at fields, sweeps, certificates.
    """
    with database.cursor() as cursor:
        cursor.execute(_AT_WORK, ([one.pk for one in connections],))
        return int(cursor.fetchone()[0])


def as_data(state: PublisherState) -> dict[str, Any]:
    """Return what is shown; ``set_at`` and ``set_by`` are known of a stored record only."""
    record = state.record
    stored = state.stored if record is not None and record.source == "database" else None
    under_way = state.regeneration
    return {
        "configured": record is not None,
        "problem": state.problem,
        "source": record.source.value if record else "",
        **_shown(record),
        "set_at": stored.set_at if stored else None,
        "set_by": stored.set_by_name if stored else "",
        "regenerating_since": under_way.started_at if under_way else None,
        "regenerating_by": under_way.started_by_name if under_way else "",
        "at_work": jobs_at_work([one for one, _ in state.users]),
        "connections": [_user(one, hold) for one, hold in state.users],
    }


def _shown(record: PublisherRecord | None) -> dict[str, str]:
    if record is None:
        return {"name": "", "application_id": "", "bundle_id": "", "key_ending": ""}
    return {
        "name": record.name,
        "application_id": record.application_id,
        "bundle_id": record.bundle_id,
        "key_ending": record.key_ending,
    }


def _user(connection: Connection, hold: Hold | None) -> dict[str, Any]:
    return {
        "id": connection.pk,
        "name": connection.name,
        "netsuite_account": connection.netsuite_account,
        "active": connection.active,
        "tested_at": connection.tested_at,
        "waits": hold.why if hold else "",
        "waits_since": hold.since if hold else None,
    }
