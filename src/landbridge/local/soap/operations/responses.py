"""What became of a request, and ``writeResponse``: of one record of a write."""

from __future__ import annotations

from collections.abc import Callable

from landbridge.local.records.errors import RecordError, ScriptFailure
from landbridge.local.soap.statuses import SUCCESS, failure


def outcome(answer: Callable[[], str]) -> str:
    """Return the status of a request and what it answers; where it is refused, the reason instead."""
    try:
        return SUCCESS + answer()
    except RecordError as error:
        return failure(error.code, error.message)


def status_of(failed: ScriptFailure | None) -> str:
    """Return the status of a write that stands, whatever an afterSubmit script threw."""
    return SUCCESS if failed is None else failure(failed.code, failed.message, after_submit=True)


def refused(error: RecordError) -> str:
    """Return the response to a write that was refused."""
    return response(failure(error.code, error.message))


def response(content: str) -> str:
    """Return one ``writeResponse``."""
    return f"<writeResponse>{content}</writeResponse>"


def response_list(responses: list[str]) -> str:
    """Return a ``writeResponseList``: the request itself was understood, each record has its own status."""
    return f"<writeResponseList>{SUCCESS}{''.join(responses)}</writeResponseList>"
