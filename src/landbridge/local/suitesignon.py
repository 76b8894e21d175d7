"""SuiteSignOn, outbound single sign-on: records that name an external application, and the address with which a user comes to it.

It ended with NetSuite 2025.1 (documented, *Configuring Real-Time Record Import*; an older text says 2024.2). What a script is told
from then on is assumed.
"""

from __future__ import annotations

import json
import random
from urllib.parse import urlencode

from landbridge.local.storage import Database

END = (2025, 1)
"""The first release without it."""


class SuiteSignOn:
    """``account.suite_sign_on``: the SuiteSignOn records of one account, by script id (``customsso_oa_sso``)."""

    def __init__(self, database: Database, release: str) -> None:
        self._database = database
        self._release = release

    @property
    def has_ended(self) -> bool:
        """Whether the account's release is one without it."""
        year, _, number = self._release.partition(".")
        return (int(year), int(number)) >= END

    def define(self, script_id: str, url: str) -> None:
        """Define a record, or define it anew; ``url`` is the external application's."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO customization (kind, script_id, document) VALUES ('suitesignon', ?, ?)",
                (script_id, json.dumps({"url": url})),
            )

    def url(self, script_id: str) -> str | None:
        """Return the external application's address, or ``None`` when there is no such record."""
        row = self._database.row(
            "SELECT document FROM customization WHERE kind = 'suitesignon' AND script_id = ?", (script_id,)
        )
        return str(json.loads(row["document"])["url"]) if row is not None else None


def address(url: str, *, sandbox: bool, rng: random.Random) -> str:
    """Return the application's address with a fresh token.

    That it is a text of URL, token and integration variables is documented (N/sso, ``section_4425177089``); the names of the
    parameters are assumed.
    """
    token = f"{rng.getrandbits(256):064x}"
    query = urlencode({"oauth_token": token, "env": "SANDBOX" if sandbox else "PRODUCTION"})
    return f"{url}{'&' if '?' in url else '?'}{query}"
