"""How a comparison goes: in pieces that survive their driver, beside runs, writing to neither side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database

from landbridge.netsuite import background
from landbridge.netsuite.errors import Retry
from landbridge.service.projects.models import AuditEntry, SppRecord
from landbridge.service.runs import queueing
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import Lane, Run, RunItem
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.verification import starting
from landbridge.service.verification.claim import Superseded
from landbridge.service.verification.link import verify_link
from landbridge.service.verification.models import Difference, Verification, VerifiedRange
from landbridge.service.verification.taking_up import take_up
from landbridge.service.workflows.activation import set_real_time
from landbridge.service.workflows.models import Link, Workflow

from .conftest import Bench


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture
def paged(bench: Bench) -> Bench:
    """Forty customers in four pages, and four employees."""
    bench.stand.netsuite.page_size = 10
    for number in range(1, 41):
        bench.stand.customer(str(number))
    for number in range(101, 105):
        bench.stand.employee(str(number))
    bench.imported()
    return bench


def dies_at(bench: Bench, request: int) -> None:
    """Let the process die at its next request number ``request``."""
    bench.stand.netsuite.requests.clear()

    def before(_: str) -> None:
        if sum(bench.stand.netsuite.requests.values()) == request:
            raise Killed

    bench.stand.netsuite.before = before


def a_worker_is_there() -> None:
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def jobs() -> list[tuple[str, Any, Any]]:
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT status, args ->> 'verification_id', scheduled_at FROM procrastinate_jobs "
            "WHERE queue_name = 'verification' ORDER BY id"
        )
        return list(cursor.fetchall())


@pytest.mark.requirement("verify-03")
def test_what_was_compared_before_the_end_of_the_process_is_not_read_again(paged: Bench) -> None:
    verification = paged.begin()
    dies_at(paged, 6)
    with pytest.raises(Killed):
        paged.finish(verification)
    done = VerifiedRange.objects.filter(verification=verification, done=True)
    before = {one.pk: one.compared_at for one in done}
    assert before

    paged.stand.netsuite.before = None
    paged.stand.netsuite.requests.clear()
    resumed = starting.go_on(verification, now=paged.stand.clock(), by_command=True)
    ended = paged.finish(resumed)

    assert (ended.pk, ended.state, paged.found(ended)) == (verification.pk, "completed", {})
    ranges = VerifiedRange.objects.filter(verification=verification)
    assert {one.pk: one.compared_at for one in ranges if one.pk in before} == before
    left = ranges.count() - len(before)
    assert paged.stand.netsuite.requests["search"] == left


@pytest.mark.requirement("verify-03")
def test_finding_made_before_the_end_of_the_process_is_in_the_report(paged: Bench) -> None:
    SppRecord.objects.filter(type="user").delete()
    Link.objects.filter(netsuite_type="employee").delete()
    verification = paged.begin()
    dies_at(paged, 6)
    with pytest.raises(Killed):
        paged.finish(verification)
    paged.stand.netsuite.before = None

    with pytest.raises(RunRefused, match="under way"):  # nobody knows yet that its command is gone
        starting.go_on(verification, now=paged.stand.clock())

    ended = paged.finish(starting.go_on(verification, now=paged.stand.clock(), by_command=True))

    assert paged.found(ended) == {f"employees {number}": "missing" for number in range(101, 105)}


@pytest.mark.requirement("verify-03")
def test_command_that_is_gone_keeps_nobody_from_comparing(paged: Bench) -> None:
    gone = paged.begin()
    with pytest.raises(RunRefused, match="under way"):
        paged.begin()
    paged.stand.clock.advance(200)

    ended = paged.verify()

    assert ended.state == "completed"
    gone.refresh_from_db()
    assert gone.state == "interrupted"
    assert starting.go_on(gone, now=paged.stand.clock()).state == "queued"
    with pytest.raises(RunRefused, match="is complete"):
        starting.go_on(ended, now=paged.stand.clock())


def test_one_whose_place_was_taken_writes_nothing_more(paged: Bench) -> None:
    verification = paged.begin()

    def somebody_else(_: str) -> None:
        if VerifiedRange.objects.filter(verification=verification, done=True).count() == 1:
            Verification.objects.filter(pk=verification.pk).update(fence=99)

    paged.stand.netsuite.before = somebody_else
    left = paged.finish(verification)

    assert left.state == "running"
    assert VerifiedRange.objects.filter(verification=verification, done=True).count() == 1


@pytest.mark.requirement("verify-03")
def test_cancelled_comparison_ends_at_its_next_step_and_can_be_gone_on_with(paged: Bench) -> None:
    verification = paged.begin()

    def somebody_cancels(_: str) -> None:
        if VerifiedRange.objects.filter(verification=verification, done=True).count() == 2:
            starting.cancel(verification, now=paged.stand.clock())

    paged.stand.netsuite.before = somebody_cancels
    ended = paged.finish(verification)

    assert ended.state == "cancelled"
    assert VerifiedRange.objects.filter(verification=verification, done=True).count() == 2
    paged.stand.netsuite.before = None
    resumed = starting.go_on(ended, now=paged.stand.clock(), by_command=True)
    assert paged.finish(resumed).state == "completed"


@pytest.mark.requirement("verify-02")
def test_comparison_writes_to_neither_side(paged: Bench) -> None:
    record = SppRecord.objects.filter(type="customer").first()
    assert record is not None
    record.fields["phone"] = "other"
    record.save()
    paged.stand.netsuite.delete("employee", "101")
    tables = (SppRecord, AuditEntry, Link, Workflow, Run, RunItem)
    rows = [list(table.objects.order_by("pk").values()) for table in tables]
    saved = dict(paged.stand.netsuite.records)

    ended = paged.verify()

    assert len(paged.found(ended)) == 2
    assert [list(table.objects.order_by("pk").values()) for table in tables] == rows
    assert paged.stand.netsuite.records == saved


@pytest.mark.requirement("verify-02")
def test_comparison_gives_way_to_a_run_and_goes_on_afterwards(paged: Bench) -> None:
    a_worker_is_there()
    start_run(paged.stand.connection, queueing.MANUAL, by=paged.stand.admin, now=paged.stand.clock())
    paged.stand.netsuite.requests.clear()
    verification = starting.start(paged.stand.connection, by=paged.stand.admin, now=paged.stand.clock())

    verify_link(verification.pk, paged.stand.services)

    assert not paged.stand.netsuite.requests
    paged.stand.run(queueing.MANUAL)
    work_off(paged, verification)
    assert verification.state == "completed"


def test_run_that_nobody_does_is_not_given_way_to(paged: Bench) -> None:
    start_run(paged.stand.connection, queueing.MANUAL, by=paged.stand.admin, now=paged.stand.clock())
    began = paged.stand.clock()

    assert paged.verify().state == "completed"
    assert paged.stand.clock() == began


@pytest.mark.requirement("verify-02")
def test_comparison_among_runs_without_a_pause_makes_a_step_each_half_minute(paged: Bench) -> None:
    a_worker_is_there()
    start_run(paged.stand.connection, queueing.MANUAL, by=paged.stand.admin, now=paged.stand.clock())
    verification = starting.start(paged.stand.connection, by=paged.stand.admin, now=paged.stand.clock())
    steps: list[timedelta] = []
    began = paged.stand.clock()
    paged.stand.netsuite.before = lambda _: steps.append(paged.stand.clock() - began)

    for _ in range(120):
        verify_link(verification.pk, paged.stand.services)
        paged.stand.clock.advance(1)

    assert [step.total_seconds() // 30 for step in steps] == [1, 2, 3]


def work_off(bench: Bench, verification: Verification) -> None:
    """Do the links of a comparison as a worker does, when they are due."""
    for _ in range(200):
        verify_link(verification.pk, bench.stand.services)
        verification.refresh_from_db()
        if verification.finished_at:
            return
        bench.stand.clock.advance(1)


@pytest.mark.requirement("verify-02")
def test_link_in_a_worker_takes_ten_seconds_and_queues_the_next(paged: Bench) -> None:
    paged.stand.netsuite.before = lambda _: paged.stand.clock.advance(4)
    verification = starting.start(paged.stand.connection, by=paged.stand.admin, now=paged.stand.clock())
    assert [job[:2] for job in jobs()] == [("todo", str(verification.pk))]
    began = paged.stand.clock()

    verify_link(verification.pk, paged.stand.services)

    verification.refresh_from_db()
    assert verification.state == "running"
    assert timedelta(seconds=10) <= paged.stand.clock() - began <= timedelta(seconds=16)
    work_off(paged, verification)
    assert verification.state == "completed"


@pytest.mark.requirement("verify-03")
def test_comparison_of_a_dead_worker_is_taken_up(paged: Bench) -> None:
    verification = starting.start(paged.stand.connection, by=paged.stand.admin, now=paged.stand.clock())
    with database.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE queue_name = 'verification'")

    take_up(paged.stand.clock())

    assert [job[:2] for job in jobs()] == [("todo", str(verification.pk))]


def test_passing_trouble_is_waited_out(paged: Bench) -> None:
    verification = paged.begin()
    troubles = iter([True, False, True] + [False] * 100)

    def before(_: str) -> None:
        if next(troubles):
            raise Retry("the line was cut")

    paged.stand.netsuite.before = before

    assert paged.finish(verification).state == "completed"


def test_lasting_trouble_ends_it_with_a_reason(paged: Bench) -> None:
    verification = paged.begin()

    def before(_: str) -> None:
        raise Retry("the line was cut")

    paged.stand.netsuite.before = before
    ended = paged.finish(verification)

    assert (ended.state, ended.error) == ("failed", "the line was cut")


@pytest.mark.requirement("verify-04")
def test_change_that_arrives_during_the_comparison_is_no_difference(paged: Bench) -> None:
    def somebody_saves(asked: str) -> None:
        if asked == "search":
            paged.stand.netsuite.before = None
            paged.stand.customer("7", "Saved meanwhile")
            paged.stand.customer("41")
            arriving()

    def arriving() -> None:
        paged.stand.notice("customer", "7")
        paged.stand.notice("customer", "41")

    paged.stand.netsuite.before = somebody_saves
    verification = starting.start(
        paged.stand.connection, ["customers"], by=paged.stand.admin, now=paged.stand.clock()
    )
    verify_link(verification.pk, paged.stand.services)  # plans; the save comes between
    paged.stand.clock.advance(31)
    verify_link(verification.pk, paged.stand.services)
    paged.stand.clock.advance(31)
    while VerifiedRange.objects.filter(verification=verification, done=False).exists():
        verify_link(verification.pk, paged.stand.services)
        paged.stand.clock.advance(31)
    assert set(paged.found(verification).values()) == {"suspect"}

    paged.stand.real_time()
    work_off(paged, verification)

    assert (verification.state, paged.found(verification)) == ("completed", {})


@pytest.mark.requirement("verify-04")
def test_record_that_is_saved_all_the_time_is_on_its_way(paged: Bench) -> None:
    def everybody_saves(_: str) -> None:
        paged.stand.customer("7", f"Saved at {paged.stand.clock().time()}")

    verification = paged.begin(["customers"])
    paged.stand.netsuite.before = everybody_saves

    ended = paged.finish(verification)

    assert (ended.state, paged.found(ended)) == ("completed", {"customers 7": "on_its_way"})
    assert ended.counts == {"on_its_way": 1}


@pytest.mark.requirement("verify-04")
@pytest.mark.parametrize(("minutes", "said"), [(2, "on_its_way"), (7, "differs")])
def test_change_that_the_next_catch_up_brings_is_on_its_way_until_then(
    paged: Bench, minutes: int, said: str
) -> None:
    set_real_time(paged.stand.connection, "customers", live=False, by=paged.stand.admin)
    paged.stand.customer("7", "Changed")
    paged.stand.clock.advance(minutes * 60)

    assert paged.found(paged.verify(["customers"])) == {"customers 7": said}


def test_only_the_newest_comparison_keeps_what_is_not_to_be_imported(paged: Bench) -> None:
    paged.stand.customer("50", custentity_oa_export_to_openair=False)
    older, newer = paged.verify(), paged.verify()

    def listed(one: Verification) -> int:
        return Difference.objects.filter(verification=one, kind="not_imported").count()

    assert (listed(older), listed(newer), older.counts) == (0, 1, {"not_imported": 1})


@pytest.fixture
def refused(bench: Bench) -> Callable[..., str]:
    def ask(*keys: str) -> str:
        with pytest.raises(RunRefused) as refusal:
            bench.begin(list(keys) or None)
        return refusal.value.code

    return ask


def test_only_active_workflows_are_compared(bench: Bench, refused: Callable[..., str]) -> None:
    assert refused("timesheets") == "unknown_workflow"
    Workflow.objects.filter(connection=bench.stand.connection).update(real_time=False, active=False)
    assert (refused("customers"), refused()) == ("inactive", "no_workflow")


def test_range_that_ends_before_it_begins_is_refused(bench: Bench) -> None:
    with pytest.raises(RunRefused, match="lowest id") as refusal:
        bench.begin(first=20, last=10)
    assert refusal.value.code == "bad_range"


def test_range_without_anything_in_it_is_compared_once(paged: Bench) -> None:
    verification = paged.begin()
    Verification.objects.filter(pk=verification.pk).update(first=20, last=10)  # the release before let it in
    paged.stand.netsuite.requests.clear()

    assert paged.finish(verification).state == "completed"
    assert paged.stand.netsuite.requests["search"] == len(verification.workflows)


@pytest.mark.requirement("verify-02")
def test_clock_that_is_set_back_does_not_hold_it_up(paged: Bench) -> None:
    a_worker_is_there()
    start_run(paged.stand.connection, queueing.MANUAL, by=paged.stand.admin, now=paged.stand.clock())
    verification = starting.start(paged.stand.connection, by=paged.stand.admin, now=paged.stand.clock())
    verify_link(verification.pk, paged.stand.services)
    paged.stand.netsuite.requests.clear()
    paged.stand.clock.advance(-3600)

    verify_link(verification.pk, paged.stand.services)

    assert paged.stand.netsuite.requests["search"] == 1


def switched_off(bench: Bench) -> None:
    bench.stand.connection.active = False
    bench.stand.connection.save()


def drained(bench: Bench) -> None:
    Lane.objects.filter(connection=bench.stand.connection).update(draining=True)


def paused(bench: Bench) -> None:
    Lane.objects.filter(connection=bench.stand.connection).update(paused=True)


@pytest.mark.requirement("verify-02")
@pytest.mark.parametrize("held_up", [switched_off, drained, paused])
def test_queued_run_that_may_not_start_is_not_given_way_to(
    paged: Bench, held_up: Callable[[Bench], None]
) -> None:
    a_worker_is_there()
    start_run(paged.stand.connection, queueing.MANUAL, by=paged.stand.admin, now=paged.stand.clock())
    held_up(paged)
    began = paged.stand.clock()

    assert paged.verify().state == "completed"
    assert paged.stand.clock() == began


@pytest.mark.requirement("verify-03")
@pytest.mark.parametrize("by_command", [False, True])
def test_cancelled_comparison_waits_for_no_request_that_hangs(
    paged: Bench, monkeypatch: pytest.MonkeyPatch, by_command: bool
) -> None:
    monkeypatch.setattr(background, "LOOK_EVERY_S", 0.01)
    loop = background.BackgroundLoop("hanging")
    loop.start()
    waited: list[BaseException] = []

    def hangs(_: str) -> None:
        starting.cancel(verification, now=paged.stand.clock())
        try:
            loop.run(asyncio.wait_for(asyncio.Event().wait(), 20))
        except BaseException as ended:
            waited.append(ended)
            raise

    paged.stand.netsuite.before = hangs
    verification = starting.start(
        paged.stand.connection, by=paged.stand.admin, now=paged.stand.clock(), by_command=by_command
    )
    if by_command:
        paged.finish(verification)
    else:
        verify_link(verification.pk, paged.stand.services)
    loop.stop()

    assert [type(ended) for ended in waited] == [Superseded]
    verification.refresh_from_db()
    assert verification.state == "cancelled"


@pytest.mark.requirement("verify-04")
def test_fresh_version_that_was_imported_and_then_spoilt_is_a_difference_at_once(paged: Bench) -> None:
    set_real_time(paged.stand.connection, "customers", live=False, by=paged.stand.admin)
    paged.stand.customer("7", "Changed")
    paged.stand.run(queueing.CATCH_UP)
    record = SppRecord.objects.get(name="Changed")
    record.fields["phone"] = "meddled"
    record.save()
    began = paged.stand.clock()

    assert paged.found(paged.verify(["customers"])) == {"customers 7": "differs"}
    assert paged.stand.clock() == began


@pytest.mark.requirement("verify-04")
def test_second_save_within_a_second_is_waited_for(paged: Bench) -> None:
    paged.stand.customer("7", "First")
    paged.stand.run(queueing.CATCH_UP)
    paged.stand.customer("7", "Second")
    verification = starting.start(
        paged.stand.connection, ["customers"], by=paged.stand.admin, now=paged.stand.clock()
    )
    verify_link(verification.pk, paged.stand.services)
    assert paged.found(verification) == {"customers 7": "suspect"}
    paged.stand.notice("customer", "7")
    paged.stand.real_time()

    work_off(paged, verification)

    assert paged.found(verification) == {}
