"""What a person may be told when a workflow cannot be changed as asked."""

from __future__ import annotations

from landbridge.service.refusal import Refusal


class WorkflowRefused(Refusal):
    """The change is refused. ``code`` for programs, ``message`` with what to do for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
