"""`make mutate-rules`: its table fits the rules and the scripts as they are, and a survivor is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools import mutate_rules
from tools.mutate_rules import NOT_CAUGHT, SUITEAPP, Mutation, files_of, mutations
from tools.requirements import load_area

RULES = sorted(
    line
    for area in [load_area("netsuite-side")]
    for line in (*area.lines, *area.planned)
    if line.startswith("rule-")
)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_mutation(rule: str) -> None:
    assert rule in {mutation.rule for mutation in mutations()}


def test_the_tests_of_a_line_are_found_by_their_mark() -> None:
    assert "tests/component/suiteapp/test_in_the_account.py" in files_of({"suiteapp-06"})
    assert files_of({"rule-00"}) == []


def test_every_mutation_can_be_made(tmp_path: Path) -> None:
    for number, mutation in enumerate(mutations()):
        copy = tmp_path / str(number)
        (copy / mutation.file).parent.mkdir(parents=True)
        shutil.copy(SUITEAPP / mutation.file, copy / mutation.file)
        mutation.apply(copy)
        assert (copy / mutation.file).read_text() != (SUITEAPP / mutation.file).read_text()


def test_a_text_that_is_not_there_once_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("once twice twice", encoding="utf-8")
    for old in ("twice", "never"):
        with pytest.raises(ValueError, match=r"a\.js has"):
            Mutation("rule-01", "why", "a.js", old, "x").apply(tmp_path)


def test_a_survivor_ends_it_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, *_ = mutations()
    monkeypatch.setattr(mutate_rules, "mutations", lambda: [first, second])
    monkeypatch.setattr(mutate_rules, "first_failure", lambda rules, suiteapp: None)
    assert mutate_rules.main([]) == 1
    assert capsys.readouterr().out.count(NOT_CAUGHT) == 2
