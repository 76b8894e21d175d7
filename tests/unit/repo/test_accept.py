"""`make accept` tells a line as passed only where every test of it really ran and passed."""

from __future__ import annotations

import pytest

from tools.accept import Outcomes, print_lines
from tools.requirements import PROPERTY


def reported(outcome: str, when: str = "call") -> pytest.TestReport:
    return pytest.TestReport(
        f"test_{outcome}",
        ("test_it.py", 1, ""),
        {},
        outcome,  # type: ignore[arg-type]  # one of the three words
        None,
        when,  # type: ignore[arg-type]  # one of the three words
        user_properties=[(PROPERTY, "line-01")],
    )


@pytest.mark.parametrize(
    ("reports", "state"),
    [
        ([reported("passed")], "passed"),
        ([reported("passed"), reported("skipped", "setup")], "FAILED"),
        ([reported("passed"), reported("skipped")], "FAILED"),
        ([reported("passed"), reported("failed", "teardown")], "FAILED"),
        ([], "without a test"),
    ],
    ids=["passed", "skipped by a mark", "skipped within", "failed afterwards", "none"],
)
def test_a_line_is_passed_when_all_its_tests_ran_and_passed(
    reports: list[pytest.TestReport], state: str, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes = Outcomes()
    for report in reports:
        outcomes.pytest_runtest_logreport(report)
    assert print_lines({"line-01": "It works."}, {}, outcomes) == (state == "passed")
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].split() == [*state.split(), "line-01", "It", "works."]
    assert [line.split()[1].rstrip(":") for line in printed if line.lstrip().startswith("- ")] == [
        report.outcome for report in reports if report.outcome != "passed"
    ]
