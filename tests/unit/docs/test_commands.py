"""Every command and option stands in the reference, and every command line of the documentation is one that exists."""

from __future__ import annotations

import pytest

from landbridge.service.cli.exits import Exit
from tests.unit.docs.commandlines import commands, named, options_of, typed, unknown, unusable
from tests.unit.docs.pages import markdown, missing_words, page


@pytest.mark.requirement("repo-07")
def test_every_command_stands_in_the_reference() -> None:
    reference = page("reference/commands.md")
    names = [" ".join(path) for path, _ in commands()]
    assert [name for name in names if f"# landbridge {name}\n" not in reference] == []
    assert len(names) > 25


@pytest.mark.requirement("repo-07")
def test_every_option_stands_beside_its_command() -> None:
    reference = page("reference/commands.md")
    missing = []
    for path, command in commands():
        _, _, section = reference.partition(f"# landbridge {' '.join(path)}\n")
        section = section.split("\n## ")[0].split("\n### ")[0]
        missing += [
            f"{' '.join(path)} {name}" for name in options_of(command) - {"--help"} if name not in section
        ]
    assert missing == []


@pytest.mark.requirement("repo-07")
def test_every_command_line_that_is_to_be_typed_can_be() -> None:
    lines = [(path.name, line) for path in markdown() for line in typed(path)]
    assert [f"{name}: {problem}" for name, line in lines if (problem := unusable(line))] == []
    assert len(lines) > 40


@pytest.mark.requirement("repo-07")
def test_every_command_named_in_running_text_exists() -> None:
    lines = [(path.name, line) for path in markdown() for line in named(path)]
    assert [f"{name}: {problem}" for name, line in lines if (problem := unknown(line))] == []
    assert len(lines) > 40


@pytest.mark.requirement("repo-07")
@pytest.mark.parametrize(
    "line",
    [
        "landbridge conection list",
        "landbridge user remove",
        "landbridge run --kindd full",
        "landbridge runs show",
    ],
)
def test_a_command_line_that_is_none_is_found(line: str) -> None:
    assert unusable(line) != ""


@pytest.mark.requirement("repo-07")
def test_every_exit_code_is_documented() -> None:
    for name in ("reference/errors.md", "reference/commands.md"):
        text = page(name)
        assert [code for code in Exit if f"| {code.value} |" not in text] == [], name
    assert missing_words({code.name for code in Exit}, page("reference/errors.md")) == []
