"""The user's certificate authority: one for all accounts, private, made once however many start at the same time."""

from __future__ import annotations

import os
import ssl
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from landbridge.local.tls.authority import Authority
from landbridge.local.tls.folders import authority_folder, state_folder


@pytest.mark.requirement("host-02")
def test_the_command_prints_the_file_and_makes_it(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "LANDBRIDGE_LOCAL_STATE"}
    environment["XDG_STATE_HOME"] = str(tmp_path)
    printed = [
        subprocess.run(
            [sys.executable, "-m", "landbridge", "local", "ca"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        ).stdout
        for _ in range(2)
    ]
    assert printed == [f"{tmp_path}/landbridge/local/ca.pem\n"] * 2
    folder = tmp_path / "landbridge" / "local"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert ssl.create_default_context(cafile=str(folder / "ca.pem")).cert_store_stats()["x509_ca"] == 1


@pytest.mark.requirement("host-02")
def test_of_many_that_start_at_once_one_makes_it(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from landbridge.local.tls.authority import Authority\n"
        "sys.stdin.readline(); print(Authority(Path(sys.argv[1])).ca_pem, end='')"
    )
    starting = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "state")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in starting:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    found = {process.communicate(timeout=60)[0] for process in starting}
    assert len(found) == 1
    assert sorted(path.name for path in (tmp_path / "state").iterdir()) == ["ca.key.pem", "ca.pem"]


def test_a_lost_certificate_comes_back_from_the_key(tmp_path: Path) -> None:
    before = Authority(tmp_path).ca_pem
    (tmp_path / "ca.pem").unlink()
    assert Authority(tmp_path).ca_pem == before


@pytest.mark.requirement("host-02")
def test_where_it_lives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANDBRIDGE_LOCAL_STATE")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    assert state_folder() == tmp_path / ".local" / "state" / "landbridge" / "local"
    monkeypatch.setenv("LANDBRIDGE_LOCAL_STATE", str(tmp_path / "named"))
    assert authority_folder(None) == tmp_path / "named"
    Authority(tmp_path / "data" / "tls")
    assert authority_folder(tmp_path / "data") == tmp_path / "data" / "tls"
    assert authority_folder(tmp_path / "other") == tmp_path / "named"
