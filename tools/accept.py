"""`make accept AREA=name`: run the tests behind an area's requirement lines and print how each line fared.

A line is *passed* when at least one test carries its id and all tests that carry it passed, *failed* when one of them failed
or none of them could run, and *without a test* when no test carries it. Exit status 0 only if every line passed.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.requirements import load_area  # noqa: E402 -- the tool also runs as a script


class Tracer:
    """A pytest plugin: keeps the tests of an area and remembers their outcomes."""

    def __init__(self, lines: dict[str, str]) -> None:
        self.lines = lines
        self.outcomes: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        kept, dropped = [], []
        for item in items:
            ids = {i for mark in item.iter_markers("requirement") for i in mark.args} & self.lines.keys()
            (kept if ids else dropped).append(item)
            item.user_properties.extend(("requirement", i) for i in sorted(ids))
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.outcome == "passed":
            return
        for key, line in report.user_properties:
            if key == "requirement":
                self.outcomes[line].append((report.outcome, report.nodeid))


def print_lines(tracer: Tracer) -> bool:
    """Print a row a line; return whether every line passed."""
    missing = failed = 0
    for line, text in tracer.lines.items():
        results = tracer.outcomes.get(line, [])
        bad = [node for outcome, node in results if outcome != "passed"]
        if not results:
            state, missing = "without a test", missing + 1
        elif bad:
            state, failed = "FAILED", failed + 1
        else:
            state = "passed"
        print(f"{state:>14}  {line:<12} {text}")
        for node in bad:
            print(f"{'':>14}  {'':<12} - {node}")
    total = len(tracer.lines)
    print(f"\n{total - missing - failed} of {total} lines passed, {failed} failed, {missing} without a test")
    return not missing and not failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("area")
    parser.add_argument("pytest_args", nargs="*")
    arguments = parser.parse_args()
    area = load_area(arguments.area)
    tracer = Tracer(area.lines)
    print(f"{area.title}: {len(area.lines)} lines\n", flush=True)
    code = pytest.main(["-q", "-p", "no:cacheprovider", *arguments.pytest_args], plugins=[tracer])
    print()
    return 0 if print_lines(tracer) and code == pytest.ExitCode.OK else 1


if __name__ == "__main__":
    sys.exit(main())
