"""The switch that makes a connection live, and what must be right before it is turned on."""

from __future__ import annotations

from datetime import datetime

from landbridge.service.connections.models import Connection
from landbridge.service.ports import Clock
from landbridge.service.projects.models import User
from landbridge.service.realtime.certificates import judging as certificate
from landbridge.service.realtime.models import LiveSwitch
from landbridge.service.refusal import Refusal
from landbridge.service.suiteapp.findings import Finding, ok
from landbridge.service.suiteapp.inspecting import Seen, inspect
from landbridge.service.suiteapp.judging import judge
from landbridge.service.suiteapp.restlets import Restlets
from landbridge.service.workflows.models import Workflow


class NotReadyError(Refusal):
    """Real time cannot be switched on; ``missing`` says everything that it needs and has not."""

    def __init__(self, missing: list[Finding]) -> None:
        super().__init__("\n".join(f"{one.subject}: {one}" for one in missing))
        self.missing = missing


def prerequisites(connection: Connection, restlets: Restlets, clock: Clock) -> list[Finding]:
    """Judge everything that real time needs. Asks NetSuite what is installed (``suiteapp.inspecting.inspect``)."""
    return standing(connection, inspect(connection, restlets, clock), clock())


def standing(connection: Connection, seen: Seen, now: datetime) -> list[Finding]:
    """Judge everything that real time needs, by what was seen of NetSuite's side. No request."""
    return [
        _connection(connection),
        _workflows(connection),
        *judge(connection, seen),
        certificate.judge(connection, now),
    ]


def enable(connection: Connection, by: User | None, restlets: Restlets, clock: Clock) -> LiveSwitch:
    """Take notices from now on. Writes nothing into NetSuite. Raises ``NotReadyError`` with everything that failed; warnings do not count."""
    missing = [one for one in prerequisites(connection, restlets, clock) if one.failed]
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


def _connection(connection: Connection) -> Finding:
    if not connection.active:
        return Finding("connection", "failed", "The connection is not active.", "Make it active.")
    if connection.tested_at is None:
        return Finding("connection", "failed", "The connection was never tested.", "Test it.")
    return ok("connection", "The connection is active and tested.")


def _workflows(connection: Connection) -> Finding:
    if Workflow.objects.filter(connection=connection, active=True, real_time=True).exists():
        return ok("workflows", "A workflow is in real time.")
    return Finding(
        "workflows", "failed", "No workflow is in real time.", "Activate a workflow and set it to real time."
    )
