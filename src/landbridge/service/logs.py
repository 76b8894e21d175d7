"""How the service logs: structlog, one JSON object a line (readable text on a terminal), nothing secret."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

_SECRET = re.compile(r"(?i)password|secret|token|authorization|cookie|private_key|credentials")
HIDDEN = "(hidden)"


def hide_secrets(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Replace the value of every field whose name says that it is secret. Nobody logs one; this is for the day that somebody does."""
    for name in event:
        if _SECRET.search(name):
            event[name] = HIDDEN
    return event


_SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    hide_secrets,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def renderer() -> structlog.typing.Processor:
    """Return the last step: text for a person at a terminal, JSON for everything else."""
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer()
    return structlog.processors.JSONRenderer()


def logging_settings(level: str) -> dict[str, Any]:
    """Return `LOGGING`: the standard library's records leave through structlog's formatter, on stderr."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "landbridge": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": list(_SHARED),
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    renderer(),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "landbridge"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"procrastinate": {"level": "WARNING"}, "uvicorn.access": {"level": "WARNING"}},
    }


def configure_structlog() -> None:
    """Send structlog's events through the standard library, so that one handler writes them all."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.captureWarnings(capture=True)
