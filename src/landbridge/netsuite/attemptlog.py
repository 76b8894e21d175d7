"""A ready hook that logs each attempt at a request: where to, which one it was, how it ended, how long it took. Never what was sent."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from landbridge.netsuite.errors import Context, NetSuiteError
from landbridge.netsuite.options import Observe, unobserved


def logged(
    logger: logging.Logger,
    *,
    within: Observe = unobserved,
    monotonic: Callable[[], float] = time.monotonic,
) -> Observe:
    """Return a hook for ``ClientOptions.observe`` that writes a line an attempt to ``logger``.

    An attempt that was answered is logged at DEBUG, one that failed at INFO: whether it is repeated is decided afterwards. The record's
    ``netsuite`` attribute holds ``account``, ``operation``, ``attempt`` (from 1), ``outcome`` (``ok`` or the error's class), ``code``,
    ``http_status``, ``request_id`` and ``duration_ms``. ``within`` is another hook to be called besides.
    """

    @contextmanager
    def observed(context: Context) -> Iterator[None]:
        started = monotonic()
        try:
            with within(context):
                yield
        except Exception as error:
            _write(logger, logging.INFO, context, error, monotonic() - started)
            raise
        _write(logger, logging.DEBUG, context, None, monotonic() - started)

    def observe(context: Context) -> AbstractContextManager[object]:
        return observed(context)

    return observe


def _write(
    logger: logging.Logger, level: int, context: Context, error: Exception | None, seconds: float
) -> None:
    known = error if isinstance(error, NetSuiteError) else None
    told = {
        "account": context.account,
        "operation": context.operation,
        "attempt": context.attempt,
        "outcome": "ok" if error is None else type(error).__name__,
        "code": known.code if known else "",
        "http_status": known.context.http_status if known else 0,
        "request_id": known.request_id if known else "",
        "duration_ms": round(seconds * 1000),
    }
    line = "NetSuite %(operation)s on %(account)s, attempt %(attempt)s: %(outcome)s %(code)s in %(duration_ms)s ms"
    logger.log(level, line, told, extra={"netsuite": told})
