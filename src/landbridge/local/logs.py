"""How the account logs its own defects: one JSON object a line on stderr (text on a terminal), nothing secret."""

from __future__ import annotations

import re
import sys

import structlog
from structlog.typing import EventDict, Processor

_SECRET = re.compile(r"(?i)password|secret|token|authorization|cookie|signature|assertion|key")
HIDDEN = "(hidden)"


def configure() -> None:
    """Write structlog's events so, unless the process has configured structlog itself.

    Tracebacks have no local variables, as those of structlog's own beginnings have: requests with their credentials are among them.
    """
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _hide_secrets,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *_rendering(),
        ],
        # The stream of the moment: tests put others in its place.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def _rendering() -> list[Processor]:
    if sys.stderr.isatty():
        return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]


def _hide_secrets(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Replace what stands under a name that says secret."""
    return {name: HIDDEN if _SECRET.search(name) else value for name, value in event.items()}
