"""Whether integration, user and role of a mapping or a token may act at all."""

from __future__ import annotations

from landbridge.local.access.applications import Applications
from landbridge.local.access.errors import Detail
from landbridge.local.access.integration import Box, Integration, IntegrationState
from landbridge.local.access.locks import Locks
from landbridge.local.access.model import Level, Role, User
from landbridge.local.access.roles import Roles
from landbridge.local.access.users import Users
from landbridge.local.clock import Clock

LOGIN_PERMISSION = "ADMI_LOGIN_OAUTH2"
"""Log in using OAuth 2.0 Access Tokens."""


class Parties:
    """Looks up who takes part. Each check returns the detail for the audit trail, or ``None``."""

    def __init__(
        self, *, applications: Applications, users: Users, roles: Roles, locks: Locks, clock: Clock
    ) -> None:
        self.applications = applications
        self.users = users
        self.roles = roles
        self._locks = locks
        self._clock = clock

    def integration_flaw(self, integration: Integration | None) -> Detail | None:
        """Say why an integration may not use client credentials."""
        if integration is None:
            return Detail.INVALID_INTEGRATION
        if integration.state is not IntegrationState.ENABLED:
            return Detail.INTEGRATION_BLOCKED
        if Box.CLIENT_CREDENTIALS not in integration.boxes:
            return Detail.CLIENT_CREDENTIALS_GRANT_REQUIRED
        return None

    def person_flaw(self, user: User | None, role: Role | None) -> Detail | None:
        """Say why a user may not act in a role."""
        if user is None or not user.active or role is None or role.inactive or role.id not in user.role_ids:
            return Detail.ENTITY_OR_ROLE_DISABLED
        if self._locks.locked(user.id, self._clock.now()):
            return Detail.TEMPORARY_LOCKED
        if self.roles.level_of(role, LOGIN_PERMISSION) < Level.FULL:
            return Detail.PERMISSION_DENIED
        return None
