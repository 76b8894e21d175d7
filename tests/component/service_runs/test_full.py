"""Full synchronizations: everything, or what was modified since a date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F

from landbridge.service.projects.models import SppRecord
from landbridge.service.runs import queueing
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.models import Run
from landbridge.service.runs.starts.since import read_since
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.workflows.models import Link, Workflow

from .conftest import Stand


def full(stand: Stand, since: datetime | None, keys: list[str] | None = None) -> Run:
    run = start_run(stand.connection, queueing.FULL, keys, by=stand.admin, now=stand.clock(), since=since)
    run_link(stand.connection.pk, queueing.FULL, stand.services)
    run.refresh_from_db()
    return run


@pytest.mark.requirement("kind-06")
def test_a_full_synchronization_reads_every_record_again(stand: Stand) -> None:
    stand.customer("20")
    stand.employee("5")
    stand.run()
    stand.clock.advance(86400)
    stand.customer("21")
    again = stand.run(queueing.FULL)
    assert stand.outcomes(again) == {
        "customers 20": "unchanged",
        "customers 21": "created",
        "employees 5": "unchanged",
    }


@pytest.mark.requirement("kind-06")
def test_since_a_date_reads_what_was_modified_then_or_later(stand: Stand) -> None:
    stand.customer("20")
    stand.run()
    stand.clock.advance(86400)
    stand.customer("21")
    stand.run()
    date = stand.clock().replace(hour=0)
    run = full(stand, date)
    assert stand.outcomes(run) == {"customers 21": "unchanged"}
    assert (run.state, run.since) == ("completed", date)


@pytest.mark.requirement("kind-06")
def test_since_a_date_loses_nothing_that_was_not_read(stand: Stand) -> None:
    stand.run()
    stand.clock.advance(3600)
    stand.customer("20")  # no notice of it came
    stand.clock.advance(3600)
    marks = Workflow.objects.values_list("key", "bookmark", "swept").order_by("key")
    before = list(marks)

    assert stand.outcomes(full(stand, stand.clock() - timedelta(minutes=5))) == {}
    assert list(marks) == before

    assert stand.outcomes(stand.run(queueing.CATCH_UP)) == {"customers 20": "created"}


@pytest.mark.requirement("kind-06")
def test_since_a_date_before_the_first_run_leaves_the_first_run_to_read_everything(stand: Stand) -> None:
    stand.customer("20")
    stand.clock.advance(7200)
    stand.customer("21")
    run = full(stand, stand.clock() - timedelta(hours=1))
    assert stand.outcomes(run) == {"customers 21": "created"}
    assert set(Workflow.objects.values_list("bookmark", flat=True)) == {None}
    assert stand.outcomes(stand.run()) == {"customers 20": "created"}


@pytest.mark.requirement("kind-06")
def test_two_wishes_that_wait_become_one_run_with_the_wider_of_both_dates(stand: Stand) -> None:
    early, late = stand.clock() - timedelta(days=9), stand.clock() - timedelta(days=2)

    def wish(since: datetime | None, keys: list[str]) -> Run:
        return start_run(
            stand.connection, queueing.FULL, keys, by=stand.admin, now=stand.clock(), since=since
        )

    assert wish(late, ["customers"]).since == late
    assert wish(early, ["employees"]).since == early
    assert wish(late, ["employees"]).since == early
    assert wish(None, ["customers"]).since is None
    assert wish(late, ["customers"]).since is None
    run = Run.objects.get()
    assert (run.workflows, run.since) == (["employees", "customers"], None)


@pytest.mark.requirement("kind-06")
def test_a_date_that_cannot_be_is_refused(stand: Stand) -> None:
    for kind, since in (
        (queueing.MANUAL, stand.clock() - timedelta(days=1)),
        (queueing.FULL, stand.clock() + timedelta(days=1)),
    ):
        with pytest.raises(RunRefused) as caught:
            start_run(stand.connection, kind, by=stand.admin, now=stand.clock(), since=since)
        assert caught.value.code == "bad_since"
    assert read_since("2026-01-31") == datetime(2026, 1, 31, tzinfo=UTC)
    assert read_since("2026-01-31T10:00+02:00") == datetime(2026, 1, 31, 8, tzinfo=UTC)
    assert read_since(" ") is None
    assert read_since("1970-01-01") == datetime(1970, 1, 1, tzinfo=UTC)
    with pytest.raises(RunRefused, match="before 1970"):
        read_since("1969-12-31")
    for text in ("yesterday", "2026-02-30", "0001-01-01T00:00+23:00"):
        with pytest.raises(RunRefused, match="is no date"):
            read_since(text)


@pytest.mark.requirement("kind-07")
def test_what_a_chosen_workflow_depends_on_must_be_chosen_too(stand: Stand) -> None:
    with pytest.raises(
        RunRefused,
        match=r"Projects \(Projects\) needs Customers \(Customers\) in the same full synchronization",
    ) as caught:
        full(stand, None, ["projects", "employees"])
    assert caught.value.code == "depends_on"
    assert not Run.objects.exists()
    assert full(stand, None, ["projects", "customers"]).state == "completed"
    assert start_run(
        stand.connection, queueing.MANUAL, ["projects"], by=stand.admin, now=stand.clock()
    ).workflows == ["projects"]


def test_stamps_with_fractions_from_an_earlier_release_are_not_later_than_the_same_stamps_without(
    stand: Stand,
) -> None:
    for number in range(20, 26):
        stand.customer(str(number), phone="1")
    stand.run()
    part = timedelta(milliseconds=639)
    Link.objects.update(source_modified=F("source_modified") + part)
    for record in SppRecord.objects.filter(type="customer"):
        record.fields["phone"] = "spoilt"
        record.source_modified += part
        record.save()
    stand.clock.advance(3600)
    stand.netsuite.page_size, stand.services.link_time = 2, timedelta(0)
    run = full(stand, None, ["customers"])
    stand.clock.advance(60)
    stand.customer("99", phone="9")
    stand.notice("customer", "99")
    overtaking = stand.real_time()
    while not overtaking.finished_at:
        run_link(stand.connection.pk, queueing.REAL_TIME, stand.services)
        overtaking.refresh_from_db()
    while not run.finished_at:
        run_link(stand.connection.pk, queueing.FULL, stand.services)
        run.refresh_from_db()
    phones = {record.fields.get("phone") for record in stand.spp("customer").values()}
    assert (run.state, phones) == ("completed", {"1", "9"})
