"""`make bench [ONLY=key]`: run the benches, print their tables, write `bench/report.json`."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

REPORT = Path(__file__).parent / "report.json"
BENCHES = {
    "burst": "bench.burst",
    "first_import_share": "bench.first_import_share",
    "incremental_cost_ratio_1m_10k": "bench.incremental_cost",
    "limit_used_share": "bench.reaching",
    "local_reset_ms": "bench.local_reset_ms",
    "local_start_s": "bench.local_start_s",
    "lost_of_1000_at_limit_5": "bench.reaching",
    "notices_per_second": "bench.notices",
    "records_per_cpu_s": "bench.records_per_cpu_s",
    "requests_per_page": "bench.reaching",
    "save_to_imported": "bench.save_to_imported",
    "search_changed_10_ratio_1m_10k": "bench.search_changed",
    "soap_cpu_ratio_netsuitesdk": "bench.reaching",
    "soap_page_1000_cpu_ms": "bench.soap_page_1000_cpu_ms",
    "suiteql_cpu_ratio_netsuite": "bench.reaching",
    "worker_rss_mb": "bench.worker_rss_mb",
    "workers_speedup": "bench.workers_speedup",
}
"""Key -> module, which may have several, with ``run(small=...) -> dict`` (the values for the report) and ``table(values) -> str``."""

NAMES = BENCHES | {module.removeprefix("bench."): module for module in BENCHES.values()}
"""What `--only` takes: a key, or the module's own name (`notices`)."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", choices=sorted(NAMES), help="run this one")
    parser.add_argument(
        "--small", action="store_true", help="seconds instead of minutes, to try the bench itself"
    )
    parser.add_argument("--report", type=Path, default=REPORT, help="file to write")
    given = parser.parse_args()
    report: dict[str, Any] = {
        "machine": {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "system": platform.system(),
        },
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    for module in [NAMES[given.only]] if given.only else dict.fromkeys(BENCHES.values()):
        bench = importlib.import_module(module)
        values = bench.run(small=given.small)
        report.update(values)
        print(bench.table(values), flush=True)
    given.report.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(f"written: {given.report.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
