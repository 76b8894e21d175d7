"""A connection as somebody entered it: checked and brought into one spelling, not yet saved."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from landbridge.netsuite import AccountId, ClientOptions, TokenCredentials
from landbridge.netsuite.versions import Version
from landbridge.service.connections.credentials import unseal
from landbridge.service.connections.models import NEWEST_VERSION, Connection

MOST_CONCURRENCY = 100


class DraftError(Exception):
    """Something entered cannot be right. ``problems`` is by field name, in words; no secret is repeated."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{name}: {problem}" for name, problem in problems.items()))


@dataclass(frozen=True, slots=True)
class ConnectionDraft:
    """What is needed to reach both accounts. ``repr`` shows nothing of the credentials."""

    name: str
    netsuite_account: str
    spp_database_id: str
    credentials: TokenCredentials = field(repr=False)
    version: str = NEWEST_VERSION
    connect_to: str = ""
    ca_file: str = ""
    max_concurrency: int = 1

    @classmethod
    def of(cls, connection: Connection) -> Self:
        """Return the draft of a saved connection. Raises ``CredentialsUnreadableError``."""
        return cls(
            name=connection.name,
            netsuite_account=connection.netsuite_account,
            spp_database_id=connection.spp_database_id,
            credentials=unseal(
                bytes(connection.credentials), connection.credentials_key, connection.netsuite_account
            ),
            version=connection.version,
            connect_to=connection.connect_to,
            ca_file=connection.ca_file,
            max_concurrency=connection.max_concurrency,
        )

    def checked(self) -> Self:
        """Return it in NetSuite's own spelling. Raises ``DraftError`` naming every field that cannot be right."""
        problems: dict[str, str] = {}
        account = self.netsuite_account
        try:
            account = AccountId.parse(account).value
        except ValueError:
            problems["netsuite_account"] = "not a NetSuite account ID such as 1234567 or 1234567_SB1"
        try:
            Version.parse(self.version)
        except ValueError:
            problems["version"] = "not a SOAP endpoint version such as 2025_2"
        try:
            ClientOptions(connect_to=self.connect_to or None)
        except ValueError:
            problems["connect_to"] = "not an address such as 127.0.0.1:8443"
        if self.ca_file and not Path(self.ca_file).is_file():
            problems["ca_file"] = "there is no such file"
        for name in ("name", "spp_database_id"):
            if not getattr(self, name).strip():
                problems[name] = "must be filled"
        if not 1 <= self.max_concurrency <= MOST_CONCURRENCY:
            problems["max_concurrency"] = f"must be from 1 to {MOST_CONCURRENCY}"
        if problems:
            raise DraftError(problems)
        return replace(
            self,
            name=self.name.strip(),
            netsuite_account=account,
            spp_database_id=self.spp_database_id.strip(),
        )
