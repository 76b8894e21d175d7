"""Notices against a real database: what is stored together, what is refused without a trace."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.apps import apps
from psycopg.types.json import Jsonb

from landbridge.recordtypes.integrated import INTEGRATED
from landbridge.service.connections.models import Connection
from landbridge.service.realtime import http, repository
from landbridge.service.realtime.models import Certificate, LiveSwitch, Notice, RefusedNotice, SeenNotice
from landbridge.service.realtime.refusals import Refusal
from landbridge.service.runs import queueing
from landbridge.service.runs.models import Lane, Run, RunRequest
from tests.component.service_realtime.conftest import Clock, RunningIntake, add_certificate
from tests.component.service_realtime.signing import claims, issued, sign

Opening = Callable[[], AbstractAsyncContextManager[RunningIntake]]


def genuine(**changed: Any) -> bytes:
    return sign(claims(**changed), issued().key)


def jobs(url: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as database:
        return database.execute(
            "SELECT queue_name, task_name, priority, lock, queueing_lock, args, status::text FROM procrastinate_jobs ORDER BY id"
        ).fetchall()


@sync_to_async
def counts() -> tuple[int, int, int]:
    return Notice.objects.count(), SeenNotice.objects.count(), RunRequest.objects.count()


@pytest.mark.requirement("notice-01")
async def test_a_notice_its_request_and_its_job_are_stored_together(
    certificate: Certificate, opened_intake: Opening, db_committed: str
) -> None:
    async with opened_intake() as intake:
        status, body = await intake.post(genuine(internal_id="17", jti="a" * 32))
    assert (status, body["status"], body["code"]) == (202, "running", "started")
    notice = await Notice.objects.select_related("request").aget()
    assert (notice.record_type, notice.internal_id, notice.event, notice.netsuite_user) == (
        "customer",
        "17",
        "edit",
        "3",
    )
    assert notice.request is not None
    assert (notice.request.netsuite_type, notice.request.internal_id, notice.run) == ("customer", "17", None)
    key = certificate.connection_id
    assert jobs(db_committed) == [
        (
            queueing.QUEUE,
            queueing.TASK,
            20,
            f"connection:{key}",
            f"connection:{key}:real-time",
            {"connection_id": key, "kind": "real-time"},
            "todo",
        )
    ]


@pytest.mark.requirement("notice-01", "queue-04")
async def test_a_burst_queues_one_run_and_every_request(
    certificate: Certificate, opened_intake: Opening, db_committed: str
) -> None:
    async with opened_intake() as intake:
        answers = await asyncio.gather(
            *(intake.post(genuine(internal_id=str(number))) for number in range(1, 31))
        )
    assert {status for status, _ in answers} == {202}
    assert len(jobs(db_committed)) == 1
    assert await counts() == (30, 30, 30)
    assert [body["status"] for _, body in answers].count("queued") >= 29 - 8
    queued = next(body for _, body in answers if body["status"] == "queued")
    assert "added to the queue and will run as soon as possible" in queued["message"]


@pytest.mark.requirement("notice-01", "queue-04")
async def test_a_notice_during_a_run_queues_the_next_one(
    certificate: Certificate, opened_intake: Opening, db_committed: str
) -> None:
    async with opened_intake() as intake:
        await intake.post(genuine())
        with psycopg.connect(db_committed, autocommit=True) as database:
            database.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        _, body = await intake.post(genuine())
    assert body["status"] == "queued"
    assert [job[-1] for job in jobs(db_committed)] == ["doing", "todo"]


@pytest.mark.requirement("queue-04", "queue-07")
@pytest.mark.parametrize("stopped", ["paused", "draining"])
async def test_a_notice_of_a_stopped_connection_is_told_that_it_was_queued(
    certificate: Certificate, opened_intake: Opening, db_committed: str, stopped: str
) -> None:
    await Lane.objects.acreate(connection_id=certificate.connection_id, **{stopped: True})
    async with opened_intake() as intake:
        status, body = await intake.post(genuine())
    assert (status, body["status"], body["code"]) == (202, "queued", "paused")
    assert "added to the queue and will run as soon as possible" in body["message"]
    assert [notice.answer async for notice in Notice.objects.all()] == ["paused"]
    assert await counts() == (1, 1, 1)


@pytest.mark.requirement("queue-04")
async def test_a_notice_while_a_real_time_run_waits_for_its_next_attempt_is_queued(
    certificate: Certificate, opened_intake: Opening, db_committed: str
) -> None:
    await Run.objects.acreate(connection_id=certificate.connection_id, kind="real-time", state="running")
    async with opened_intake() as intake:
        _, body = await intake.post(genuine())
    assert (body["status"], body["code"]) == ("queued", "waiting")


async def test_a_request_that_a_starting_run_overlooked_gets_a_run(
    certificate: Certificate, opened_intake: Opening, db_committed: str
) -> None:
    """The waiting job is seen, then starts and takes up its requests before ours is committed."""
    with psycopg.connect(db_committed, autocommit=True) as database:
        database.execute(
            queueing.DEFER_SQL, _json(queueing.defer_parameters(certificate.connection_id, "real-time"))
        )
        with psycopg.connect(db_committed) as worker:
            worker.execute("UPDATE procrastinate_jobs SET status = 'doing'")
            async with opened_intake() as intake:
                posted = asyncio.create_task(intake.post(genuine()))
                while not _somebody_waits(database):  # noqa: ASYNC110 - PostgreSQL tells nobody that a session waits
                    await asyncio.sleep(0)
                worker.commit()
                assert (await posted)[1]["status"] == "queued"
    assert [job[-1] for job in jobs(db_committed)] == ["doing", "todo"]


async def test_a_request_left_open_behind_a_run_that_started_is_queued_after_all(
    certificate: Certificate, db_committed: str
) -> None:
    """Between our statement, which saw a waiting job, and its commit the job started: look again afterwards."""
    key = certificate.connection_id
    request = await RunRequest.objects.acreate(connection_id=key, netsuite_type="customer", internal_id="5")
    async with await psycopg.AsyncConnection.connect(db_committed, autocommit=True) as database:
        await repository._queue_if_overtaken(database, request.pk, key)
        await repository._queue_if_overtaken(database, request.pk, key)
    assert [job[-1] for job in jobs(db_committed)] == ["todo"]


@pytest.mark.requirement("notice-01", "live-03")
@pytest.mark.parametrize(
    ("change", "code"),
    [("type", "workflow_inactive"), ("switch", "real_time_off"), ("connection", "connection_inactive")],
)
async def test_a_notice_that_asks_for_nothing_is_ignored_and_makes_no_run(
    change: str, code: str, certificate: Certificate, opened_intake: Opening, db_committed: str
) -> None:
    if change == "switch":
        await LiveSwitch.objects.aupdate(enabled=False)
    if change == "connection":
        await Connection.objects.aupdate(active=False)
    body = genuine(record_type="employee") if change == "type" else genuine()
    async with opened_intake() as intake:
        status, answer = await intake.post(body)
        again, replayed = await intake.post(body)
    assert (status, answer["status"], answer["code"]) == (202, "ignored", code)
    assert (again, replayed["code"]) == (409, "replayed")
    assert jobs(db_committed) == []
    assert await counts() == (1, 1, 0)


@pytest.mark.requirement("live-03")
async def test_every_type_is_known_and_ignored_while_its_workflow_is_not_live(
    certificate: Certificate, opened_intake: Opening, db_committed: str
) -> None:
    """Only customers are in real time, and no workflow at all is active for the most."""
    others = [one for one in INTEGRATED.values() if one.netsuite_type != "customer"]
    assert len({one.netsuite_type for one in others}) == 15
    async with opened_intake() as intake:
        answers = [await intake.post(genuine(record_type=one.script)) for one in others]
        stage, answer = await intake.post(genuine(record_type="lead"))
    assert {(status, body["status"], body["code"]) for status, body in answers} == {
        (202, "ignored", "workflow_inactive")
    }
    assert (stage, answer["code"]) == (202, "started")
    assert await counts() == (len(others) + 1, len(others) + 1, 1)
    assert len(jobs(db_committed)) == 1


@pytest.mark.requirement("notice-02")
async def test_a_replayed_notice_is_refused_even_when_both_come_at_once(
    certificate: Certificate, opened_intake: Opening
) -> None:
    body = genuine()
    async with opened_intake() as intake:
        answers = await asyncio.gather(*(intake.post(body) for _ in range(6)))
    assert sorted(status for status, _ in answers) == [202, 409, 409, 409, 409, 409]
    assert await counts() == (1, 1, 1)


@pytest.mark.requirement("notice-02")
async def test_every_refusal_has_its_code_is_counted_and_leaves_nothing(
    certificate: Certificate, opened_intake: Opening, db_committed: str, clock: Clock
) -> None:
    key, stranger = issued().key, issued(1)
    expired = issued(2, clock.now - timedelta(days=400))
    await sync_to_async(add_certificate)(certificate.connection, expired, state=Certificate.State.PREVIOUS)
    bodies = {
        Refusal.INVALID_REQUEST: b"no notice",
        Refusal.UNSIGNED: sign(claims(), key, {"alg": "none"}),
        Refusal.UNKNOWN_CERTIFICATE: sign(
            claims(), stranger.key, {"alg": "RS256", "kid": stranger.fingerprint}
        ),
        Refusal.BAD_SIGNATURE: sign(claims(), stranger.key),
        Refusal.EXPIRED_CERTIFICATE: sign(claims(), expired.key),
        Refusal.STALE: sign(claims(at=clock.now - timedelta(hours=1)), key),
        Refusal.WRONG_ACCOUNT: sign(claims(iss="7654321"), key),
        Refusal.UNKNOWN_TYPE: sign(claims(record_type="invoice"), key),
        Refusal.TOO_LARGE: sign(claims(context="x", pad="x" * 9000), key),
    }
    async with opened_intake() as intake:
        for reason, body in bodies.items():
            status, answer = await intake.post(body)
            assert (status, answer) == (
                reason.status,
                {"status": "refused", "code": reason.code, "message": reason.message},
            )
        await intake.post(bodies[Refusal.UNSIGNED])
        await intake.store.flush_refusals()
    assert await counts() == (0, 0, 0)
    assert jobs(db_committed) == []
    assert await Run.objects.acount() == 0
    logged = {row.code: row.count async for row in RefusedNotice.objects.all()}
    assert logged == {reason.code: 2 if reason is Refusal.UNSIGNED else 1 for reason in bodies}


@pytest.mark.requirement("notice-02")
async def test_the_body_is_measured_while_it_is_read(
    certificate: Certificate, opened_intake: Opening
) -> None:
    part = {"type": "http.request", "body": b"x" * 3000, "more_body": True}
    async with opened_intake() as intake:
        status, answer = await intake.exchange([part] * 3)
        assert (status, answer["code"]) == (413, "too_large")
        status, answer = await intake.exchange([], headers=[(b"content-length", b"8193")])
        assert (status, answer["code"]) == (413, "too_large")


async def test_a_slow_body_is_given_up(
    certificate: Certificate, opened_intake: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "BODY_SECONDS", 0.01)
    async with opened_intake() as intake:
        status, answer = await intake.exchange([{"type": "http.request", "body": b"x", "more_body": True}])
    assert (status, answer["code"]) == (408, "timeout")


@pytest.mark.requirement("scale-05")
async def test_other_addresses_and_methods_say_so(certificate: Certificate, opened_intake: Opening) -> None:
    async with opened_intake() as intake:
        assert (await intake.post(b"", method="GET"))[0] == 405
        for inside in (
            "/",
            "/readyz",
            "/metrics",
            "/api/runs",
            "/sign-in/",
            "/realtime/",
            "/realtime/notices/",
        ):
            assert [(await intake.post(b"", path=inside, method=verb))[0] for verb in ("GET", "POST")] == [
                404,
                404,
            ]
        assert (await intake.post(b"", path="/elsewhere"))[0] == 404
        assert (await intake.post(b"", path="/healthz", method="GET")) == (200, {"status": "ok"})


@pytest.mark.requirement("cert-01")
async def test_a_certificate_that_was_stored_a_moment_ago_verifies(
    certificate: Certificate, opened_intake: Opening, clock: Clock
) -> None:
    async with opened_intake() as intake:
        newer = sign(claims(), issued(1).key)
        assert (await intake.post(newer))[1]["code"] == "bad_signature"
        await sync_to_async(add_certificate)(
            certificate.connection, issued(1), state=Certificate.State.PENDING
        )
        async with asyncio.timeout(4):  # the trigger's NOTIFY comes long before the picture is old
            while (await intake.post(sign(claims(), issued(1).key)))[0] != 202:  # noqa: ASYNC110 - as a sender sees it
                await asyncio.sleep(0.01)
        assert (await intake.post(genuine()))[0] == 202


async def test_what_protects_nothing_any_more_is_forgotten(
    certificate: Certificate, opened_intake: Opening, db_committed: str, clock: Clock
) -> None:
    async with opened_intake() as intake:
        await intake.post(genuine())
    clock.advance(timedelta(minutes=6))
    await _forget(db_committed, clock)
    assert await SeenNotice.objects.acount() == 1
    clock.advance(timedelta(minutes=2))
    await _forget(db_committed, clock)
    assert await counts() == (1, 0, 1)


async def test_a_database_that_is_away_is_said_so_and_nothing_is_lost_silently(
    certificate: Certificate, opened_intake: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened_intake() as intake:
        monkeypatch.setattr(repository, "_STORE", "SELECT pg_terminate_backend(pg_backend_pid())")
        status, answer = await intake.post(genuine(jti=str(uuid.uuid4())))
    assert (status, answer["code"]) == (503, "unavailable")
    assert await counts() == (0, 0, 0)


def test_the_repository_names_the_models_tables_and_columns(db_committed: str) -> None:
    written = {
        "realtime_notice": Notice,
        "realtime_seennotice": SeenNotice,
        "realtime_refusednotice": RefusedNotice,
        "realtime_certificate": Certificate,
        "realtime_liveswitch": LiveSwitch,
        "runs_runrequest": RunRequest,
        "connections_connection": Connection,
        "workflows_workflow": apps.get_model("workflows", "Workflow"),
    }
    assert {name: model._meta.db_table for name, model in written.items()} == {name: name for name in written}


async def _forget(url: str, clock: Clock) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as database:
        await repository.forget(database, clock(), timedelta(days=30))


def _json(parameters: dict[str, object]) -> dict[str, object]:
    return parameters | {"args": Jsonb(parameters["args"])}


def _somebody_waits(database: psycopg.Connection[Any]) -> bool:
    row = database.execute(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%%realtime_seennotice%%'"
    ).fetchone()
    return row is not None
