"""Going on with a comparison until it is done, gives way to runs, or has to wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from landbridge.netsuite.background import watched
from landbridge.service.runs.execution.failures import classify
from landbridge.service.runs.services import Services
from landbridge.service.verification import claim, finishing
from landbridge.service.verification.claim import Superseded
from landbridge.service.verification.freshness import is_worked_off
from landbridge.service.verification.models import Verification
from landbridge.service.verification.steps import Steps, Went
from landbridge.service.verification.systems import Systems

GIVE_WAY = timedelta(seconds=30)
"""While runs go without a pause, a comparison makes one step in this time."""

LOOK_AGAIN = timedelta(seconds=1)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pause:
    """Go on at this instant."""

    until: datetime


class Drive:
    """One driver of a comparison: a worker's link, or a command."""

    def __init__(self, verification: Verification, services: Services) -> None:
        self.verification = verification
        self._services = services
        self._steps: Steps | None = None

    def step(self) -> Pause | None:
        """Do one step; return when to go on where that is not at once, ``None`` to go on or when it is not live any more.

        Whatever NetSuite does wrong is waited out or ends the comparison with its reason. ``verification.state`` says how it stands. Raises
        :class:`Superseded`.
        """
        now = self._services.clock()
        if self._gives_way(now):
            return Pause(now + LOOK_AGAIN)
        try:
            with watched(lambda: claim.look(self.verification)):
                return self._try_step()
        except Superseded:
            raise
        except Exception as problem:  # noqa: BLE001  # whatever it was, the comparison must be tried again or end, and say why
            return self._failed(problem)

    def _try_step(self) -> Pause | None:
        if self._steps is None:
            self._steps = Steps(self.verification, Systems.of(self.verification, self._services))
        went = self._steps.go()
        self._progressed()
        if went is Went.WAITING and self.verification.next_link_at is not None:
            return Pause(self.verification.next_link_at)
        return None

    def _gives_way(self, now: datetime) -> bool:
        """Whether runs go first. They are given way to for half a minute at a time."""
        verification = self.verification
        if not is_worked_off(verification.connection_id):
            return False
        if verification.gave_way_since is None:
            self._note_giving_way(now)
            return True
        return timedelta(0) <= now - verification.gave_way_since < GIVE_WAY  # a clock may be set back

    def _note_giving_way(self, now: datetime | None) -> None:
        self.verification.gave_way_since = now
        with transaction.atomic():
            claim.hold(self.verification, self._services.clock())
            Verification.objects.filter(pk=self.verification.pk).update(gave_way_since=now)

    def _progressed(self) -> None:
        if self.verification.gave_way_since is not None and self.verification.state == claim.State.RUNNING:
            self._note_giving_way(None)
        if self.verification.attempts:
            self._count_attempts(0)

    def _count_attempts(self, attempts: int) -> None:
        self.verification.attempts = attempts
        Verification.objects.filter(pk=self.verification.pk, fence=self.verification.fence).update(
            attempts=attempts
        )

    def _failed(self, problem: Exception) -> Pause | None:
        self._count_attempts(self.verification.attempts + 1)
        failure = classify(problem, self.verification.attempts)
        now = self._services.clock()
        _log.warning(
            "comparison_failed",
            verification=self.verification.pk,
            error=failure.message,
            passing=failure.passing,
            exc_info=problem,
        )
        if failure.passing:
            return Pause(now + failure.wait)
        with transaction.atomic():
            claim.hold(self.verification, now)
            finishing.fail(self.verification, failure.message, failure.hint, now)
        return None
