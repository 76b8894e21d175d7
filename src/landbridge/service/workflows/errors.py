"""What a person may be told when a workflow cannot be changed as asked."""

from __future__ import annotations


class WorkflowRefused(Exception):  # noqa: N818  # the tree is named by what happened, not by "Error"
    """The change is refused. ``code`` for programs, ``message`` with what to do for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
