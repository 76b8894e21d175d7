"""Classifications of NetSuite as hierarchies of SuiteProjects Pro, and their nodes on the records."""

from __future__ import annotations

import pytest

from landbridge.service.ports import Author, Change, JsonValue, Reference
from landbridge.service.projects.models import SppRecord

from .conftest import Stand

pytestmark = pytest.mark.requirement("option-02")


def department(stand: Stand, internal_id: str, name: str, above: str = "", **values: object) -> None:
    parent = {"parent": Reference(above) if above else None}
    stand.netsuite.undated.add("department")
    stand.netsuite.save("department", internal_id, **{"name": name, "isInactive": False, **parent, **values})


def node_names(stand: Stand, person: str) -> list[str]:
    held = str(stand.spp("user")[person].fields.get("hierarchy_node_ids") or "")
    names = {one.spp_id: one.name for one in SppRecord.objects.filter(type="hierarchy_node")}
    return [names[one] for one in held.split(",") if one]


@pytest.fixture
def departments(stand: Stand) -> Stand:
    stand.set_options("employees", hierarchy_department=True)
    department(stand, "2", "Sales", above="1")
    department(stand, "1", "Field")
    return stand


def test_departments_become_nodes_and_users_get_theirs(departments: Stand) -> None:
    stand = departments
    stand.employee("7", "Ann", department=Reference("2", "Field : Sales"))
    stand.employee("8", "Bob")
    stand.run(keys=["employees"])

    hierarchy = stand.spp("hierarchy")["Departments"]
    nodes = stand.spp("hierarchy_node")
    assert hierarchy.fields["type"] == "user"
    assert nodes["Sales"].fields["netsuite_department_id__c"] == "2"
    assert nodes["Sales"].fields["parentid"] == nodes["Field"].spp_id
    assert (node_names(stand, "Ann"), node_names(stand, "Bob")) == (["Sales"], [])


def test_names_and_places_follow_and_nodes_of_other_hierarchies_stay(departments: Stand) -> None:
    stand = departments
    stand.employee("7", "Ann", department=Reference("2"))
    stand.run(keys=["employees"])
    ours = stand.spp("hierarchy_node")["Sales"].spp_id
    others = make(stand, "hierarchy", name="Teams", type="user")
    team = make(stand, "hierarchy_node", name="Red", hierarchyid=others)
    SppRecord.objects.filter(type="user", name="Ann").update(
        fields={**stand.spp("user")["Ann"].fields, "hierarchy_node_ids": f"{team},{ours}"}
    )

    department(stand, "2", "Selling")
    department(stand, "3", "Research")
    stand.clock.advance(60)
    stand.employee("7", "Ann", department=Reference("3"))
    stand.run(keys=["employees"])

    assert stand.spp("hierarchy_node")["Selling"].spp_id == ours
    assert stand.spp("hierarchy_node")["Selling"].fields.get("parentid") is None
    assert node_names(stand, "Ann") == ["Red", "Research"]
    stand.clock.advance(60)
    stand.employee("7", "Ann", department=None)
    stand.run(keys=["employees"])
    assert node_names(stand, "Ann") == ["Red"]


def test_nodes_of_the_same_name_that_are_there_are_taken(departments: Stand) -> None:
    stand = departments
    hierarchy = make(stand, "hierarchy", name="departments", type="user")
    there = make(stand, "hierarchy_node", name="SALES", hierarchyid=hierarchy)
    stand.employee("7", "Ann", department=Reference("2"))
    stand.run(keys=["employees"])
    assert stand.spp("hierarchy_node")["Sales"].spp_id == there
    assert SppRecord.objects.filter(type="hierarchy").count() == 1


def test_projects_name_their_classification_in_a_custom_field(stand: Stand) -> None:
    stand.set_options("projects", hierarchy_location="custentity_site")
    stand.netsuite.save("location", "4", name="Graz")
    stand.customer("20")
    stand.project("30", "20", custentity_site=Reference("4", "Graz"))
    stand.run()
    project = stand.spp("project")["Project 30"]
    node = SppRecord.objects.get(type="hierarchy_node")
    assert project.fields["hierarchy_node_ids"] == node.spp_id
    assert node.fields["netsuite_custom_project_location_id__c"] == "4"
    assert SppRecord.objects.get(type="hierarchy").fields["type"] == "project"


def test_a_second_run_changes_nothing(departments: Stand) -> None:
    stand = departments
    stand.employee("7", "Ann", department=Reference("2"))
    stand.run(keys=["employees"])
    before = dict(SppRecord.objects.values_list("pk", "updated"))
    stand.clock.advance(60)
    stand.employee("7", "Ann", department=Reference("2"), comments="new")
    run = stand.run(keys=["employees"])
    assert stand.outcomes(run) == {"employees 7": "unchanged"}
    assert dict(SppRecord.objects.values_list("pk", "updated")) == before


def make(stand: Stand, table: str, **fields: JsonValue) -> str:
    """Make a record in SuiteProjects Pro by hand."""
    account = stand.services.destination_for(stand.connection)
    author = Author(stand.admin.pk, stand.admin.name)
    (made,) = account.apply(table, [Change("1", None, fields, None)], author=author, at=stand.clock())
    assert made.spp_id is not None, made
    return made.spp_id
