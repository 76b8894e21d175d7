"""Golden files: which NetSuite record gives which records of SuiteProjects Pro, for every default row, option, rule and condition."""

from __future__ import annotations

import pytest

from landbridge.service.workflows.catalogue import CATALOGUE, Declaration, Group
from tests import goldenfiles
from tests.goldenfiles import Golden

FILES = goldenfiles.files()
RESULTS = {golden.name: golden.result or {} for golden in FILES}
EVERY_WORKFLOW = pytest.mark.parametrize("declaration", CATALOGUE.values(), ids=CATALOGUE)


@pytest.mark.requirement("import-13")
@pytest.mark.parametrize("golden", FILES, ids=lambda golden: golden.name)
def test_what_a_record_gives(golden: Golden) -> None:
    assert goldenfiles.result_of(golden) == golden.result, "see: python tools/golden.py"


def of(declaration: Declaration) -> list[Golden]:
    return [golden for golden in FILES if golden.declaration is declaration]


def filled(declaration: Declaration, group: Group, option: str = "") -> set[str]:
    """The fields of a group that some file fills, of those that switch the option on."""
    return {
        name
        for golden in of(declaration)
        if (golden.options.get(option) if option else not golden.options)
        for record in RESULTS[golden.name].get("records", ())
        if record["group"] == group.key
        for name, value in record["fields"].items()
        if value is not None
    }


@pytest.mark.requirement("import-13")
@EVERY_WORKFLOW
def test_every_default_row_is_in_a_golden_file(declaration: Declaration) -> None:
    for group in declaration.groups:
        options = [option.key for option in declaration.options]
        found = filled(declaration, group).union(*(filled(declaration, group, one) for one in options))
        assert {row.target for row in group.rows} <= found, group.key


@pytest.mark.requirement("import-13")
@EVERY_WORKFLOW
def test_every_option_is_in_a_golden_file_on_and_off(declaration: Declaration) -> None:
    for option in declaration.options:
        set_to = {bool(golden.options.get(option.key, option.default)) for golden in of(declaration)}
        assert set_to == {True, False}, option.key
        for key, rows in option.rows.items():
            found = filled(declaration, declaration.group(key), option.key)
            assert {row.target for row in rows} <= found, option.key


@pytest.mark.requirement("import-13")
@EVERY_WORKFLOW
def test_what_lets_records_in_is_in_a_golden_file_both_ways(declaration: Declaration) -> None:
    results = [RESULTS[golden.name] for golden in of(declaration)]
    codes = {result.get("skipped") for result in results}
    assert None in codes, "one that is imported"
    assert not declaration.export_flag or "not_marked" in codes
    assert declaration.rule is None or declaration.rule.code in codes
    assert declaration.inactive_option is None or "inactive" in codes
    selected = {key for result in results for key in result.get("not_selected", ())}
    assert {group.key for group in declaration.groups if group.condition} <= selected


@pytest.mark.requirement("import-13")
def test_a_filter_is_in_golden_files_of_records_and_of_lines() -> None:
    filtered = {
        (bool(golden.declaration.group(key).each), bool(RESULTS[golden.name].get("left_out")))
        for golden in FILES
        for key in golden.given.get("filters", ())
    }
    assert {(True, True), (False, True)} <= filtered
