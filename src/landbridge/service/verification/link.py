"""One link of a comparison in a worker: at most ten seconds, then the next one is queued, so that runs never wait for it long."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from landbridge.service.runs.services import Services
from landbridge.service.verification import claim, queueing
from landbridge.service.verification.claim import Superseded
from landbridge.service.verification.driving import Drive
from landbridge.service.verification.models import Verification

LINK_TIME = timedelta(seconds=10)


def verify_link(verification_id: int, services: Services) -> None:
    """Go on with a comparison for one link, and queue the next."""
    started = services.clock()
    verification = claim.take(verification_id, started, by_command=False)
    if verification is None:
        return
    drive = Drive(verification, services)
    try:
        while verification.state == Verification.State.RUNNING:
            pause = drive.step()
            if pause is not None or services.clock() - started >= LINK_TIME:
                _hand_over(verification, services.clock(), pause.until if pause else None)
                return
    except Superseded:
        return


@transaction.atomic
def _hand_over(verification: Verification, now: datetime, until: datetime | None) -> None:
    claim.hold(verification, now)
    Verification.objects.filter(pk=verification.pk).update(next_link_at=until)
    queueing.defer(verification.pk, until)
