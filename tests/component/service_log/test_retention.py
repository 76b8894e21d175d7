"""How long the log is kept: what goes, what stays, and who may say so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse

from landbridge.service.copying import copy_new
from landbridge.service.runs.history import forgetting
from landbridge.service.runs.history.keeping import keep_log, kept_days
from landbridge.service.runs.models import Attention, Lane, Run, RunItem, RunRequest, Upkeep
from landbridge.service.runs.ticking import tick
from landbridge.service.workflows.models import Workflow
from tests.component.service_runs.conftest import Stand, make_connection


def forget(stand: Stand) -> None:
    """What the tick does every few minutes."""
    stand.clock.advance(forgetting.EVERY.total_seconds())
    forgetting.forget_due(stand.clock())


def days_later(stand: Stand, days: float) -> None:
    stand.clock.advance(days * 86_400)


@pytest.mark.requirement("log-08")
def test_what_is_older_goes_and_the_last_word_about_each_record_stays(stand: Stand) -> None:
    stand.customer("20", "Changed")
    stand.customer("21", "Unchanged since")
    first = stand.run()
    days_later(stand, 1)
    stand.customer("20", companyName="Changed again")
    second = stand.run()
    stand.notice("customer", "20")
    third = stand.real_time()
    keep_log(stand.connection, 10, by=stand.admin)
    days_later(stand, 8.9)
    forget(stand)
    assert RunItem.objects.count() == 4
    days_later(stand, 2)
    forget(stand)
    assert list(RunItem.objects.order_by("pk").values_list("internal_id", "run")) == [
        ("21", first.pk),
        ("20", third.pk),
    ]
    assert not Run.objects.filter(pk=second.pk).exists()
    Workflow.objects.update(bookmark=None, swept=None)
    assert stand.run().counts == {"read": 2, "seen": 2}  # still known: nothing is written again


@pytest.mark.requirement("log-08")
def test_what_is_not_done_with_stays_with_its_run(stand: Stand) -> None:
    stand.customer("20", email="nowhere")
    run = stand.run()
    keep_log(stand.connection, 1, by=stand.admin)
    days_later(stand, 400)
    forget(stand)
    assert Attention.objects.get().run == run
    assert stand.item(run, "20").outcome == "failed"


@pytest.mark.requirement("log-08")
def test_requests_of_a_forgotten_run_go_with_it_and_ask_for_nothing(stand: Stand) -> None:
    stand.customer("20")
    stand.notice("customer", "20")
    stand.real_time()
    days_later(stand, 1)
    stand.customer("20", companyName="New")
    stand.notice("customer", "20")
    later = stand.real_time()
    keep_log(stand.connection, 5, by=stand.admin)
    days_later(stand, 6)
    forget(stand)
    assert [request.run for request in RunRequest.objects.all()] == [later]


@pytest.mark.requirement("log-08")
def test_it_goes_a_little_at_a_time_and_then_rests_for_a_day(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        stand.customer("20", companyName=f"Name {number}")
        stand.run()
        stand.clock.advance(3600)
    keep_log(stand.connection, 1, by=stand.admin)
    monkeypatch.setattr(forgetting, "ITEMS_AT_A_TIME", 2)
    days_later(stand, 3)
    left = []
    for _ in range(4):
        stand.clock.advance(300)
        forget(stand)
        left.append(RunItem.objects.count())
    assert left == [4, 2, 1, 1]
    lane = Lane.objects.get(connection=stand.connection)
    assert lane.forgot_at is not None
    stand.customer("20", companyName="Newest")
    stand.run()
    Run.objects.update(finished_at=stand.clock() - timedelta(days=9))
    forget(stand)
    assert RunItem.objects.count() == 2
    days_later(stand, 1)
    forget(stand)
    assert RunItem.objects.count() == 1


def write_log(stand: Stand, run: Run, first: int, last: int) -> None:
    """A row about each of these records, as a run writes it."""
    workflow = Workflow.objects.get(connection=stand.connection, key="customers")
    copy_new(
        RunItem,
        (
            RunItem(run=run, workflow=workflow, internal_id=str(number), outcome="updated", at=stand.clock())
            for number in range(first, last)
        ),
    )


def rows_read(plan: dict[str, Any]) -> int:
    """How many rows a query took from the table of records of runs, as PostgreSQL counted them."""
    mine = 0
    if plan.get("Relation Name") == "runs_runitem" and plan["Node Type"] != "ModifyTable":
        each = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
        mine = round(each * plan["Actual Loops"])
    return mine + sum(rows_read(part) for part in plan.get("Plans", []))


@pytest.mark.requirement("log-08")
def test_one_pass_looks_at_a_bounded_number_of_rows_though_most_of_the_log_stays(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "ITEMS_AT_A_TIME", 200)
    run = stand.run()
    write_log(stand, run, 1, 10_001)
    write_log(stand, run, 5_000, 5_002)
    keep_log(stand.connection, 1, by=None)
    days_later(stand, 3)
    plans: list[dict[str, Any]] = []

    def explained(execute: Any, query: str, params: Any, many: bool, context: Any) -> Any:
        if query == forgetting._OVERTAKEN_ITEMS:
            with transaction.atomic():
                cursor = context["cursor"].connection.cursor()
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}", params)
                plans.append(cursor.fetchone()[0][0]["Plan"])
                transaction.set_rollback(True)  # measured, not done
        return execute(query, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE runs_runitem")
    with connection.execute_wrapper(explained):
        for _ in range(51):
            forget(stand)
    assert len(plans) == 51
    assert max(rows_read(plan) for plan in plans) < 5 * forgetting.ITEMS_AT_A_TIME
    assert RunItem.objects.count() == 10_000
    assert Lane.objects.get().forgot_at == stand.clock()


@pytest.mark.requirement("log-08")
def test_one_log_is_walked_through_at_a_time_and_each_has_its_turn(stand: Stand) -> None:
    other = make_connection("Other", "TSTDRV2")
    for place in (stand.connection, other):
        keep_log(place, 1, by=None)
    seen = []
    for _ in range(3):
        forget(stand)
        seen.append(Lane.objects.filter(forgot_at=stand.clock()).count())
    assert seen == [1, 1, 0]


@pytest.mark.requirement("log-08")
def test_each_connection_keeps_as_long_as_it_says_and_for_ever_from_the_start(stand: Stand) -> None:
    other = make_connection("Other", "TSTDRV2")
    keep_log(other, 1, by=None)
    for name in ("One", "Two"):
        stand.customer("20", companyName=name)
        stand.run()
        days_later(stand, 400)
    forget(stand)
    assert (RunItem.objects.count(), kept_days(stand.connection), kept_days(other)) == (2, None, 1)


@pytest.mark.requirement("log-08")
def test_the_log_of_a_connection_that_is_not_active_any_more_goes_too(stand: Stand) -> None:
    for name in ("One", "Two"):
        stand.customer("20", companyName=name)
        stand.run()
        stand.clock.advance(60)
    keep_log(stand.connection, 10, by=stand.admin)
    stand.connection.active = False
    stand.connection.save()
    tick(stand.clock())
    assert RunItem.objects.count() == 2
    days_later(stand, 11)
    tick(stand.clock())
    assert RunItem.objects.count() == 1


@pytest.mark.requirement("log-08")
def test_it_is_not_looked_through_each_second(stand: Stand) -> None:
    tick(stand.clock())
    first = Upkeep.objects.get().forgot_at
    for _ in range(2):
        stand.clock.advance(60)
        tick(stand.clock())
        assert Upkeep.objects.get().forgot_at == first
    stand.clock.advance(forgetting.EVERY.total_seconds())
    tick(stand.clock())
    assert Upkeep.objects.get().forgot_at == stand.clock()


@pytest.mark.requirement("log-08")
def test_it_is_set_on_the_page_and_in_the_api_by_who_may(stand: Stand, admin: Any, viewer: Any) -> None:
    page = reverse("log-keep", kwargs={"connection": stand.connection.pk})
    call = f"/api/connections/{stand.connection.pk}/log"
    assert viewer.post(page, {"days": "1"}).status_code == 403
    assert viewer.put(call, {"days": 1}, content_type="application/json").status_code == 403
    assert "is kept for 90 days" in admin.post(page, {"days": "90"}, follow=True).text
    assert kept_days(stand.connection) == 90
    assert 'value="90"' in admin.get(reverse("runs")).text
    assert admin.put(call, {"days": 30}, content_type="application/json").json()["days"] == 30
    assert kept_days(stand.connection) == 30
    refused = admin.put(call, {"days": 0}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "bad_days")
    assert "Enter a number of days" in admin.post(page, {"days": "many"}, follow=True).text
    assert "for ever" in admin.post(page, {"days": ""}, follow=True).text
    assert kept_days(stand.connection) is None
