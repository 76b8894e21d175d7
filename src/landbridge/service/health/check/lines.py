"""What the health check says: one line for each subject, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How a line stands. ``OFF``: it does not apply, or cannot be known before another line is mended."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    OFF = "off"


_WORST_FIRST = (State.FAILED, State.WARNING, State.OK, State.OFF)


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``advice`` is empty where nothing is to be done; ``since`` is when it was first found in this state."""

    name: str
    title: str
    state: State
    message: str
    advice: str = ""
    since: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as command and API answer it."""
        return {
            "name": self.name,
            "title": self.title,
            "state": self.state.value,
            "message": self.message,
            "advice": self.advice,
            "since": self.since,
        }


@dataclass(frozen=True, slots=True)
class Subject:
    """A line before anything is known about it."""

    name: str
    title: str

    def ok(self, message: str) -> Line:
        """It is as it should be."""
        return Line(self.name, self.title, State.OK, message)

    def warning(self, message: str, advice: str) -> Line:
        """It works, and somebody should do something."""
        return Line(self.name, self.title, State.WARNING, message, advice)

    def failed(self, message: str, advice: str) -> Line:
        """It does not work."""
        return Line(self.name, self.title, State.FAILED, message, advice)

    def off(self, message: str, advice: str = "") -> Line:
        """It does not apply, or nobody knows."""
        return Line(self.name, self.title, State.OFF, message, advice)


CONNECTION = Subject("connection", "Connection")
PERMISSIONS = Subject("permissions", "Permissions")
LIMITS = Subject("limits", "Requests at once")
CLOCK = Subject("clock", "Clocks")
BUNDLES = Subject("bundles", "Bundles and SuiteApp")
SETTINGS = Subject("settings", "Settings record")
DEPLOYMENTS = Subject("deployments", "Deployments")
ORDER = Subject("order", "Order of scripts")
CERTIFICATE = Subject("certificate", "Certificate")
QUEUE = Subject("queue", "Queue")
WORKFLOWS = Subject("workflows", "Workflows")
NOTICES = Subject("notices", "Notices")
WORKERS = Subject("workers", "Workers")
DATABASE = Subject("database", "Database")
NATIVE = Subject("native", "Native connector")

SUBJECTS = (
    CONNECTION,
    PERMISSIONS,
    LIMITS,
    CLOCK,
    BUNDLES,
    SETTINGS,
    DEPLOYMENTS,
    ORDER,
    CERTIFICATE,
    QUEUE,
    WORKFLOWS,
    NOTICES,
    WORKERS,
    DATABASE,
    NATIVE,
)
"""Every subject, in the order in which lines are shown."""


def worst(states: Iterable[str]) -> State:
    """Return the gravest of the states, ``OFF`` where there are none."""
    found = set(states)
    return next((state for state in _WORST_FIRST if state in found), State.OFF)
