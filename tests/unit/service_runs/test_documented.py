"""Every code that a run or a refusal can carry stands in the documentation."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from landbridge.service.runs import queueing
from landbridge.service.runs.models import Attention, Run, RunItem
from landbridge.service.workflows.catalogue import CATALOGUE

ROOT = Path(__file__).resolve().parents[3]
PAGES = ("runs.md", "workflows.md", "errors.md")
WORDS = {
    word
    for page in PAGES
    for word in re.findall(r"`([^`]+)`", (ROOT / "docs/reference" / page).read_text(encoding="utf-8"))
}
FIRST_ARGUMENT = {"RunRefused", "WorkflowRefused", "Ambiguous"}


def codes() -> set[str]:
    """The codes in the source: first arguments of refusals, codes of entries, constants of the selection."""
    found: set[str] = set()
    for app in ("runs", "workflows"):
        for path in sorted((ROOT / "src/landbridge/service" / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    found |= _of_call(node.func.id, node)
    selection = ast.parse(
        (ROOT / "src/landbridge/service/workflows/selection.py").read_text(encoding="utf-8")
    )
    found |= {
        node.value.value
        for node in selection.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    }
    return found


def _of_call(name: str, call: ast.Call) -> set[str]:
    given = call.args[:1] if name in FIRST_ARGUMENT else call.args[5:6] if name == "Entry" else []
    given += [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    return {node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@pytest.mark.requirement("repo-07")
def test_every_code_is_documented() -> None:
    assert len(codes()) > 15
    assert codes() - WORDS == set()


@pytest.mark.requirement("repo-07")
def test_every_kind_state_outcome_need_workflow_and_option_is_documented() -> None:
    words = {*queueing.KINDS, *Run.State.values, *RunItem.Outcome.values, *Attention.Need.values, *CATALOGUE}
    words |= {option.key for declaration in CATALOGUE.values() for option in declaration.options}
    assert words - WORDS == set()
