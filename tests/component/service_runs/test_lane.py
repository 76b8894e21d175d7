"""The lane of a connection: paused, drained, resumed, and real time let in between the links of long runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.runs import queueing
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.lanes import control
from landbridge.service.runs.models import Lane, Run, RunItem, RunRequest
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.runs.ticking import tick

from .conftest import Stand, make_connection
from .queue import fetch, jobs, register_worker, work_one

PAGES = 4


@pytest.fixture
def worker(db: None) -> int:
    return register_worker()


def ask(stand: Stand, kind: str = queueing.MANUAL, keys: tuple[str, ...] = ("customers",)) -> Run:
    return start_run(stand.connection, kind, keys, by=stand.admin, now=stand.clock())


def long_run(stand: Stand, kind: str = queueing.MANUAL) -> Run:
    """A run of several links: each link's time is over after its first page."""
    for number in range(20, 20 + PAGES):
        stand.customer(str(number))
    stand.netsuite.page_size = 1
    stand.services.link_time = timedelta(0)
    return ask(stand, kind)


def notice(stand: Stand, internal_id: str) -> None:
    stand.notice("customer", internal_id)
    defer(stand.connection.pk, queueing.REAL_TIME)


def work(stand: Stand, worker: int) -> str | None:
    return work_one(stand.connection.pk, stand.services, worker)


def work_all(stand: Stand, worker: int) -> list[str]:
    """Kinds of the links until nothing waits."""
    done: list[str] = []
    while (kind := work(stand, worker)) is not None:
        done.append(kind)
        assert len(done) < 50
    return done


def pause(stand: Stand) -> Lane:
    return control.pause(stand.connection, by=stand.admin, now=stand.clock())


@pytest.mark.requirement("queue-07")
def test_a_pause_rests_the_running_run_after_its_link_and_resuming_goes_on_where_it_was(
    stand: Stand, worker: int
) -> None:
    run = long_run(stand)
    work(stand, worker)
    read = stand.netsuite.requests["search"]
    lane = pause(stand)
    assert work_all(stand, worker) == ["manual"]  # the job that waited; it found the lane paused
    run.refresh_from_db()
    assert (lane.paused_by, lane.paused_at) == (stand.admin, stand.clock())
    assert (run.state, run.links, RunItem.objects.count()) == (Run.State.RUNNING, 1, 1)
    assert stand.netsuite.requests["search"] == read

    control.resume(stand.connection, by=stand.admin)
    work_all(stand, worker)

    run.refresh_from_db()
    assert (run.state, run.counts["created"]) == (Run.State.COMPLETED, PAGES)
    assert stand.netsuite.requests["search"] == PAGES
    lane.refresh_from_db()
    assert (lane.paused, lane.paused_by, lane.paused_at) == (False, None, None)


@pytest.mark.requirement("queue-07")
def test_while_paused_nothing_starts_and_afterwards_everything_that_was_asked_for_arrives(
    stand: Stand, worker: int
) -> None:
    pause(stand)
    for number in range(20, 25):
        stand.customer(str(number))
        notice(stand, str(number))
        work_all(stand, worker)
    stand.employee("5")
    wanted = ask(stand, keys=("employees",))
    for _ in range(4):
        tick(stand.clock())
        work_all(stand, worker)
        stand.clock.advance(300)
    assert (RunItem.objects.count(), RunRequest.objects.filter(run=None).count()) == (0, 5)

    control.resume(stand.connection, by=stand.admin)
    work_all(stand, worker)

    wanted.refresh_from_db()
    assert wanted.state == Run.State.COMPLETED
    assert len(stand.spp("customer")) == 5
    assert list(stand.spp("user")) == ["Employee 5"]
    real_time = Run.objects.get(kind=queueing.REAL_TIME)
    assert RunRequest.objects.filter(run=real_time).count() == 5


@pytest.mark.requirement("queue-08")
def test_a_drain_brings_what_is_under_way_to_its_end_starts_nothing_and_then_pauses(
    stand: Stand, worker: int
) -> None:
    run = long_run(stand)
    work(stand, worker)
    waiting = ask(stand, queueing.SCHEDULED)
    notice(stand, "20")

    lane = control.drain(stand.connection, by=stand.admin, now=stand.clock())
    assert (lane.paused, lane.draining) == (False, True)
    tick(stand.clock())
    work_all(stand, worker)

    run.refresh_from_db()
    waiting.refresh_from_db()
    lane.refresh_from_db()
    assert (run.state, run.counts["created"]) == (Run.State.COMPLETED, PAGES)
    assert (waiting.state, RunRequest.objects.filter(run=None).count()) == (Run.State.QUEUED, 1)
    assert (lane.paused, lane.draining, lane.paused_by) == (True, False, stand.admin)

    control.resume(stand.connection, by=stand.admin)
    assert "scheduled" in work_all(stand, worker)
    waiting.refresh_from_db()
    assert waiting.state == Run.State.COMPLETED
    assert not RunRequest.objects.filter(run=None).exists()


@pytest.mark.requirement("queue-08")
def test_a_drain_with_nothing_under_way_pauses_at_once(stand: Stand) -> None:
    ask(stand)
    lane = control.drain(stand.connection, by=stand.admin, now=stand.clock())
    assert (lane.paused, lane.draining) == (True, False)


@pytest.mark.requirement("queue-08")
@pytest.mark.parametrize("way", ["failed", "cancelled"])
def test_a_drain_ends_with_a_run_that_fails_or_is_cancelled(stand: Stand, worker: int, way: str) -> None:
    run = long_run(stand)
    work(stand, worker)
    control.drain(stand.connection, by=stand.admin, now=stand.clock())
    if way == "failed":
        User.objects.filter(pk=stand.admin.pk).update(role=Role.VIEWER)
    else:
        control.cancel_run(run, by=stand.admin)
    work_all(stand, worker)
    run.refresh_from_db()
    assert run.state == way
    assert Lane.objects.get().paused


@pytest.mark.requirement("queue-08")
def test_a_drain_ends_though_the_run_under_way_cannot_go_on_because_its_connection_is_not_active(
    stand: Stand, worker: int
) -> None:
    long_run(stand)
    work(stand, worker)
    control.drain(stand.connection, by=stand.admin, now=stand.clock())
    Connection.objects.filter(pk=stand.connection.pk).update(active=False)
    tick(stand.clock())
    lane = Lane.objects.get()
    assert (lane.paused, lane.draining) == (True, False)


@pytest.mark.requirement("queue-07")
def test_a_pause_holds_up_its_own_connection_only(stand: Stand, worker: int) -> None:
    other = make_connection("Other", "TSTDRV2")
    pause(stand)
    defer(other.pk, queueing.REAL_TIME)
    assert fetch(worker) is not None
    assert not Lane.objects.filter(connection=other, paused=True).exists()


@pytest.mark.requirement("queue-10")
@pytest.mark.parametrize(
    "act",
    [
        lambda stand, by: control.pause(stand.connection, by=by, now=stand.clock()),
        lambda stand, by: control.drain(stand.connection, by=by, now=stand.clock()),
        lambda stand, by: control.resume(stand.connection, by=by),
        lambda stand, by: control.set_real_time_between(stand.connection, on=True, by=by),
        lambda stand, by: control.cancel_run(ask(stand), by=by),
    ],
    ids=["pause", "drain", "resume", "between", "cancel"],
)
def test_only_those_whose_role_may_run_the_integration_act(
    stand: Stand, act: Callable[[Stand, User], object]
) -> None:
    operator = User.objects.create_user("otto@example.com", "Otto", Role.OPERATOR, None)
    viewer = User.objects.create_user("vera@example.com", "Vera", Role.VIEWER, None)
    act(stand, operator)
    with pytest.raises(PermissionDenied, match="run the NetSuite integration"):
        act(stand, viewer)


@pytest.mark.requirement("queue-09")
@pytest.mark.parametrize("kind", [queueing.MANUAL, queueing.FULL])
def test_real_time_waits_for_the_end_of_a_long_run_unless_the_option_is_on(
    stand: Stand, worker: int, kind: str
) -> None:
    run = long_run(stand, kind)
    work(stand, worker)
    notice(stand, "20")
    done = work_all(stand, worker)
    assert (done[: PAGES - 1], set(done[PAGES - 1 :])) == ([kind] * (PAGES - 1), {"real-time"})
    run.refresh_from_db()
    assert run.state == Run.State.COMPLETED


@pytest.mark.requirement("queue-09")
@pytest.mark.parametrize("kind", [queueing.MANUAL, queueing.FULL])
def test_with_the_option_on_real_time_takes_turns_with_the_links_of_a_long_run(
    stand: Stand, worker: int, kind: str
) -> None:
    control.set_real_time_between(stand.connection, on=True, by=stand.admin)
    run = long_run(stand, kind)
    notice(stand, "20")
    assert work(stand, worker) == kind  # what is asked for still goes first; real time goes between its links
    assert work(stand, worker) == "real-time"
    first = Run.objects.get(kind=queueing.REAL_TIME)
    assert first.state == Run.State.RUNNING  # its window has as many pages; it takes turns too

    assert work_all(stand, worker) == [kind, "real-time"] * (PAGES - 1)

    run.refresh_from_db()
    first.refresh_from_db()
    assert (run.state, first.state) == (Run.State.COMPLETED, Run.State.COMPLETED)
    assert len(stand.spp("customer")) == PAGES


@pytest.mark.requirement("queue-09")
def test_with_the_option_on_scheduled_runs_go_before_both(stand: Stand, worker: int) -> None:
    control.set_real_time_between(stand.connection, on=True, by=stand.admin)
    long_run(stand)
    work(stand, worker)
    notice(stand, "20")
    ask(stand, queueing.SCHEDULED)
    assert work_all(stand, worker)[:PAGES] == ["scheduled"] * PAGES


@pytest.mark.requirement("queue-09")
def test_a_burst_without_end_does_not_starve_the_long_run_it_goes_between(stand: Stand, worker: int) -> None:
    control.set_real_time_between(stand.connection, on=True, by=stand.admin)
    run = long_run(stand)
    stand.services.link_time = timedelta(0)
    for number in range(30, 30 + 3 * PAGES):
        stand.customer(str(number))
        notice(stand, str(number))
        work(stand, worker)
        run.refresh_from_db()
        if run.finished_at:
            break
    assert run.links >= PAGES


@pytest.mark.requirement("queue-09")
def test_what_real_time_brings_in_between_is_not_overwritten_by_the_older_reading_of_the_long_run(
    stand: Stand, worker: int
) -> None:
    control.set_real_time_between(stand.connection, on=True, by=stand.admin)
    stand.customer("20")
    stand.customer("21", email="old@example.com")
    stand.netsuite.page_size = 1
    read_first = next(iter(stand.netsuite.changed("customer", None)))[0].internal_id
    late = "21" if read_first == "20" else "20"
    stand.customer(late, email="old@example.com")
    stand.services.link_time = timedelta(0)
    full = ask(stand, queueing.FULL)

    def notice_meanwhile(_: str) -> None:
        stand.netsuite.before = None
        notice(stand, late)

    stand.netsuite.before = notice_meanwhile
    work(stand, worker)  # the first page is written, and the second, with the old address, has been read
    stand.customer(late, email="new@example.com")  # within the same second of NetSuite's clock

    assert work(stand, worker) == "real-time"
    work_all(stand, worker)

    full.refresh_from_db()
    assert full.state == Run.State.COMPLETED
    assert stand.spp("customer")[f"Customer {late}"].fields["email"] == "new@example.com"
    assert jobs() == []
