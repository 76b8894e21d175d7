"""Eight connections get their first import, with one, two and four workers: how much faster more workers are.

The local account, PostgreSQL and the workers share the machine: with as many cores as there are here, more workers than cores only wait
for each other. The yardstick beside it is reading the same customers eight times without importing them.
"""

from __future__ import annotations

import os
from datetime import datetime
from time import perf_counter
from typing import Any

from bench.stand import Stand, stand
from landbridge.netsuite.budget import LocalBudget

WORKERS = (1, 2, 4)
CONNECTIONS = 8
CUSTOMERS = 2000
CONCURRENCY = 8


def run(*, small: bool = False) -> dict[str, Any]:
    """Measure; ``small`` takes seconds and says nothing about speed."""
    connections, customers, workers = (2, 50, (1, 2)) if small else (CONNECTIONS, CUSTOMERS, WORKERS)
    with stand(customers, workers=0) as place:
        held = place.held()
        rates = {str(count): _rate(place, count, connections, held) for count in workers}
        read_only = _read_only(place, connections)
    first = rates[str(workers[0])]
    return {
        "workers_speedup": {
            "connections": connections,
            "customers_each": held,
            "cores": os.cpu_count(),
            "records_per_second": rates,
            "speedup": {count: round(rate / first, 2) for count, rate in rates.items()},
            "read_only_per_second": read_only,
        }
    }


def table(values: dict[str, Any]) -> str:
    """Return the values as text."""
    found = values["workers_speedup"]
    lines = [
        f"{found['connections']} connections, {found['customers_each']} customers each, {found['cores']} cores for everything",
        "workers  records/s  times one worker",
    ]
    lines += [
        f"{count:>7} {rate:>10.0f} {found['speedup'][count]:>17.2f}"
        for count, rate in found["records_per_second"].items()
    ]
    return "\n".join(
        [*lines, f"reading alone, nothing imported: {found['read_only_per_second']:.0f} records/s"]
    )


def _rate(place: Stand, workers: int, connections: int, held: int) -> float:
    """Return how many records a second so many workers import, from the first run's start to the last one's end."""
    names = place.connect_all(connections, CONCURRENCY)
    processes = [place.stack.start_worker() for _ in range(workers)]
    try:
        runs = [place.first_import(name) for name in names]
    finally:
        for process in processes:
            process.stop()
    assert all(run["counts"].get("created") == held for run in runs), "not everything was imported"
    place.disconnect(names)
    began = min(datetime.fromisoformat(run["started_at"]) for run in runs)
    ended = max(datetime.fromisoformat(run["finished_at"]) for run in runs)
    return round(held * connections / (ended - began).total_seconds(), 1)


def _read_only(place: Stand, times: int) -> float:
    with place.client(CONCURRENCY + 1, LocalBudget(CONCURRENCY)) as client:
        client.server_now()
        began = perf_counter()
        count = sum(len(batch) for _ in range(times) for batch in client.matching("customer", ()))
        return round(count / (perf_counter() - began), 1)
