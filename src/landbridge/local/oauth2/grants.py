"""``account.access.oauth2``: the account's side of the client credentials flow, put together."""

from __future__ import annotations

from landbridge.local.access.attempts import Attempts
from landbridge.local.access.model import AuditRow
from landbridge.local.clock import Clock
from landbridge.local.oauth2.accesstokens import AccessTokens
from landbridge.local.oauth2.assertions import Assertions, Claim
from landbridge.local.oauth2.errors import TokenRefused
from landbridge.local.oauth2.mappings import Mappings
from landbridge.local.oauth2.parties import Parties
from landbridge.local.oauth2.signing import SigningKeys
from landbridge.local.storage import Database

BASE = "/services/rest/auth/oauth2/v1"
TOKEN_PATH = f"{BASE}/token"
REVOKE_PATH = f"{BASE}/revoke"


class OAuth2:
    """Mappings, signing keys and access tokens of one account. Thread-safe."""

    def __init__(
        self, account_id: str, database: Database, clock: Clock, parties: Parties, attempts: Attempts
    ) -> None:
        host = account_id.lower().replace("_", "-")
        self.token_url = f"https://{host}.suitetalk.api.netsuite.com{TOKEN_PATH}"
        self.mappings = Mappings(database, clock)
        self.keys = SigningKeys(account_id, database, clock)
        self.tokens = AccessTokens(
            account_id, clock=clock, keys=self.keys, parties=parties, attempts=attempts
        )
        self._parties = parties
        self._attempts = attempts
        self._assertions = Assertions(
            token_url=self.token_url, clock=clock, parties=parties, mappings=self.mappings
        )

    def access_token(self, assertion: str, *, ip: str) -> str:
        """Return an access token for a client's assertion. Raises ``TokenRefused``; the audit trail has every attempt."""
        claim = Claim()
        try:
            grant = self._assertions.accepted(assertion, claim)
        except TokenRefused as refused:
            self.refuse(refused, claim, ip=ip)
            raise
        self._attempts.succeeded(self._row(claim, ip))
        return self.tokens.issue(grant)

    def refuse(self, refused: TokenRefused, claim: Claim, *, ip: str) -> None:
        """Note a refused token request. It never counts towards the lock of a user (see ``AccessTokens``)."""
        self._attempts.refused(self._row(claim, ip), refused, counted=False)

    def _row(self, claim: Claim, ip: str) -> AuditRow:
        mapping = claim.mapping
        return self._attempts.row(
            ip=ip,
            uri=TOKEN_PATH,
            user=self._parties.users.get(mapping.user_id) if mapping else None,
            role=self._parties.roles.get(mapping.role_id) if mapping else None,
            integration=claim.integration,
        )
