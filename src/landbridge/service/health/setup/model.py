"""What a step of the set-up is, and how it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from landbridge.service.health.setup.situation import Situation
from landbridge.service.health.setup.wishes import Wishes
from landbridge.service.suiteapp.findings import Finding


class State(StrEnum):
    """How a step stands. ``NOT_YET``: it cannot be looked at before an earlier step is done."""

    DONE = "done"
    MISSING = "missing"
    WRONG = "wrong"
    OPTIONAL = "optional"
    NOT_YET = "not_yet"

    @property
    def settled(self) -> bool:
        """Whether real time can do with it as it is."""
        return self in {State.DONE, State.OPTIONAL}


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a step stands, in words.

    ``advice`` says how to mend what is missing or wrong; ``can_do``: an API allows that the assistant does it now.
    """

    state: State
    message: str
    advice: str = ""
    can_do: bool = False

    @classmethod
    def of(cls, findings: Sequence[Finding], *, can_do: bool = False) -> Judgement:
        """Return what findings come to: wrong where one failed; a warning is told and holds nothing up."""
        failed = [one for one in findings if one.failed]
        told = failed or list(findings)
        return cls(
            State.WRONG if failed else State.DONE,
            " ".join(dict.fromkeys(one.message for one in told)),
            " ".join(dict.fromkeys(one.advice for one in told if one.advice)),
            can_do=can_do and bool(failed),
        )


Judge = Callable[[Situation], Judgement]
Action = Callable[[Situation, Wishes], str]
"""Does a step and returns what was done, in words. Raises ``Refusal``."""
Announcement = Callable[[Situation, Wishes], str]
"""Says in words what the step's action is going to write, before it does."""
Wish = Callable[[Situation, Wishes], str]
"""Says in words what a person wishes of the step and does not stand there yet, empty where nothing is left of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``place`` is where a person does it: a menu path of NetSuite, or a page of ours.

    ``address`` is the path of NetSuite's page below the account's own host, ``page`` the name of ours; empty where there is none or it is not known. ``after`` names steps without which this one
    cannot be looked at. ``act`` does it, where an API allows; ``verb`` is what its button says, and
    ``announce`` what it is going to write. ``wished`` says what of the wishes it has still to do, though it may work without.
    """

    name: str
    title: str
    place: str
    judge: Judge
    after: tuple[str, ...] = ()
    address: str = ""
    page: str = ""
    act: Action | None = None
    verb: str = ""
    announce: Announcement | None = None
    wished: Wish | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A step as it stands now."""

    step: Step
    judgement: Judgement

    @property
    def state(self) -> State:
        """How it stands."""
        return self.judgement.state

    @property
    def can_do(self) -> bool:
        """Whether the assistant can do what is left of it."""
        return self.step.act is not None and self.judgement.can_do
