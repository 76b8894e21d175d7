"""`make accept AREA=name`: run the tests behind an area's requirement lines and print how each line fared.

A line is *passed* when at least one test carries its id and all tests that carry it passed, *failed* when one of them failed
or none of them could run, and *without a test* when no test carries it. *Planned* lines are not built yet. Exit status 0 only if
every line passed and none is planned.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.requirements import PROPERTY, load_area  # noqa: E402 -- the tool also runs as a script


class Outcomes:
    """Remembers how the tests behind each line ended: ``(outcome, test id)``."""

    def __init__(self) -> None:
        self.of: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.outcome == "passed":
            return
        for key, line in report.user_properties:
            if key == PROPERTY:
                self.of[str(line)].append((report.outcome, report.nodeid))


def print_lines(lines: dict[str, str], planned: dict[str, str], outcomes: Outcomes) -> bool:
    """Print a row a line; return whether every line passed."""
    missing = failed = 0
    for line, text in lines.items():
        results = outcomes.of.get(line, [])
        bad = [(outcome, node) for outcome, node in results if outcome != "passed"]
        state = "FAILED" if bad else "passed" if results else "without a test"
        missing += not results
        failed += bool(bad)
        print(f"{state:>14}  {line:<12} {text}")
        for outcome, node in bad:
            print(f"{'':>14}  {'':<12} - {outcome}: {node}")
    for line, text in planned.items():
        print(f"{'planned':>14}  {line:<12} {text}")
    total = len(lines) + len(planned)
    missing += len(planned)
    print(f"\n{total - missing - failed} of {total} lines passed, {failed} failed, {missing} without a test")
    return not missing and not failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("area")
    arguments, others = parser.parse_known_args()
    area = load_area(arguments.area)
    print(f"{area.title}: {len(area.lines)} lines\n", flush=True)
    outcomes = Outcomes()
    chosen = ["-q", "-p", "tools.tracer", "--requirement-area", area.name, *others]
    code = pytest.main(chosen, plugins=[outcomes])
    print()
    return 0 if print_lines(area.lines, area.planned, outcomes) and code == pytest.ExitCode.OK else 1


if __name__ == "__main__":
    sys.exit(main())
