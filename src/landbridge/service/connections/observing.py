"""What is told of each request to NetSuite: how long it took, how it ended, and a span of the trace it belongs to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from landbridge.netsuite.errors import Context
from landbridge.service import tracing
from landbridge.service.measures import NETSUITE_SECONDS, TALLY


@contextmanager
def observed(context: Context) -> Iterator[None]:
    """Observe one attempt at one request, from sending it to its answer read. ``ClientOptions.observe`` of the library."""
    started = time.monotonic()
    outcome = "ok"
    attributes = {"netsuite.account": context.account, "netsuite.operation": context.operation}
    try:
        with tracing.span(f"NetSuite {context.operation}", attributes=attributes):
            yield
    except BaseException as error:
        outcome = type(error).__name__
        raise
    finally:
        TALLY.time(NETSUITE_SECONDS, time.monotonic() - started, context.account, context.operation, outcome)
