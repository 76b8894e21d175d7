"""Four processes of ten workers against a limit of five, with a budget that is set too high: it has to find out.

How many requests were in flight is what the account's own execution log says: when each began and how long it held its place.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.stand import connect_to
from landbridge.demo.stack import Stack
from landbridge.service.supervision.postgres import EmbeddedPostgres

LIMIT, CEILING, PROCESSES, WORKERS, READS = 5, 10, 4, 10, 1000
SMALL_READS = 200
READ_S = 0.5
"""How long NetSuite takes for a read: about what it takes in earnest."""

TIMEOUT_S = 300
LONGEST_LOG = 100_000
ROOT = Path(__file__).parents[1]


def at_a_limit(stack: Stack, ids: list[str], *, small: bool) -> dict[str, Any]:
    """Read a thousand times and measure. The account's limit stays lowered and its reads slow."""
    reads = SMALL_READS if small else READS
    stack.control.call("POST", "/limit", {"limit": LIMIT})
    stack.control.call("POST", "/faults", {"kind": "soap.get", "effect": "slow", "seconds": READ_S})
    server = EmbeddedPostgres(stack.folder / "postgres")
    try:
        database = server.start()
        _migrate(database)
        stack.control.call("DELETE", "/statistics")
        found = _read(stack, database, list(itertools.islice(itertools.cycle(ids), reads)))
    finally:
        server.stop()
    answered = sum(one["answered"] for one in found)
    surfaced = [text for one in found for text in one["surfaced"]]
    return {
        "asked": reads,
        "answered": answered,
        "lost": reads - answered,
        "surfaced": surfaced[:5],
        "ceiling": CEILING,
        "refused": stack.control.call("GET", "/statistics")["refused"],
        "share": _share(stack, answered),
    }


def _read(stack: Stack, database: str, ids: list[str]) -> list[dict[str, Any]]:
    given = {
        "account": stack.control.call("GET", "/status")["account"],
        "connect_to": connect_to(stack),
        "ca": stack.addresses["ca"],
        "database": database,
        "ceiling": CEILING,
        "workers": WORKERS,
        **stack.token,
    }
    started = [_start({**given, "ids": ids[number::PROCESSES]}) for number in range(PROCESSES)]
    for one in started:
        assert one.stdout is not None
        if one.stdout.readline() != "ready\n":
            raise RuntimeError("a process of readers did not start")
    for one in started:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    return [json.loads(one.communicate(timeout=TIMEOUT_S)[0]) for one in started]


def _start(given: dict[str, Any]) -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-m", "bench.limited"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert started.stdin is not None
    started.stdin.write(json.dumps(given) + "\n")
    started.stdin.flush()
    return started


def _migrate(database: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--skip-checks", "--verbosity", "0"],
        env={
            **os.environ,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "landbridge.service.settings",
        },
        check=True,
        timeout=TIMEOUT_S,
        cwd=ROOT,
    )


def _share(stack: Stack, answered: int) -> float:
    """Return the mean of reads in flight over the time from the first one's beginning to the last one's end, by the limit."""
    log = [
        row
        for integration in stack.control.call("GET", "/access")["integrations"]
        for row in stack.control.call("GET", f"/execution-log/{integration['id']}?limit={LONGEST_LOG}")
    ]
    rows = [row for row in log if row["action"] == "get" and row["status"] == "Finished"]
    rows = sorted(rows, key=lambda row: str(row["at"]))[-answered:]
    spans = [(datetime.fromisoformat(row["at"]), timedelta(milliseconds=row["duration_ms"])) for row in rows]
    busy = max(at + took for at, took in spans) - min(at for at, _ in spans)
    return round(sum((took for _, took in spans), timedelta()) / busy / LIMIT, 3)
