"""The advanced notation: published forms are read, every mapping is written and read back, errors say where they are."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.service.workflows.catalogue import CATALOGUE, Declaration, Group, Row, Source
from landbridge.service.workflows.filters import (
    FilterSyntaxError,
)
from landbridge.service.workflows.filters import render as render_filter
from landbridge.service.workflows.notation import parse, render
from landbridge.service.workflows.notation.names import spp_name
from tests.unit.service_workflows.rowshapes import EXPRESSIONS, mappings

EMPLOYEE = CATALOGUE["employees"].main
CUSTOMER = CATALOGUE["customers"].main


def rows_of(text: str, group: Group = EMPLOYEE) -> list[Row]:
    return [row for row, _ in parse(text, group).rows]


@pytest.mark.requirement("map-05")
@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("last lastName", Row("last", Source.FIELD, "lastName")),
        ("User.last Employee.lastName", Row("last", Source.FIELD, "lastName")),
        ("primary_filter_set '1'", Row("primary_filter_set", Source.CONSTANT, value="1")),
        ('primary_filter_set ="1"', Row("primary_filter_set", Source.CONSTANT, value="1")),
        ("hire_date _TODAY", Row("hire_date", Source.MACRO, value="_TODAY")),
        (
            r"notes firstName,'\\nknown as: ',nickName",
            Row(
                "notes",
                Source.CONCATENATION,
                value=[{"field": "firstName"}, {"text": "\nknown as: "}, {"field": "nickName"}],
            ),
        ),
        (
            "line_manager_id lookup=supervisor:lookup_table=user:lookup_by=netsuite_user_id:lookup_return=id",
            Row(
                "line_managerid",
                Source.LOOKUP,
                "supervisor",
                {"table": "user", "by": "netsuite_user_id__c", "return": "id"},
            ),
        ),
        (
            "<active custentity_here> 'true' '1' 'false' '0' </active>",
            Row("active", Source.VALUES, "custentity_here", {"true": "1", "false": "0"}),
        ),
        (
            "IF <<END\n  IF (subsidiary = '1') THEN code 'A'\n  IF (subsidiary=2,3)\n  THEN code entityId\n  ELSE code 'Z'\nEND",
            Row(
                "code",
                Source.CONDITIONAL,
                value={
                    "branches": [
                        {
                            "if": "(subsidiary = '1')",
                            "then": {"source": "constant", "field": "", "value": "A"},
                        },
                        {
                            "if": "(subsidiary=2,3)",
                            "then": {"source": "field", "field": "entityId", "value": None},
                        },
                    ],
                    "else": {"source": "constant", "field": "", "value": "Z"},
                },
            ),
        ),
    ],
    ids=lambda value: value.source.value if isinstance(value, Row) else "text",
)
def test_the_published_forms_are_read(text: str, row: Row) -> None:
    assert rows_of(text) == [row]


@pytest.mark.requirement("map-05")
def test_a_whole_text_with_declarations_conditions_and_a_filter() -> None:
    found = parse(
        """
        # what the administrator wrote
        NS_FIELDS title, custentity_grade , department
        NS_CUSTOM_FIELDS custentity_grade
        OA_FIELDS type,job_code_id,notes, grade__c
        OA_CUSTOM_FIELDS grade__c
        OA_FIELDS_INITIAL_ONLY job_code_id, role_id
        OA_FIELDS_SORT_BY name

        type title
        job_code_id '2'
        IF <<END
            IF (custentity_grade >= 5) AND (department <> '7') THEN notes 'senior'
            IF (custentity_grade < 5) THEN grade__c 'low' ELSE grade__c 'high'
        END

        FILTER <<END
            (department = '1', '2')
            AND (user.active = true)   # the record that it is linked to
        END
        """,
        EMPLOYEE,
    )
    targets = [(row.target, row.initial_only) for row, _ in found.rows]
    assert targets == [("type", False), ("job_codeid", True), ("notes", False), ("grade__c", False)]
    assert found.initial_only == {"job_codeid", "role_id"}
    assert found.filter.splitlines()[0] == "(department = '1', '2')"
    assert found.filter.splitlines()[1].startswith("AND (user.active = true)")
    assert found.notes == (
        "Line 8: OA_FIELDS_SORT_BY is not taken over: records are not sorted in an import.",
    )


def test_names_of_the_data_dictionary_and_of_tables_are_known() -> None:
    assert spp_name("user", "User.line_manager_id") == "line_managerid"
    assert spp_name("user", "address2") == "addr2"
    assert spp_name("user", "netsuite_user_id") == "netsuite_user_id__c"
    assert spp_name("project_task", "Project_task.start_date") == "starts"
    assert spp_name("project", "start_date") == "start_date"
    assert spp_name("user", "Project.name") is None
    assert spp_name("user", "favourite") == "favourite"


@pytest.mark.requirement("map-05")
def test_a_search_row_in_a_group_of_lines_means_the_record() -> None:
    group = next(
        group
        for declaration in CATALOGUE.values()
        for group in declaration.groups
        if group.spp_type == "purchase_item"
    )
    (row,) = rows_of("date Transaction.tranDate", group)
    assert row.field == "record.tranDate"
    (row,) = rows_of("notes memo", group)
    assert row.field == "memo"


@pytest.mark.requirement("map-05")
@pytest.mark.parametrize(
    ("text", "line", "column", "problem"),
    [
        ("last", 1, 5, "expected a value"),
        ("last lastName firstName", 1, 15, "expected the end of the line"),
        ("Project.name x", 1, 1, "expected a field of user, not Project.name"),
        ("last 'open", 1, 6, "no closing quotation mark"),
        ("\n\nlast !", 3, 6, "begins neither"),
        ("last a, 5", 1, 9, "expected a NetSuite field or a text"),
        ("code lookup=a:lookup_table=user", 1, 15, "lookup_table and lookup_by"),
        ("code lookup=a:lookup_tabel=user", 1, 15, "no part of a lookup"),
        ("code lookup=a", 1, 14, "expected :"),
        ("<code a>\n'x' 'y'\n</cod>", 3, 3, "expected </code>"),
        ("<code a>\n'x' \n", 3, 1, "expected a value"),
        ("IF <<END\nIF (a = 1) code 'x'\nEND", 3, 4, "expected THEN"),
        ("IF <<END\nIF (a = ) THEN code 'x'\nEND", 2, 9, "expected a value"),
        ("IF <<END\nIF (a = 1) THEN code 'x' ELSE type 'y'\nEND", 2, 26, "this ELSE sets type"),
        ("IF <<END\nELSE code 'y'\nEND", 2, 1, "this ELSE sets code"),
        ("IF <<END\nIF (a = 1) THEN code 'x'", 2, 25, "have no END"),
        ("FILTER <<END\n(a = 1)\n", 3, 1, "has no END"),
        ("FILTER <<END\n(a = 1) OR\nEND", 3, 1, "expected a field"),
        ("FILTER <<END\n(a=1)\nEND\nFILTER <<END\n(b=1)\nEND", 4, 1, "one filter"),
        ("OA_FIELDS 'x'", 1, 11, "the name of a field"),
        ("code lookup=a:lookup_table=user:lookup_by=name:lookup_where={x}", 1, 61, "no JSON object"),
        ("code values=a" + '{"a":' * 10_000, 1, 14, "no JSON object"),
        ("<PULL>", 1, 2, "tags of directions"),
        ("<code>", 1, 6, "the NetSuite field of the value map"),
    ],
)
def test_errors_name_line_column_and_what_was_expected(
    text: str, line: int, column: int, problem: str
) -> None:
    with pytest.raises(FilterSyntaxError, match=re.escape(problem)) as caught:
        parse(text, EMPLOYEE)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).startswith(f"Line {line}, column {column}: ")


@pytest.mark.requirement("map-05")
@pytest.mark.parametrize("declaration", CATALOGUE.values(), ids=CATALOGUE)
def test_every_default_mapping_is_written_and_read_back(declaration: Declaration) -> None:
    for group in declaration.groups:
        text = render([(row, True) for row in group.rows], group.condition)
        found = parse(text, group)
        assert _by_target(row for row, _ in found.rows) == _by_target(group.rows)
        assert found.filter == group.condition


def _by_target(rows: Any) -> dict[str, Row]:
    """Conditions and value maps compare as JSON; a branch has its three keys always."""
    return {row.target: row for row in rows}


@pytest.mark.requirement("map-05")
@settings(max_examples=25)
@given(mappings(), st.one_of(st.just(""), EXPRESSIONS.map(render_filter)))
def test_what_is_written_is_read_back(rows: list[tuple[Row, bool]], filter_text: str) -> None:
    found = parse(render(rows, filter_text), CUSTOMER)
    assert list(found.rows) == rows
    assert found.filter == filter_text
    assert render(found.rows, found.filter) == render(rows, filter_text)


def place_of(text: str) -> tuple[int, int]:
    try:
        parse(text, EMPLOYEE)
    except FilterSyntaxError as problem:
        return problem.line, problem.column
    return 1, 1


WORDS = st.lists(
    st.sampled_from(
        [
            "IF",
            "<<END",
            "END",
            "(",
            ")",
            "=",
            "a",
            "'b'",
            "\n",
            "THEN",
            "ELSE",
            "<",
            "</",
            ">",
            "lookup",
            ":",
            "{}",
        ]
    )
).map(" ".join)


@given(st.one_of(st.text(max_size=60), WORDS))
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    line, column = place_of(text)
    assert 1 <= line <= text.count("\n") + 1
    assert 1 <= column <= len(text) + 1
