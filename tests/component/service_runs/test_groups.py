"""Workflow groups, and what an active schedule protects."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from landbridge.service.runs import queueing
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import Run, Schedule, WorkflowGroup
from landbridge.service.runs.starts.groups import (
    chosen_workflows,
    create_group,
    delete_group,
    rename_group,
    set_group_workflows,
)
from landbridge.service.runs.starts.scheduling import add_schedule, start_due, switch_schedule
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.workflows.activation import activate, deactivate, set_options, set_real_time
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Workflow
from tests.waiting import eventually

from .conftest import Stand
from .locks import beside, somebody_waits_for_us


def refused(code: str) -> Any:
    """Expect a refusal with this code."""
    return pytest.raises(RunRefused, check=lambda error: error.code == code)


@pytest.fixture
def nightly(stand: Stand) -> WorkflowGroup:
    set_real_time(stand.connection, "projects", live=False, by=None)
    return create_group(stand.connection, "Nightly", ["projects", "customers"])


@pytest.mark.requirement("kind-01")
def test_a_manual_run_imports_what_a_person_chose_and_nothing_else(stand: Stand) -> None:
    stand.employee("5")
    stand.customer("20")
    stand.project("30", "20")
    run = stand.run(queueing.MANUAL, ["projects", "customers"])
    assert stand.outcomes(run) == {"customers 20": "created", "projects 30": "created"}
    assert (run.kind, run.owner, run.workflows) == ("manual", stand.admin, ["customers", "projects"])


@pytest.mark.requirement("kind-01")
@pytest.mark.requirement("kind-02")
def test_a_manual_run_imports_a_group(stand: Stand, nightly: WorkflowGroup) -> None:
    stand.employee("5")
    stand.customer("20")
    run = stand.run(queueing.MANUAL, list(chosen_workflows(stand.connection, (), "Nightly") or ()))
    assert stand.outcomes(run) == {"customers 20": "created"}


@pytest.mark.requirement("kind-01")
def test_a_run_of_what_is_off_or_unknown_is_refused_by_name(stand: Stand, nightly: WorkflowGroup) -> None:
    deactivate(stand.connection, "projects", by=None)
    with pytest.raises(RunRefused, match=r"Projects \(Projects\) is not active"):
        start_run(stand.connection, queueing.MANUAL, nightly.workflows, by=stand.admin, now=stand.clock())
    for name in ("Weekly", "Night\x00ly"):
        with refused("unknown_group"):
            chosen_workflows(stand.connection, (), name)
    with refused("group_or_workflows"):
        chosen_workflows(stand.connection, ["customers"], "Nightly")
    assert not Run.objects.exists()


@pytest.mark.requirement("kind-02")
def test_a_group_has_a_name_of_its_own_and_workflows_that_exist(stand: Stand, nightly: WorkflowGroup) -> None:
    assert nightly.workflows == ["customers", "projects"]
    for name, keys, code in (
        ("nightly", ["customers"], "group_exists"),
        ("  ", ["customers"], "bad_name"),
        ("x" * 81, ["customers"], "bad_name"),
        ("a\x00b", ["customers"], "bad_name"),
        ("Weekly", ["poems"], "unknown_workflow"),
        ("Weekly", [], "no_workflow"),
    ):
        with refused(code):
            create_group(stand.connection, name, keys)
    rename_group(nightly, "NIGHTLY")
    set_group_workflows(nightly, ["employees"])
    stored = WorkflowGroup.objects.get()
    assert (stored.name, stored.workflows) == ("NIGHTLY", ["employees"])


@pytest.mark.requirement("kind-02")
def test_a_schedule_runs_its_group_as_it_is_when_it_starts(stand: Stand, nightly: WorkflowGroup) -> None:
    schedule = add_schedule(
        stand.connection, cron="0 2 * * *", group=nightly, by=stand.admin, now=stand.clock()
    )
    set_group_workflows(nightly, ["customers", "employees"])
    assert start_due(schedule.next_at) == 1
    run = Run.objects.get()
    assert run.workflows == ["employees", "customers"]
    assert run.reason == "Schedule: cron 0 2 * * * UTC, group Nightly"


@pytest.mark.requirement("kind-02")
def test_a_group_is_not_deleted_while_a_schedule_uses_it(stand: Stand, nightly: WorkflowGroup) -> None:
    schedule = add_schedule(stand.connection, 2, 1, group=nightly, by=stand.admin, now=stand.clock())
    switch_schedule(schedule, on=False, by=stand.admin, now=stand.clock())
    with pytest.raises(RunRefused, match="Wednesday 1:00 to 2:00 UTC"):
        delete_group(nightly)
    schedule.delete()
    delete_group(nightly)
    assert not WorkflowGroup.objects.exists()


@pytest.mark.requirement("kind-02")
def test_a_workflow_in_a_group_of_an_active_schedule_is_protected(
    stand: Stand, nightly: WorkflowGroup
) -> None:
    schedule = add_schedule(stand.connection, 2, 1, group=nightly, by=stand.admin, now=stand.clock())
    for key in ("projects", "customers"):
        set_real_time(stand.connection, key, live=False, by=stand.admin)
    with pytest.raises(WorkflowRefused, match="used by a schedule of the group Nightly") as held:
        deactivate(stand.connection, "projects", by=stand.admin)
    assert held.value.code == "scheduled"
    with pytest.raises(WorkflowRefused, match="used by a schedule"):
        set_options(stand.connection, "customers", {"include_leads": False}, by=stand.admin)

    switch_schedule(schedule, on=False, by=stand.admin, now=stand.clock())
    assert not deactivate(stand.connection, "projects", by=stand.admin).active
    with pytest.raises(RunRefused, match="is not active"):
        switch_schedule(schedule, on=True, by=stand.admin, now=stand.clock())
    activate(stand.connection, "projects", by=stand.admin)
    switch_schedule(schedule, on=True, by=stand.admin, now=stand.clock())
    assert Schedule.objects.get().active


@pytest.mark.requirement("kind-02")
def test_what_an_active_schedule_starts_must_be_active(stand: Stand, nightly: WorkflowGroup) -> None:
    deactivate(stand.connection, "projects", by=None)
    with pytest.raises(RunRefused, match="is not active"):
        add_schedule(stand.connection, 2, 1, group=nightly, by=stand.admin, now=stand.clock())
    with pytest.raises(RunRefused, match="is not active"):
        add_schedule(stand.connection, 2, 1, workflows=["projects"], by=stand.admin, now=stand.clock())
    with refused("group_or_workflows"):
        add_schedule(
            stand.connection, 2, 1, workflows=["customers"], group=nightly, by=None, now=stand.clock()
        )
    assert not Schedule.objects.exists()
    other = create_group(stand.connection, "Other", ["customers"])
    add_schedule(stand.connection, 2, 1, group=other, by=stand.admin, now=stand.clock())
    with pytest.raises(RunRefused, match="is not active"):
        set_group_workflows(other, ["customers", "projects"])
    assert WorkflowGroup.objects.get(name="Other").workflows == ["customers"]


@pytest.mark.requirement("kind-02")
def test_whoever_switches_off_meets_the_schedule_that_is_being_added(committed_stand: Stand) -> None:
    stand = committed_stand
    set_real_time(stand.connection, "projects", live=False, by=None)
    answers: list[str] = []

    def switch_off() -> None:
        try:
            deactivate(stand.connection, "projects", by=None)
            answers.append("off")
        except WorkflowRefused as refusal:
            answers.append(refusal.code)

    with transaction.atomic():
        add_schedule(stand.connection, 2, 1, workflows=["projects"], by=stand.admin, now=stand.clock())
        other = beside(switch_off)
        eventually(somebody_waits_for_us, what="a switch that waits")
    other.join(10)
    assert answers == ["scheduled"]
    assert Workflow.objects.get(key="projects").active
