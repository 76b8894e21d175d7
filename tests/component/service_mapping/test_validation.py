"""Validation of mappings against what both sides say they have, on demand and before a mapping is stored."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest

from landbridge.local.testing import RunningAccount
from landbridge.service import composition
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.workflows import administration
from landbridge.service.workflows.activation import activate
from landbridge.service.workflows.catalogue import CATALOGUE, Row, Source
from landbridge.service.workflows.content import Content, stored
from landbridge.service.workflows.editing import drafts
from landbridge.service.workflows.editing.saving import checked
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.rows import default_rows
from landbridge.service.workflows.validation.options import refuse_unknown_fields
from landbridge.service.workflows.validation.problems import Problem
from landbridge.service.workflows.validation.sides import Sides
from landbridge.service.workflows.validation.validating import validate

from .conftest import Desk


def sides(connection: Connection) -> Sides:
    return Sides(connection, composition.reader_for, composition.destination_for(connection))


def content_of(connection: Connection, key: str) -> Content:
    return stored(Workflow.objects.get(connection=connection, key=key))


def with_row(content: Content, row: Row, *, group: str = "main", instead: bool = True) -> Content:
    rows = [one for one in content.rows[group] if not (instead and one[0].target == row.target)]
    return Content({**content.rows, group: (*rows, (row, True))}, content.filters)


def problems_of(connection: Connection, changed: Mapping[str, Content]) -> list[Problem]:
    return checked(connection, changed, sides(connection)).problems


WRONG = {
    "netsuite": (Row("web", Source.FIELD, "homepage"), "unknown_netsuite_field", "no field 'homepage'"),
    "custom": (Row("web", Source.FIELD, "custentity_gone"), "unknown_netsuite_field", "custentity_gone"),
    "target": (Row("colour", Source.FIELD, "url"), "unknown_target", "no field 'colour'"),
    "type": (
        Row("active", Source.FIELD, "lastModifiedDate"),
        "wrong_type",
        "is an instant, which Active cannot take",
    ),
    "reference": (Row("userid", Source.LOOKUP, "salesRep", "projects"), "wrong_type", "takes one of user"),
    "constant": (Row("active", Source.CONSTANT, value="perhaps"), "wrong_type", "'perhaps' does not fit"),
    "value": (Row("type", Source.VALUES, "stage", {"_lead": "X"}), "wrong_type", "'X' does not fit"),
    "twice": (Row("email", Source.FIELD, "url"), "target_twice", "2 rows set this field"),
    "macro": (Row("note__c", Source.MACRO, value="_YESTERDAY"), "unknown_macro", "no macro '_YESTERDAY'"),
    "workflow": (Row("note__c", Source.LOOKUP, "salesRep", "suppliers"), "bad_row", "is no workflow"),
    "table": (
        Row("note__c", Source.LOOKUP, "salesRep", {"table": "cars", "by": "id", "return": "id"}),
        "bad_row",
        "is no table",
    ),
    "by": (
        Row("userid", Source.LOOKUP, "salesRep", {"table": "user", "by": "colour", "return": "id"}),
        "unknown_target",
        "the table user has no field 'colour'",
    ),
    "pieces": (
        Row("note__c", Source.CONCATENATION, value=[{"field": "homepage"}]),
        "unknown_netsuite_field",
        "homepage",
    ),
    "condition": (
        Row(
            "note__c",
            Source.CONDITIONAL,
            value={"branches": [{"if": "(stage = ", "then": {"source": "constant", "value": 1}}]},
        ),
        "bad_row",
        "cannot be read",
    ),
    "compared": (
        Row(
            "note__c",
            Source.CONDITIONAL,
            value={"branches": [{"if": "(mood = 'good')", "then": {"source": "field", "field": "url"}}]},
        ),
        "unknown_netsuite_field",
        "mood",
    ),
    "own": (Row("note__c", Source.LOOKUP, "parent", "customers", required=True), "cycle", "go in a circle"),
}


@pytest.mark.requirement("map-07")
def test_what_cannot_work_is_found_with_its_reason(connection: Connection) -> None:
    there = content_of(connection, "customers")
    known = sides(connection)
    for case, (row, code, words) in WRONG.items():
        changed = with_row(there, row, instead=case != "twice")
        found = checked(connection, {"customers": changed}, known).problems
        assert [(one.code, one.target) for one in found] == [(code, row.target)], case
        assert words in found[0].reason, case
        assert (found[0].workflow, found[0].group) == ("Customers (Customers)", "Customer"), case
    assert known.told() == []


@pytest.mark.requirement("map-07")
def test_a_filter_and_what_must_be_set_are_checked(connection: Connection) -> None:
    there = content_of(connection, "customers")
    filtered = Content(there.rows, {"main": "(mood = 'good')"})
    assert [one.code for one in problems_of(connection, {"customers": filtered})] == [
        "unknown_netsuite_field"
    ]
    broken = Content(there.rows, {"main": "(mood"})
    assert [one.code for one in problems_of(connection, {"customers": broken})] == ["bad_filter"]
    nameless = Content({"main": tuple((row, on and row.target != "name") for row, on in there.rows["main"])})
    assert [(one.code, one.target) for one in problems_of(connection, {"customers": nameless})] == [
        ("required_missing", "name")
    ]
    first, *rest = there.rows["main"]
    other_id = Content({"main": ((dataclasses.replace(first[0], field="entityId"), True), *rest)})
    assert "fixed" in {one.code for one in problems_of(connection, {"customers": other_id})}


@pytest.mark.requirement("map-07")
def test_workflows_that_would_wait_for_each_other_are_found(connection: Connection) -> None:
    row = Row("note__c", Source.LOOKUP, "salesRep", "projects", required=True)
    changed = with_row(content_of(connection, "customers"), row)
    (found,) = problems_of(connection, {"customers": changed})
    assert found.code == "cycle"
    assert "Projects (Projects)" in found.reason


@pytest.mark.requirement("map-07")
def test_the_default_mappings_are_right(connection: Connection) -> None:
    every = {
        key: Content({group: tuple(rows) for group, rows in default_rows(one).items()})
        for key, one in CATALOGUE.items()
    }
    report = checked(connection, every, sides(connection))
    assert [str(one) for one in report.problems] == []
    assert len(report.workflows) == len(CATALOGUE)
    assert report.told == []
    ticked = {
        key: {option.key: True for option in one.options if option.default is False}
        for key, one in CATALOGUE.items()
    }
    with_options = checked(connection, every, sides(connection), ticked)
    assert [str(one) for one in with_options.problems] == []
    active = validate(connection, sides(connection))
    assert active.problems == []
    assert active.workflows == ["Employees (Employees)", "Customers (Customers)", "Projects (Projects)"]


@pytest.mark.requirement("map-07")
def test_a_side_that_cannot_be_asked_is_said_and_standard_fields_are_checked(connection: Connection) -> None:
    composition.close_clients()
    Connection.objects.filter(pk=connection.pk).update(credentials=b"not readable")
    connection.refresh_from_db()
    there = content_of(connection, "customers")
    custom = with_row(there, Row("web", Source.FIELD, "custentity_gone"))
    report = checked(connection, {"customers": custom}, sides(connection))
    assert report.problems == []
    assert "NetSuite could not be asked" in report.told[0]
    standard = with_row(there, Row("web", Source.FIELD, "homepage"))
    assert [one.code for one in problems_of(connection, {"customers": standard})] == [
        "unknown_netsuite_field"
    ]


@pytest.mark.requirement("map-07")
def test_strict_validation_keeps_default_rows(connection: Connection, ada: User) -> None:
    there = content_of(connection, "customers")
    copied = with_row(there, Row("note__c", Source.FIELD, "email"))
    gone = Content({"main": tuple(one for one in there.rows["main"] if one[0].target != "email")})
    assert (
        problems_of(connection, {"customers": copied}) == problems_of(connection, {"customers": gone}) == []
    )
    administration.change(connection, by=ada, strict_validation=True)
    assert [one.code for one in problems_of(connection, {"customers": copied})] == ["strict_copy"]
    assert [one.code for one in problems_of(connection, {"customers": gone})] == ["strict_target"]


@pytest.mark.requirement("map-07")
def test_pages_validate_and_refuse_to_store(customers: Desk, connection: Connection) -> None:
    customers.post(
        "main/rows/new/", store="1", source="field", target="note__c", field="homepage", active="on"
    )
    assert "no field &#x27;homepage&#x27;" in customers.post("check").content.decode()
    text = customers.post("save").content.decode()
    assert "The mapping was not stored" in text
    assert "note__c" not in customers.targets()
    page = customers.client.get(f"/mapping/{connection.pk}/validation/").content.decode()
    assert "Validate mapping" in page
    report = customers.client.post(f"/mapping/{connection.pk}/validation/").content.decode()
    assert "Nothing is wrong." in report
    Workflow.objects.get(connection=connection, key="customers").mapping_rows.filter(target="web").update(
        field="homepage"
    )
    report = customers.client.post(f"/mapping/{connection.pk}/validation/").content.decode()
    assert "homepage" in report


def test_a_draft_keeps_what_an_unfinished_mapping_has(customers: Desk, ada: User) -> None:
    customers.post(
        "main/rows/new/", store="1", source="field", target="note__c", field="homepage", active="on"
    )
    now = drafts.edited(customers.workflow, ada)
    assert now.draft is not None
    assert [one.name for one in now.changes()] == ["note__c"]
    activate(customers.connection, "customers", by=ada)
    assert drafts.edited(customers.workflow, ada).draft == now.draft


def test_an_option_that_names_a_field_is_compared_with_netsuite(connection: Connection) -> None:
    with pytest.raises(WorkflowRefused, match="custentity_nosuch"):
        refuse_unknown_fields(connection, "customers", {"hierarchy_department": "custentity_nosuch"})
    refuse_unknown_fields(
        connection, "customers", {"hierarchy_department": "custentity_oa_export_to_openair"}
    )
    Workflow.objects.filter(connection=connection, key="customers").update(
        options={"hierarchy_department": "custentity_nosuch"}
    )
    found = [one for one in validate(connection, sides(connection)).problems if "nosuch" in one.reason]
    assert [(one.workflow, one.code) for one in found] == [
        ("Customers (Customers)", "unknown_netsuite_field")
    ]


@pytest.mark.requirement("map-07")
def test_a_row_that_an_option_replaces_is_not_checked(connection: Connection) -> None:
    default = Content({key: tuple(of) for key, of in default_rows(CATALOGUE["sales_orders"]).items()})
    changed = {"sales_orders": with_row(default, Row("total", Source.FIELD, "noSuchField"))}
    known = sides(connection)
    on, off = ({"sales_orders": {"net_total": value}} for value in (True, False))
    assert checked(connection, changed, known, on).problems == []
    assert [one.target for one in checked(connection, changed, known, off).problems] == ["total"]
    Workflow.objects.create(connection=connection, key="sales_orders", options={"net_total": True})
    assert checked(connection, changed, known).problems == []


@pytest.mark.requirement("map-07")
def test_a_row_that_an_option_brings_is_checked_and_the_option_named(
    connection: Connection, netsuite: RunningAccount
) -> None:
    Workflow.objects.filter(connection=connection, key="projects").update(options={"map_stage": True})
    assert validate(connection, sides(connection)).problems == []
    composition.close_clients()  # they keep what they were told of the record type
    netsuite.control.snapshot(name="whole")
    try:
        netsuite.control.remove_field(script_id="custentity_oa_project_stage")
        found = validate(connection, sides(connection)).problems
    finally:
        netsuite.control.restore(name="whole")
        netsuite.control.drop_snapshot(name="whole")
    assert {(one.workflow, one.target, one.code) for one in found} == {
        ("Projects (Projects)", "project_stageid", "unknown_netsuite_field")
    }
    option = "set by the option Map the SuiteProjects Pro project stage from the NetSuite project: "
    assert all(one.reason.startswith(option) for one in found)


@pytest.mark.requirement("map-07")
def test_a_circle_is_one_of_the_rows_that_options_bring(connection: Connection) -> None:
    Workflow.objects.filter(connection=connection, key="projects").update(active=False)
    contacts = Content({key: tuple(of) for key, of in default_rows(CATALOGUE["contacts"]).items()})
    row = Row("note__c", Source.LOOKUP, "salesRep", "contacts", required=True)
    changed = {"contacts": contacts, "customers": with_row(content_of(connection, "customers"), row)}
    (found,) = problems_of(connection, changed)
    assert (found.code, found.target) == ("cycle", "customerid")
    assert found.reason.startswith("set by the option Import all NetSuite contacts associated with")
    either = {"contacts": {"contacts_of_customers": True, "contacts_of_projects": True}}
    assert checked(connection, changed, sides(connection), either).problems == []
