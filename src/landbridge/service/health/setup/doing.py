"""Doing steps: one, or one after the other until a person is needed. What was done is said, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import structlog

from landbridge.service.health.setup.checklist import checklist
from landbridge.service.health.setup.model import Line
from landbridge.service.health.setup.refusals import NotDone
from landbridge.service.health.setup.situation import Situation
from landbridge.service.health.setup.wishes import Wishes

Look = Callable[[], Situation]
"""Looks at everything anew."""

_JUST_LIVE = (
    "This command has just made {} live, so nobody can have looked at the order of their scripts yet: look at it in NetSuite, and say "
    "--order-verified-by again."
)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Doing:
    """A step that is about to be done: ``told`` is what will be written, where that is known beforehand."""

    line: Line
    told: str


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was done, and what exactly."""

    line: Line
    told: str


def do_step(look: Look, name: str, wishes: Wishes) -> str:
    """Do one step and say what was done. Raises ``NotDone`` for one that the assistant does not do now, and what the step refuses."""
    situation = look()
    found = checklist(situation, wishes).line(name)
    if found is None:
        raise NotDone(f"There is no step {name!r}.")
    if not found.can_do:
        raise NotDone(f"{found.step.title}: {found.judgement.message} {found.judgement.advice}".strip())
    return _act(found, situation, wishes)


def do_all(look: Look, wishes: Wishes) -> Iterator[Doing | Done]:
    """Do what comes next for as long as an API allows it, yielding each before and after; raise as :func:`do_step` at the first refusal.

    Ends where nothing is left, where a person is needed, or where a step that was done is no further than before. Nobody can have
    looked at the scripts of types that were not live when this began, so their order is not confirmed then.
    """
    last = ""
    live: frozenset[str] | None = None
    while True:
        situation = look()
        following = checklist(situation, wishes).next
        if following is None or not following.can_do or following.step.name == last:
            return
        last = following.step.name
        live = situation.state.live if live is None else live
        just_live = situation.state.live - live
        if last == "order" and just_live and wishes.order_verified_by:
            raise NotDone(_JUST_LIVE.format(", ".join(sorted(just_live))))
        announce = following.step.announce
        yield Doing(following, announce(situation, wishes) if announce else "")
        yield Done(following, _act(following, situation, wishes))


def _act(line: Line, situation: Situation, wishes: Wishes) -> str:
    assert line.step.act is not None, "a step that can be done has what does it"
    told = line.step.act(situation, wishes)
    _log.info("setup_step_done", step=line.step.name, connection=situation.needed_connection.pk)
    return told
