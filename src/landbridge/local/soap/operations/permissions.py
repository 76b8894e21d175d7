"""What the role of a request may read; writes are judged by ``account.records``."""

from __future__ import annotations

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.model import Level, Session
from landbridge.local.account import Account
from landbridge.local.records.errors import permission_violation
from landbridge.recordtypes import RecordType


def require_view(account: Account, session: Session, kind: RecordType) -> None:
    """Raise ``RecordError`` INSUFFICIENT_PERMISSION unless the role may view records of ``kind``."""
    try:
        account.access.require(session, kind.permission, Level.VIEW)
    except PermissionMissing as error:
        raise permission_violation(error.permission) from None
