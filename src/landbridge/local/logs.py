"""How the account logs its own defects: one JSON object a line on stderr (text on a terminal), nothing secret.

structlog is loaded when there is something to log: it would be a tenth of the start.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor

_SECRET = re.compile(r"(?i)password|secret|token|authorization|cookie|signature|assertion|key")
HIDDEN = "(hidden)"


class Logger:
    """The logger of one module, named after it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def warning(self, event: str, **fields: object) -> None:
        """Log an event with its fields."""
        self._structlog().warning(event, **fields)

    def exception(self, event: str, **fields: object) -> None:
        """Log an event with the exception that is being handled."""
        self._structlog().exception(event, **fields)

    def _structlog(self) -> Any:
        import structlog  # noqa: PLC0415 - see above

        configure()
        return structlog.get_logger(self._name)


def configure() -> None:
    """Write structlog's events so, unless the process has configured structlog itself.

    Tracebacks come without local variables, which structlog's own beginnings add: requests with their credentials are among them.
    """
    import structlog  # noqa: PLC0415 - as above

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
    import structlog  # noqa: PLC0415 - as above

    if sys.stderr.isatty():
        return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]


def _hide_secrets(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Replace what stands under a name that says secret."""
    return {name: HIDDEN if _SECRET.search(name) else value for name, value in event.items()}
