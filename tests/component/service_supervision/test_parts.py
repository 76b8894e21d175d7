"""The parts one by one, attached to a running system through its data folder."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.component.service_supervision.processes import COMMAND, PATIENCE, Up, environment, get, landbridge
from tests.waiting import eventually


@pytest.mark.full
@pytest.mark.requirement("up-01")
def test_more_workers_services_and_intakes_attach_and_end_by_themselves(tmp_path: Path) -> None:
    with Up(tmp_path / "data", "--workers", "0") as up:
        started = [
            subprocess.Popen(
                [*COMMAND, *arguments, "--data", str(up.data)],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env=environment(),
            )
            for arguments in (
                ("worker",),
                ("serve", "--http", "127.0.0.1:0"),
                ("intake", "--notices", "127.0.0.1:0"),
            )
        ]
        try:
            said = [part.stdout.readline().split() for part in started if part.stdout]
            assert [words[0] for words in said] == ["ready", "ready", "ready"]
            assert get(f"{said[1][1]}/healthz") == {"status": "ok"}
            assert get(f"{said[2][1]}/healthz") == {"status": "ok"}
            eventually(
                lambda: get(f"{up.http}/readyz")["workers"] == 1, PATIENCE, "the attached worker's heartbeat"
            )
            for part in started:
                part.send_signal(signal.SIGTERM)
            assert [part.wait(30) for part in started] == [0, 0, 0]
        finally:
            for part in started:
                part.kill()
                part.communicate()
        listed = landbridge("user", "list", "--json", "--data", str(up.data))
        assert (listed.returncode, listed.stdout) == (0, '{"users":[]}\n')
