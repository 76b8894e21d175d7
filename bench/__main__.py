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
    "save_to_imported": "bench.save_to_imported",
}
"""Key -> module with ``run() -> dict`` (the values for the report) and ``table(values) -> str``."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", choices=sorted(BENCHES), help="run this one")
    only = parser.parse_args().only
    report: dict[str, Any] = {
        "machine": {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "system": platform.system(),
        },
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    for key in [only] if only else sorted(BENCHES):
        bench = importlib.import_module(BENCHES[key])
        values = bench.run()
        report.update(values)
        print(bench.table(values), flush=True)
    REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(f"written: {REPORT.relative_to(Path.cwd()) if REPORT.is_relative_to(Path.cwd()) else REPORT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
