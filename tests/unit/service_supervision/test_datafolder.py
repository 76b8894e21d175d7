"""The data folder's lock, and how other commands find what runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from landbridge.service.supervision.datafolder import (
    DataFolder,
    FolderInUseError,
    NothingRunningError,
    Running,
)


def test_one_owner_at_a_time_and_readers_find_what_it_says(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    with pytest.raises(NothingRunningError, match="nothing is running"):
        folder.running()
    running = Running(
        os.getpid(), "postgresql://landbridge@/landbridge", "http://127.0.0.1:1", "https://127.0.0.1:2"
    )
    with folder.owned() as ownership:
        with pytest.raises(NothingRunningError, match="only just starting"):
            folder.running()
        ownership.announce(running)
        assert folder.running() == running
        ownership.announce(Running(1, "x"))
        assert folder.running() == Running(1, "x")
        with pytest.raises(FolderInUseError), folder.owned():
            pass
        assert folder.path.stat().st_mode & 0o077 == 0
    with pytest.raises(NothingRunningError):
        folder.running()
    with folder.owned():
        assert folder.lock_file.exists()


def test_the_folder_is_the_one_given_else_named_else_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDBRIDGE_DATA", str(tmp_path / "named"))
    assert DataFolder.choose(tmp_path / "given").path == tmp_path / "given"
    assert DataFolder.choose().path == tmp_path / "named"
    monkeypatch.delenv("LANDBRIDGE_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert DataFolder.choose().path == tmp_path / "landbridge"
