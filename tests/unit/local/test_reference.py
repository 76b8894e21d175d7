"""The reference page of the local account names every option, control call, code and audit detail."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from landbridge.local import cli
from landbridge.local.access.errors import Detail
from landbridge.local.control.registry import CONTROLS
from landbridge.local.seeds.secrets import VARIABLES

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ROOT / "src" / "landbridge" / "local"
PAGE = (ROOT / "docs" / "reference" / "local-account.md").read_text(encoding="utf-8")
OURS = ("access", "certificates", "files", "records")


@pytest.mark.requirement("repo-07")
def test_every_option_of_serve_is_described() -> None:
    options = [f"--{name.replace('_', '-')}" for name in inspect.signature(cli.serve).parameters]
    assert [option for option in options if f"`{option}`" not in PAGE] == []
    assert [variable for variable in VARIABLES.values() if f"`{variable}`" not in PAGE] == []


@pytest.mark.requirement("repo-07")
def test_every_control_call_is_described() -> None:
    calls = [f"`{control.method} {control.address}`" for control in CONTROLS.values()]
    assert [call for call in calls if call not in PAGE] == []


@pytest.mark.requirement("repo-07")
def test_every_code_is_described() -> None:
    codes = {
        code
        for folder in OURS
        for path in (SOURCES / folder).glob("*.py")
        for code in re.findall(r"RecordError\(\s*\"([A-Z_]+)\"", path.read_text(encoding="utf-8"))
    }
    assert len(codes) > 15
    assert sorted(code for code in codes if f"`{code}`" not in PAGE) == []


@pytest.mark.requirement("repo-07", "account-09")
def test_every_audit_detail_is_described() -> None:
    assert [detail for detail in Detail if f"`{detail}`" not in PAGE] == []
