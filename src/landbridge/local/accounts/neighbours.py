"""How accounts that are served side by side know of one another's integration records.

An owner's change reaches the others after it is committed, one account at a time, never in one transaction: requests of an account
wait for no other account. Each of them then asks for what the owner has at that moment, so that nothing can come late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from landbridge.local.access.integration import Definition, Integration
from landbridge.local.account import Account
from landbridge.local.logs import Logger
from landbridge.local.storage.database import of_now

_logger = Logger(__name__)


def join(accounts: Sequence[Account]) -> None:
    """Let the accounts know of one another. Each has an id of its own."""
    for account in accounts:
        others = Neighbours(account, [other for other in accounts if other is not account])
        account.neighbours = others
        account.access.applications.publishers = others
        account.replaced.append(others.returned)
    for account in accounts:
        _follow_owners(account)


class Neighbours:
    """The other accounts, as one of them reaches them."""

    def __init__(self, account: Account, others: Iterable[Account]) -> None:
        self._account = account
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

    def changed(self, application_id: str) -> None:
        """Tell the others that a record is another one now. What goes wrong at one of them is logged there, and told nobody here."""
        for other in self._others:
            _follow(other, application_id)

    def returned(self) -> None:
        """Follow the owners anew, and let the others follow: the account's tables hold an earlier state, or another one."""
        _follow_owners(self._account)
        for integration in self._account.access.applications.integrations():
            if integration.is_owned:
                self.changed(integration.application_id)

    def _owned(self, look: Callable[[Account], Integration | None]) -> Definition | None:
        with of_now():
            for other in self._others:
                found = look(other)
                if found is not None and found.is_owned:
                    return found.definition
        return None


def _follow_owners(account: Account) -> None:
    for integration in account.access.applications.integrations():
        if not integration.is_owned:
            _follow(account, integration.application_id)


def _follow(account: Account, application_id: str) -> None:
    try:
        account.access.applications.follow(application_id)
    except Exception:
        # Whatever it is, it is no failure of the account that has changed.
        _logger.exception(
            "an integration record cannot follow its owner", account=account.settings.account_id
        )
