"""The memory of a worker while it imports ten thousand records, and more and more, up to two hundred thousand, in one run.

Resident memory as Linux counts it (``VmRSS`` of ``/proc``), looked at every quarter of a second. The yardstick beside it is a worker that has
nothing to do.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from bench.stand import RUN_TIMEOUT_S, Stand, stand

CUSTOMERS = 200_000
CONCURRENCY = 5
MARKS = (10_000, 50_000, 100_000, 200_000)
POLL_S = 0.25
LIMIT_MB = 300


def run(*, small: bool = False) -> dict[str, Any]:
    """Measure; ``small`` takes seconds and says nothing about flatness."""
    customers, marks = (2000, (1000, 2000)) if small else (CUSTOMERS, MARKS)
    with stand(customers, workers=0) as place:
        worker = place.stack.start_worker()
        try:
            idle = _resident_mb(worker.popen.pid)
            name = place.connect(CONCURRENCY)
            samples = _watch(place, name, worker.popen.pid)
        finally:
            worker.stop()
    peaks = {str(mark): max(mb for read, mb in samples if read <= mark) for mark in marks}
    return {
        "worker_rss_mb": {
            "concurrency": CONCURRENCY,
            "limit": LIMIT_MB,
            "idle": idle,
            "peak": max(mb for _, mb in samples),
            "peak_until": peaks,
        }
    }


def table(values: dict[str, Any]) -> str:
    """Return the values as text."""
    found = values["worker_rss_mb"]
    lines = [
        f"A worker's memory, concurrency {found['concurrency']}",
        f"{'idle':>16} {found['idle']:>6.0f} MB",
    ]
    lines += [f"{int(mark):>8} records {mb:>6.0f} MB at most" for mark, mb in found["peak_until"].items()]
    return "\n".join([*lines, f"{'limit':>16} {found['limit']:>6} MB"])


def _watch(place: Stand, connection: str, process: int) -> list[tuple[int, float]]:
    """Return (records read, megabytes) until the import ends. Raises ``TimeoutError``."""
    samples: list[tuple[int, float]] = []
    deadline = time.monotonic() + RUN_TIMEOUT_S
    while time.monotonic() < deadline:
        run = next((one for one in place.observer.runs() if one["connection"] == connection), None)
        read = int(run["counts"].get("read", 0)) if run else 0
        samples.append((read, _resident_mb(process)))
        if run and run["finished_at"]:
            assert run["state"] == "completed", run["error"]
            return samples
        time.sleep(POLL_S)
    raise TimeoutError(f"the import did not end: {samples[-1][0]} records were read")


def _resident_mb(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    raise RuntimeError(f"process {process} has no memory")
