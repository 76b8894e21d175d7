"""How long a reset of the demo takes, over the control plane, after something was changed. The yardstick is a call that changes nothing."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from landbridge.local.testing import running_account

RESETS = 50


def run(*, small: bool = False) -> dict[str, Any]:
    """Measure; ``small`` resets five times."""
    resets, calls = [], []
    with running_account() as running:
        for number in range(5 if small else RESETS):
            running.control.save(type="customer", values={"companyName": f"Changed {number}"})
            resets.append(_milliseconds(running.control.reset))
            calls.append(_milliseconds(running.control.status))
    return {
        "local_reset_ms": round(statistics.median(resets), 1),
        "local_reset": {"slowest_ms": round(max(resets), 1), "status_ms": round(statistics.median(calls), 1)},
    }


def table(values: dict[str, Any]) -> str:
    """Return the values as text."""
    found = values["local_reset"]
    return (
        f"A reset of the demo: {values['local_reset_ms']:.1f} ms, the slowest {found['slowest_ms']:.1f} ms; "
        f"a call that changes nothing {found['status_ms']:.1f} ms"
    )


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
