"""The switch that makes a connection live, and what must be right before it is turned on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from landbridge.service.connections.models import Connection
from landbridge.service.ports import Clock
from landbridge.service.projects.models import User
from landbridge.service.realtime.certificates.restlet import CertificateRefusedError, Restlets, read_installed
from landbridge.service.realtime.directory import account_key
from landbridge.service.realtime.models import Certificate, LiveSwitch
from landbridge.service.workflows.models import Workflow


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """One thing that real time needs. ``advice`` says what to do when it is missing."""

    name: str
    met: bool
    advice: str = ""


class NotReadyError(Exception):
    """Real time cannot be switched on; ``missing`` says why."""

    def __init__(self, missing: list[Prerequisite]) -> None:
        super().__init__("; ".join(f"{one.name}: {one.advice}" for one in missing))
        self.missing = missing


def prerequisites(connection: Connection, restlets: Restlets, clock: Clock) -> list[Prerequisite]:
    """Look at everything that real time needs; asks NetSuite one question."""
    return [
        Prerequisite("Connection active", connection.active, "Make the connection active."),
        Prerequisite("Connection tested", connection.tested_at is not None, "Test the connection."),
        _suiteapp(connection, restlets),
        _certificate(connection, clock()),
        Prerequisite(
            "A workflow in real time",
            Workflow.objects.filter(connection=connection, active=True, real_time=True).exists(),
            "Activate a workflow and set it to real time.",
        ),
    ]


def enable(connection: Connection, by: User | None, restlets: Restlets, clock: Clock) -> LiveSwitch:
    """Take notices from now on. Writes nothing into NetSuite. Raises ``NotReadyError``."""
    missing = [one for one in prerequisites(connection, restlets, clock) if not one.met]
    if missing:
        raise NotReadyError(missing)
    if by is not None:  # runs that notices ask for are owned by who made the connection live
        connection.real_time_owner = by
        connection.save(update_fields=["real_time_owner", "updated"])
    return _switch(connection, by, clock(), enabled=True)


def disable(connection: Connection, by: User | None, clock: Clock) -> LiveSwitch:
    """Answer notices with `ignored` from now on; what they would have brought comes with the next catch-up."""
    return _switch(connection, by, clock(), enabled=False)


def is_enabled(connection: Connection) -> bool:
    """Whether the connection takes notices."""
    return LiveSwitch.objects.filter(connection=connection, enabled=True).exists()


def _switch(connection: Connection, by: User | None, now: datetime, *, enabled: bool) -> LiveSwitch:
    switch, _ = LiveSwitch.objects.update_or_create(
        connection=connection, defaults={"enabled": enabled, "changed_at": now, "changed_by": by}
    )
    return switch


def _suiteapp(connection: Connection, restlets: Restlets) -> Prerequisite:
    name = "SuiteApp answers"
    try:
        installed = read_installed(restlets)
    except CertificateRefusedError as refused:
        return Prerequisite(name, met=False, advice=str(refused))
    if account_key(installed.account) != account_key(connection.netsuite_account):
        return Prerequisite(name, met=False, advice=f"It answers for account {installed.account}.")
    return Prerequisite(name, met=True)


def _certificate(connection: Connection, now: datetime) -> Prerequisite:
    current = Certificate.objects.filter(connection=connection, state=Certificate.State.CURRENT).first()
    return Prerequisite(
        "Certificate current",
        current is not None and current.not_after > now,
        "Rotate the certificate." if current is None else "The certificate has expired; rotate it.",
    )
