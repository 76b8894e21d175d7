"""How many records a CPU second reads, maps, matches and writes, of 100,000 customers that are imported for the first time.

The yardstick is the plain work of the interpreter beside it: how many additions the same CPU does in a second, in the same run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.stand import stand

CUSTOMERS = 100_000
CONCURRENCY = 5
PARTS = ("read", "map", "match", "write")
ADDITIONS = 5_000_000


def run(*, small: bool = False) -> dict[str, Any]:
    """Measure; ``small`` takes seconds and says nothing about speed."""
    with stand(1500 if small else CUSTOMERS, workers=0) as place:
        name = place.connect(CONCURRENCY)
        done = subprocess.run(
            [sys.executable, "-m", "bench.import_parts", place.stack.environment["LANDBRIDGE_DATA"], name],
            capture_output=True,
            text=True,
            check=False,
            cwd=Path(__file__).parents[1],
        )
    assert done.returncode == 0, done.stderr
    measured = json.loads(done.stdout.splitlines()[-1])
    records = int(measured["records"])
    return {
        "records_per_cpu_s": {part: round(records / measured["spent"][part]["total"], 1) for part in PARTS},
        "records_per_cpu_s_beside": {
            "records": records,
            "cores": os.cpu_count(),
            "cpu_s": measured["spent"],
            "additions_per_cpu_s": round(_additions()),
        },
    }


def table(values: dict[str, Any]) -> str:
    """Return the values as text."""
    beside = values["records_per_cpu_s_beside"]
    lines = [
        f"First import of {beside['records']:,} customers, by part; CPU of the service's process and of PostgreSQL",
        "part      records per CPU second   process  PostgreSQL",
    ]
    for part in PARTS:
        spent = beside["cpu_s"][part]
        lines.append(
            f"{part:<9} {values['records_per_cpu_s'][part]:>22,.0f} {spent['process']:>7.2f} s {spent['database']:>9.2f} s"
        )
    return "\n".join([*lines, f"beside it {beside['additions_per_cpu_s']:,} plain additions per CPU second"])


def _additions() -> float:
    began, total = time.process_time(), 0
    for number in range(ADDITIONS):
        total += number
    return ADDITIONS / (time.process_time() - began)
