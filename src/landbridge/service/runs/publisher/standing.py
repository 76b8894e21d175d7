"""The publisher's record as page, API and commands show it: never its pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection as database

from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisher import PublisherRecord
from landbridge.service.connections.publisherholds import Hold
from landbridge.service.connections.publishing import PublisherState
from landbridge.service.runs import queueing

_AT_WORK = """
SELECT count(*) FROM procrastinate_jobs
WHERE task_name = %(task)s AND status = 'doing' AND (args ->> 'connection_id')::bigint = ANY(%(connections)s::bigint[])
"""


def links_at_work(connections: Sequence[Connection]) -> int:
    """Return how many runs of these connections a worker is at just now: each may still send with the old pair."""
    parameters: dict[str, Any] = {"task": queueing.TASK, "connections": [one.pk for one in connections]}
    with database.cursor() as cursor:
        cursor.execute(_AT_WORK, parameters)
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
        "set_by": str(stored.set_by or "") if stored else "",
        "regenerating_since": under_way.started_at if under_way else None,
        "regenerating_by": str(under_way.started_by or "") if under_way else "",
        "at_work": links_at_work([one for one, _ in state.users]),
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
