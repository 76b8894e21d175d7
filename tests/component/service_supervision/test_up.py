"""`landbridge up` as separate processes: what it starts, what it restarts, and that it leaves nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from pathlib import Path

import psutil
import pytest

from landbridge.service.supervision.datafolder import DataFolder, NothingRunningError
from landbridge.service.supervision.postgres import EmbeddedPostgres
from tests.component.service_supervision.processes import PATIENCE, Up, get, gone, landbridge
from tests.waiting import eventually


def worker_is_alive(up: Up) -> bool:
    return bool(get(f"{up.http}/readyz")["workers"])


@pytest.mark.requirement("up-01")
def test_up_serves_restarts_what_crashes_and_leaves_nothing_after_ctrl_c(tmp_path: Path) -> None:
    with Up(tmp_path / "data") as up:
        assert get(f"{up.http}/healthz") == {"status": "ok"}
        assert get(f"{up.notices}/healthz") == {"status": "ok"}
        eventually(lambda: worker_is_alive(up), PATIENCE, "a worker's heartbeat")
        assert set(up.children()) == {"intake", "service", "worker"}

        second = landbridge("up", "--data", str(up.data), "--http", "127.0.0.1:0", "--notices", "127.0.0.1:0")
        assert (second.returncode, "another `landbridge up` is running" in second.stderr) == (1, True)

        killed = up.children()["intake"]
        killed.kill()
        eventually(lambda: gone(killed) and "intake" in up.children(), PATIENCE, "a new intake")
        assert get(f"{up.notices}/healthz") == {"status": "ok"}, "connections wait while the intake is away"

        everything = [*up.process.children(recursive=True), up.postmaster()]
        assert up.interrupt() == 0
    assert [process for process in everything if not gone(process)] == []
    assert not (up.data / "postgres" / "postmaster.pid").exists()
    with pytest.raises(NothingRunningError):
        DataFolder(up.data).running()


@pytest.mark.full
@pytest.mark.requirement("up-01")
def test_a_killed_supervisor_takes_its_children_along_and_the_next_adopts_its_server(tmp_path: Path) -> None:
    with Up(tmp_path / "data", "--workers", "0") as first:
        server, children = first.postmaster(), list(first.children().values())
        os.kill(first.popen.pid, signal.SIGKILL)
        first.popen.wait(10)
        eventually(lambda: all(gone(child) for child in children), PATIENCE, "the children's end")
        assert not gone(server)
    with Up(tmp_path / "data", "--workers", "0") as second:
        assert second.postmaster() == server
        assert "postgresql adopted" in second.log.read_text(encoding="utf-8")
        assert second.interrupt() == 0
    assert gone(server)


@pytest.mark.full
@pytest.mark.requirement("up-01")
def test_a_database_server_that_dies_is_started_again(tmp_path: Path) -> None:
    with Up(tmp_path / "data", "--workers", "0") as up:
        server = up.postmaster()
        server.kill()

        def served_again() -> bool:
            try:
                return up.postmaster() != server and bool(get(f"{up.http}/readyz")["database"])
            except (OSError, psutil.NoSuchProcess):
                return False

        eventually(served_again, PATIENCE, "a new server")


def test_a_plan_that_cannot_work_is_refused_in_words(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    assert landbridge("up", "--data", data, "--http", "nowhere").returncode == 2
    only_half = landbridge("up", "--data", data, "--notices-cert", str(tmp_path / "missing.pem"))
    assert (only_half.returncode, "go together" in only_half.stderr) == (2, True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = landbridge("up", "--data", data, "--http", f"127.0.0.1:{port}")
    assert (refused.returncode, f"cannot listen on 127.0.0.1:{port}" in refused.stderr) == (1, True)
    assert "Traceback" not in refused.stderr


def test_what_only_looks_like_a_server_is_cleared_away(tmp_path: Path) -> None:
    """A `postmaster.pid` whose number belongs to another process now: a restart of the machine leaves that."""
    server = EmbeddedPostgres(tmp_path / "postgres")
    server.start()
    server.stop()
    assert not server.alive()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (tmp_path / "postgres" / "postmaster.pid").write_text(
            f"{stranger.pid}\n{tmp_path}\n", encoding="utf-8"
        )
        url = server.start()
        try:
            assert (server.adopted, server.alive()) == (False, True)
            assert stranger.poll() is None
            assert url.startswith("postgresql://landbridge@/landbridge?host=")
        finally:
            server.stop()
            stranger.kill()


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 60) / ("y" * 60) / "postgres"
    server = EmbeddedPostgres(deep)
    try:
        server.start()
        assert server.alive()
        assert len(str(server.socket_folder)) < 80
    finally:
        server.stop()
    assert not server.alive()
