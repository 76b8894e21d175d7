"""Masks of values in texts, and cells that a spreadsheet may open."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.service.projects.sensitivity import MASK, is_sensitive, masked
from landbridge.service.runs.history.exporting import cell
from landbridge.service.runs.history.masking import discreet, without
from landbridge.service.workflows.catalogue import Row, Source
from landbridge.service.workflows.conversion import shown
from landbridge.service.workflows.sensitivity import hidden_fields

ANYTHING = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0•"), min_size=4, max_size=400
)

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
RUN = tuple(set(FORMULA) - set("\t\r\n"))


@pytest.mark.requirement("log-03")
@given(value=ANYTHING)
def test_a_reason_quotes_no_masked_value_however_it_is_written(value: str) -> None:
    for reason in (f"must be a number, not {value!r}", f"must be a number, not {value}"):
        told = without(reason, shown(value))
        assert told.startswith("must be a number, not ")
        assert value not in told.replace(MASK, "")
        assert repr(value)[1:-1] not in told.replace(MASK, "")


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


def test_emptiness_is_no_secret_and_lengths_are() -> None:
    assert [masked(value) for value in (None, "")] == [None, ""]
    assert {masked(value) for value in ("a", "a" * 99, 0, False)} == {MASK}
    assert discreet("not 'x'", "name", "x", frozenset()) == "not 'x'"
    assert discreet("not 'x1'", "name", "x1", frozenset({"name"})) == f"not '{MASK}'"


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
