"""Refusals of the control plane."""

from __future__ import annotations


class ControlRefusal(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """A call that cannot be done; the text says why, ``status`` is the HTTP status."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status
