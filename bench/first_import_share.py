"""How much of the possible rate a first import reaches.

Possible is what the slower of two things allows: NetSuite (concurrency x page size / the time of one page, which is the added latency and
what the account itself takes), and the writer (the records over the time that the run spent inside its writing transactions). A share of one means that
neither ever waited for the other. Decision 26 says why; the rate by the latency alone and that of reading without writing stand beside it.
"""

from __future__ import annotations

import os
import statistics
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

from bench.plain_client import read_plainly
from bench.stand import Stand, seconds, stand
from landbridge.netsuite import Criterion
from landbridge.netsuite.budget import LocalBudget

CUSTOMERS = 20_000
LATENCIES_MS = (0, 300)
CONCURRENCIES = (1, 5, 15)
PAGE_SIZE = 1000
PAGES_TIMED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One first import. Rates are records a second."""

    latency_ms: int
    concurrency: int
    page_ms: float
    by_latency: float | None
    by_page: float
    writer: float
    read_only: float
    imported: float
    share: float


def run(*, small: bool = False) -> dict[str, Any]:
    """Measure; ``small`` takes seconds and says nothing about speed."""
    customers, latencies = (1500, (0,)) if small else (CUSTOMERS, LATENCIES_MS)
    rows: list[Row] = []
    plain: dict[str, Any] = {}
    with stand(customers) as place:
        held = place.held()
        for latency in latencies:
            place.add_latency(latency)
            page_s = _page_seconds(place)
            plain[str(latency)] = _plain(place)
            rows += [
                _import(place, held, latency, one, page_s) for one in CONCURRENCIES[: 1 if small else None]
            ]
    measured = {"customers": held, "page_size": PAGE_SIZE, "cores": os.cpu_count()}
    return {"first_import_share": {**measured, "rows": [asdict(row) for row in rows], "netsuitesdk": plain}}


def table(values: dict[str, Any]) -> str:
    """Return the values as text."""
    found = values["first_import_share"]
    lines = [
        f"First import of {found['customers']} customers, pages of {found['page_size']}, {found['cores']} cores; records a second",
        "latency  conc.  one page  by latency  by page  writer  read only  imported  share of possible",
    ]
    for row in found["rows"]:
        by_latency = "-" if row["by_latency"] is None else f"{row['by_latency']:.0f}"
        lines.append(
            f"{row['latency_ms']:>4} ms {row['concurrency']:>6} {row['page_ms']:>6.0f} ms {by_latency:>11} {row['by_page']:>8.0f}"
            f" {row['writer']:>7.0f} {row['read_only']:>10.0f} {row['imported']:>9.0f} {row['share']:>17.0%}"
        )
    for latency, plain in found["netsuitesdk"].items():
        what = plain.get("missing") or f"{plain['records']} records, {plain['rate']:.0f} a second"
        lines.append(f"plain script over netsuitesdk, {latency} ms: {what}")
    return "\n".join(lines)


def _page_seconds(place: Stand) -> float:
    """Return what one page takes, asked for alone."""
    times = []
    everything = Criterion("internalIdNumber", "greaterThan", (0,))
    with place.client(1) as client:
        client.server_now()
        for _ in range(PAGES_TIMED):
            began = perf_counter()
            client.soap.search("customer", [everything], page_size=PAGE_SIZE)
            times.append(perf_counter() - began)
    return statistics.median(times)


def _read_only(place: Stand, concurrency: int) -> float:
    """Return how fast the library reads everything and does nothing with it."""
    with place.client(concurrency + 1, LocalBudget(concurrency)) as client:
        client.server_now()
        began = perf_counter()
        count = sum(len(batch) for batch in client.matching("customer", ()))
        return count / (perf_counter() - began)


def _import(place: Stand, held: int, latency: int, concurrency: int, page_s: float) -> Row:
    read_only = _read_only(place, concurrency)
    name = place.connect(concurrency)
    done = place.first_import(name)
    created = int(done["counts"]["created"])
    assert created == held, f"{created} of {held} customers were imported"
    imported = created / seconds(done)
    writer = created / place.seconds_of("landbridge_apply_seconds", name)
    by_page = concurrency * min(PAGE_SIZE, held) / page_s
    return Row(
        latency,
        concurrency,
        round(page_s * 1000, 1),
        round(concurrency * PAGE_SIZE / latency * 1000, 1) if latency else None,
        round(by_page, 1),
        round(writer, 1),
        round(read_only, 1),
        round(imported, 1),
        round(imported / min(by_page, writer), 3),
    )


def _plain(place: Stand) -> dict[str, Any]:
    answer = read_plainly(place.stack)
    if "records" in answer:
        answer["rate"] = round(answer["records"] / answer["seconds"], 1)
    return answer
