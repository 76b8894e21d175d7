"""Commands run in this process, on the test database, against a local NetSuite account that really answers."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from landbridge.cli import app
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account
from landbridge.service import composition


@pytest.fixture(scope="session")
def netsuite() -> Iterator[RunningAccount]:
    """A local account with the SuiteApp installed."""
    with running_account(suiteapp=suiteapp_folder()) as running:
        yield running


class Commands:
    """Runs commands; ``code`` is the exit code that the command must end with."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *arguments: str, code: int = 0, stdin: str = "") -> str:
        """Return what the command printed."""
        self._monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        self._capsys.readouterr()
        ended = app(list(arguments), exit_on_error=False, result_action="return_value")
        printed = self._capsys.readouterr()
        assert ended == code, printed.err
        assert "Traceback" not in printed.err
        return printed.out if code == 0 else printed.out + printed.err

    def json(self, *arguments: str, code: int = 0, stdin: str = "") -> Any:
        """Return the last line of JSON."""
        return json.loads(self(*arguments, "--json", code=code, stdin=stdin).splitlines()[-1])


@pytest.fixture
def command(
    db_committed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Commands]:
    monkeypatch.setenv("DATABASE_URL", db_committed)
    monkeypatch.setenv("LANDBRIDGE_DATA", str(tmp_path))
    monkeypatch.setenv("LANDBRIDGE_LOG_LEVEL", "ERROR")
    yield Commands(capsys, monkeypatch)
    composition.close_clients()


@pytest.fixture
def connection_file(netsuite: RunningAccount, tmp_path: Path) -> Callable[..., Path]:
    """Writes a private JSON file with what `connection add` needs; named values are changed."""

    def write(**changed: Any) -> Path:
        path = tmp_path / "connection.json"
        values = {
            "name": "Demo",
            "netsuite_account": netsuite.account.settings.account_id,
            "spp_database_id": "spp-demo",
            "connect_to": netsuite.connect_to,
            "ca_file": str(netsuite.ca_file),
            **asdict(netsuite.secrets),
        } | changed
        path.write_text(json.dumps(values), encoding="utf-8")
        path.chmod(0o600)
        return path

    return write


@pytest.fixture
def connected(command: Commands, connection_file: Callable[..., Path]) -> Commands:
    """Commands on a system that has its connection."""
    command("connection", "add", "--file", str(connection_file()))
    return command
