"""Every code and every error class stands in the documentation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from landbridge import netsuite
from landbridge.local.access.errors import Detail
from landbridge.local.soap.statuses import CODES
from landbridge.netsuite import NetSuiteError
from landbridge.service.api import ERRORS
from landbridge.service.cli.exits import expected_errors
from landbridge.service.realtime.answers import Answer
from landbridge.service.realtime.refusals import Refusal
from landbridge.service.refusal import Refusal as ServiceRefusal
from tests.unit.docs.pages import ROOT, missing_words, page

SOURCE = ROOT / "src" / "landbridge"


def first_arguments(folder: Path, function: str) -> set[str]:
    """Return the texts that are given as the first argument of calls of ``function`` below ``folder``."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function:
                found |= set(texts(node.args[:1]))
    return found


def texts(nodes: list[ast.expr]) -> Iterator[str]:
    """Yield the literal texts among expressions."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.requirement("repo-07")
def test_every_refusal_of_the_intake_is_documented_with_its_status() -> None:
    lookup, details = page("reference/errors.md"), page("reference/realtime.md")
    assert [one.code for one in Refusal if f"| `{one.code}` | {one.status} |" not in lookup] == []
    assert missing_words({one.code for one in Refusal}, details) == []
    own = first_arguments(SOURCE / "service" / "realtime", "refused")
    assert {"unavailable", "timeout"} <= own
    assert missing_words(own, lookup) == []
    assert missing_words({part for one in Answer for part in one.value[:2]}, details) == []


@pytest.mark.requirement("repo-07")
@pytest.mark.parametrize("kind", ["RunRefused", "WorkflowRefused"])
def test_every_refused_wish_is_documented(kind: str) -> None:
    codes = first_arguments(SOURCE / "service", kind)
    assert missing_words(codes, page("reference/errors.md")) == []
    assert len(codes) > 4


@pytest.mark.requirement("repo-07")
def test_every_code_of_the_api_is_documented() -> None:
    codes = {code for _, _, code, _ in ERRORS}
    assert missing_words(codes, page("reference/errors.md")) == []


@pytest.mark.requirement("repo-07")
def test_every_error_of_the_library_is_documented() -> None:
    errors = {
        name
        for name in netsuite.__all__
        if isinstance(getattr(netsuite, name), type) and issubclass(getattr(netsuite, name), NetSuiteError)
    }
    assert missing_words(errors, page("reference/errors.md")) == []
    assert len(errors) > 10


@pytest.mark.requirement("repo-07")
def test_every_error_of_a_command_is_documented() -> None:
    kinds = {*expected_errors(), *ServiceRefusal.__subclasses__()}
    told = {kind.__name__ for kind in kinds} - {"PermissionDenied", "Refusal"}
    assert missing_words(told, page("reference/errors.md")) == []
    assert len(told) > 8


@pytest.mark.requirement("repo-07")
def test_every_code_of_soap_is_documented() -> None:
    text = page("reference/soap.md")
    assert missing_words(set(CODES), text) == []
    faults = first_arguments(SOURCE / "local" / "soap", "SoapFault") - {""}
    assert missing_words(faults, text) == []
    assert len(faults) > 5


@pytest.mark.requirement("repo-07")
def test_every_detail_of_the_login_audit_trail_is_documented() -> None:
    assert missing_words({one.value for one in Detail}, page("reference/local-account.md")) == []


@pytest.mark.requirement("repo-07")
def test_every_code_that_scripts_meet_is_documented() -> None:
    named = re.compile(
        r"""(?:fail\(|name: ?|ScriptError\(\s*|Terminated\(\s*)["']([A-Z][A-Z0-9]*_[A-Z0-9_]+)["']"""
    )
    folder = SOURCE / "local" / "scripting"
    codes = {
        code
        for path in [*folder.rglob("*.py"), *folder.rglob("*.js")]
        for code in named.findall(path.read_text(encoding="utf-8"))
    }
    documented = page("reference/suitescript.md") + page("reference/local-account.md")
    assert missing_words(codes, documented) == []
    assert len(codes) > 30
