"""Monitored fields in bulk runs: records of which none changed are passed over, and that is counted."""

from __future__ import annotations

import pytest

from landbridge.service.projects.models import SppRecord
from landbridge.service.runs import queueing
from landbridge.service.runs.models import Run, RunItem, RunStep
from landbridge.service.workflows.monitoring import set_monitored
from landbridge.service.workflows.watching import DEFAULT

from .conftest import FLAG, Stand


def outcomes(run: Run) -> list[tuple[str, str]]:
    rows = RunItem.objects.filter(run=run).order_by("internal_id")
    return list(rows.values_list("internal_id", "outcome"))


@pytest.mark.requirement("monitor-02")
def test_a_bulk_run_passes_over_what_changed_in_no_monitored_field(stand: Stand) -> None:
    set_monitored(stand.connection, "employees", DEFAULT, by=stand.admin)
    for internal_id in ("1", "2", "3"):
        stand.employee(internal_id)
    stand.run(keys=["employees"])

    stand.employee("1", comments="nobody maps this")
    stand.employee("2", phone="030 1")
    run = stand.run(keys=["employees"])

    assert outcomes(run) == [("2", "updated")]
    assert (run.counts["passed_over"], run.counts["updated"]) == (1, 1)
    assert RunStep.objects.get(run=run).passed_over == 1
    assert SppRecord.objects.get(name="Employee 2").fields["phone"] == "030 1"


@pytest.mark.requirement("monitor-02")
def test_the_mark_inactive_and_new_rules_are_never_passed_over(stand: Stand) -> None:
    set_monitored(stand.connection, "employees", ["phone"], by=stand.admin)
    stand.employee("1")
    stand.employee("2")
    stand.run(keys=["employees"])

    stand.employee("1", **{FLAG: False})
    stand.employee("2", "Employee Two")
    run = stand.run(keys=["employees"])
    assert outcomes(run) == [("1", "skipped")]

    stand.set_options("employees", include_inactive=True)
    assert outcomes(stand.run(keys=["employees"])) == [("1", "skipped"), ("2", "updated")]


@pytest.mark.requirement("monitor-02")
def test_a_failed_record_and_a_full_synchronization_are_not_passed_over(stand: Stand) -> None:
    set_monitored(stand.connection, "employees", DEFAULT, by=stand.admin)
    stand.employee("1", phone="1")
    stand.run(keys=["employees"])
    stand.employee("1", phone="1" * 300)
    assert outcomes(stand.run(keys=["employees"])) == [("1", "failed")]

    stand.clock.advance(5)
    stand.employee("1", phone="1")
    assert outcomes(stand.run(keys=["employees"])) == [("1", "unchanged")]
    full = stand.run(queueing.FULL, keys=["employees"])
    assert outcomes(full) == [("1", "unchanged")]


def test_a_record_that_somebody_asked_for_is_imported(stand: Stand) -> None:
    set_monitored(stand.connection, "employees", DEFAULT, by=stand.admin)
    stand.employee("1")
    stand.run(keys=["employees"])
    stand.employee("1", comments="nobody maps this")
    stand.notice("employee", "1")
    assert outcomes(stand.real_time()) == [("1", "unchanged")]
