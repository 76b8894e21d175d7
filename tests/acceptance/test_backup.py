"""The `landbridge db` commands as the operator runs them: processes, an embedded PostgreSQL in a data folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from landbridge.service.supervision.datafolder import DataFolder

LANDBRIDGE = str(Path(sys.executable).with_name("landbridge"))


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other accounts may pass: as root, PostgreSQL has one of its own."""
    path = Path(tempfile.mkdtemp(prefix="landbridge-backup-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def landbridge(*arguments: str, data: Path, key: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment.pop("LANDBRIDGE_SECRET_KEY", None)
    if key:
        environment["LANDBRIDGE_SECRET_KEY"] = key
    return subprocess.run(
        [LANDBRIDGE, *arguments],
        env={**environment, "LANDBRIDGE_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.full
@pytest.mark.requirement("scale-03")
def test_a_dump_moves_an_installation_to_another_folder(db_committed: str, folder: Path) -> None:
    source = folder / "source.tar"
    environment = {**os.environ, "DATABASE_URL": db_committed}
    command = [LANDBRIDGE, "db", "dump", str(source)]
    subprocess.run(command, env=environment, check=True, capture_output=True)

    restored = landbridge("db", "restore", str(source), data=folder / "new")
    assert restored.returncode == 0, restored.stderr
    dumped = landbridge("db", "dump", str(folder / "again.tar"), data=folder / "new")
    assert dumped.returncode == 0, dumped.stderr
    shown = [
        landbridge("db", "show", str(file), "--json", data=folder) for file in (source, folder / "again.tar")
    ]
    first, second = (json.loads(one.stdout) for one in shown)
    assert first["migrations"] == second["migrations"]
    assert first["secret_key"] != second["secret_key"]

    refused = landbridge("db", "restore", str(source), data=folder / "new")
    assert refused.returncode == 1
    assert "--replace" in refused.stderr


def test_a_restore_waits_for_nobody_who_works_on_the_folder(folder: Path) -> None:
    with DataFolder(folder).owned():
        refused = landbridge("db", "restore", str(folder / "any.tar"), data=folder)
    assert refused.returncode == 1
    assert "stop it first" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_dump_of_nothing_says_so(folder: Path) -> None:
    refused = landbridge("db", "dump", str(folder / "any.tar"), data=folder)
    assert refused.returncode == 1
    assert "nothing is running" in refused.stderr
