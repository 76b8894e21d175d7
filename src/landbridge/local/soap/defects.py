"""Defects of ours: what a client is told, and what the log keeps."""

from __future__ import annotations

from landbridge.local.logs import Logger

_log = Logger(__name__)


def log_defect(error_id: str) -> str:
    """Log the exception being handled under ``error_id``; return NetSuite's words for it (observed)."""
    _log.exception("soap.unexpected_error", error_id=error_id)
    return f"An unexpected error occurred. Error ID: {error_id}"
