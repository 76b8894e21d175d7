"""The shape of every judgement: what was looked at, how it stands, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "failed"]

_WORST_FIRST: tuple[State, ...] = ("failed", "warning", "ok")


@dataclass(frozen=True, slots=True)
class Finding:
    """One judgement.

    ``subject`` is a line of the health check (``settings``, ``deployments``); ``message`` says how it stands, ``advice`` what to do,
    empty where nothing is to be done. ``failed`` keeps real time from being switched on.
    """

    subject: str
    state: State
    message: str
    advice: str = ""

    @property
    def failed(self) -> bool:
        return self.state == "failed"

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


def ok(subject: str, message: str) -> Finding:
    """A subject that is as it should be."""
    return Finding(subject, "ok", message)


def worst(findings: Iterable[Finding]) -> State:
    """Return the gravest state among findings, ``ok`` where there are none."""
    states = {finding.state for finding in findings}
    return next((state for state in _WORST_FIRST if state in states), "ok")
