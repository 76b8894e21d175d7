"""What an account asks of the other accounts: whose integration record an id or key names, and who follows its own."""

from __future__ import annotations

from typing import Protocol

from landbridge.local.access.integration import Definition


class Publishers(Protocol):
    """The other accounts, as one account reaches them. Calls go into their tables: never inside a transaction of one's own."""

    def by_application_id(self, application_id: str) -> Definition | None:
        """Return the record that another account owns under an application id (any case)."""

    def by_consumer_key(self, consumer_key: str) -> Definition | None:
        """Return the record that another account owns under a consumer key."""

    def changed(self, application_id: str) -> None:
        """Tell the others that a record of this account is another one now: whoever has it asks for it."""


class Alone:
    """There are no other accounts."""

    def by_application_id(self, application_id: str) -> Definition | None:
        """Return nothing."""
        del application_id
        return None

    def by_consumer_key(self, consumer_key: str) -> Definition | None:
        """Return nothing."""
        del consumer_key
        return None

    def changed(self, application_id: str) -> None:
        """Tell nobody."""
        del application_id
