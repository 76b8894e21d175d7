"""Every metric and span stands in the reference, and none that is not there."""

from __future__ import annotations

import re

import pytest

from landbridge.service.health import gauges, metrics
from landbridge.service.measures import MEASURES
from tests.unit.docs.pages import ROOT, page

ROW = re.compile(r"^\| `(landbridge_\w+)` \|([^|]*)\|", re.MULTILINE)
SPAN = re.compile(r"""tracing\.(?:span|record)\(\s*f?["']([^"']+)["']""")


@pytest.mark.requirement("observe-02")
def test_every_metric_stands_in_the_reference_with_its_labels() -> None:
    documented = {
        name: set(filter(None, labels.strip().split(", ")))
        for name, labels in ROW.findall(page("reference/metrics.md"))
    }
    there = {one.name: set(one.labels) for one in (*metrics.HERE, *gauges.GAUGES, *MEASURES)}
    assert documented == there
    assert len(there) > 20


@pytest.mark.requirement("observe-03")
def test_every_span_stands_in_the_reference() -> None:
    named = {
        name.partition(" {")[0]
        for path in (ROOT / "src" / "landbridge" / "service").rglob("*.py")
        for name in SPAN.findall(path.read_text(encoding="utf-8"))
    }
    text = page("reference/metrics.md")
    assert [name for name in sorted(named) if f"| `{name}" not in text] == []
    assert {"save", "notice", "queue", "run", "link", "apply", "write", "NetSuite"} <= named
