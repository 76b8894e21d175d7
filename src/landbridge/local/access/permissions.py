"""What the account's parts ask of whoever knows the roles."""

from __future__ import annotations

from typing import Protocol

from landbridge.local.access.model import Level, Session


class Permissions(Protocol):
    """Who knows what a session's role may do: ``Roles`` and ``Access``."""

    def require(self, session: Session, permission: str, level: Level) -> None:
        """Raise ``PermissionMissing`` unless the session's role has ``permission`` at ``level`` or above."""
        ...
