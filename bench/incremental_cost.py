"""How much more a run costs that imports ten changed customers when SuiteProjects Pro holds a million of them, linked, than with ten thousand.

NetSuite answers the same in both cases; what its own search costs is ``search_changed_10_ratio_1m_10k``. The yardstick is the run among ten thousand.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.stand import Stand, stand

CUSTOMERS = 10
"""Of NetSuite: a run reads what was saved in the last ten minutes again, which is to be the ten only."""
SIZES = {"10k": 10_000, "1m": 1_000_000}
RUNS = 9
CONCURRENCY = 5


def run(*, small: bool = False) -> dict[str, Any]:
    """Measure; ``small`` takes a hundredth of the records."""
    part = 100 if small else 1
    with stand(CUSTOMERS, workers=0) as place:
        name = place.connect(CONCURRENCY)
        found = {size: _measured(place, name, count // part) for size, count in SIZES.items()}
    return {
        "incremental_cost_ratio_1m_10k": round(found["1m"]["cpu_ms"] / found["10k"]["cpu_ms"], 2),
        "incremental_cost": {
            size: {"records": one["records"], "cpu_ms": round(one["cpu_ms"], 1)}
            for size, one in found.items()
        },
    }


def table(values: dict[str, Any]) -> str:
    """Return the values as text."""
    lines = [
        f"Importing ten changed customers among {one['records']:>9,}: {one['cpu_ms']:7.1f} ms CPU"
        for one in values["incremental_cost"].values()
    ]
    return "\n".join([*lines, f"ratio {values['incremental_cost_ratio_1m_10k']:.2f}"])


def _measured(place: Stand, name: str, records: int) -> dict[str, Any]:
    """Return the median over the runs of a fresh process, but the first, which also takes what was never imported."""
    folder = place.stack.environment["LANDBRIDGE_DATA"]
    done = subprocess.run(
        [sys.executable, "-m", "bench.incremental_runs", folder, name, str(records), str(RUNS)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
    )
    assert done.returncode == 0, done.stderr
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured
