"""The metrics of the installation, as Prometheus reads them: gauges of this moment, and the totals of all processes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.metadata import version

from django.db import InterfaceError, OperationalError
from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from landbridge.service.connections.models import Connection
from landbridge.service.health import checks, gauges, reading
from landbridge.service.health.gauges import Gauge
from landbridge.service.health.models import Total
from landbridge.service.health.reading import Sample
from landbridge.service.measures import INFINITE, MEASURES, SUM, Measure, bound_text
from landbridge.service.runs.history import totals

BUILD = Gauge("landbridge_build_info", "1; its label is the version of the service.", ("version",))
DATABASE_UP = Gauge("landbridge_database_up", "1 while the database answers; without it little else is told.")
DISK_FREE = Gauge("landbridge_disk_free_bytes", "Space that is free in the data folder of the service.")

HERE = (BUILD, DATABASE_UP, DISK_FREE)
"""What needs no database."""

Parts = dict[str, float]
Rows = dict[tuple[str, ...], Parts]
"""By label values: the parts of a measure."""


class Installation(Collector):
    """Collects everything at the instant ``now``."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Yield every metric. While the database is away, those that need none."""
        try:
            totals.share()
            samples = list(reading.read(self._now))
            counted = list(_counted())
            up = True
        except (OperationalError, InterfaceError):
            samples, counted, up = [], [], False
        samples += _here(up=up)
        yield from _families(samples)
        yield from counted


def names() -> set[str]:
    """Return the name of every metric that there is."""
    return {one.name for one in (*HERE, *gauges.GAUGES, *MEASURES)}


def _here(*, up: bool) -> list[Sample]:
    samples = [Sample(BUILD, 1, (version("landbridge"),)), Sample(DATABASE_UP, float(up))]
    free = checks.free_bytes()
    return samples if free is None else [*samples, Sample(DISK_FREE, free)]


def _families(samples: Iterable[Sample]) -> Iterator[Metric]:
    families: dict[str, GaugeMetricFamily] = {}
    for sample in samples:
        gauge = sample.gauge
        family = families.setdefault(
            gauge.name, GaugeMetricFamily(gauge.name, gauge.help, labels=gauge.labels)
        )
        family.add_metric(sample.values, sample.value)
    yield from families.values()


def _counted() -> Iterator[Metric]:
    names_of = {str(key): name for key, name in Connection.objects.values_list("pk", "name")}
    stored: dict[str, Rows] = defaultdict(lambda: defaultdict(dict))
    known = {measure.name: measure for measure in MEASURES}
    for name, labels, part, value in Total.objects.values_list("measure", "labels", "part", "value"):
        if name in known:
            values = _label_values(known[name], labels, names_of)
            if values is not None:
                stored[name][values][part] = value
    for measure in MEASURES:
        yield (
            _histogram(measure, stored[measure.name])
            if measure.buckets
            else _counter(measure, stored[measure.name])
        )


def _label_values(measure: Measure, labels: str, names_of: dict[str, str]) -> tuple[str, ...] | None:
    """Return the values in the measure's order, with the connection's name; ``None`` for a connection that was deleted."""
    given: dict[str, str] = json.loads(labels)
    key = given.get("connection", "")
    if key and key not in names_of:
        return None
    return tuple(
        names_of.get(key, "") if label == "connection" else given.get(label, "") for label in measure.labels
    )


def _counter(measure: Measure, rows: Rows) -> CounterMetricFamily:
    family = CounterMetricFamily(measure.name, measure.help, labels=measure.labels)
    for values, parts in sorted(rows.items()):
        family.add_metric(values, parts.get("", 0.0))
    return family


def _histogram(measure: Measure, rows: Rows) -> HistogramMetricFamily:
    """Buckets are stored each by itself and told with all smaller ones in them."""
    family = HistogramMetricFamily(measure.name, measure.help, labels=measure.labels)
    bounds = [*map(bound_text, measure.buckets), INFINITE]
    for values, parts in sorted(rows.items()):
        running = 0.0
        buckets: list[tuple[str, float]] = []
        for bound in bounds:
            running += parts.get(bound, 0.0)
            buckets.append((bound, running))
        family.add_metric(values, buckets, sum_value=parts.get(SUM, 0.0))
    return family
