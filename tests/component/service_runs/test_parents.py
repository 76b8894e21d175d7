"""References to other records: parents that come later, that never come, that stand in a circle, and records that do without meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from landbridge.service.ports import Reference
from landbridge.service.projects.models import SppRecord
from landbridge.service.runs.models import Attention, OpenReference, Run
from landbridge.service.workflows import administration
from landbridge.service.workflows.activation import activate
from landbridge.service.workflows.catalogue import CATALOGUE, MAIN
from landbridge.service.workflows.rows import replace_rows
from tests.component.service_runs.conftest import Stand

TASK_FLAG = "custevent_oa_export_to_openair"


class Tasks:
    """A project, and tasks that have one another as parents."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        administration.set_allowed(stand.connection, CATALOGUE, by=stand.admin)
        activate(stand.connection, "project_tasks", by=stand.admin)
        stand.customer("20")
        stand.project("30", "20", "Website")

    def save(self, internal_id: str, parent: str = "", **values: object) -> None:
        given = {
            TASK_FLAG: True,
            "title": f"Task {internal_id}",
            "company": Reference("30", "Website"),
            "parent": Reference(parent, f"Task {parent}") if parent else None,
        }
        self.stand.netsuite.save("projectTask", internal_id, **{**given, **values})

    def need_parents(self) -> None:
        """Make the parent required."""
        rows = [
            (replace(row, required=row.required or row.target == "parentid"), True)
            for row in CATALOGUE["project_tasks"].main.rows
        ]
        replace_rows(self.stand.connection, "project_tasks", {MAIN: rows}, by=self.stand.admin)

    def run(self) -> Run:
        self.stand.clock.advance(60)
        return self.stand.run()

    def parents(self) -> dict[str, str]:
        """Return the name of each task's parent by the task's name."""
        held = {record.pk: record for record in SppRecord.objects.filter(type="project_task")}
        return {
            one.name: held[int(one.fields["parentid"])].name if one.fields.get("parentid") else ""
            for one in held.values()
        }


@pytest.fixture
def tasks(stand: Stand) -> Tasks:
    return Tasks(stand)


@pytest.mark.requirement("hard-01")
def test_a_reference_that_is_not_required_is_set_when_its_record_comes(tasks: Tasks) -> None:
    tasks.save("2", "1")
    first = tasks.run()
    assert tasks.stand.item(first, "2").outcome == "created"
    assert not Attention.objects.exists()
    assert tasks.parents() == {"Task 2": ""}

    tasks.save("1")
    second = tasks.run()

    changed = tasks.stand.item(second, "2")
    assert changed.outcome == "updated"
    assert [change["field"] for change in changed.changes] == ["parentid"]
    assert tasks.parents() == {"Task 1": "", "Task 2": "Task 1"}
    assert not OpenReference.objects.exists()


@pytest.mark.requirement("hard-01")
def test_a_reference_that_was_taken_away_is_not_waited_for(tasks: Tasks) -> None:
    tasks.save("2", "1")
    tasks.run()
    assert OpenReference.objects.get().parent_id == "1"
    tasks.save("2")

    tasks.run()

    assert not OpenReference.objects.exists()


@pytest.mark.requirement("hard-01")
def test_parents_of_one_type_come_before_their_children_however_deep(tasks: Tasks) -> None:
    for number in range(15, 1, -1):
        tasks.save(str(number), str(number - 1))
    tasks.save("1")

    tasks.run()

    assert tasks.parents() == {"Task 1": ""} | {f"Task {one}": f"Task {one - 1}" for one in range(2, 16)}


@pytest.mark.requirement("hard-01")
@pytest.mark.parametrize("apart", [False, True], ids=["one run", "two runs"])
def test_parents_in_a_circle_fail_and_name_the_circle(tasks: Tasks, apart: bool) -> None:
    tasks.need_parents()
    tasks.save("1", "2")
    if apart:
        assert tasks.stand.item(tasks.run(), "1").outcome == "waiting"
    tasks.save("2", "1")
    tasks.save("3", "2")

    tasks.run()

    left = {one.internal_id: one for one in Attention.objects.filter(workflow__key="project_tasks")}
    assert {key: one.code for key, one in left.items()} == {
        "1": "parents_in_a_circle",
        "2": "parents_in_a_circle",
        "3": "parent_failed",
    }
    assert "Task 1 (1) > Task 2 (2) > Task 1 (1)" in left["1"].reason
    assert "Task 2 (2) > Task 1 (1) > Task 2 (2)" in left["2"].reason
    assert left["1"].need == "record"


@pytest.mark.requirement("hard-01")
def test_a_circle_that_is_mended_lets_all_its_records_in(tasks: Tasks) -> None:
    tasks.save("9")
    tasks.run()
    tasks.need_parents()
    tasks.save("1", "2")
    tasks.save("2", "1")
    tasks.run()

    tasks.save("1", "9")
    tasks.run()

    assert tasks.parents() == {"Task 9": "", "Task 1": "Task 9", "Task 2": "Task 1"}
    assert not Attention.objects.filter(internal_id__in=["1", "2"]).exists()


@pytest.mark.requirement("hard-01")
def test_a_circle_of_references_that_are_not_required_is_imported(tasks: Tasks) -> None:
    tasks.save("1", "2")
    tasks.save("2", "1")

    tasks.run()

    assert tasks.parents() == {"Task 1": "Task 2", "Task 2": "Task 1"}


@pytest.mark.requirement("hard-01")
def test_a_child_of_an_inactive_parent_is_imported_if_that_one_is_and_names_it_if_not(stand: Stand) -> None:
    stand.customer("20")
    stand.run()
    stand.clock.advance(60)
    stand.customer("20", isInactive=True)
    stand.project("30", "20")
    assert stand.outcomes(stand.run())["projects 30"] == "created"

    activate(stand.connection, "project_tasks", by=stand.admin)
    stand.project("31", "20", "Closed", isInactive=True)
    stand.netsuite.save(
        "projectTask", "5", **{TASK_FLAG: True, "title": "Late", "company": Reference("31", "Closed")}
    )
    stand.clock.advance(60)
    row = stand.item(stand.run(), "5")

    assert (row.outcome, row.code, row.field, row.value) == (
        "skipped",
        "parent_not_exported",
        "company",
        "Closed",
    )
    assert row.reason == "Job Closed (NetSuite id 31) is not imported: The record is inactive."


def test_a_line_that_names_an_entity_of_another_type_does_not_wait_for_ever(stand: Stand) -> None:
    tasks = Tasks(stand)
    tasks.save("5", company=Reference("20", "Customer 20"))

    row = stand.item(tasks.run(), "5")

    assert (row.outcome, row.code) == ("skipped", "parent_not_exported")
    assert row.reason.endswith("is not imported: It is no job but a customer.")
