"""What the role of a request may read; writes are judged by ``account.records``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.model import Level, Session
from landbridge.local.account import Account
from landbridge.local.records.errors import RecordError, permission_violation


def require(account: Account, session: Session, permission: str, level: Level = Level.VIEW) -> None:
    """Raise ``RecordError`` INSUFFICIENT_PERMISSION unless the role has ``permission`` at ``level``; ``""``: none is needed."""
    if not permission:
        return
    try:
        account.access.require(session, permission, level)
    except PermissionMissing as error:
        raise permission_violation(error.permission) from None


def require_view(account: Account, session: Session, record_type: str) -> None:
    """Raise ``RecordError`` INSUFFICIENT_PERMISSION unless the role may view records of a type."""
    require(account, session, account.records.permission(record_type))


def viewable(account: Account, session: Session, record_type: str) -> Sequence[str]:
    """Return the members of a type or family that the role may view: a search shows no others (assumed).

    Raises ``RecordError`` INSUFFICIENT_PERMISSION when there is none, or when the role may not search at all.
    """
    members = account.records.types.members(record_type)
    transactions = all(account.records.permission(name).startswith("TRAN_") for name in members)
    try:
        account.access.require_search(session, transactions=transactions)
    except PermissionMissing as error:
        raise permission_violation(error.permission) from None
    found = list(filter(sees(account, session), members))
    if not found:
        raise permission_violation(account.records.permission(members[0]))
    return found


def sees(account: Account, session: Session) -> Callable[[str], bool]:
    """Return what says whether the role may view records of a type."""

    def may_view(record_type: str) -> bool:
        try:
            require_view(account, session, record_type)
        except RecordError:
            return False
        return True

    return may_view
