"""The bench measures what it says. How fast it was is for people to read, not for a test to judge."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.full
@pytest.mark.timeout(500)
@pytest.mark.requirement("speed-01", "run-05")
def test_save_to_imported_prints_its_table_and_writes_its_keys() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--only", "save_to_imported"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=480,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "saved to imported, p99" in done.stdout
    report = json.loads((ROOT / "bench" / "report.json").read_text(encoding="utf-8"))
    times = report["save_to_imported_ms"]
    assert 0 < times["p50"] <= times["p99"]
    assert times["round_trip_ms"] > 0
    assert report["soap_requests_per_single_change"] == 1
