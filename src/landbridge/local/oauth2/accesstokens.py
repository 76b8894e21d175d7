"""Access tokens: JSON web tokens signed with PS256 (documented: ``section_158255317571``)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from landbridge.local.access.attempts import Attempts
from landbridge.local.access.errors import BearerDenied, Detail
from landbridge.local.access.integration import Integration, Scope
from landbridge.local.access.model import AuditRow, Authentication, Context, Role, Session, User
from landbridge.local.clock import Clock
from landbridge.local.oauth2 import jws
from landbridge.local.oauth2.assertions import Grant
from landbridge.local.oauth2.parties import Parties
from landbridge.local.oauth2.signing import SigningKeys

LIFE_S = 3600
ISSUER = "https://system.netsuite.com"
CONTEXTS = {Scope.RESTLETS: Context.RESTLET, Scope.REST_WEB_SERVICES: Context.RESTWEBSERVICES}


@dataclass(frozen=True, slots=True)
class Claim:
    """Whom a token names, as far as the account has them (for the audit trail)."""

    integration: Integration | None
    user: User | None
    role: Role | None


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who acts with a verified token."""

    integration: Integration
    user: User
    role: Role


class AccessTokens:
    """Issues and verifies the account's access tokens. Thread-safe.

    A refused token never counts towards the lock of a user: the lock is documented for passwords and token-based
    authentication only. A token lives until it expires, also when its certificate is revoked (assumed), but opens nothing that its
    record has no scope for any more (``subsect_158324637123``: the scopes of token and record are compared).
    """

    def __init__(
        self,
        account_id: str,
        *,
        clock: Clock,
        keys: SigningKeys,
        parties: Parties,
        attempts: Attempts,
        new_id: Callable[[], uuid.UUID] = uuid.uuid4,
    ) -> None:
        self._account_id = account_id
        self._clock = clock
        self._keys = keys
        self._parties = parties
        self._attempts = attempts
        self._new_id = new_id

    def issue(self, grant: Grant) -> str:
        """Return a new token, valid for an hour."""
        key = self._keys.current()
        at = self._clock.now()
        now, milliseconds = int(at.timestamp()), round(at.timestamp() * 1000)
        integration, mapping = grant.integration, grant.mapping
        payload = {
            "sub": f"{mapping.role_id};{mapping.user_id}",
            "aud": [f"{integration.application_id};{self._account_id}", integration.consumer_key],
            "scope": [scope.value for scope in grant.scopes],
            "iss": ISSUER,
            "oit": now,
            "exp": now + LIFE_S,
            "iat": now,
            # the form of Oracle's sample (article_0209112818)
            "jti": f"{self._account_id}.a-a.{self._new_id()}_{milliseconds}.{milliseconds}",
        }
        return jws.encoded({"kid": key.id, "typ": "JWT", "alg": "PS256"}, payload, key.key)

    def verify(self, token: str, scope: Scope, *, ip: str, uri: str) -> Session:
        """Return the session of a request with this token. Raises ``BearerDenied``."""
        row = self._attempts.row(ip=ip, uri=uri)
        try:
            payload = self._payload(token)
            claim = self._claim(payload)
            row = self._row(claim, ip, uri)
            bearer = self._bearer(payload, claim)
            self._allowed(payload, bearer, scope)
        except BearerDenied as denied:
            self._attempts.refused(row, denied, counted=False)
            raise
        self._attempts.succeeded(row)
        return Session(
            user_id=bearer.user.id,
            role_id=bearer.role.id,
            context=CONTEXTS[scope],
            origin=bearer.integration.name,
            integration_id=bearer.integration.id,
            authentication=Authentication.OAUTH2,
        )

    def _payload(self, token: str) -> dict[str, Any]:
        """Return what a token of this account says. Its shape is known once its signature is verified."""
        if not token or any(character.isspace() for character in token):
            raise BearerDenied(Detail.PARAMETER_REJECTED, malformed=True)
        try:
            read = jws.decoded(token)
        except jws.JwsError:
            raise BearerDenied(Detail.INVALID_ACCESS_TOKEN) from None
        key_id = read.header.get("kid")
        key = self._keys.get(key_id) if isinstance(key_id, str) else None
        if key is None:
            raise BearerDenied(Detail.INVALID_ACCESS_TOKEN)
        if read.header.get("alg") != "PS256" or not jws.verified(read, key.key.public_key()):
            raise BearerDenied(Detail.INVALID_SIGNATURE)
        return read.payload

    def _claim(self, payload: dict[str, Any]) -> Claim:
        role_id, _, user_id = payload["sub"].partition(";")
        return Claim(
            self._parties.applications.by_consumer_key(payload["aud"][1]),
            self._parties.users.get(user_id),
            self._parties.roles.get(role_id),
        )

    def _bearer(self, payload: dict[str, Any], claim: Claim) -> Bearer:
        integration, user, role = claim.integration, claim.user, claim.role
        flaw = self._parties.integration_flaw(integration)
        if integration is None or payload["aud"][0] != f"{integration.application_id};{self._account_id}":
            flaw = Detail.INVALID_INTEGRATION
        flaw = flaw or (None if user is not None and role is not None else Detail.ENTITY_OR_ROLE_DISABLED)
        if flaw is not None or integration is None or user is None or role is None:
            raise BearerDenied(flaw or Detail.INVALID_ACCESS_TOKEN)
        return Bearer(integration, user, role)

    def _allowed(self, payload: dict[str, Any], bearer: Bearer, scope: Scope) -> None:
        if self._clock.now().timestamp() >= payload["exp"]:
            raise BearerDenied(Detail.ACCESS_TOKEN_EXPIRED)
        if scope.value not in payload["scope"] or scope not in bearer.integration.scopes:
            raise BearerDenied(Detail.SCOPE_MISMATCHED)
        flaw = self._parties.person_flaw(bearer.user, bearer.role)
        if scope is Scope.RESTLETS and bearer.role.web_services_only:  # documented
            flaw = flaw or Detail.PERMISSION_DENIED
        if flaw is not None:
            raise BearerDenied(flaw)

    def _row(self, claim: Claim, ip: str, uri: str) -> AuditRow:
        row = self._attempts.row(
            ip=ip, uri=uri, user=claim.user, role=claim.role, integration=claim.integration
        )
        return replace(row, token_name="OAuth 2.0")  # noqa: S106 - a name, no secret
