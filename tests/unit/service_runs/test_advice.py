"""Every code that a record of a run can carry has its advice, here and on the page of reference."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from landbridge.service.projects import validation
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.runs.execution import outcomes, parents, retelling, telling
from landbridge.service.runs.history import circles
from landbridge.service.runs.history.advice import ADVICE, NOTHING_KNOWN, SPP_REFUSED, advice
from landbridge.service.workflows import choosing, matching, selection

CODE_OF = {"Entry": 5, "Ambiguous": 0, "Excluded": 0}
"""Where the code stands among the arguments of what says why a record was not imported."""


def codes_of_the_engine() -> set[str]:
    """Every code in the source of what decides about a record."""
    found = {selection.NOT_MARKED, selection.STAGE_EXCLUDED, selection.INACTIVE}
    found |= {choosing.FILTERED, choosing.NOT_SELECTED, telling.NOTHING_LEFT, circles.IN_A_CIRCLE}
    found |= {retelling.MISSING, retelling.NOT_READ}
    for module in (outcomes, parents, matching):
        assert module.__file__
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CODE_OF:
                place = CODE_OF[node.func.id]
                given = [
                    *node.args[place : place + 1],
                    *(one.value for one in node.keywords if one.arg == "code"),
                ]
                found |= {one.value for one in given if isinstance(one, ast.Constant) and one.value}
            if isinstance(node, ast.Tuple):
                found |= {
                    one.value
                    for one in node.elts
                    if isinstance(one, ast.Constant) and str(one.value).startswith("parent_")
                }
    return found


def codes_of_suiteprojects_pro() -> set[str]:
    """Every code with which the built-in account refuses."""
    numbers = {
        value for name, value in vars(validation).items() if name.isupper() and not name.startswith("LONGEST")
    }
    for kind in SPP_TYPES.values():
        numbers |= kind.codes
    return {f"spp_{number}" for number in numbers if isinstance(number, int) and number}


@pytest.mark.requirement("log-04")
def test_every_code_has_advice() -> None:
    codes = codes_of_the_engine() | codes_of_suiteprojects_pro()
    assert {"unmappable", "two_candidates", "parent_failed", "not_found", "spp_2002"} <= codes
    assert codes - set(ADVICE) == set()
    assert set(ADVICE) - codes == set()


@pytest.mark.requirement("log-04")
def test_advice_is_a_sentence_that_says_what_to_do() -> None:
    assert all(re.fullmatch(r"[A-Z].*\.", text) for text in ADVICE.values())
    assert advice("spp_990") == SPP_REFUSED
    assert advice("from_the_future") == NOTHING_KNOWN
