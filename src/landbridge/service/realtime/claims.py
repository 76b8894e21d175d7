"""What a notice says, and when it may be said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal, TypeVar

import msgspec

from landbridge.service.realtime.refusals import Refusal, RefusedError

LONGEST_LIFE = timedelta(minutes=5)
SKEW = timedelta(seconds=60)
"""How far NetSuite's clock and ours may differ (assumed: both follow network time)."""

VERSIONS = frozenset({"1", "2"})
"""Versions of the notice that are understood: this one and the one before, without ``app``."""

_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
_Number = Annotated[int, msgspec.Meta(gt=-(10**18), lt=10**18)]
"""An internal id as a number; NetSuite's own users are negative."""


class Sender(msgspec.Struct, frozen=True):
    """What is read of a notice before its signature is verified: which accounts it joins, and its version."""

    ver: _Text
    iss: _Text
    aud: _Text


class Claims(msgspec.Struct, frozen=True):
    """The claims of a notice. ``iat`` and ``exp`` are seconds since 1970 in UTC, ``app`` is the SuiteApp's version; further
    claims are passed over."""

    iss: _Text
    aud: _Text
    iat: Annotated[int, msgspec.Meta(ge=0, le=4_102_444_800)]
    exp: Annotated[int, msgspec.Meta(ge=0, le=4_102_444_800)]
    jti: Annotated[str, msgspec.Meta(min_length=8, max_length=100)]
    record_type: _Text
    internal_id: Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{1,18}\Z")]
    event: Literal["create", "edit", "xedit"]
    context: Annotated[str, msgspec.Meta(max_length=40)] = ""
    user: Annotated[str, msgspec.Meta(max_length=40)] | _Number = ""
    app: Annotated[str, msgspec.Meta(max_length=20)] = ""

    def check_window(self, now: datetime) -> None:
        """Raise ``RefusedError`` (`stale`) unless the notice was made just now and lives no longer than five minutes."""
        at = now.timestamp()
        skew = SKEW.total_seconds()
        if self.exp <= self.iat or self.exp - self.iat > LONGEST_LIFE.total_seconds():
            raise RefusedError(Refusal.STALE, "exp is not within five minutes of iat")
        if self.iat > at + skew:
            raise RefusedError(Refusal.STALE, "iat lies in the future")
        if self.exp < at - skew:
            raise RefusedError(Refusal.STALE, "exp has passed")


_sender = msgspec.json.Decoder(Sender)
_claims = msgspec.json.Decoder(Claims)
_Decoded = TypeVar("_Decoded")


def read_sender(payload: bytes) -> Sender:
    """Decode who a notice says it is from. Raises ``RefusedError`` (`invalid_request`)."""
    return _decoded(_sender, payload)


def read_claims(sender: Sender, payload: bytes) -> Claims:
    """Decode a payload. Raises ``RefusedError`` (`unsupported_version`, `invalid_request`)."""
    if sender.ver not in VERSIONS:
        raise RefusedError(Refusal.UNSUPPORTED_VERSION, f"ver {sender.ver[:20]!r}")
    claims = _decoded(_claims, payload)
    if any("\x00" in text for text in (claims.jti, claims.context, str(claims.user), claims.record_type)):
        raise RefusedError(Refusal.INVALID_REQUEST, "claims: a NUL character")
    return claims


def _decoded(decoder: msgspec.json.Decoder[_Decoded], payload: bytes) -> _Decoded:
    try:
        return decoder.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedError(Refusal.INVALID_REQUEST, f"claims: {error}"[:200]) from error
