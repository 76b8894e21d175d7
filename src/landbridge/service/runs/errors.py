"""What can end a run or refuse a person's wish about runs."""

from __future__ import annotations


class RunRefused(Exception):  # noqa: N818  # the tree is named by what happened, not by "Error"
    """What a person asked for is refused. ``code`` for programs, ``message`` with what to do for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class FenceLost(Exception):  # noqa: N818  # as above
    """Another attempt took the lane over meanwhile: this one must not write any more."""


class RunCancelled(Exception):  # noqa: N818  # as above
    """Somebody cancelled the run: stop at once, what was written stays."""
