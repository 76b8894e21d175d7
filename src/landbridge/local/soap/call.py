"""What an operation works with."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from landbridge.local.access.model import Session
from landbridge.local.account import Account
from landbridge.local.soap.headers import Preferences, SearchPreferences
from landbridge.local.soap.searchjobs import SearchJobs
from landbridge.local.soap.sessions import SoapSession
from landbridge.local.soap.versions import Namespaces
from landbridge.local.soap.xmlreader import Node


class DocumentIds:
    """Ids of documents and searches, ``WEBSERVICES_<account>_<digits>_<hex>`` (observed), and of errors."""

    def __init__(
        self,
        account_id: str,
        now: Callable[[], datetime],
        token_hex: Callable[[int], str] = secrets.token_hex,
    ) -> None:
        self._account_id = account_id
        self._now = now
        self._token_hex = token_hex

    def new(self) -> str:
        """Return an id that nobody can guess."""
        digits = self._now().strftime("%m%d%Y%H%M%S%f")
        return f"WEBSERVICES_{self._account_id}_{digits}_{self._token_hex(8)}"

    def error_id(self) -> str:
        """Return an id under which the log tells of a defect."""
        return self._token_hex(8)


@dataclass(frozen=True, slots=True)
class Call:
    """One request that reached its operation. ``session`` is the signed-in user's."""

    account: Account
    session: Session
    namespaces: Namespaces
    node: Node
    preferences: Preferences
    search_preferences: SearchPreferences
    searches: SearchJobs
    ids: DocumentIds
    soap_session: SoapSession | None = None
    """The session of a login, when the request came on one."""
