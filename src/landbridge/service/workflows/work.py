"""A mapping row that is worked out for one part, and the ways in which it ends without a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from landbridge.service.projects.record_types import SppField
from landbridge.service.workflows.catalogue import Group, Row
from landbridge.service.workflows.environment import Became, Environment
from landbridge.service.workflows.parts import Part
from landbridge.service.workflows.results import ParentMissing


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to the value: ``kind`` is ``lookup``, ``values``, ``branch``, ``macro`` or ``conversion``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Look:
    """A part with all that its rows read. ``rows`` are those of its group."""

    group: Group
    rows: Sequence[Row]
    part: Part
    environment: Environment


@dataclass(slots=True)
class Work:
    """A row that is worked out. ``steps`` collects how, where somebody wants to see it."""

    row: Row
    target: SppField
    look: Look
    became: Became | None = None
    steps: list[Step] | None = None

    def note(self, kind: str, text: Callable[[], str]) -> None:
        """Write a step down, if anybody looks."""
        if self.steps is not None:
            self.steps.append(Step(kind, text()))


class LeftAsItIs(Exception):  # noqa: N818  # no error: the row sets nothing this time
    """The row sets nothing: no branch holds, or what it looks for is not there yet."""

    def __init__(self, reason: str, awaited: ParentMissing | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.awaited = awaited


class ParentNotLinked(Exception):  # noqa: N818  # named as the outcome
    """The row must have a record that has no link yet."""

    def __init__(self, parent: ParentMissing) -> None:
        super().__init__(parent.parent)
        self.parent = parent
