"""A project that begins as a copy of a template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from landbridge.service.ports import Outcome
from landbridge.service.projects.models import AuditEntry, SppRecord
from tests.component.service_projects.conftest import Write, change, outcomes

Create = Callable[..., str]
EVERYTHING = {
    "copy_project_billing_rules": True,
    "copy_project_billing_auto_settings": True,
    "copy_revenue_recognition_rules": True,
    "copy_loaded_cost": True,
    "copy_approvers": True,
}


@pytest.fixture
def customer(create: Create) -> str:
    return create("customer", name="Acme", netsuite_customer_id__c="9")


@pytest.fixture
def template(create: Create, customer: str) -> str:
    """A template with a phase, a task and a milestone in it, and a rule of each kind."""
    boss = create("user", nickname="boss")
    project = create(
        "project", name="Standard", customerid=customer, template=True, start_date="2026-01-01", auto_bill=True,
        rate=90.5, te_approver=boss,
    )  # fmt: skip
    phase = create("project_task", name="Design", projectid=project, classification="P", starts="2026-01-01")
    create(
        "project_task", name="Draw", projectid=project, parentid=phase, planned_hours=8, assign_user_names="boss",
        starts="2026-01-05", netsuite_project_task_id__c="77",
    )  # fmt: skip
    done = create("project_task", name="Done", projectid=project, parentid=phase, classification="M")
    create("project_billing_rule", name="Hours", projectid=project, customerid=customer, type="T")
    create("project_billing_rule", name="Fee", projectid=project, type="F", amount=10, start_milestone=done)
    create("revenue_recognition_rule", name="As billed", projectid=project, type="A")
    return project


def contents(table: str, project: str) -> dict[str, dict[str, Any]]:
    return {
        record.name: {**record.fields, "id": str(record.pk)}
        for record in SppRecord.objects.filter(type=table, fields__projectid=project)
    }


@pytest.mark.requirement("option-03")
def test_a_new_project_takes_tasks_rules_and_settings_of_its_template(
    create: Create, template: str, customer: str
) -> None:
    project = create(
        "project", name="New", customerid=customer, template_project_id=template, start_date="2026-03-01", **EVERYTHING
    )  # fmt: skip
    fields = SppRecord.objects.get(pk=project).fields
    assert (fields["auto_bill"], fields["rate"], "te_approver" in fields) == (True, 90.5, True)
    tasks = contents("project_task", project)
    assert tasks.keys() == {"Design", "Draw", "Done"}
    assert tasks["Draw"]["parentid"] == tasks["Done"]["parentid"] == tasks["Design"]["id"]
    assert tasks["Draw"]["assign_user_names"] == "boss"
    assert (tasks["Design"]["starts"], tasks["Draw"]["starts"]) == ("2026-03-01", "2026-03-05")
    assert "netsuite_project_task_id__c" not in tasks["Draw"], "a copy came from no record of NetSuite"
    rules = contents("project_billing_rule", project)
    assert rules["Fee"]["start_milestone"] == tasks["Done"]["id"]
    assert (rules["Fee"]["amount"], rules["Hours"]["customerid"]) == (10, customer)
    assert contents("revenue_recognition_rule", project).keys() == {"As billed"}
    entry = AuditEntry.objects.get(record_id=tasks["Draw"]["id"], field="name")
    assert (entry.author_name, entry.after) == ("Ada", "Draw")


@pytest.mark.requirement("option-03")
def test_without_the_boxes_only_tasks_are_copied(create: Create, template: str, customer: str) -> None:
    project = create("project", name="New", customerid=customer, template_project_id=template)
    fields = SppRecord.objects.get(pk=project).fields
    assert not {"auto_bill", "rate", "te_approver"} & fields.keys()
    assert len(contents("project_task", project)) == 3
    assert contents("project_task", project)["Draw"]["starts"] == "2026-01-05"
    assert not contents("project_billing_rule", project)
    assert not contents("revenue_recognition_rule", project)


def test_what_the_project_has_itself_stays(create: Create, template: str, customer: str) -> None:
    project = create(
        "project", name="New", customerid=customer, template_project_id=template, rate=120, **EVERYTHING
    )  # fmt: skip
    assert SppRecord.objects.get(pk=project).fields["rate"] == 120


def test_a_project_that_is_there_is_not_filled_again(
    write: Write, create: Create, template: str, customer: str
) -> None:
    project = create("project", name="New", customerid=customer)
    (answer,) = write("project", change("1", project, minutes=1, template_project_id=template))
    assert answer.outcome is Outcome.UPDATED
    assert not contents("project_task", project)


def test_projects_of_two_templates_are_copied_together(
    write: Write, create: Create, template: str, customer: str
) -> None:
    other = create("project", name="Short", customerid=customer, template=True)
    create("project_task", name="Only", projectid=other)
    changes = [
        change(
            str(number), None, name=f"P{number}", customerid=customer, template_project_id=of, **EVERYTHING
        )
        for number, of in enumerate([template, other, template])
    ]
    with CaptureQueriesContext(
        connection,
    ) as few:
        answers = write("project", *changes)
    assert set(outcomes(answers)) == {Outcome.CREATED}
    names = [sorted(contents("project_task", str(answer.spp_id))) for answer in answers]
    assert names == [["Design", "Done", "Draw"], ["Only"], ["Design", "Done", "Draw"]]
    more = [
        change(
            str(number),
            None,
            name=f"Q{number}",
            customerid=customer,
            template_project_id=template,
            **EVERYTHING,
        )
        for number in range(30)
    ]
    with CaptureQueriesContext(connection) as many:
        write("project", *more)
    assert len(many) <= len(few), "no statement for each project"


@pytest.mark.requirement("option-03")
def test_a_template_that_cannot_be_copied_refuses_its_projects_and_no_others(
    write: Write, create: Create, template: str, customer: str
) -> None:
    other = create("project", name="Short", customerid=customer, template=True)
    only = create("project_task", name="Only", projectid=other)
    SppRecord.objects.filter(pk=only).update(
        fields={"name": "Only", "projectid": other, "classification": "unknown"}
    )
    before = SppRecord.objects.count(), AuditEntry.objects.count()
    changes = [
        change(str(number), None, name=f"P{number}", customerid=customer, template_project_id=of)
        for number, of in enumerate([other, template, other])
    ]
    answers = write("project", *changes)
    assert outcomes(answers) == [Outcome.REFUSED, Outcome.CREATED, Outcome.REFUSED]
    assert {(one.key, one.field) for one in (answers[0], answers[2])} == {
        ("0", "template_project_id"),
        ("2", "template_project_id"),
    }
    assert "Only of the template cannot be copied: " in answers[0].reason
    assert set(contents("project_task", str(answers[1].spp_id))) == {"Design", "Draw", "Done"}
    assert SppRecord.objects.count() == before[0] + 4
    assert AuditEntry.objects.count() > before[1]
    assert not SppRecord.objects.filter(type="project", name__in=["P0", "P2"]).exists()
