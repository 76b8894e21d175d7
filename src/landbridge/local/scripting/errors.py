"""Errors that scripts can catch, and installing errors that a person reads."""

from __future__ import annotations


class ScriptError(Exception):
    """Answers a host call with a SuiteScript error: `name` is what scripts compare (`RCRD_DSNT_EXIST`)."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.message = message


class InstallError(ValueError):
    """An SDF project that cannot be installed; the text names the file and the element."""
