"""A pytest plugin: keep the tests that prove lines of one area, and say on each report which lines they are.

Loaded with ``-p tools.tracer --requirement-area main``, in every worker of a parallel run.
"""

from __future__ import annotations

import pytest

from tools.requirements import PROPERTY, load_area


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--requirement-area", required=True, help="an area of docs/requirements/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    lines = load_area(config.getoption("--requirement-area")).lines
    kept, dropped = [], []
    for item in items:
        ids = {name for mark in item.iter_markers("requirement") for name in mark.args} & lines.keys()
        (kept if ids else dropped).append(item)
        item.user_properties.extend((PROPERTY, name) for name in sorted(ids))
    config.hook.pytest_deselected(items=dropped)
    items[:] = kept
