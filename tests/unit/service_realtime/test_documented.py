"""The reference names every code that the intake answers and every command of the service."""

from __future__ import annotations

from pathlib import Path

import pytest
from cyclopts import App

from landbridge.cli import app
from landbridge.service.cli.mount import COMMANDS
from landbridge.service.realtime.answers import Answer
from landbridge.service.realtime.refusals import Refusal

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference"


@pytest.mark.requirement("repo-07")
def test_every_code_of_the_intake_is_documented() -> None:
    text = (REFERENCE / "realtime.md").read_text(encoding="utf-8")
    others = {"timeout", "unavailable", "not_found", "method_not_allowed"}
    codes = {reason.code for reason in Refusal} | {answer.body["code"] for answer in Answer} | others
    assert {code for code in codes if f"`{code}`" not in text} == set()
    assert {reason.code for reason in Refusal if f"| {reason.status} |" not in text} == set()


@pytest.mark.requirement("repo-07")
def test_every_command_of_the_service_is_documented() -> None:
    text = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    missing = []
    for _, name, _ in COMMANDS:
        below = [verb for verb in app[name] if not verb.startswith("-")] if name != "run" else []
        missing += [f"{name} {verb}" for verb in below if f"{name} {verb}" not in text]
        if f"landbridge {name}" not in text:
            missing.append(name)
    assert missing == []
    assert isinstance(app, App)
