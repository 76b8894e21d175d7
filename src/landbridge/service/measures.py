"""What a process counts and times, until it is added to the totals that all processes of an installation share.

Workers come and go on many machines, and old rows of the run log are forgotten; a counter may do neither. So every process gathers
here and adds what it gathered to one table every few seconds, and `/metrics` of the service shows the sums (decision 0016). A process
that is killed takes the last seconds with it. No Django here: the intake counts too.
"""

from __future__ import annotations

import json
import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ADD_SQL = """
INSERT INTO health_total (measure, labels, part, value)
SELECT measure, labels, part, value
FROM unnest(%(measures)s::text[], %(labels)s::text[], %(parts)s::text[], %(values)s::float8[])
     AS gathered (measure, labels, part, value)
ORDER BY measure, labels, part
ON CONFLICT (measure, labels, part) DO UPDATE SET value = health_total.value + excluded.value
"""
"""Adds what was gathered. The order is the same for everybody, so that two processes never wait for each other in a circle."""

SUM = "sum"
INFINITE = "+Inf"


@dataclass(frozen=True, slots=True)
class Measure:
    """A counter, or with ``buckets`` (upper bounds in seconds, rising) a histogram. ``name`` is the one that Prometheus sees."""

    name: str
    help: str
    labels: tuple[str, ...]
    buckets: tuple[float, ...] = ()


FAST = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
SLOW = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)

RUNS = Measure(
    "landbridge_runs_total", "Runs that ended, by the state they ended in.", ("connection", "kind", "state")
)
RECORDS = Measure(
    "landbridge_records_total", "Records handled, by outcome.", ("connection", "workflow", "outcome")
)
NOTICES = Measure(
    "landbridge_notices_total",
    "Notices answered by the intake, by the code of the answer.",
    ("connection", "code"),
)
NOTICE_SECONDS = Measure(
    "landbridge_notice_seconds", "Time the intake took to answer a genuine notice.", ("connection",), FAST
)
REAL_TIME_SECONDS = Measure(
    "landbridge_real_time_seconds",
    "From the oldest notice that a real-time run took up to the end of that run.",
    ("connection",),
    SLOW,
)
LINK_SECONDS = Measure(
    "landbridge_link_seconds",
    "Time a link of a run took, by how it ended.",
    ("connection", "kind", "outcome"),
    SLOW,
)
APPLY_SECONDS = Measure(
    "landbridge_apply_seconds",
    "Time to map and write one batch, its transaction included.",
    ("connection", "workflow"),
    FAST,
)
NETSUITE_SECONDS = Measure(
    "landbridge_netsuite_request_seconds",
    "Time of one request to NetSuite, by operation and outcome; waiting for the budget is not in it.",
    ("account", "operation", "outcome"),
    SLOW,
)

MEASURES = (
    RUNS,
    RECORDS,
    NOTICES,
    NOTICE_SECONDS,
    REAL_TIME_SECONDS,
    LINK_SECONDS,
    APPLY_SECONDS,
    NETSUITE_SECONDS,
)

Row = tuple[str, str, str]
"""Name of the measure, its labels as JSON, and the part of it: empty for a counter, ``sum`` or the bound of a bucket."""


class Tally:
    """What was gathered since it was last taken. Safe to use from several threads."""

    def __init__(self) -> None:
        self._rows: defaultdict[Row, float] = defaultdict(float)
        self._lock = threading.Lock()

    def count(self, measure: Measure, *values: object, by: float = 1) -> None:
        """Add ``by`` to a counter; ``values`` are those of its labels, in their order."""
        with self._lock:
            self._rows[measure.name, _labels(measure, values), ""] += by

    def time(self, measure: Measure, seconds: float, *values: object) -> None:
        """Add one duration to a histogram."""
        labels = _labels(measure, values)
        at = bisect_left(measure.buckets, seconds)
        bound = bound_text(measure.buckets[at]) if at < len(measure.buckets) else INFINITE
        with self._lock:
            self._rows[measure.name, labels, bound] += 1
            self._rows[measure.name, labels, SUM] += seconds

    def take(self) -> dict[Row, float]:
        """Return what was gathered and begin anew."""
        with self._lock:
            taken, self._rows = dict(self._rows), defaultdict(float)
        return taken

    def give_back(self, rows: Mapping[Row, float]) -> None:
        """Add again what was taken and could not be stored."""
        with self._lock:
            for row, value in rows.items():
                self._rows[row] += value


def add_parameters(rows: Mapping[Row, float]) -> dict[str, list[str] | list[float]]:
    """Return the parameters of ``ADD_SQL``."""
    return {
        "measures": [measure for measure, _, _ in rows],
        "labels": [labels for _, labels, _ in rows],
        "parts": [part for _, _, part in rows],
        "values": list(rows.values()),
    }


def bound_text(bound: float) -> str:
    """Return a bucket's bound as Prometheus writes it."""
    return repr(float(bound))


def _labels(measure: Measure, values: Sequence[object]) -> str:
    return json.dumps(dict(zip(measure.labels, map(str, values), strict=True)), separators=(",", ":"))


TALLY = Tally()
"""What this process gathers."""
