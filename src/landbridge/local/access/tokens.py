"""Verifying signed requests: SOAP's token passports and RESTlets' OAuth 1.0a headers (documented: ``chapter_4247329078``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from landbridge.local.access import oauth1, signatures
from landbridge.local.access.applications import Applications
from landbridge.local.access.errors import AccessDenied, Detail
from landbridge.local.access.freshness import check_nonce, check_signature, timestamp_of
from landbridge.local.access.integration import Box, Integration, IntegrationState
from landbridge.local.access.locks import Locks, Nonces
from landbridge.local.access.roles import Roles
from landbridge.local.access.tokenrecords import Token, TokenRecords
from landbridge.local.access.users import Users
from landbridge.local.clock import Clock

SignatureOf = Callable[[Integration, Token], str]


@dataclass(slots=True)
class Claim:
    """What a request says about itself, and what was found for it so far (for the audit trail)."""

    account: str
    consumer_key: str
    token_id: str
    nonce: str
    timestamp: str
    signature: str
    algorithm: str
    integration: Integration | None = None
    token: Token | None = None


class TokenVerifier:
    """Finds out whether a signed request is what it says. Every check has its own detail for the audit trail."""

    def __init__(
        self,
        *,
        account_id: str,
        clock: Clock,
        applications: Applications,
        tokens: TokenRecords,
        roles: Roles,
        users: Users,
        nonces: Nonces,
        locks: Locks,
    ) -> None:
        self._account_id = account_id
        self._clock = clock
        self._applications = applications
        self._tokens = tokens
        self._roles = roles
        self._users = users
        self._nonces = nonces
        self._locks = locks

    def passport_signature(self, claim: Claim) -> SignatureOf:
        """Return how the signature of a token passport is made."""
        return lambda integration, token: signatures.token_passport_signature(
            account=claim.account,
            consumer_key=claim.consumer_key,
            consumer_secret=integration.consumer_secret,
            token=claim.token_id,
            token_secret=token.token_secret,
            nonce=claim.nonce,
            timestamp=claim.timestamp,
        )

    def oauth1_claim(self, method: str, url: str, header: str) -> tuple[Claim, SignatureOf]:
        """Read an OAuth 1.0a request. Raises ``AccessDenied``."""
        read = oauth1.parsed(header)
        values = read.parameters
        if values.get("oauth_version", "1.0") != "1.0":
            raise AccessDenied(Detail.VERSION_REJECTED)
        claim = Claim(
            account=read.realm,
            consumer_key=values["oauth_consumer_key"],
            token_id=values["oauth_token"],
            nonce=values["oauth_nonce"],
            timestamp=values["oauth_timestamp"],
            signature=values["oauth_signature"],
            algorithm=values["oauth_signature_method"],
        )
        return claim, lambda integration, token: signatures.oauth1_signature(
            method, url, read.signed, integration.consumer_secret, token.token_secret
        )

    def check(self, claim: Claim, signature_of: SignatureOf, *, nonce_detail: Detail) -> Token:
        """Return the token that the request may act with. Raises ``AccessDenied``."""
        if claim.algorithm != signatures.ALGORITHM:
            raise AccessDenied(Detail.UNKNOWN_ALGORITHM)
        integration, token = self._parties(claim)
        now = self._clock.now()
        if self._locks.locked(token.user_id, now):
            raise AccessDenied(Detail.TEMPORARY_LOCKED)
        timestamp = timestamp_of(claim.timestamp, now)
        check_nonce(claim.nonce)
        check_signature(signature_of(integration, token), claim.signature)
        if not self._nonces.use(token.user_id, claim.nonce, timestamp, now):
            raise AccessDenied(nonce_detail)
        self._may_log_in(token)
        return token

    def _parties(self, claim: Claim) -> tuple[Integration, Token]:
        integration = claim.integration = self._applications.by_consumer_key(claim.consumer_key)
        if integration is None:
            raise AccessDenied(Detail.CONSUMER_KEY_UNKNOWN)
        if integration.state is not IntegrationState.ENABLED or Box.TOKENS not in integration.boxes:
            raise AccessDenied(Detail.CONSUMER_KEY_REFUSED)
        token = self._tokens.by_token_id(claim.token_id)
        if claim.account != self._account_id or token is None or token.integration_id != integration.id:
            raise AccessDenied(Detail.TOKEN_REJECTED)
        claim.token = token
        if not token.active:
            raise AccessDenied(Detail.TOKEN_REJECTED)
        return integration, token

    def _may_log_in(self, token: Token) -> None:
        user, role = self._users.get(token.user_id), self._roles.get(token.role_id)
        if not self._roles.may_use_tokens(user, role):
            raise AccessDenied(Detail.PERMISSION_DENIED)
