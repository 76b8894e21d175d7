"""A comparison in the process of a command, to its end."""

from __future__ import annotations

from collections.abc import Callable

from landbridge.service.runs.services import Services
from landbridge.service.verification import claim
from landbridge.service.verification.claim import Superseded
from landbridge.service.verification.driving import Drive
from landbridge.service.verification.models import Verification

Told = Callable[[Verification], None]


def drive_to_end(
    verification: Verification, services: Services, sleep: Callable[[float], None], told: Told
) -> Verification:
    """Compare until the comparison is not live any more, and return it as it is then; ``told`` is called after each step.

    It ends early when somebody cancels it or goes on with it elsewhere.
    """
    taken = claim.take(verification.pk, services.clock(), by_command=True)
    if taken is not None:
        _drive(Drive(taken, services), services, sleep, told)
    return Verification.objects.select_related("connection", "owner").get(pk=verification.pk)


def _drive(drive: Drive, services: Services, sleep: Callable[[float], None], told: Told) -> None:
    try:
        while drive.verification.state == Verification.State.RUNNING:
            pause = drive.step()
            told(drive.verification)
            if pause is not None:
                sleep(max(0.0, (pause.until - services.clock()).total_seconds()))
    except Superseded:
        return
