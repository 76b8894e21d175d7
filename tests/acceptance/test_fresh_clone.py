"""A clean clone in a new folder: the two commands do everything themselves."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("PYTEST", "LANDBRIDGE", "DJANGO", "DATABASE_URL", "MAKE", "MFLAGS", "VIRTUAL_ENV", "PYTHON")
"""What the names of variables begin with that somebody who has just cloned the project does not have."""


@pytest.fixture(scope="module")
def clone() -> Iterator[Path]:
    """What is committed, in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="landbridge-clone-"))
    folder.chmod(0o755)
    try:
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder / "landbridge")], check=True)
        yield folder / "landbridge"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make(clone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as somebody would who has nothing of ours in the environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return subprocess.run(
        ["make", *arguments],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1500,
        check=False,
    )


@pytest.mark.full
@pytest.mark.timeout(1800)
@pytest.mark.requirement("repo-02", "repo-03", "demo-01")
def test_make_demo_sets_itself_up_and_every_record_arrives(clone: Path) -> None:
    done = make(clone, "demo", "ARGS=--once --json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["ok"] is True


@pytest.mark.full
@pytest.mark.timeout(1800)
@pytest.mark.requirement("repo-01", "repo-04")
def test_make_test_passes(clone: Path) -> None:
    done = make(clone, "test")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
