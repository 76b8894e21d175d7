"""What waits, in the order in which the queue takes it, and why: as read, on pages and in the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.runs import queueing
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.lanes import control
from landbridge.service.runs.lanes.queue import Place, place_of, queues
from landbridge.service.runs.models import Lane, Run, Settle
from landbridge.service.runs.starts.starting import start_run

from .conftest import Stand, make_connection
from .queue import fetch, finish, register_worker, work_one


def ask(stand: Stand, kind: str) -> Run:
    return start_run(stand.connection, kind, by=stand.admin, now=stand.clock())


def notice(stand: Stand, internal_id: str) -> None:
    stand.notice("customer", internal_id)
    defer(stand.connection.pk, queueing.REAL_TIME)


def places(stand: Stand) -> list[Place]:
    return list(queues(stand.clock(), stand.connection.pk)[0].places)


def shown(stand: Stand) -> list[tuple[int | None, str, str]]:
    return [(place.position, place.kind, place.reason) for place in places(stand)]


@pytest.mark.requirement("queue-05")
def test_positions_are_the_order_in_which_the_queue_takes_what_waits(stand: Stand) -> None:
    ask(stand, queueing.CATCH_UP)
    notice(stand, "20")
    notice(stand, "21")
    ask(stand, queueing.MANUAL)
    ask(stand, queueing.FULL)
    ask(stand, queueing.SCHEDULED)
    promised = [place.kind for place in places(stand)]
    assert [place.position for place in places(stand)] == [1, 2, 3, 4, 5]
    assert places(stand)[3].records == 2

    worker = register_worker()
    taken = []
    while (job := fetch(worker)) is not None:
        taken.append(job[1])
        finish(job[0])

    assert promised == taken == ["scheduled", "manual", "full", "real-time", "catch-up"]


@pytest.mark.requirement("queue-05")
def test_who_waits_is_told_what_runs_now_and_what_goes_first(stand: Stand) -> None:
    worker = register_worker()
    manual = ask(stand, queueing.MANUAL)
    assert fetch(worker) is not None
    Run.objects.filter(pk=manual.pk).update(state=Run.State.RUNNING)
    scheduled = ask(stand, queueing.SCHEDULED)
    notice(stand, "20")

    assert shown(stand) == [
        (None, "manual", "It runs now."),
        (1, "scheduled", f"Run {manual.pk} (manual) runs now."),
        (2, "real-time", f"Run {manual.pk} (manual) runs now; Run {scheduled.pk} (scheduled) goes first."),
    ]
    assert place_of(scheduled, stand.clock()) == places(stand)[1]


@pytest.mark.requirement("queue-05")
def test_a_paused_and_a_drained_connection_say_by_whom_and_since_when(stand: Stand) -> None:
    register_worker()
    ask(stand, queueing.MANUAL)
    control.pause(stand.connection, by=stand.admin, now=stand.clock())
    why = "The connection is paused by Ada Admin since 2026-03-02 09:00:00 UTC."
    assert shown(stand) == [(1, "manual", why)]

    Lane.objects.update(paused=False, draining=True)
    assert shown(stand)[0][2].startswith(
        "The connection is drained by Ada Admin since 2026-03-02 09:00:00 UTC:"
    )


@pytest.mark.requirement("queue-05")
def test_a_run_that_rests_says_when_its_next_attempt_is_and_why_it_rests_and_others_go_before_it(
    stand: Stand,
) -> None:
    register_worker()
    resting = ask(stand, queueing.SCHEDULED)
    Run.objects.filter(pk=resting.pk).update(
        state=Run.State.RUNNING,
        error="NetSuite did not answer.",
        next_link_at=stand.clock() + timedelta(seconds=90),
    )
    fetched = fetch(register_worker())
    assert fetched is not None
    finish(fetched[0])
    notice(stand, "20")
    assert shown(stand) == [
        (1, "real-time", "A worker takes it up now."),
        (2, "scheduled", "Next attempt at 2026-03-02 09:01:30 UTC: NetSuite did not answer."),
    ]
    stand.clock.advance(90)
    assert [place.kind for place in places(stand)] == ["scheduled", "real-time"]


@pytest.mark.requirement("queue-05")
def test_without_a_worker_that_is_said(stand: Stand) -> None:
    register_worker(silent_for=timedelta(seconds=10))
    ask(stand, queueing.MANUAL)
    assert shown(stand) == [(1, "manual", "No worker is running.")]


@pytest.mark.requirement("queue-05")
def test_a_run_whose_worker_is_gone_says_that_another_takes_it_up(stand: Stand) -> None:
    ask(stand, queueing.MANUAL)
    assert fetch(register_worker(silent_for=timedelta(seconds=10))) is not None
    assert shown(stand) == [(None, "manual", "Its worker is gone. Another takes it up within seconds.")]


@pytest.mark.requirement("queue-05")
def test_a_second_run_of_a_kind_waits_behind_the_first_and_a_settle_pass_is_shown(stand: Stand) -> None:
    stand.customer("20")
    stand.customer("21")
    stand.netsuite.page_size, stand.services.link_time = 1, timedelta(0)
    worker = register_worker()
    first = ask(stand, queueing.MANUAL)
    work_one(stand.connection.pk, stand.services, worker)
    second = ask(stand, queueing.MANUAL)
    Settle.objects.create(connection=stand.connection, netsuite_type="customer", due_at=stand.clock())

    found = places(stand)
    assert [(place.position, place.run) for place in found] == [(1, first), (2, second), (3, None)]
    assert found[1].reason == f"Run {first.pk} (manual) goes first."
    assert (found[2].kind, found[2].content) == ("real-time", "what changed meanwhile")


@pytest.mark.requirement("queue-05")
def test_many_connections_take_no_more_queries_than_one(stand: Stand) -> None:
    ask(stand, queueing.MANUAL)
    with CaptureQueriesContext(database) as one:
        queues(stand.clock())
    for number in range(5):
        other = make_connection(f"Other {number}", f"TSTDRV{number + 2}")
        Run.objects.create(connection=other, kind="manual")
    with CaptureQueriesContext(database) as six:
        assert len(queues(stand.clock())) == 6
    assert len(six) == len(one)


@pytest.mark.requirement("queue-05", "queue-10")
def test_the_api_shows_the_queue_and_stops_it(stand: Stand, django_client: Any) -> None:
    register_worker()
    run = ask(stand, queueing.MANUAL)
    django_client.force_login(stand.admin)
    address = f"/api/queue/{stand.connection.pk}"

    (queue,) = django_client.get("/api/queue").json()
    assert (queue["connection"], queue["state"], queue["real_time_between"]) == (
        stand.connection.pk,
        "open",
        False,
    )
    (place,) = queue["places"]
    assert (place["position"], place["run"], place["state"]) == (1, run.pk, "queued")

    paused = django_client.post(f"{address}/pause").json()
    assert (paused["state"], paused["stopped_by"]) == ("paused", "Ada Admin")
    assert paused["places"][0]["reason"].startswith("The connection is paused by Ada Admin since ")
    assert django_client.post(f"{address}/resume").json()["state"] == "open"
    assert django_client.post(f"{address}/drain").json()["state"] == "paused"
    changed = django_client.patch(address, {"real_time_between": True}, content_type="application/json")
    assert changed.json()["real_time_between"] is True
    assert Lane.objects.get().real_time_between
    assert django_client.post(f"/api/runs/{run.pk}/cancel").json()["state"] == "cancelled"
    assert django_client.post("/api/queue/999/pause").status_code == 404


@pytest.mark.requirement("queue-10")
def test_a_viewer_sees_the_queue_and_may_not_touch_it(stand: Stand, django_client: Any) -> None:
    ask(stand, queueing.MANUAL)
    django_client.force_login(User.objects.create_user("vera@example.com", "Vera", Role.VIEWER, None))
    assert len(django_client.get("/api/queue").json()[0]["places"]) == 1
    page = django_client.get("/queue/").content.decode()
    assert "No worker is running." in page
    assert "Pause" not in page
    for way in ("pause", "drain", "resume"):
        assert django_client.post(f"/api/queue/{stand.connection.pk}/{way}").status_code == 403
        assert django_client.post(f"/queue/{stand.connection.pk}/{way}").status_code == 403
    assert not Lane.objects.filter(paused=True).exists()


@pytest.mark.requirement("queue-05", "queue-10")
def test_the_page_shows_the_queue_and_its_buttons_act(stand: Stand, django_client: Any) -> None:
    run = ask(stand, queueing.MANUAL)
    django_client.force_login(stand.admin)
    base = f"/queue/{stand.connection.pk}"
    assert "Position 1. No worker is running." in django_client.get(f"/runs/{run.pk}/").content.decode()

    page = django_client.post(f"{base}/pause", follow=True).content.decode()
    assert "Demo is paused. What is asked for meanwhile stays in the queue." in page
    assert "The connection is paused by Ada Admin since" in page
    assert '<span class="badge warn">paused</span>' in django_client.get("/").content.decode()
    assert "Demo goes on." in django_client.post(f"{base}/resume", follow=True).content.decode()
    assert "nothing was under way" in django_client.post(f"{base}/drain", follow=True).content.decode()
    on = django_client.post(f"{base}/real-time-between", {"real_time_between": "on"}, follow=True)
    assert "go between the parts of manual and full runs" in on.content.decode()
    django_client.post(f"/runs/{run.pk}/cancel")
    assert "Nothing waits." in django_client.get("/queue/").content.decode()
