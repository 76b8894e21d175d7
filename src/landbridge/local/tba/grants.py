"""``account.access.tba``: every way to a token, put together."""

from __future__ import annotations

from landbridge.local.tba.flow import AuthorizationFlow
from landbridge.local.tba.issuing import Issuing
from landbridge.local.tba.management import TokenManagement
from landbridge.local.tba.parties import Parties


class TokenBasedAuthentication:
    """Tokens by page and control (``management``), by password (``issuing``) and by consent (``flow``)."""

    def __init__(self, parties: Parties) -> None:
        self.management = TokenManagement(parties)
        self.issuing = Issuing(parties)
        self.flow = AuthorizationFlow(parties)
