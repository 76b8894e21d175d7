"""The client's assertion: the token with which it asks for an access token (documented: ``section_162790605110``)."""

from __future__ import annotations

from collections.abc import Mapping as Values
from dataclasses import dataclass
from typing import Any

from cryptography import x509

from landbridge.local.access.errors import Detail
from landbridge.local.access.integration import Integration, Scope
from landbridge.local.clock import Clock
from landbridge.local.oauth2 import jws
from landbridge.local.oauth2.errors import TokenRefused
from landbridge.local.oauth2.mappings import Mapping, Mappings
from landbridge.local.oauth2.parties import Parties

LONGEST_S = 3600
"""Largest distance of exp from iat (documented: 60 minutes)."""

LEEWAY_S = 60
"""How far ahead of the account's clock ``iat`` and ``nbf`` may be (assumed)."""

MCP_ALONE = frozenset({Scope.MCP})


@dataclass(slots=True)
class Claim:
    """What was found for an assertion so far, for the audit trail."""

    integration: Integration | None = None
    mapping: Mapping | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """An accepted assertion."""

    integration: Integration
    mapping: Mapping
    scopes: tuple[Scope, ...]


class Assertions:
    """Verifies assertions. Which of the documented errors answers which flaw is assumed, after RFC 6749 and RFC 7523."""

    def __init__(self, *, token_url: str, clock: Clock, parties: Parties, mappings: Mappings) -> None:
        self._token_url = token_url
        self._clock = clock
        self._parties = parties
        self._mappings = mappings

    def accepted(self, assertion: str, claim: Claim) -> Grant:
        """Return what an assertion grants, once. Raises ``TokenRefused``."""
        try:
            token = jws.decoded(assertion)
        except jws.JwsError:
            raise TokenRefused("invalid_request", Detail.PARAMETER_REJECTED) from None
        if "crit" in token.header:  # RFC 7515 4.1.11: extensions that must be understood, and none is
            raise TokenRefused("invalid_request", Detail.PARAMETER_REJECTED)
        if token.header.get("alg") not in jws.ALGORITHMS:
            raise TokenRefused("invalid_request", Detail.UNKNOWN_ALGORITHM)
        integration, mapping = self._signed_by(token, claim)
        expires = self._times(token.payload)
        scopes = self._scopes(token.payload.get("scope"), integration)
        self._person(mapping)
        self._use_up(mapping, token.payload.get("jti"), expires)
        return Grant(integration, mapping, scopes)

    def _signed_by(self, token: jws.Jws, claim: Claim) -> tuple[Integration, Mapping]:
        """Return whose assertion it is: known by ``iss`` and ``kid``, signed by the certificate, meant for this account."""
        client_id, certificate_id = _text(token.payload.get("iss")), _text(token.header.get("kid"))
        integration = claim.integration = self._parties.applications.by_consumer_key(client_id)
        flaw = self._parties.integration_flaw(integration)
        if flaw is Detail.CLIENT_CREDENTIALS_GRANT_REQUIRED:
            raise TokenRefused("unauthorized_client", flaw)
        if flaw is not None or integration is None:
            raise TokenRefused("invalid_client", flaw or Detail.INVALID_INTEGRATION)
        mapping = self._mappings.get(certificate_id)
        if mapping is None or mapping.integration_id != integration.id:
            raise TokenRefused("invalid_client", Detail.INVALID_CERTIFICATE)
        if not jws.verified(token, _public_key(mapping)):
            raise TokenRefused("invalid_client", Detail.INVALID_SIGNATURE)
        claim.mapping = mapping
        if not mapping.active(self._clock.now()):
            raise TokenRefused("invalid_client", Detail.INVALID_CERTIFICATE)
        if token.payload.get("aud") not in (self._token_url, [self._token_url]):
            raise TokenRefused("invalid_grant", Detail.INVALID_AUDIENCE)
        return integration, mapping

    def _times(self, payload: Values[str, Any]) -> int:
        issued, expires = _seconds(payload.get("iat")), _seconds(payload.get("exp"))
        if issued is None or expires is None:
            raise TokenRefused("invalid_request", Detail.INVALID_TIMESTAMP)
        now = self._clock.now().timestamp()
        if not now < expires <= issued + LONGEST_S or issued > now + LEEWAY_S:
            raise TokenRefused("invalid_grant", Detail.INVALID_TIMESTAMP)
        if payload.get("nbf") is not None:
            self._begun(_seconds(payload["nbf"]), now)
        return int(expires)

    def _begun(self, not_before: float | None, now: float) -> None:
        """Refuse an assertion that is not good yet (RFC 7523 3), with the leeway of ``iat``."""
        if not_before is None:
            raise TokenRefused("invalid_request", Detail.INVALID_TIMESTAMP)
        if not_before > now + LEEWAY_S:
            raise TokenRefused("invalid_grant", Detail.INVALID_TIMESTAMP)

    def _scopes(self, asked: object, integration: Integration) -> tuple[Scope, ...]:
        """Return the scopes asked for: a list, or one text with commas (documented)."""
        names = asked.split(",") if isinstance(asked, str) else asked
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise TokenRefused("invalid_scope", Detail.INVALID_SCOPE)
        try:
            scopes = tuple(dict.fromkeys(Scope(name.strip()) for name in names))
        except ValueError:
            raise TokenRefused("invalid_scope", Detail.INVALID_SCOPE) from None
        if not scopes or (Scope.MCP in scopes and frozenset(scopes) != MCP_ALONE):
            raise TokenRefused("invalid_scope", Detail.INVALID_SCOPE)
        if not integration.scopes.issuperset(scopes):
            raise TokenRefused("invalid_scope", Detail.SCOPE_MISMATCHED)
        return scopes

    def _person(self, mapping: Mapping) -> None:
        user, role = self._parties.users.get(mapping.user_id), self._parties.roles.get(mapping.role_id)
        flaw = self._parties.person_flaw(user, role)
        if flaw is not None:
            raise TokenRefused("invalid_grant", flaw)

    def _use_up(self, mapping: Mapping, jti: object, expires: int) -> None:
        """Use the assertion's id up, where it has one: a second use is refused (assumed)."""
        if jti is None:
            return
        if not isinstance(jti, str) or not jti:
            raise TokenRefused("invalid_request", Detail.PARAMETER_REJECTED)
        if not self._mappings.use(mapping.id, jti, expires):
            raise TokenRefused("invalid_grant", Detail.ASSERTION_USED)


def _public_key(mapping: Mapping) -> jws.PublicKey:
    key = x509.load_pem_x509_certificate(mapping.pem.encode()).public_key()
    assert isinstance(key, jws.PublicKey), "checked when it was mapped"
    return key


def _seconds(value: object) -> float | None:
    """Return a number of seconds since 1970 that can be compared with another, or ``None``."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return value if 0 < value < 10**11 else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
