"""The certificates of an integration over NetSuite's endpoint (help article_92130837826; requests: article_11111634165,
article_0209112025, article_0209112818)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import msgspec

from landbridge.netsuite.attempts import Attempts
from landbridge.netsuite.errors import MalformedReply, OutcomeUnknown, PermissionMissing
from landbridge.netsuite.options import Timeouts
from landbridge.netsuite.rest.exchange import RestExchange, RestReply, RestRequest

PERMISSION = "Manage own OAuth 2.0 Client Credentials certificates"
"""What NetSuite's role page calls the permission that all of this needs."""

MOST_ACTIVE = 5
"""Active certificates of one integration (help section_162686838198)."""

_MILLISECONDS = 1e11
_ADVICE = f"Give the role of the certificate's mapping the permission {PERMISSION}."


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate as NetSuite knows it: ``id`` is what an assertion names. Entity and role are internal ids.

    Instants are aware, ``None`` where NetSuite told none that can be read. ``algorithm`` is ``RSA`` or ``EC``.
    """

    id: str
    entity_id: str
    role_id: str
    algorithm: str
    valid_from: datetime | None
    valid_until: datetime | None
    revoked: bool

    def active(self, now: datetime) -> bool:
        """Whether it counts among the five that an integration may have: neither revoked nor outdated at ``now`` (aware)."""
        return not self.revoked and (self.valid_until is None or now < self.valid_until)


class _Party(msgspec.Struct):
    id: str | int = ""


class _Listed(msgspec.Struct):
    certificate_id: str
    entity: _Party = msgspec.field(default_factory=_Party)
    role: _Party = msgspec.field(default_factory=_Party)
    algorithm: str = ""
    valid_from: str | float | None = None
    valid_until: str | float | None = None
    revoked: bool | str | float | None = None


class _Made(msgspec.Struct):
    certificate_id: str


class CertificateEndpoint:
    """Lists, uploads and revokes certificates, as who signs in with one of them."""

    def __init__(
        self,
        attempts: Attempts,
        base_url: Callable[[], Awaitable[str]],
        timeouts: Timeouts,
        client_id: Callable[[], str],
    ) -> None:
        self._exchange = RestExchange(attempts, base_url, timeouts)
        self._client_id = client_id

    async def list(self) -> tuple[Certificate, ...]:
        """The integration's certificates that the role may see, revoked and outdated ones too.

        ``PermissionMissing`` names the permission that the role needs.
        """
        reply = await self._perform("certificates", "GET", "")
        return tuple(_certificate(one) for one in _converted(reply, list[_Listed]))

    async def upload(self, certificate: str, *, entity_id: str, role_id: str) -> str:
        """Map a certificate (PEM) to an entity and a role of it, by internal ids; answers its certificate id.

        ``OutcomeUnknown`` where the answer was lost: :meth:`list` tells. ``FixRecord`` where NetSuite does not take it, as the sixth active
        certificate of an integration.
        """
        body = {"fileContent": certificate, "entity": entity_id, "role": role_id}
        reply = await self._perform("certificate upload", "POST", "", body)
        try:
            made: str = _converted(reply, _Made).certificate_id
        except MalformedReply as error:
            raise OutcomeUnknown(
                f"It may have been uploaded: {error.message}", context=reply.context
            ) from error
        return made

    async def revoke(self, certificate_id: str) -> None:
        """Revoke a certificate for good. Where the answer was lost, it looks whether it is revoked."""
        try:
            await self._perform("certificate revocation", "POST", f"/{quote(certificate_id, safe='')}/revoke")
        except OutcomeUnknown:
            if not any(one.id == certificate_id and one.revoked for one in await self.list()):
                raise

    async def _perform(self, operation: str, method: str, path: str, body: object = None) -> RestReply:
        base = f"/services/rest/auth/oauth2/v1/clients/{quote(self._client_id(), safe='')}/certificates"
        request = RestRequest(
            operation,
            method,
            base + path,
            body=body,
            kind="metadata",
            writes=method == "POST",
            expects_json=not path,
        )
        try:
            return await self._exchange.perform(request)
        except PermissionMissing as error:
            raise PermissionMissing(
                error.message, code=error.code, context=error.context, advice=_ADVICE
            ) from error


def _converted(reply: RestReply, kind: type[Any]) -> Any:
    try:
        return msgspec.convert(reply.document, kind)
    except msgspec.ValidationError as error:
        raise MalformedReply(
            "NetSuite's answer about certificates cannot be read.", context=reply.context
        ) from error


def _certificate(one: _Listed) -> Certificate:
    return Certificate(
        one.certificate_id,
        str(one.entity.id),
        str(one.role.id),
        one.algorithm,
        _instant(one.valid_from),
        _instant(one.valid_until),
        one.revoked not in (None, False, 0, "", "false", "F"),
    )


def _instant(value: str | float | None) -> datetime | None:
    """Read an instant: ISO 8601, or seconds or milliseconds since 1970; Oracle's help does not say which NetSuite sends."""
    try:
        if isinstance(value, str):
            found = datetime.fromisoformat(value)
            return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
        if value is not None:
            return datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS else value, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None
