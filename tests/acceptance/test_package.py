"""The package as others install it: the library alone, the local account, the connector."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

USES = {
    "": "import landbridge.netsuite, landbridge.recordtypes",
    "local": "from landbridge.local.testing import running_account\nwith running_account() as running: print(running.http)",
    "service": "import django; django.setup(); import landbridge.service.composition",
}
"""What must work with each extra and nothing else installed."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


@pytest.mark.requirement("repo-03", "suiteapp-01", "app-01")
def test_wheel_brings_the_suiteapp_and_no_development_files(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "landbridge/_suiteapp/manifest.xml" in names
    assert any(name.startswith("landbridge/_suiteapp/Objects/") for name in names)
    assert any(name.startswith("landbridge/_suiteapp/FileCabinet/SuiteScripts/landbridge/") for name in names)
    assert {
        "landbridge/_suiteapp/suitecloud.config.js",
        "landbridge/_suiteapp/bundles/369637/bundle.toml",
        "landbridge/_suiteapp/bundles/369630/bundle.toml",
    } <= set(names)
    assert "landbridge/py.typed" in names
    assert [name for name in names if "node_modules" in name or name.startswith("tests")] == []


@pytest.mark.requirement("app-01")
def test_what_the_wheel_brings_is_enough_to_build_the_suiteapp(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    out = tmp_path / "out"
    built = subprocess.run(
        [
            sys.executable,
            "-m",
            "landbridge",
            "suiteapp",
            "build",
            "--form",
            "beside-native",
            "--out",
            str(out),
        ],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (built.returncode, built.stderr) == (0, "")
    assert (out / "Objects" / "customrole_landbridge_integration.xml").is_file()
    assert (out / "suitecloud.config.js").is_file()


@pytest.mark.full
@pytest.mark.timeout(600)
@pytest.mark.requirement("repo-03")
@pytest.mark.parametrize("extra", sorted(USES))
def test_each_extra_brings_what_it_needs(wheel: Path, tmp_path: Path, extra: str) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    wanted = f"{wheel}[{extra}]" if extra else str(wheel)
    constraints = str(ROOT / "requirements" / "lock.txt")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-c", constraints, wanted], check=True)
    done = subprocess.run(
        [python, "-c", USES[extra]],
        env={"DJANGO_SETTINGS_MODULE": "landbridge.service.settings", "PATH": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    helped = subprocess.run(
        [python.with_name("landbridge"), "--help"], capture_output=True, text=True, check=False
    )
    assert "Save in NetSuite" in helped.stdout
