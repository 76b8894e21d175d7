"""Lines of the health check: which is the gravest, and what only echoes another."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.service.health.check.echoes import CAUSES, without_echoes
from landbridge.service.health.check.findings import line_of, worse_of
from landbridge.service.health.check.lines import CLOCK, CONNECTION, SETTINGS, SUBJECTS, Line, State, worst
from landbridge.service.suiteapp.findings import Finding


def lines_in(states: list[State]) -> tuple[Line, ...]:
    named = zip(SUBJECTS, states, strict=True)
    return tuple(Line(one.name, one.title, state, "said") for one, state in named)


line_sets = st.lists(st.sampled_from(list(State)), min_size=len(SUBJECTS), max_size=len(SUBJECTS)).map(
    lines_in
)


def depth(name: str) -> int:
    return 1 + max((depth(cause) for cause in CAUSES.get(name, ())), default=0)


def test_causes_are_subjects_and_lead_in_no_circle() -> None:
    names = {subject.name for subject in SUBJECTS}
    assert set(CAUSES) <= names
    assert {cause for causes in CAUSES.values() for cause in causes} <= names
    assert max(depth(name) for name in names) < len(names)  # a circle would never end


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines under load
@given(line_sets)
def test_of_a_failed_line_no_cause_has_failed_and_none_becomes_worse(lines: tuple[Line, ...]) -> None:
    judged = {line.name: line for line in without_echoes(lines)}
    failed = {name for name, line in judged.items() if line.state is State.FAILED}
    before = {line.name: line.state for line in lines}
    assert all(not failed.intersection(CAUSES.get(name, ())) for name in failed)
    assert all(line.state in {before[name], State.OFF} for name, line in judged.items())
    assert any(state is State.FAILED for state in before.values()) == bool(failed)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines under load
@given(line_sets)
def test_what_is_well_stays_well_whatever_else_fails(lines: tuple[Line, ...]) -> None:
    well = [line for line in lines if line.state in {State.OK, State.OFF}]
    assert [line for line in without_echoes(lines) if line in well] == well


def test_an_echo_says_what_to_mend_first() -> None:
    lines = without_echoes([CLOCK.failed("ten minutes", "set it"), CONNECTION.failed("refused", "look")])
    assert [(line.name, line.state.value) for line in lines] == [("clock", "failed"), ("connection", "off")]
    assert lines[1].advice == "First mend “Clocks”."


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], "off"),
        (["off", "ok"], "ok"),
        (["ok", "warning", "off"], "warning"),
        (["warning", "failed"], "failed"),
    ],
)
def test_the_gravest_state(found: list[str], expected: str) -> None:
    assert worst(found).value == expected


def test_a_line_tells_the_failed_findings_of_its_subject_alone() -> None:
    findings = [
        Finding("settings", "warning", "A box is ticked.", "Clear it."),
        Finding("settings", "failed", "The URL is empty.", "Enter it."),
        Finding("settings", "failed", "No e-mail.", "Enter it."),
        Finding("order", "failed", "Not confirmed.", "Confirm."),
    ]
    line = line_of(SETTINGS, findings)
    assert (line.state, line.message, line.advice) == (
        State.FAILED,
        "The URL is empty. No e-mail.",
        "Enter it.",
    )
    assert line_of(SETTINGS, findings[:1]).state is State.WARNING
    assert worse_of(SETTINGS.ok("a"), line) is line
    assert worse_of(SETTINGS.ok("One."), SETTINGS.ok("Two.")).message == "One. Two."
