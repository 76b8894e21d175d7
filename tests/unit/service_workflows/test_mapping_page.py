"""The page on mappings names what there is, and its examples are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from landbridge.service.workflows.catalogue import CATALOGUE
from landbridge.service.workflows.filters import parse as parse_filter
from landbridge.service.workflows.macros import MACROS
from landbridge.service.workflows.notation import parse

PAGE = (Path(__file__).parents[3] / "docs/reference/mapping.md").read_text(encoding="utf-8")
FILTER, NOTATION = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.requirement("map-02")
def test_every_macro_is_listed_with_its_source() -> None:
    listed = dict(re.findall(r"^\| `(_\w+)[^|]*\|[^|]*\| (\w+) \|$", PAGE, re.MULTILINE))
    assert listed == {name: macro.source for name, macro in MACROS.items()}


@pytest.mark.requirement("map-05")
def test_the_examples_are_read() -> None:
    assert parse_filter(FILTER)
    found = parse(NOTATION, CATALOGUE["employees"].main)
    assert [row.target for row, _ in found.rows] == ["nickname", "line_managerid", "code"]
    assert found.filter == "(custentity_grade <> '')"
