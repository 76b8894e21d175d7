"""A burst of saves: how many runs it makes, how soon all is quiet, and how long each save takes to arrive.

People press Save at the same moment, as far as the local account answers them; each save sends its notice. Beside it the yardsticks of the
same run: what the same saves take where nobody has to be told (a customer that is not for export), and what reading them all once takes.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.stand import FLAG, client_of
from landbridge.demo.observer import Observer
from landbridge.demo.setup import set_up
from landbridge.demo.stack import Stack

SAVES = 1000
AT_ONCE = 8
POLL_S = 0.2
QUIET_TIMEOUT_S = 240.0


@dataclass(frozen=True, slots=True)
class Save:
    """A save that NetSuite has committed."""

    internal_id: str
    committed: datetime


def run(*, small: bool = False) -> dict[str, Any]:
    """Measure; ``small`` takes seconds and says nothing about speed."""
    folder = Path(tempfile.mkdtemp(prefix="landbridge-bench-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs under an account of its own
    try:
        with Stack(folder) as stack:
            sign_in = asyncio.run(set_up(stack))
            observer = Observer(stack.addresses["service"], sign_in)
            return {"burst": _measure(stack, observer, 20 if small else SAVES)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def table(values: dict[str, Any]) -> str:
    """Return the values as text."""
    found = values["burst"]
    rows = (
        (f"{found['saves']} saves, {found['at_once']} people at once", f"{found['saving_s']:.1f} s"),
        ("  the same saves with no notice", f"{found['saving_without_notice_s']:.1f} s"),
        ("  reading them all once, bare", f"{found['reading_s']:.2f} s"),
        ("real-time runs", str(found["runs"])),
        ("from the first save to quiet", f"{found['quiet_s']:.1f} s"),
        ("from the last save to quiet", f"{found['quiet_after_last_s']:.1f} s"),
        ("saved to imported, p50", f"{found['p50_ms']:.0f} ms"),
        ("saved to imported, p99", f"{found['p99_ms']:.0f} ms"),
    )
    return "\n".join(f"{name:<42} {value:>10}" for name, value in rows)


def _measure(stack: Stack, observer: Observer, count: int) -> dict[str, Any]:
    began = perf_counter()
    _save_all(stack, "Unmarked", count, marked=False)
    without_notice = perf_counter() - began
    _quiet(observer)
    before = {run["id"] for run in observer.runs()}
    began = perf_counter()
    saves = _save_all(stack, "Burst", count, marked=True)
    saving = perf_counter() - began
    _quiet(observer)
    quiet = perf_counter() - began
    runs = [run for run in observer.runs() if run["id"] not in before and run["kind"] == "real-time"]
    imported = _imported(observer, before)
    times = sorted((imported[save.internal_id] - save.committed).total_seconds() * 1000 for save in saves)
    with client_of(stack, 1) as client:
        client.server_now()
        began = perf_counter()
        read = sum(len(batch) for batch in client.by_ids("customer", [save.internal_id for save in saves]))
        reading = perf_counter() - began
    assert read == count, "not every save is there"
    return {
        "saves": count,
        "at_once": AT_ONCE,
        "saving_s": round(saving, 2),
        "saving_without_notice_s": round(without_notice, 2),
        "reading_s": round(reading, 3),
        "runs": len(runs),
        "quiet_s": round(quiet, 2),
        "quiet_after_last_s": round(quiet - saving, 2),
        "p50_ms": round(statistics.median(times), 1),
        "p99_ms": round(times[max(0, int(len(times) * 0.99) - 1)], 1),
    }


def _save_all(stack: Stack, name: str, count: int, *, marked: bool) -> list[Save]:
    def save(number: int) -> Save:
        values = {"companyName": f"{name} {number}", "entityStatus": "13", FLAG: marked}
        body = {"type": "customer", "values": values, "context": "USERINTERFACE"}
        saved = stack.control.call("POST", "/save", body)
        return Save(saved["id"], datetime.fromisoformat(saved["modified"]))

    with ThreadPoolExecutor(AT_ONCE) as people:
        return list(people.map(save, range(count)))


def _quiet(observer: Observer) -> None:
    """Return once no run waits or goes on. Raises ``TimeoutError``."""
    deadline = time.monotonic() + QUIET_TIMEOUT_S
    while any(run["state"] in {"queued", "running"} for run in observer.runs()):
        if time.monotonic() > deadline:
            raise TimeoutError("the runs did not come to their end")
        time.sleep(POLL_S)


def _imported(observer: Observer, before: set[int]) -> dict[str, datetime]:
    """Return when each record was imported first, by internal id."""
    imported: dict[str, datetime] = {}
    for run in reversed(observer.runs()):
        if run["id"] not in before and run["counts"].get("created"):
            for item in observer.items_of(run["id"]):
                imported.setdefault(item["internal_id"], datetime.fromisoformat(item["at"]))
    return imported
