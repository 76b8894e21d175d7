"""What the account's parts ask of whoever knows the roles."""

from __future__ import annotations

from typing import Protocol

from landbridge.local.access.model import Level, Session
from landbridge.recordtypes.permissions import CUSTOM_RECORD, permission


class Permissions(Protocol):
    """Who knows what a session's role may do: ``Roles`` and ``Access``."""

    def require(self, session: Session, permission: str, level: Level) -> None:
        """Raise ``PermissionMissing`` unless the session's role has ``permission`` at ``level`` or above."""
        ...


def violation(permission_id: str) -> str:
    """Return how NetSuite refuses for want of a permission, the same in every protocol.

    Observed for lists over SOAP (github.com/NetSweet/netsuite issue 249, with both blanks), for set-up permissions and for custom
    records (oracle-samples/netsuite-commerce issue 2, which has the type's name where this account has its id).
    """
    known = permission(permission_id)
    if known.tab == CUSTOM_RECORD:
        need = f"a higher permission for custom record type {known.name}"
    else:
        need = f" the '{known.quoted}' permission"
    return f"Permission Violation: You need {need} to access this page. Please contact your account administrator."
