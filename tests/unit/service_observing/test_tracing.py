"""Places of spans: what a `traceparent` is, and that everybody computes the same ids from what is stored."""

from __future__ import annotations

import subprocess
import sys
import uuid

import pytest

from landbridge.service import tracing
from landbridge.service.tracing import Place

GOOD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_a_traceparent_goes_there_and_back() -> None:
    place = Place.parse(GOOD)
    assert place is not None
    assert place.traceparent == GOOD


@pytest.mark.parametrize(
    "text",
    [
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        GOOD + "\n",
        GOOD + "-what-comes-later",
    ],
)
def test_what_is_no_traceparent_counts_as_none(text: str) -> None:
    assert Place.parse(text) is None


def test_the_trace_of_a_notice_is_its_jti() -> None:
    jti = uuid.UUID("6f1c2f1e-57ab-4c4e-9f37-3a2f6a1b0c9d")
    assert Place.root(str(jti), "save").trace_id == jti.hex
    other = Place.root("not a uuid", "save")
    assert other.trace_id == Place.root("not a uuid", "save").trace_id
    assert Place.parse(other.traceparent) == other


def test_places_below_differ_by_name_and_by_what_they_are_below() -> None:
    save = Place.root(str(uuid.UUID(int=1)), "save")
    places = [
        save,
        save.below("notice"),
        save.below("queue 1"),
        save.below("queue 2"),
        save.below("notice").below("queue 1"),
    ]
    assert len({place.span_id for place in places}) == len(places)
    assert {place.trace_id for place in places} == {save.trace_id}


@pytest.mark.requirement("observe-03")
def test_without_an_endpoint_nothing_of_the_sdk_is_loaded() -> None:
    script = (
        "import sys\n"
        "from landbridge.service import tracing\n"
        "tracing.start('worker')\n"
        "with tracing.span('link'):\n"
        "    assert tracing.current() == ''\n"
        "assert not tracing.enabled()\n"
        "sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], env={}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not tracing.enabled()
