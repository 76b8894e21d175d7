"""All SQL of the intake. Table names are Django's; a test compares them with the models.

Accepting notices is one statement, hence one transaction and one round trip: the `jti`, the request, the notice and the
job stand together or not at all. A job that waits already is not queued twice (``runs.queueing``). What comes at once from one
connection goes into one statement (``grouping.py``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
import structlog
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb

from landbridge.service import measures
from landbridge.service.realtime.answers import Answer
from landbridge.service.realtime.claims import SKEW
from landbridge.service.realtime.directory import Directory, KnownCertificate, KnownConnection
from landbridge.service.realtime.gate import Genuine
from landbridge.service.runs import queueing
from landbridge.service.workflows.catalogue import CATALOGUE

CHANNEL = "landbridge_realtime"
"""PostgreSQL notifies here when the directory has changed (triggers of the realtime migrations)."""

WATCHING = "landbridge intake"
"""The name of the session in which an intake listens: it is there as long as the process works and reaches the database."""

_log = structlog.get_logger(__name__)

Database = AsyncConnection[TupleRow]

_CONNECTIONS = """
SELECT c.id, c.netsuite_account, c.spp_database_id, c.active, coalesce(s.enabled, false),
       ARRAY(SELECT w.key FROM workflows_workflow w WHERE w.connection_id = c.id AND w.active AND w.real_time)
FROM connections_connection c LEFT JOIN realtime_liveswitch s ON s.connection_id = c.id
"""

_CERTIFICATES = """
SELECT connection_id, pem, accepted_until FROM realtime_certificate WHERE state <> 'retired'
ORDER BY (state = 'current') DESC, id DESC
"""

_STORE = """
WITH given AS (
    SELECT * FROM jsonb_to_recordset(%(notices)s::jsonb) AS one (
        place integer, jti varchar, expires_at timestamptz, netsuite_type varchar, internal_id varchar, record_type varchar,
        event varchar, context varchar, netsuite_user varchar, issued_at timestamptz, trace varchar, ignored varchar
    )
), seen AS (
    INSERT INTO realtime_seennotice (connection_id, jti, expires_at)
    SELECT %(connection)s, jti, expires_at FROM given ORDER BY jti
    ON CONFLICT (connection_id, jti) DO NOTHING RETURNING jti
), fresh AS MATERIALIZED (
    SELECT given.*,
           CASE WHEN ignored IS NULL THEN nextval(pg_get_serial_sequence('runs_runrequest', 'id')) END AS request_id
    FROM given JOIN seen USING (jti)
), asking AS MATERIALIZED (
    SELECT *, row_number() OVER (ORDER BY place) AS number FROM fresh WHERE ignored IS NULL
), request AS (
    INSERT INTO runs_runrequest (id, connection_id, netsuite_type, internal_id, trace)
    SELECT request_id, %(connection)s, netsuite_type, internal_id, trace FROM asking
), job AS (
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
    SELECT %(queue)s, %(task)s, %(priority)s, %(lock)s, %(queueing_lock)s, %(args)s FROM asking WHERE number = 1
    ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING RETURNING id
), lane AS MATERIALIZED (
    SELECT CASE
        WHEN EXISTS (
            SELECT 1 FROM runs_lane WHERE connection_id = %(connection)s AND (paused OR draining)
        ) THEN 'paused'
        WHEN EXISTS (
            SELECT 1 FROM procrastinate_jobs WHERE lock = %(lock)s AND status IN ('todo', 'doing')
        ) OR EXISTS (
            SELECT 1 FROM runs_run WHERE connection_id = %(connection)s AND kind = %(args)s ->> 'kind' AND state = 'running'
        ) THEN 'waiting'
        ELSE 'started'
    END AS code
), answered AS MATERIALIZED (
    SELECT fresh.*, coalesce(
        fresh.ignored, CASE WHEN lane.code = 'started' AND asking.number > 1 THEN 'waiting' ELSE lane.code END
    ) AS answer
    FROM lane CROSS JOIN fresh LEFT JOIN asking USING (place)
), notice AS (
    INSERT INTO realtime_notice (connection_id, record_type, netsuite_type, internal_id, event, context,
                                 netsuite_user, jti, issued_at, answer, request_id)
    SELECT %(connection)s, record_type, netsuite_type, internal_id, event, context, netsuite_user, jti, issued_at, answer,
           request_id
    FROM answered ORDER BY place
)
SELECT place, answer, request_id, EXISTS (SELECT 1 FROM job) FROM answered
"""
"""Notices of one connection that came at once. Several statements may insert the same `jti`: in one order, so that none waits for another
in a circle."""

_STILL_OPEN = """
SELECT 1 FROM runs_runrequest WHERE id = %s AND run_id IS NULL
AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo')
"""

_REFUSED = """
INSERT INTO realtime_refusednotice (connection_id, code, minute, count, detail)
SELECT (SELECT id FROM connections_connection WHERE id = %(connection)s), %(code)s, %(minute)s, %(count)s, %(detail)s
ON CONFLICT (connection_id, code, minute) DO UPDATE SET count = realtime_refusednotice.count + excluded.count
"""


async def load_directory(database: Database) -> Directory:
    """Read all connections with what verifies and what is live."""
    certificates: dict[int, list[KnownCertificate]] = defaultdict(list)
    for connection_id, pem, accepted_until in await (await database.execute(_CERTIFICATES)).fetchall():
        try:
            certificates[connection_id].append(KnownCertificate.load(pem, accepted_until))
        except ValueError as error:  # one damaged row must not take real time from everybody
            _log.error("certificate not readable", connection=connection_id, error=str(error))
    rows = await (await database.execute(_CONNECTIONS)).fetchall()
    return Directory.of(
        (
            account,
            database_id,
            KnownConnection(
                id=connection_id,
                active=active,
                real_time=real_time,
                certificates=tuple(certificates[connection_id]),
                live_types=live_types(workflows),
            ),
        )
        for connection_id, account, database_id, active, real_time, workflows in rows
    )


def live_types(workflows: Iterable[str]) -> frozenset[str]:
    """Return the NetSuite record types that workflows, by key, read."""
    return frozenset(CATALOGUE[key].netsuite_type for key in workflows if key in CATALOGUE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A genuine notice to store. ``ignored`` is the answer to one that asks for nothing; the run of any other goes below ``trace``
    (a W3C ``traceparent``)."""

    notice: Genuine
    ignored: Answer | None = None
    trace: str = ""


async def store(database: Database, asked: Sequence[Asked]) -> list[Answer | None]:
    """Store notices of one connection and queue their run, all or none; return the answers, ``None`` for one that came before.

    No `jti` may be twice among them.
    """
    connection_id = asked[0].notice.connection.id
    job = queueing.defer_parameters(connection_id, queueing.REAL_TIME)
    parameters = job | {
        "connection": connection_id,
        "args": Jsonb(job["args"]),
        "notices": msgspec.json.encode([_row(place, one) for place, one in enumerate(asked)]).decode(),
    }
    answers: list[Answer | None] = [None] * len(asked)
    overtaken: int | None = None
    for place, code, request_id, queued in await (await database.execute(_STORE, parameters)).fetchall():
        answers[place] = Answer.of(code)
        if request_id is not None and not queued:
            overtaken = request_id
    if overtaken is not None:
        await _queue_if_overtaken(database, overtaken, connection_id)
    return answers


async def _queue_if_overtaken(database: Database, request_id: int, connection_id: int) -> None:
    """Queue a run after all when the waiting one started, and took up its requests, before ours was committed."""
    parameters = queueing.defer_parameters(connection_id, queueing.REAL_TIME)
    found = await database.execute(_STILL_OPEN, [request_id, parameters["queueing_lock"]])
    if await found.fetchone() is not None:
        await database.execute(queueing.DEFER_SQL, parameters | {"args": Jsonb(parameters["args"])})


def _row(place: int, asked: Asked) -> dict[str, object]:
    claims = asked.notice.claims
    return {
        "place": place,
        "jti": claims.jti,
        "expires_at": datetime.fromtimestamp(claims.exp, UTC) + SKEW + timedelta(minutes=1),
        "netsuite_type": asked.notice.netsuite_type,
        "internal_id": claims.internal_id,
        "record_type": claims.record_type,
        "event": claims.event,
        "context": claims.context,
        "netsuite_user": str(claims.user),
        "issued_at": datetime.fromtimestamp(claims.iat, UTC),
        "trace": asked.trace,
        "ignored": asked.ignored.body["code"] if asked.ignored else None,
    }


@dataclass(frozen=True, slots=True)
class RefusalKey:
    """What refusals are counted by."""

    connection_id: int | None
    code: str
    minute: datetime


async def save_refusals(database: Database, counts: Mapping[RefusalKey, tuple[int, str]]) -> None:
    """Add counts of refused notices; each value is (how many, our words about the first)."""
    async with database.cursor() as cursor:
        await cursor.executemany(
            _REFUSED,
            [
                {
                    "connection": key.connection_id,
                    "code": key.code,
                    "minute": key.minute,
                    "count": count,
                    "detail": detail[:200],
                }
                for key, (count, detail) in counts.items()
            ],
        )


async def add_totals(database: Database, rows: Mapping[measures.Row, float]) -> None:
    """Add what the intake counted to the totals of the installation."""
    await database.execute(measures.ADD_SQL, measures.add_parameters(rows))


async def forget(database: Database, now: datetime, keep_refusals: timedelta) -> None:
    """Delete what protects and tells nothing any more: lapsed `jti`s, old counts of refusals."""
    await database.execute("DELETE FROM realtime_seennotice WHERE expires_at < %s", [now])
    await database.execute("DELETE FROM realtime_refusednotice WHERE minute < %s", [now - keep_refusals])
