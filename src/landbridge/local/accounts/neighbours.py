"""How accounts that are served side by side know of one another's integration records.

An owner's change reaches the others after it is committed, one account at a time, never in one transaction: requests of an account
wait for no other account. What comes late or twice is told by the definition's revision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from landbridge.local.access.integration import Definition, Integration
from landbridge.local.account import Account


def join(accounts: Sequence[Account]) -> None:
    """Let the accounts know of one another. Each has an id of its own."""
    for account in accounts:
        others = Neighbours([other for other in accounts if other is not account])
        account.neighbours = others
        account.access.applications.publishers = others
        account.restored.append(_returning(account, others))
    for account in accounts:
        _follow_owners(account, anew=False)


class Neighbours:
    """The other accounts, as one of them reaches them."""

    def __init__(self, others: Iterable[Account]) -> None:
        self._others = tuple(others)

    def account(self, account_id: str) -> Account | None:
        """Return another account by its id, or ``None``."""
        return next((one for one in self._others if one.settings.account_id == account_id), None)

    def accounts(self) -> tuple[Account, ...]:
        """Return the other accounts."""
        return self._others

    def by_application_id(self, application_id: str) -> Definition | None:
        """Return the record that another account owns under an application id (any case)."""
        return self._owned(lambda other: other.access.applications.by_application_id(application_id))

    def by_consumer_key(self, consumer_key: str) -> Definition | None:
        """Return the record that another account owns under a consumer key."""
        return self._owned(lambda other: other.access.applications.by_consumer_key(consumer_key))

    def changed(self, definition: Definition, *, anew: bool = False) -> None:
        """Tell the others that a record is another one now; ``anew`` when its owner went back to an earlier state."""
        for other in self._others:
            other.access.applications.follow(definition, anew=anew)

    def _owned(self, look: Callable[[Account], Integration | None]) -> Definition | None:
        for other in self._others:
            found = look(other)
            if found is not None and found.is_owned:
                return found.definition
        return None


def _returning(account: Account, others: Neighbours) -> Callable[[], None]:
    """Return what to do when the account's tables were replaced: it follows, and is followed, anew."""

    def returned() -> None:
        _follow_owners(account, anew=True)
        for integration in account.access.applications.integrations():
            if integration.is_owned:
                others.changed(integration.definition, anew=True)

    return returned


def _follow_owners(account: Account, *, anew: bool) -> None:
    applications = account.access.applications
    for integration in applications.integrations():
        if integration.is_owned:
            continue
        latest = applications.publishers.by_application_id(integration.application_id)
        if latest is not None:
            applications.follow(latest, anew=anew)
