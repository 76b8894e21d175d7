"""The steps in their order, as they stand now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from landbridge.service.health.setup.model import Judgement, Line, State, Step
from landbridge.service.health.setup.situation import Situation
from landbridge.service.health.setup.steps import STEPS
from landbridge.service.health.setup.wishes import NOTHING, Wishes


@dataclass(frozen=True, slots=True)
class Checklist:
    """Every step with its state."""

    lines: tuple[Line, ...]

    @property
    def next(self) -> Line | None:
        """The first step that real time still needs; ``None`` once everything is there."""
        return next((line for line in self.lines if not line.state.settled), None)

    def line(self, name: str) -> Line | None:
        """The step of that name."""
        return next((line for line in self.lines if line.step.name == name), None)

    def as_json(self) -> dict[str, Any]:
        """What command and API answer; ``next`` is the name of a step, or null."""
        following = self.next
        return {
            "steps": [_line_as_json(line) for line in self.lines],
            "next": following.step.name if following else None,
        }


def checklist(situation: Situation, wishes: Wishes = NOTHING) -> Checklist:
    """Judge every step, in order; one that comes after an unsettled one is not looked at.

    A step that is done but for what is wished is missing.
    """
    lines: dict[str, Line] = {}
    for step in STEPS:
        lines[step.name] = Line(step, _not_yet(step, lines) or _judged(step, situation, wishes))
    return Checklist(tuple(lines.values()))


def _judged(step: Step, situation: Situation, wishes: Wishes) -> Judgement:
    judged = step.judge(situation)
    left = step.wished(situation, wishes) if step.wished and judged.state.settled else ""
    return Judgement(State.MISSING, left, can_do=True) if left else judged


def _not_yet(step: Step, before: Mapping[str, Line]) -> Judgement | None:
    blocking = next((before[name] for name in step.after if not before[name].state.settled), None)
    if blocking is None:
        return None
    return Judgement(State.NOT_YET, f"Comes after “{blocking.step.title}”.")


def _line_as_json(line: Line) -> dict[str, Any]:
    return {
        "name": line.step.name,
        "title": line.step.title,
        "state": line.state.value,
        "message": line.judgement.message,
        "advice": line.judgement.advice,
        "place": line.step.place,
        "can_do": line.can_do,
    }
