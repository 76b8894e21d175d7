"""Configurations of the native connector are taken over, with a word for everything that is not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from landbridge.service.workflows.catalogue import CATALOGUE, Row, Source
from landbridge.service.workflows.filters import parse, render
from landbridge.service.workflows.notation.native import NativeImport, NotNative, read
from landbridge.service.workflows.rows import problems

EMPLOYEES = CATALOGUE["employees"]


def document(*rows: dict[str, Any], point: str = "EMPLOYEE_TO_USER", filters: str = "") -> str:
    tab = {"filter": filters, "label": "Employee", "value": point, "mapping": list(rows)}
    chapter = {"active": 1, "label": "Employees (Employees)", "name": "user", "tabs": [tab]}
    return json.dumps({"data": {"acct_id": "1", "chapters": {"from_ns": [chapter]}}})


def cells(source: str, target: str, **others: Any) -> dict[str, Any]:
    return {"active": 1, "advanced": "", "ns_default": source, "oa_value": target, **others}


ID = {
    "active": 1,
    "ns_default": "Employee.internalId",
    "oa_value": "User.netsuite_user_id__c",
    "read_only": 1,
}
NAME = cells("Employee.entityId", "User.nickname")
ADVANCED = {
    "active": 1,
    "ns_value": "",
    "oa_value": "User.line_manager_id",
    "advanced": "# by hand\nOA_FIELDS line_manager_id\nOA_FIELDS_INITIAL_ONLY role_id\n"
    "line_manager_id lookup=supervisor:lookup_table=user:lookup_by=netsuite_user_id:lookup_return=id",
}


def rows_of(found: NativeImport, group: str = "main") -> dict[str, Row]:
    (workflow,) = found.workflows
    return {row.target: row for row, _ in workflow.rows[group]}


def lost(found: NativeImport) -> list[str]:
    return [f"{one.what}: {one.reason}" for one in found.remarks if one.lost]


@pytest.mark.requirement("map-10")
def test_a_published_configuration_becomes_a_mapping_that_can_be_saved() -> None:
    found = read(
        document(
            ID,
            NAME,
            cells('="1"', "User.active", initial_only=0),
            cells("NetSuite account currency", "User.currency"),
            cells("", "User.role_id", ns_value='="2"'),
            cells("", "User.cost_center_id", ns_value='="3"', initial_only=1),
            cells("Employee.title", "User.type", active=0),
            ADVANCED,
            filters="FILTER <<END\n(subsidiary = '1')\nEND",
        )
    )
    assert lost(found) == []
    (workflow,) = found.workflows
    assert (workflow.key, workflow.active, workflow.filters) == (
        "employees",
        True,
        {"main": "(subsidiary = '1')"},
    )
    assert problems(EMPLOYEES, workflow.rows) == []
    rows = rows_of(found)
    assert rows["nickname"] == Row("nickname", Source.FIELD, "entityId", required=True)
    assert rows["active"] == Row("active", Source.CONSTANT, value="1")
    assert rows["currency"] == Row("currency", Source.MACRO, value="_ACCOUNT_CURRENCY")
    assert rows["cost_centerid"] == Row("cost_centerid", Source.CONSTANT, value="3", initial_only=True)
    assert rows["role_id"] == Row("role_id", Source.CONSTANT, value="2", initial_only=True)
    assert rows["line_managerid"].value == {"table": "user", "by": "netsuite_user_id__c", "return": "id"}
    assert [row.target for row, on in workflow.rows["main"] if not on] == ["type"]


@pytest.mark.requirement("map-10")
def test_what_cannot_be_taken_over_is_said() -> None:
    found = read(
        document(
            ID,
            NAME,
            cells("Employee.title", "User.favourite_colour"),
            cells("Employee.title", "Project.name"),
            {"active": 1, "advanced": "type (", "oa_value": "User.type"},
            cells("", "User.notes"),
            filters="(a = ",
        )
    )
    told = lost(found)
    assert told[0].startswith("the filter: It could not be read. Line")
    assert told[1:3] == [
        "favourite_colour: User has no such field here.",
        "Project.name: It could not be read. Line 1, column 1: expected a field of user, not Project.name.",
    ]
    assert told[3].startswith("User.type: It could not be read. Line 1, column 6")
    assert told[4] == "User.notes: The row has no source or no target."
    assert len(told) == 5
    assert lost(read(document(ID, point="JOURNAL_TO_REVENUE"))) == [
        "the whole tab: Landbridge has no mapping group for the integration point JOURNAL_TO_REVENUE."
    ]


@pytest.mark.requirement("map-10")
def test_what_is_changed_on_the_way_is_said() -> None:
    found = read(
        document(
            cells("Employee.supervisor", "User.line_manager_id"),
            cells("Employee.phone", "User.phone"),
            cells("Employee.mobilePhone", "User.phone"),
        )
    )
    assert lost(found) == []
    rows = rows_of(found)
    assert (rows["line_managerid"].source, rows["line_managerid"].value) == (Source.LOOKUP, "employees")
    assert rows["phone"].field == "mobilePhone"
    assert {"netsuite_user_id__c", "nickname"} <= rows.keys()
    assert {one.what for one in found.remarks} == {
        "line_managerid",
        "phone",
        "netsuite_user_id__c",
        "nickname",
    }
    assert problems(EMPLOYEES, found.workflows[0].rows) == []


def test_filters_of_the_tab_and_of_its_rows_are_joined() -> None:
    advanced = {"active": 1, "oa_value": "", "advanced": "FILTER <<END\n(title <> '')  # filled\nEND"}
    found = read(document(ID, NAME, advanced, filters="(subsidiary = '1') OR (subsidiary = '2')  # ours"))
    filters = found.workflows[0].filters["main"]
    assert lost(found) == []
    assert render(parse(filters)) == "((subsidiary = '1') OR (subsidiary = '2')) AND (title <> '')"


@pytest.mark.parametrize("text", ["{", "[]", '{"data": {"chapters": {}}}'])
def test_another_document_is_refused(text: str) -> None:
    with pytest.raises(NotNative, match=r"\.$"):
        read(text)
