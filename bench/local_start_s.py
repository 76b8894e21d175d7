"""From the command to `ready`: how long a local account takes to start on the seed demo, its byte code written before.

The yardstick is a Python that starts and does nothing.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

STARTS = 7
SERVE = (sys.executable, "-m", "landbridge", "local", "serve", "--seed", "demo")
NOTHING = (sys.executable, "-c", "print('ready', flush=True)")


def run(*, small: bool = False) -> dict[str, Any]:
    """Measure; ``small`` starts it twice."""
    starts = 2 if small else STARTS
    with tempfile.TemporaryDirectory(prefix="landbridge-bench-") as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder, "LANDBRIDGE_LOCAL_STATE": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        _until_ready(SERVE, environment)  # writes the byte code, as an installation does
        account = [_until_ready(SERVE, environment) for _ in range(starts)]
        python = [_until_ready(NOTHING, environment) for _ in range(starts)]
    return {
        "local_start_s": round(statistics.median(account), 3),
        "local_start": {
            "slowest_s": round(max(account), 3),
            "python_alone_s": round(statistics.median(python), 3),
        },
    }


def table(values: dict[str, Any]) -> str:
    """Return the values as text."""
    found = values["local_start"]
    return (
        f"From the command to ready: {values['local_start_s']:.2f} s, the slowest {found['slowest_s']:.2f} s; "
        f"Python alone {found['python_alone_s']:.2f} s"
    )


def _until_ready(command: tuple[str, ...], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("ready"):
                break
        took = time.perf_counter() - started
        process.send_signal(signal.SIGTERM)
    return took
