"""Support cases and project tasks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Criterion, Record

pytestmark = pytest.mark.requirement("type-01")

Save = Callable[..., Record]
Refused = Callable[..., RecordError]


@pytest.fixture(scope="module")
def customer(save: Save) -> Record:
    return save("customer", companyName="Elm Street Books", email="books@elm.example", phone="555 0100")


@pytest.fixture
def project(save: Save, request: pytest.FixtureRequest) -> Record:
    return save("job", companyName=f"Project {request.node.name}", startDate=date(2026, 3, 2))


def now(account: Account, record: Record) -> Record:
    found = account.records.get(record.type, record.id)
    assert found is not None
    return found


def test_a_case_begins_open_with_a_number_and_what_its_company_gives(
    account: Account, clock: Clock, save: Save, customer: Record
) -> None:
    first = save("supportCase", title="Lost login", company=customer.id)
    second = save("supportCase", title="Again", company=customer.id, email="other@elm.example")
    assert int(second.values["caseNumber"]) == int(first.values["caseNumber"]) + 1
    assert first.values["status"] == "1"
    assert first.values["startDate"] == clock.now()
    assert (first.values["email"], first.values["phone"]) == ("books@elm.example", "555 0100")
    assert second.values["email"] == "other@elm.example"
    assert "lastMessageDate" not in first.values
    number = first.values["caseNumber"]
    assert account.records.display("supportCase", first.id) == f"{number} Lost login"


def test_a_case_is_closed_and_reopened_by_its_status(clock: Clock, save: Save, customer: Record) -> None:
    case = save("supportCase", title="Printer", company=customer.id)
    clock.advance(60)
    closed = save("supportCase", case.id, status="5")
    assert closed.values["endDate"] == clock.now()
    clock.advance(60)
    reopened = save("supportCase", case.id, status="4")
    assert "endDate" not in reopened.values
    assert reopened.values["lastReopenedDate"] == clock.now()


def test_a_message_sets_its_instant(clock: Clock, save: Save, customer: Record) -> None:
    case = save("supportCase", title="Question", company=customer.id, incomingMessage="Hello?")
    sent = clock.now()
    assert case.values["lastMessageDate"] == sent
    clock.advance(60)
    assert save("supportCase", case.id, title="A question").values["lastMessageDate"] == sent
    answered = save("supportCase", case.id, outgoingMessage="Hello!")
    assert answered.values["lastMessageDate"] == clock.now() != sent


def test_cases_are_found_by_the_stage_of_their_status_and_the_name_of_their_company(
    account: Account, save: Save
) -> None:
    company = save("customer", companyName="Unmistakable Ltd")
    open_case = save("supportCase", title="Open", company=company.id)
    closed = save("supportCase", title="Closed", company=company.id, status="5")
    of_company = Criterion("company", "contains", ("unmistakable",))
    stage = Criterion("stage", "anyOf", ("_closed",))
    assert set(account.records.search("supportCase", [of_company])) == {open_case.id, closed.id}
    assert account.records.search("supportCase", [of_company, stage]) == [closed.id]


def test_escalation_brings_the_employees_address(save: Save, customer: Record) -> None:
    employee = save("employee", firstName="Kay", lastName="McNulty", email="kay@demo.example")
    case = save(
        "supportCase", title="Urgent", company=customer.id, escalateToList=[{"escalatee": employee.id}]
    )
    assert case.values["escalateToList"] == [{"escalatee": employee.id, "email": "kay@demo.example"}]


def test_work_of_a_task_comes_from_its_assignees(save: Save, project: Record) -> None:
    employee = save("employee", firstName="Ruth", lastName="Teitelbaum")
    line = {"resource": employee.id, "estimatedWork": 12.0, "unitCost": 50.0, "unitPrice": 100.0}
    task = save("projectTask", title="Build", company=project.id, assigneeList=[line])
    assert task.values["estimatedWork"] == 12.0
    assert task.values["assigneeList"] == [{**line, "units": 100.0, "cost": 600.0, "price": 1200.0}]
    assert (task.values["status"], task.values["constraintType"]) == ("_notStarted", "_asSoonAsPossible")
    assert task.values["remainingWork"] == 12.0


def test_dates_of_a_task_follow_its_project_and_skip_the_weekend(save: Save, project: Record) -> None:
    task = save("projectTask", title="Build", company=project.id, estimatedWork=48.0)
    assert task.values["startDate"].date() == date(2026, 3, 2)
    assert task.values["endDate"].date() == date(2026, 3, 9)
    fixed = save("projectTask", task.id, startDate=datetime(2026, 3, 6, 17, tzinfo=UTC), estimatedWork=9.0)
    assert fixed.values["endDate"] == datetime(2026, 3, 9, 17, tzinfo=UTC)


def test_tasks_above_and_the_project_have_what_is_below(
    account: Account, save: Save, project: Record
) -> None:
    top = save("projectTask", title="Phase", company=project.id)
    save("projectTask", title="Design", company=project.id, parent=top.id, plannedWork=8.0)
    test = save("projectTask", title="Test", company=project.id, parent=top.id, plannedWork=24.0)
    assert now(account, top).values["plannedWork"] == 32.0
    values = now(account, project).values
    assert (values["plannedWork"], values["timeRemaining"], values["percentComplete"]) == (32.0, 32.0, 0.0)
    assert (values["calculatedStartDate"], values["calculatedEndDate"]) == (
        date(2026, 3, 2),
        date(2026, 3, 5),
    )
    assert save("projectTask", test.id, status="_completed").values["percentTimeComplete"] == 100.0
    save("projectTask", top.id, status="_completed")
    assert now(account, project).values["percentComplete"] == 100.0


def test_a_deleted_task_is_out_of_the_sums(account: Account, save: Save, project: Record) -> None:
    save("projectTask", title="One", company=project.id, plannedWork=8.0)
    two = save("projectTask", title="Two", company=project.id, plannedWork=8.0)
    assert now(account, project).values["plannedWork"] == 16.0
    account.records.delete(account.access.system_session(), "projectTask", two.id)
    assert now(account, project).values["plannedWork"] == 8.0


@pytest.mark.requirement("type-07")
def test_tasks_of_other_projects_are_refused(save: Save, refused: Refused, project: Record) -> None:
    other = save("job", companyName="Another")
    foreign = save("projectTask", title="Theirs", company=other.id)
    assert (
        refused("projectTask", title="Mine", company=project.id, parent=foreign.id).code
        == "INVALID_KEY_OR_REF"
    )
    after = refused("projectTask", title="Mine", company=project.id, predecessorList=[{"task": foreign.id}])
    assert (after.code, after.message) == ("INVALID_KEY_OR_REF", f"Invalid task reference key {foreign.id}.")


@pytest.mark.requirement("type-07")
def test_a_task_is_neither_below_nor_after_itself(save: Save, refused: Refused, project: Record) -> None:
    top = save("projectTask", title="Top", company=project.id)
    below = save("projectTask", title="Below", company=project.id, parent=top.id)
    assert refused("projectTask", top.id, parent=below.id).code == "PARENT_CANT_ITSELF_BE_MEMBER"
    circle = refused("projectTask", top.id, predecessorList=[{"task": top.id}])
    assert circle.code == "CYCLE_IN_PROJECT_PLAN"


def test_tasks_are_searched_by_instants_that_they_do_not_show(
    account: Account, save: Save, project: Record
) -> None:
    task = save("projectTask", title="Seen", company=project.id)
    since = Criterion("lastModifiedDate", "onOrAfter", (task.modified,))
    mine = Criterion("company", "anyOf", (project.id,))
    assert account.records.search("projectTask", [mine, since]) == [task.id]
    assert "lastModifiedDate" not in task.values
