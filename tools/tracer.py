"""A pytest plugin: keep the tests that prove some requirement lines, and say on each report which lines they are.

Loaded with ``-p tools.tracer --requirement-area main`` for all lines of an area, or ``--requirement-line rule-01`` for one or several, in
every worker of a parallel run.
"""

from __future__ import annotations

import pytest

from tools.requirements import PROPERTY, load_area


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--requirement-area", help="an area of docs/requirements/")
    parser.addoption("--requirement-line", action="append", help="a line of an area; may be given again")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    lines = set(
        config.getoption("--requirement-line") or load_area(config.getoption("--requirement-area")).lines
    )
    kept, dropped = [], []
    for item in items:
        ids = {name for mark in item.iter_markers("requirement") for name in mark.args} & lines
        (kept if ids else dropped).append(item)
        item.user_properties.extend((PROPERTY, name) for name in sorted(ids))
    config.hook.pytest_deselected(items=dropped)
    items[:] = kept
