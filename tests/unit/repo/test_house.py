"""The house rules that a reader can check by looking: sizes, names of places, traced promises."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
from pathlib import Path

import pytest

from tools.requirements import areas, load_area

ROOT = Path(__file__).resolve().parents[3]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LONGEST_MODULE = 600
MEDIAN_MODULE = 150
VAGUE_NAMES = {"utils.py", "util.py", "helpers.py", "helper.py", "common.py", "misc.py"}


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines_of(path) for path in SOURCES if lines_of(path) > LONGEST_MODULE
    }
    assert long == {}


def test_modules_are_small_as_a_rule() -> None:
    assert statistics.median(lines_of(path) for path in SOURCES if path.name != "__init__.py") < MEDIAN_MODULE


def test_every_module_is_named_after_a_subject() -> None:
    assert [str(path) for path in SOURCES if path.name in VAGUE_NAMES] == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


@pytest.mark.requirement("repo-08")
def test_no_file_names_a_registry_or_a_machine() -> None:
    forbidden = re.compile(
        "|".join(
            (
                r"registry\.npm" + r"js\.org",
                r"files\.python" + r"hosted\.org",
                r"pypi\.o" + r"rg",
                r"deb\.deb" + r"ian\.org",
                r"/wo" + r"rk/(main|shared|\.library)",
                r"/ro" + r"ot/",
            )
        )
    )
    named = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        named += [f"{path.relative_to(ROOT)}: {match.group()}" for match in forbidden.finditer(text)]
    assert named == []


def marked_lines() -> dict[str, list[str]]:
    """Return requirement id -> test files that carry it, read from the tests' text."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for call in re.findall(r"mark\.requirement\(([^)]*)\)", path.read_text(encoding="utf-8")):
            for name in re.findall(r"[\"']([\w-]+)[\"']", call):
                found.setdefault(name, []).append(str(path.relative_to(ROOT)))
    return found


@pytest.mark.requirement("repo-06")
def test_every_mark_names_a_requirement_line() -> None:
    known = {line for area in map(load_area, areas()) for line in (*area.lines, *area.planned)}
    unknown = {name: files for name, files in marked_lines().items() if name not in known}
    assert unknown == {}


@pytest.mark.requirement("repo-06")
def test_no_two_requirement_lines_have_one_id() -> None:
    ids = [line for area in map(load_area, areas()) for line in (*area.lines, *area.planned)]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.requirement("repo-06")
def test_every_requirement_line_has_a_test() -> None:
    marked = marked_lines()
    without = [line for area in areas() for line in load_area(area).lines if line not in marked]
    assert without == []
