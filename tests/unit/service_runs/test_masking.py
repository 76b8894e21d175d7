"""Masks of values in texts, and cells that a spreadsheet may open."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.service.ports import SourceRecord
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.projects.sensitivity import MASK, is_sensitive, masked
from landbridge.service.projects.validation import check_fields
from landbridge.service.runs.history.exporting import cell
from landbridge.service.runs.history.masking import discreet
from landbridge.service.workflows.catalogue import CATALOGUE, Row, Source
from landbridge.service.workflows.environment import Environment, Surroundings
from landbridge.service.workflows.mapping import map_part
from landbridge.service.workflows.parts import Part
from landbridge.service.workflows.results import Unmappable
from landbridge.service.workflows.sensitivity import hidden_fields

ANYTHING = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0•"), min_size=4, max_size=400
)

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
RUN = tuple(set(FORMULA) - set("\t\r\n"))


VALUE = st.one_of(ANYTHING, st.floats(allow_nan=False).filter(lambda number: abs(number) > 1000))
SECRET = frozenset({"secret"})
AT = datetime(2026, 3, 2, tzinfo=UTC)
FIELDS = [(kind.table, field.name) for kind in SPP_TYPES.values() for field in kind.declared]
FIXED = (
    r"an e-mail address|a number|a number of hours|yes or no|a date|a currency code of three letters|one of [A-Za-z, ]+"
    r"|the id of a SuiteProjects Pro record; a lookup gives it|text, and U\+[0-9A-F]{4} is no character"
)
"""What a field takes; nothing of it is of the value, but the code of a control character."""


@pytest.mark.requirement("log-03")
@given(value=VALUE, place=st.sampled_from(FIELDS), listed=st.booleans())
def test_a_reason_of_the_mapping_tells_nothing_of_a_hidden_value(
    value: Any, place: tuple[str, str], listed: bool
) -> None:
    table, name = place
    group = replace(CATALOGUE["customers"].main, spp_type=table)
    source = Source.VALUES if listed else Source.FIELD
    part = Part(SourceRecord("customer", "1", AT, {"secret": value}), "1")
    around = Environment(lambda _: None, Surroundings(AT))
    problem = map_part(group, [Row(name, source, "secret", {})], part, around)
    if isinstance(problem, Unmappable):
        told = discreet(problem.reason, "unmappable", "secret", SECRET)
        label = group.target(name).label
        fixed = re.fullmatch(rf"{re.escape(label)} takes ({FIXED})\.", told)
        assert told.endswith((f"no entry for {MASK}", f"this value has {MASK}")) or fixed


@pytest.mark.requirement("log-03")
@given(value=VALUE, field=st.sampled_from(["rate", "active", "currency", "phone", "name"]))
def test_a_refusal_of_suiteprojects_pro_tells_nothing_of_a_hidden_value(value: Any, field: str) -> None:
    complaints = [check_fields(SPP_TYPES["user"], {field: given}) for given in (value, [value])]
    for complaint in complaints:
        if complaint is not None:
            told = discreet(complaint.reason, "spp_2002", field, frozenset({field}))
            assert re.fullmatch(rf"[^'\"]* must be [^'\"]*, not {MASK}", told)


@pytest.mark.requirement("log-03")
def test_values_before_the_end_of_a_reason_and_names_of_records_are_not_told_either() -> None:
    taken = 'User ID "o\'brien@x" is taken by user 7'
    assert discreet(taken, "spp_202", "secret", SECRET) == f"User ID {MASK}"
    assert discreet("Rate (rate): no user 98", "spp_825", "secret", SECRET) == f"Rate (rate): no {MASK}"
    named = "Customer 7 (030 1) has this name (030 1) and belongs to NetSuite record 8."
    assert "030" not in discreet(named, "name_taken", "", frozenset(), nameless=True)
    assert discreet(named, "name_taken", "", frozenset()) == named


@pytest.mark.requirement("log-03")
def test_names_in_any_case_of_both_systems_are_known() -> None:
    for name in (
        "email",
        "EMAIL",
        "homePhone",
        "laborCost",
        "birthDate",
        "socialSecurityNumber",
        "rate",
        "addr1",
    ):
        assert is_sensitive(name), name
    for name in (
        "name",
        "entityId",
        "companyName",
        "currency",
        "active",
        "start_date",
        "netsuite_user_id__c",
    ):
        assert not is_sensitive(name), name


@pytest.mark.requirement("log-03")
def test_both_ends_of_a_row_are_hidden_where_one_is_sensitive() -> None:
    rows = [
        Row("notes", Source.FIELD, "laborCost"),
        Row("rate", Source.FIELD, "custentity_x"),
        Row("name", Source.FIELD, "entityId"),
        Row("email", Source.CONSTANT, value="a@b.example"),
    ]
    assert hidden_fields(rows) == {"notes", "laborCost", "rate", "custentity_x", "email"}


@pytest.mark.requirement("log-03")
def test_what_is_joined_compared_or_returned_is_an_end_of_its_row() -> None:
    joined = Row("notes", Source.CONCATENATION, value=[{"field": "title"}, {"field": "record.laborCost"}])
    assert hidden_fields([joined]) == {"notes", "title", "record.laborCost"}
    branch = {"if": "(laborCost > '100')", "then": {"source": "constant", "value": "dear"}}
    assert hidden_fields([Row("code", Source.CONDITIONAL, value={"branches": [branch]})]) == {
        "code",
        "laborCost",
    }
    returned = Row("code", Source.LOOKUP, "salesRep", {"workflow": "employees", "return": "rate"})
    assert hidden_fields([returned]) == {"code", "salesRep", "user.rate"}


def test_emptiness_is_no_secret_and_lengths_are() -> None:
    assert [masked(value) for value in (None, "")] == [None, ""]
    assert {masked(value) for value in ("a", "a" * 99, 0, False)} == {MASK}
    assert discreet("text, not 'x'", "", "name", frozenset()) == "text, not 'x'"
    assert discreet("text, not 'x1'", "", "name", frozenset({"name"})) == f"text, not {MASK}"


PIECE = st.one_of(st.sampled_from((*FORMULA, ";", ",", " ", "\u00a0", '"', "'", "a")), st.text(max_size=3))


@pytest.mark.requirement("log-06")
@given(value=st.one_of(st.lists(PIECE, max_size=12).map("".join), st.lists(st.text(max_size=5), max_size=3)))
def test_no_cell_is_a_formula_whatever_a_spreadsheet_splits_by(value: Any) -> None:
    written = cell(value)
    assert isinstance(written, str)
    assert not written.startswith(FORMULA)
    for separator in ";,\t":
        line = io.StringIO()
        csv.writer(line).writerow(["Acme", written, "end"])
        for row in csv.reader(io.StringIO(line.getvalue(), newline=""), delimiter=separator):
            for read in row:
                assert not read.strip(" \u00a0").startswith(RUN), (separator, read)
    plain = value if isinstance(value, str) else "; ".join(value)
    assert written.replace("'", "") == plain.replace("'", "")


@pytest.mark.requirement("log-06")
def test_what_cannot_be_run_stays_as_it_is() -> None:
    assert cell("x;=1+1") == "x;'=1+1"
    assert cell("a - b; c, d=e") == "a - b; c, d=e"
