"""Files with secrets that no command can read as text."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from landbridge.cli import app
from tests.component.service_cli.conftest import Commands

BYTES = b"\xff\xfeP\x00a\x00s\x00s\x00"


@pytest.mark.parametrize(
    ("words", "option"),
    [
        pytest.param(
            ("integration", "install", "--into", "1", "--email", "a@b.example", "--application-id", "A"),
            "--password-file",
            id="password",
        ),
        pytest.param(("publisher", "set", "--name", "N"), "--file", id="pair"),
        pytest.param(("connection", "add", "N"), "--file", id="connection"),
        pytest.param(("connection", "add", "N"), "--private-key-file", id="key"),
    ],
)
def test_a_file_that_is_not_utf_8_is_a_mistake_of_usage(
    command: Commands, tmp_path: Path, words: tuple[str, ...], option: str
) -> None:
    kept = tmp_path / "secret"
    kept.write_bytes(BYTES)
    kept.chmod(0o600)
    said = command(*words, option, str(kept), code=2)
    assert f"{kept} is not text in UTF-8" in said


@pytest.mark.usefixtures("command")
def test_so_is_such_an_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BYTES), encoding="utf-8"))
    words = ["connection", "add", "N", "--file", "-"]
    assert app(words, exit_on_error=False, result_action="return_value") == 2
    assert "- is not text in UTF-8" in capsys.readouterr().err
