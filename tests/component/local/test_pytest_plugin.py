"""The fixture for anybody's tests: it starts an account, and costs nothing until it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT_TEST = """
import urllib.request

pytest_plugins = ["landbridge.local.pytest_plugin"]

def test_account(netsuite_account):
    with urllib.request.urlopen(netsuite_account.http + "/rest/datacenterurls?account=1234567_SB1", timeout=10) as answer:
        assert b"suitetalk" in answer.read()
"""


def test_a_project_uses_the_fixture(tmp_path: Path) -> None:
    (tmp_path / "test_project.py").write_text(PROJECT_TEST)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", "-W", "error"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_the_plugin_imports_nothing_until_used() -> None:
    program = (
        "import sys; before = set(sys.modules); import landbridge.local.pytest_plugin\n"
        "print([name for name in set(sys.modules) - before if name.startswith('landbridge.local.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout.strip() == "['landbridge.local.pytest_plugin']"
