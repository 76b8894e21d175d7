"""What the account writes to stderr about a defect of its own: where it arose, and nothing of the request."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import structlog

from landbridge.local import logs
from landbridge.local.testing import RunningAccount
from tests.component.local_control.test_faults import RECORDS, ask


@pytest.fixture
def configured() -> Iterator[None]:
    before = structlog.get_config() if structlog.is_configured() else None
    structlog.reset_defaults()
    logs.configure()
    yield
    structlog.reset_defaults()
    if before is not None:
        structlog.configure(**before)


@pytest.mark.usefixtures("configured")
def test_a_defect_is_logged_without_local_variables(
    running: RunningAccount, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(running.account.records, "save", broken)
    assert ask(running, "POST", RECORDS, b'{"companyName": "Confidential"}').status == 500
    [line] = capsys.readouterr().err.splitlines()
    logged = json.loads(line)
    assert (logged["event"], logged["level"]) == ("rest.unexpected_error", "error")
    assert "ZeroDivisionError" in logged["exception"]
    for secret in ("oauth_signature", running.secrets.token_id, "Confidential"):
        assert secret not in line


@pytest.mark.usefixtures("configured")
def test_fields_that_say_secret_are_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("x").error("seen", token_secret="a-b-c", record="7")
    logged = json.loads(capsys.readouterr().err)
    assert (logged["token_secret"], logged["record"]) == (logs.HIDDEN, "7")


@pytest.mark.usefixtures("configured")
def test_who_has_configured_structlog_keeps_that() -> None:
    structlog.reset_defaults()
    structlog.configure(processors=[structlog.processors.JSONRenderer()])
    logs.configure()
    assert len(structlog.get_config()["processors"]) == 1
