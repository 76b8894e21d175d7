"""Every attempt to come in: a row of the Login Audit Trail, and the count of failures in a row.

One counter serves pages, user credentials and tokens. Oracle's help names the lock twice, for five wrong passwords
(``section_N250541``) and for five refused token requests (``section_1509544929``), and says nothing of two counters: assumed.
"""

from __future__ import annotations

from dataclasses import replace

from landbridge.local.access.audit import AuditTrail
from landbridge.local.access.errors import AccessDenied, Detail
from landbridge.local.access.integration import Integration
from landbridge.local.access.locks import Locks
from landbridge.local.access.model import AuditRow, Role, User
from landbridge.local.clock import Clock

SUCCESS, FAILURE = "Success", "Failure"

NO_FAULT = frozenset(
    {
        Detail.TEMPORARY_LOCKED,
        Detail.CONSUMER_KEY_UNKNOWN,
        Detail.CONSUMER_KEY_REFUSED,
        Detail.UNKNOWN_INTEGRATION,
        Detail.INTEGRATION_BLOCKED,
        Detail.AUTHORIZATION_FLOW_REQUIRED,
    }
)
"""Refusals that lead to no lock: the one because of it, and those of an application, which is not the person's fault (assumed).

So a client that asks again and again while its record waits for approval locks nobody out.
"""


class Attempts:
    """Notes attempts and locks users after five failures in a row. Thread-safe."""

    def __init__(self, audit: AuditTrail, locks: Locks, clock: Clock) -> None:
        self._audit = audit
        self._locks = locks
        self._clock = clock

    def row(
        self,
        *,
        ip: str,
        uri: str,
        user: User | None = None,
        email: str = "",
        role: Role | None = None,
        integration: Integration | None = None,
        token_name: str = "",
    ) -> AuditRow:
        """Return the row of an attempt that has not succeeded yet."""
        return AuditRow(
            at=self._clock.now(),
            user_id=user.id if user else "",
            email=email or (user.email if user else ""),
            role=role.name if role else "",
            application=integration.name if integration else "",
            token_name=token_name,
            ip=ip,
            status=FAILURE,
            detail="",
            uri=uri,
        )

    def succeeded(self, row: AuditRow) -> None:
        """Note a success; it ends the user's failures in a row."""
        self._locks.succeeded(row.user_id)
        self._audit.add(replace(row, status=SUCCESS))

    def refused(self, row: AuditRow, denied: AccessDenied, *, counted: bool = True) -> None:
        """Note a refusal; ``counted`` ones lead to the lock, but for those of ``NO_FAULT``."""
        self._audit.add(replace(row, detail=denied.reason))
        if counted and row.user_id and denied.detail not in NO_FAULT:
            self._locks.failed(row.user_id, self._clock.now())
