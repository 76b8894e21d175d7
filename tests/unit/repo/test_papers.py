"""What a visitor finds in the repository before reading any code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
README = ROOT / "README.md"


@pytest.mark.requirement("repo-05")
def test_readme_says_what_it_is_and_how_to_see_it() -> None:
    text = README.read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text
    assert re.search(r"not affiliated with[^.]*Oracle", text)


@pytest.mark.requirement("repo-05")
def test_readme_shows_a_picture_that_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README.read_text(encoding="utf-8"))
    assert pictures
    assert [name for name in pictures if not (ROOT / name).is_file()] == []


@pytest.mark.requirement("repo-05")
def test_licence_changelog_and_decisions_are_there() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    decisions = [path for path in (ROOT / "docs" / "decisions").glob("*.md") if path.name != "README.md"]
    for decision in decisions:
        text = decision.read_text(encoding="utf-8")
        assert all(part in text for part in ("## Context", "## Choice", "## Consequence")), decision.name
    assert decisions


@pytest.mark.requirement("repo-03")
def test_extras_and_pinned_versions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["optional-dependencies"]) >= {"local", "service"}
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "requirements" / "lock.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    wanted = [
        *project["dependencies"],
        *(d for extra in project["optional-dependencies"].values() for d in extra),
    ]
    names = {re.split(r"[\[<>=]", one)[0].lower() for one in wanted}
    assert names - pinned == set()


@pytest.mark.requirement("repo-04")
def test_continuous_integration_runs_what_everybody_runs() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^test: lint$", makefile, re.MULTILINE)
    for command in ("ruff format --check", "ruff check", "lint-imports", "mypy"):
        assert command in makefile
