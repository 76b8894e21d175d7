"""What `/metrics` tells, who may read it, and that its totals never shrink."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.db import DatabaseError, InterfaceError, connection
from django.test import Client, override_settings
from django.utils import timezone

from landbridge.service.connections.budget import PostgresBudget
from landbridge.service.health.metrics import names
from landbridge.service.measures import (
    ADD_SQL,
    MEASURES,
    NETSUITE_SECONDS,
    RECORDS,
    TALLY,
    Measure,
    Tally,
    add_parameters,
)
from landbridge.service.realtime.models import Certificate
from landbridge.service.runs import queueing
from landbridge.service.runs.history import totals
from landbridge.service.runs.models import Attention, Lane, Run, RunItem, RunRequest
from landbridge.service.workflows.models import Workflow
from tests.component.service_health.conftest import Scrape
from tests.component.service_runs.conftest import Stand, make_stand
from tests.component.service_runs.queue import register_worker

Scraper = Callable[[], Scrape]


@pytest.fixture
def stand(db_committed: str) -> Stand:
    return make_stand()


@pytest.mark.requirement("observe-02")
def test_runs_and_records_are_counted_and_forgetting_takes_nothing_away(
    stand: Stand, scrape: Scraper
) -> None:
    stand.customer("1")
    stand.customer("2")
    stand.project("7", customer="99")
    stand.run()
    before = scrape()
    created = {"connection": "Demo", "workflow": "customers", "outcome": "created"}
    waiting = {"connection": "Demo", "workflow": "projects", "outcome": "waiting"}
    completed = {"connection": "Demo", "kind": "manual", "state": "completed"}
    assert before("landbridge_records_total", **created) == 2
    assert before("landbridge_records_total", **waiting) == 1
    assert before("landbridge_runs_total", **completed) == 1
    assert before("landbridge_attention", connection="Demo", need="parent") == 1
    RunItem.objects.all().delete()
    Attention.objects.all().delete()
    Run.objects.all().delete()
    after = scrape()
    assert after("landbridge_records_total", **created) == 2
    assert after("landbridge_runs_total", **completed) == 1
    assert after("landbridge_attention", connection="Demo", need="parent") == 0


@pytest.mark.requirement("observe-02")
def test_a_batch_that_was_rolled_back_is_not_counted(stand: Stand, scrape: Scraper) -> None:
    stand.customer("1")
    with connection.cursor() as database:
        database.execute("ALTER TABLE runs_runitem ADD CONSTRAINT refuses CHECK (internal_id <> '1')")
        try:
            run = stand.run()
        finally:
            database.execute("ALTER TABLE runs_runitem DROP CONSTRAINT refuses")
    assert run.state != Run.State.COMPLETED
    seen = scrape()
    assert (
        seen("landbridge_records_total", connection="Demo", workflow="customers", outcome="created") is None
    )


@pytest.mark.requirement("observe-02")
def test_the_queue_tells_its_length_and_age(stand: Stand, scrape: Scraper) -> None:
    now = timezone.now()
    for seconds in (900, 30):
        RunRequest.objects.create(
            connection=stand.connection,
            netsuite_type="customer",
            internal_id="5",
            requested_at=now - timedelta(seconds=seconds),
        )
    Run.objects.create(
        connection=stand.connection, kind=queueing.SCHEDULED, queued_at=now - timedelta(seconds=60)
    )
    Run.objects.create(connection=stand.connection, kind=queueing.FULL, state=Run.State.RUNNING)
    Lane.objects.update_or_create(connection=stand.connection, defaults={"paused": True})
    seen = scrape()
    assert seen("landbridge_queue_length", connection="Demo", kind="real-time") == 1
    age = seen("landbridge_queue_oldest_age_seconds", connection="Demo", kind="real-time")
    assert age is not None
    assert 900 <= age < 960
    assert seen("landbridge_queue_length", connection="Demo", kind="scheduled") == 1
    assert seen("landbridge_queue_length", connection="Demo", kind="manual") == 0
    assert seen("landbridge_runs_under_way", connection="Demo", kind="full") == 1
    assert seen("landbridge_queue_oldest_age_seconds", connection="Demo", kind="full") == 0
    assert seen("landbridge_connection_paused", connection="Demo") == 1


@pytest.mark.requirement("observe-02")
def test_how_runs_of_each_kind_ended_last(stand: Stand, scrape: Scraper) -> None:
    noon = timezone.now().replace(microsecond=0)
    for kind, state, minutes in (
        ("manual", "completed", 9),
        ("manual", "failed", 8),
        ("full", "failed", 7),
        ("full", "completed", 6),
    ):
        ended = noon - timedelta(minutes=minutes)
        Run.objects.create(connection=stand.connection, kind=kind, state=state, finished_at=ended)
    seen = scrape()
    assert seen("landbridge_last_run_failed", connection="Demo", kind="manual") == 1
    assert seen("landbridge_last_run_failed", connection="Demo", kind="full") == 0
    assert seen("landbridge_last_run_failed", connection="Demo", kind="scheduled") is None
    at = (noon - timedelta(minutes=9)).timestamp()
    assert seen("landbridge_last_success_timestamp_seconds", connection="Demo", kind="manual") == at


@pytest.mark.requirement("observe-02")
async def test_slots_of_the_budget_in_use_are_told(
    db_committed: str, django_client: Client, clean_tally: None
) -> None:
    stand = await sync_to_async(make_stand)()
    budget = PostgresBudget(stand.connection.netsuite_account, 1, db_committed)
    asked = {"account": stand.connection.netsuite_account}

    async def used() -> float | None:
        answer = await sync_to_async(django_client.get)("/metrics")
        return Scrape(answer.content.decode())("landbridge_budget_slots_in_use", **asked)

    async with budget.slot():
        assert await used() == 1
    assert await used() == 0
    await budget.close()


@pytest.mark.requirement("slots-03")
async def test_slots_at_rest_are_told_and_not_in_use(
    db_committed: str, django_client: Client, clean_tally: None
) -> None:
    stand = await sync_to_async(make_stand)()
    account = stand.connection.netsuite_account
    budget = PostgresBudget(account, 2, db_committed)
    async with budget.slot(), budget.slot() as second:
        second.refused()
    answer = await sync_to_async(django_client.get)("/metrics")
    told = Scrape(answer.content.decode())
    assert told("landbridge_budget_slots_at_rest", account=account) == 1
    assert told("landbridge_budget_slots_in_use", account=account) == 0
    await budget.close()


@pytest.mark.requirement("observe-02")
def test_workers_certificates_and_bookmarks(stand: Stand, scrape: Scraper) -> None:
    now = timezone.now().replace(microsecond=0)
    register_worker()
    register_worker(silent_for=timedelta(seconds=20))
    Certificate.objects.create(
        connection=stand.connection,
        state=Certificate.State.CURRENT,
        name="ours",
        fingerprint=hashlib.sha256(b"1").hexdigest(),
        not_before=now,
        not_after=now + timedelta(days=10),
        created_at=now,
    )
    Workflow.objects.filter(key="customers").update(bookmark=now - timedelta(hours=2))
    seen = scrape()
    assert seen("landbridge_workers_alive") == 1
    ends = seen("landbridge_certificate_expiry_timestamp_seconds", connection="Demo")
    assert ends == (now + timedelta(days=10)).timestamp()
    age = seen("landbridge_bookmark_age_seconds", connection="Demo", workflow="customers")
    assert age is not None
    assert 7200 <= age < 7260


@pytest.mark.requirement("observe-02")
def test_buckets_of_many_processes_add_up(stand: Stand, scrape: Scraper) -> None:
    account = "TSTDRV1"
    for seconds in (0.2, 0.2, 4.0, 900.0):
        TALLY.time(NETSUITE_SECONDS, seconds, account, "search", "ok")
        totals.share()
    seen = scrape()
    labels = {"account": account, "operation": "search", "outcome": "ok"}
    assert seen("landbridge_netsuite_request_seconds_bucket", **labels, le="0.1") == 0
    assert seen("landbridge_netsuite_request_seconds_bucket", **labels, le="0.25") == 2
    assert seen("landbridge_netsuite_request_seconds_bucket", **labels, le="5.0") == 3
    assert seen("landbridge_netsuite_request_seconds_bucket", **labels, le="+Inf") == 4
    assert seen("landbridge_netsuite_request_seconds_count", **labels) == 4
    assert seen("landbridge_netsuite_request_seconds_sum", **labels) == pytest.approx(904.4)


def test_what_cannot_be_stored_is_kept_for_the_next_time(db_committed: str, clean_tally: None) -> None:
    TALLY.count(RECORDS, 1, "customers", "created", by=3)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE health_total RENAME TO health_total_away")
        try:
            with pytest.raises(DatabaseError):
                totals.share()
        finally:
            cursor.execute("ALTER TABLE health_total_away RENAME TO health_total")
    assert sum(TALLY.take().values()) == 3


def test_what_a_lost_session_does_not_take_is_kept_for_the_next_time(
    db_committed: str, clean_tally: None
) -> None:
    def lost(*_: object) -> None:
        raise InterfaceError("the cursor is closed")  # no DatabaseError, says Django

    TALLY.count(RECORDS, 1, "customers", "created", by=3)
    with connection.execute_wrapper(lost), pytest.raises(InterfaceError):
        totals.share()
    assert sum(TALLY.take().values()) == 3


def test_processes_that_add_at_once_lose_nothing_and_never_wait_in_a_circle(db_committed: str) -> None:
    several = tuple(Measure(f"m{number}", "", ("n",)) for number in range(20))
    start = threading.Barrier(4)

    def add(order: int) -> None:
        tally = Tally()
        with psycopg.connect(db_committed, autocommit=True) as database:
            start.wait()
            for _ in range(20):
                for measure in several if order % 2 else reversed(several):
                    tally.count(measure, "x")
                database.execute(ADD_SQL, add_parameters(tally.take()))

    threads = [threading.Thread(target=add, args=(order,)) for order in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with psycopg.connect(db_committed) as database:
        rows = database.execute("SELECT DISTINCT value FROM health_total").fetchall()
    assert rows == [(80.0,)]


@pytest.mark.requirement("observe-02")
def test_metrics_are_for_this_machine_or_for_who_has_the_token(
    db: None, django_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def status(**headers: str) -> int:
        return django_client.get("/metrics", headers=headers).status_code

    assert status() == 200
    assert status(**{"X-Forwarded-For": "203.0.113.9"}) == 401
    assert django_client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 401
    with override_settings(ADDRESSES=[urlsplit("https://bridge.example.com")]):
        assert status() == 401, "it may be a proxy on this machine that adds no header"
    monkeypatch.setenv("LANDBRIDGE_METRICS_TOKEN", "a token of the tests")
    assert status() == 401
    assert status(Authorization="Bearer another") == 401
    assert status(Authorization="Bearer a token of the tests") == 200
    assert django_client.get("/metrics").headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.requirement("observe-02")
def test_names_keep_to_what_prometheus_asks_for(stand: Stand, scrape: Scraper) -> None:
    stand.customer("1")
    stand.run()
    seen = scrape()
    told = {
        name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for name, _ in seen.values
    }
    ours = {name for name in told if name.startswith("landbridge_")}
    assert ours <= {name.removesuffix("_created") for name in names()}
    assert {one.name for one in MEASURES if not one.buckets and not one.name.endswith("_total")} == set()
    assert {one.name for one in MEASURES if one.buckets and not one.name.endswith("_seconds")} == set()
