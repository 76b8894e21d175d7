"""Saving integration records as a person does: permissions, the form's judgement, the concurrency limit, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from landbridge.local.access.integration import Integration, IntegrationState
from landbridge.local.access.integrationform import Entered, FormRefused, judged
from landbridge.local.access.model import Level, Session
from landbridge.local.governance.errors import LimitRefused

if TYPE_CHECKING:
    from landbridge.local.account import Account

CHANGING, VIEWING = "ADMI_INTEGRAPP", "LIST_INTEGRAPP"
"""Permissions: Integration Application creates, edits and resets (documented); Integration Applications sees (assumed)."""


def may_change(account: Account, session: Session) -> bool:
    """Say whether the session's role may create and edit integration records."""
    return account.access.level(session, CHANGING) >= Level.FULL


def require_view(account: Account, session: Session) -> None:
    """Raise ``PermissionMissing`` unless the session's role may see integration records; either permission is enough."""
    if account.access.level(session, CHANGING) < Level.VIEW:
        account.access.require(session, VIEWING, Level.VIEW)


def require_change(account: Account, session: Session) -> None:
    """Raise ``PermissionMissing`` unless the session's role may create and edit integration records."""
    account.access.require(session, CHANGING, Level.FULL)


def create(
    account: Account,
    session: Session,
    entered: Entered,
    *,
    states: Collection[IntegrationState] = tuple(IntegrationState),
) -> Integration:
    """Create a record of this account. Raises ``PermissionMissing``, ``FormRefused``."""
    require_change(account, session)
    applications = account.access.applications
    with _saving(account) as allot:
        definition, own = judged(entered, None, applications.integrations(), states=states)
        allot("", own["concurrency_limit"])
        return applications.create_integration(
            **definition, **own, by=session.user_id, context=session.context
        )


def edit(
    account: Account,
    session: Session,
    integration_id: str,
    entered: Callable[[Integration], Entered],
    *,
    states: Collection[IntegrationState] = tuple(IntegrationState),
) -> Integration:
    """Change a record to what ``entered`` makes of it as it is now; ``states`` are the ones to choose beside its own.

    What ``entered`` raises goes on. Raises ``KeyError``, ``PermissionMissing``, ``FormRefused``, ``NotTheOwner``.
    """
    require_change(account, session)
    applications = account.access.applications
    with _saving(account) as allot:
        before = applications.known(integration_id)
        choices = dict.fromkeys((*states, before.state))
        definition, own = judged(entered(before), before, applications.integrations(), states=choices)
        if own["concurrency_limit"] != before.concurrency_limit:
            allot(before.id, own["concurrency_limit"])
        after = applications.store(before.id, definition, own, by=session.user_id, context=session.context)
    applications.tell(before, after)
    return after


def reset_credentials(account: Account, session: Session, integration_id: str) -> Integration:
    """Give a record a new pair. Raises ``KeyError``, ``PermissionMissing``, ``NotTheOwner``."""
    require_change(account, session)
    return account.access.applications.reset_credentials(
        integration_id, by=session.user_id, context=session.context
    )


@contextmanager
def _saving(account: Account) -> Iterator[Callable[[str, int | None], None]]:
    """Hold the pool, then the tables, until a record is judged and stored; give what judges its limit."""
    try:
        with account.governance.allotting() as allot, account.database.transaction():
            yield allot
    except LimitRefused as error:
        raise FormRefused({"concurrency_limit": f"{str(error).capitalize()}."}) from error
