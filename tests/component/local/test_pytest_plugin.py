"""The fixtures for anybody's tests: they start an account, and cost nothing until they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT_TEST = """
import urllib.request

{plugins}

LOOK_UP = "/rest/datacenterurls?account="


def answer(running):
    with urllib.request.urlopen(running.http + LOOK_UP + running.account_id, timeout=10) as answer:
        return answer.read()


def test_account(netsuite_account):
    assert b"suitetalk" in answer(netsuite_account)


def test_a_shorter_name_and_its_controls(account):
    saved = account.control.save(type="customer", values={{"companyName": "Mine"}})
    assert account.control.record(type="customer", id=saved["id"])["values"]["companyName"] == "Mine"
    account.control.reset()
    assert len(account.control.records(type="customer")) == 3


def test_two_side_by_side(account):
    from landbridge.local.settings import AccountSettings
    from landbridge.local.testing import running_account

    with running_account(AccountSettings(account_id="7654321")) as other:
        assert b"7654321.suitetalk" in answer(other)
        other.control.save(type="customer", values={{"companyName": "Only there"}})
        assert len(other.control.records(type="customer")) == 4
        assert len(account.control.records(type="customer")) == 3
        assert b"1234567-sb1.suitetalk" in answer(account)
"""


@pytest.mark.full
@pytest.mark.requirement("control-06")
@pytest.mark.parametrize("plugins", ["", 'pytest_plugins = ["landbridge.local.pytest_plugin"]'])
def test_a_project_uses_the_fixtures(tmp_path: Path, plugins: str) -> None:
    (tmp_path / "test_project.py").write_text(PROJECT_TEST.format(plugins=plugins))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", "-W", "error"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


@pytest.mark.requirement("control-06")
def test_the_plugin_imports_nothing_until_used() -> None:
    program = (
        "import sys; before = set(sys.modules); import landbridge.local.pytest_plugin\n"
        "print([name for name in set(sys.modules) - before if name.startswith('landbridge.local.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout.strip() == "['landbridge.local.pytest_plugin']"
