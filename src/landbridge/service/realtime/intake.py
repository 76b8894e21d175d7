"""The intake as a process: small, without Django, so that it answers while everything else is busy."""

from __future__ import annotations

import logging.config
import os
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime

from landbridge.service import tracing
from landbridge.service.logs import configure_structlog, logging_settings
from landbridge.service.realtime.application import Intake
from landbridge.service.realtime.store import Store
from landbridge.service.supervision.serving import Tls, serve


def run_intake(
    database_url: str, listening: socket.socket, tls: Tls | None, *, on_ready: Callable[[], None]
) -> bool:
    """Serve notices until SIGINT or SIGTERM. Returns whether it ever served."""
    logging.config.dictConfig(logging_settings(os.environ.get("LANDBRIDGE_LOG_LEVEL", "INFO").upper()))
    configure_structlog()
    tracing.start("intake")
    store = Store(database_url, now)
    return serve(Intake(store, now, time.monotonic), listening, tls, lifespan="on", on_ready=on_ready)


def now() -> datetime:
    """The present instant in UTC."""
    return datetime.now(UTC)
