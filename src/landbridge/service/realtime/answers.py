"""What the intake answers to a genuine notice. The SuiteApp shows the message on the record's page."""

from __future__ import annotations

from enum import Enum
from typing import Self


class Answer(Enum):
    """``value`` is (status, code, message)."""

    RUNNING = ("running", "started", "The import of this record has started.")
    QUEUED = (
        "queued",
        "waiting",
        "Another import is running. This one was added to the queue and will run as soon as possible.",
    )
    PAUSED = (
        "queued",
        "paused",
        "Imports are paused. This one was added to the queue and will run as soon as possible once they go on.",
    )
    WORKFLOW_INACTIVE = (
        "ignored",
        "workflow_inactive",
        "This record type is not imported in real time. Its workflow is inactive or not set to real time.",
    )
    REAL_TIME_OFF = ("ignored", "real_time_off", "Real-time import is switched off for this connection.")
    CONNECTION_INACTIVE = ("ignored", "connection_inactive", "The connection is inactive.")

    @classmethod
    def of(cls, code: str) -> Self:
        """Return the answer with this code."""
        return next(answer for answer in cls if answer.value[1] == code)

    @property
    def body(self) -> dict[str, str]:
        status, code, message = self.value
        return {"status": status, "code": code, "message": message}
