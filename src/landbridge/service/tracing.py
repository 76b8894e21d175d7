"""OpenTelemetry traces, when `OTEL_EXPORTER_OTLP_ENDPOINT` is set. Without it nothing of the SDK is imported and spans cost nothing.

One trace leads from a save in NetSuite to the write. Its id is the notice's `jti`, which the SuiteApp draws at random and signs, so the
trace begins in NetSuite though no script there can send a span. A run goes over many jobs and processes: the ids of its spans follow
from what is stored (``Place``), so whoever ends it can tell its whole span. No Django here: the intake traces too.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import SpanContext, Tracer

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""Either switches tracing on; the SDK reads them and its other variables itself (OpenTelemetry specification)."""

Attributes = Mapping[str, str | int | float | bool]

_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span stands: its trace's id and its own, in hexadecimal."""

    trace_id: str
    span_id: str

    @classmethod
    def parse(cls, traceparent: str) -> Place | None:
        """Read a W3C ``traceparent`` (version 00); ``None`` for anything else."""
        found = _TRACEPARENT.fullmatch(traceparent)
        return cls(found[1], found[2]) if found else None

    @classmethod
    def root(cls, seed: str, name: str) -> Place:
        """Return the place of the first span of the trace that ``seed`` stands for; a UUID is the trace's id itself."""
        plain = seed.replace("-", "").lower()
        is_uuid = re.fullmatch(r"(?!0{32})[0-9a-f]{32}", plain) is not None
        trace_id = plain if is_uuid else _hash(seed)[:32]
        return cls(trace_id, _hash(f"{trace_id} {name}")[:16])

    def below(self, name: str) -> Place:
        """Return the place of the span of this name below this one; always the same one."""
        return Place(self.trace_id, _hash(f"{self.trace_id} {self.span_id} {name}")[:16])

    @property
    def traceparent(self) -> str:
        """The place as a W3C ``traceparent``."""
        return f"00-{self.trace_id}-{self.span_id}-01"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


_provider: TracerProvider | None = None
_tracer: Tracer | None = None
_wanted: ContextVar[Place | None] = ContextVar("landbridge_wanted_place", default=None)
"""The ids that the next span gets."""


def enabled() -> bool:
    """Whether spans go anywhere."""
    return _tracer is not None


def start(role: str) -> None:
    """Send this process's spans by OTLP over HTTP, if the environment names where to. ``role`` is its part: `worker`, `intake`.

    What is gathered at the end of the process is sent then.
    """
    global _provider, _tracer  # noqa: PLW0603  # one tracer a process, set once at its start
    if _tracer is not None or not any(os.environ.get(name) for name in ENDPOINTS):
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415  # only where traces are wanted
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415  # as above
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415  # as above
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415  # as above
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator  # noqa: PLC0415  # as above

    class Ids(RandomIdGenerator):
        """Gives a span the ids that its place has, else random ones."""

        def generate_trace_id(self) -> int:
            wanted = _wanted.get()
            return int(wanted.trace_id, 16) if wanted else super().generate_trace_id()

        def generate_span_id(self) -> int:
            wanted = _wanted.get()
            return int(wanted.span_id, 16) if wanted else super().generate_span_id()

    resource = {"service.name": f"landbridge-{role}", "service.namespace": "landbridge"}
    if os.environ.get("OTEL_SERVICE_NAME"):
        del resource["service.name"]
    _provider = TracerProvider(resource=Resource.create(resource), id_generator=Ids())
    _provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    _tracer = _provider.get_tracer("landbridge")


def stop() -> None:
    """Send what is left, and trace no more. The end of a process does it by itself."""
    global _provider, _tracer  # noqa: PLW0603  # as in start
    if _provider is not None:
        _provider.shutdown()
    _provider = _tracer = None


@contextlib.contextmanager
def span(name: str, parent: Place | None = None, attributes: Attributes | None = None) -> Iterator[None]:
    """Time the block as a span below ``parent``, else below the span around it.

    An error that leaves the block marks it by its class; its text may hold a record's values, which are no business of a collector.
    """
    if _tracer is None:
        yield
        return
    from opentelemetry.trace import Status, StatusCode  # noqa: PLC0415  # only where traces are wanted

    with _tracer.start_as_current_span(
        name,
        context=_context(parent) if parent else None,
        attributes=dict(attributes or {}),
        record_exception=False,
        set_status_on_exception=False,
    ) as made:
        try:
            yield
        except BaseException as error:
            made.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def record(
    name: str,
    place: Place,
    parent: Place | None,
    start: datetime,
    end: datetime,
    *,
    attributes: Attributes | None = None,
    links: Sequence[Place] = (),
    failed: str = "",
) -> None:
    """Send a span that is over, with the ids of its place. ``failed``: what went wrong."""
    if _tracer is None:
        return
    from opentelemetry.trace import Link, Status, StatusCode  # noqa: PLC0415  # only where traces are wanted

    token = _wanted.set(place)
    try:
        made = _tracer.start_span(
            name,
            context=_context(parent),
            attributes=dict(attributes or {}),
            links=[Link(_span_context(linked)) for linked in links],
            start_time=_nanoseconds(start),
        )
    finally:
        _wanted.reset(token)
    if failed:
        made.set_status(Status(StatusCode.ERROR, failed))
    made.end(end_time=max(_nanoseconds(end), _nanoseconds(start)))


def current() -> str:
    """Return the ``traceparent`` of the span that is open here, empty when there is none."""
    if _tracer is None:
        return ""
    from opentelemetry.trace import get_current_span  # noqa: PLC0415  # only where traces are wanted

    found = get_current_span().get_span_context()
    return Place(f"{found.trace_id:032x}", f"{found.span_id:016x}").traceparent if found.is_valid else ""


def _context(parent: Place | None) -> Context:
    """Return the context of a span below ``parent``; of a first span without one."""
    from opentelemetry.context import Context  # noqa: PLC0415  # only where traces are wanted
    from opentelemetry.trace import NonRecordingSpan, set_span_in_context  # noqa: PLC0415  # as above

    empty = Context()
    return set_span_in_context(NonRecordingSpan(_span_context(parent)), empty) if parent else empty


def _span_context(place: Place) -> SpanContext:
    from opentelemetry.trace import SpanContext, TraceFlags  # noqa: PLC0415  # only where traces are wanted

    return SpanContext(
        int(place.trace_id, 16),
        int(place.span_id, 16),
        is_remote=True,
        trace_flags=TraceFlags(TraceFlags.SAMPLED),
    )


def _nanoseconds(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000) * 1000
