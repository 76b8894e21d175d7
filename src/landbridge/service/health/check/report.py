"""All lines of one examination."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from landbridge.service.health.check.lines import DATABASE, SUBJECTS, Line, State, worst


@dataclass(frozen=True, slots=True)
class Report:
    """What was found about the connection of this name, and when."""

    connection: str
    at: datetime
    lines: tuple[Line, ...]

    @property
    def healthy(self) -> bool:
        """Whether no line failed; warnings do not count."""
        return all(line.state is not State.FAILED for line in self.lines)

    @property
    def worst(self) -> State:
        """The gravest state of a line."""
        return worst(line.state for line in self.lines)

    @property
    def troubles(self) -> tuple[Line, ...]:
        """The failed lines, then the warnings."""
        return tuple(
            line for state in (State.FAILED, State.WARNING) for line in self.lines if line.state is state
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as command and API answer it."""
        return {
            "ok": self.healthy,
            "connection": self.connection,
            "examined_at": self.at,
            "lines": [line.as_json() for line in self.lines],
        }


def without_database(connection: str, at: datetime, problem: str) -> Report:
    """Return what can be said while the database does not answer: nothing but that."""
    cause = DATABASE.failed(
        f"It cannot be reached: {problem}",
        "Start the database, or correct DATABASE_URL, and read the database's log.",
    )
    others = "Not judged: the database does not answer."
    return Report(
        connection,
        at,
        tuple(cause if subject is DATABASE else subject.off(others) for subject in SUBJECTS),
    )
