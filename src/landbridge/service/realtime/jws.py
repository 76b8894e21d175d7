"""Compact JWS (RFC 7515), RS256 and nothing else.

The algorithm is pinned, so the header has no say in it. A header that points to key material (`jku`, `jwk`, `x5*`) or asks
for an extension (`crit`) is refused; `kid` is read as a hint and never chooses the key. Base64url must be canonical: one
signed notice has exactly one spelling.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from landbridge.service.realtime.refusals import Refusal, RefusedError

ALGORITHM = "RS256"
FORBIDDEN = ("crit", "jku", "jwk", "b64", "zip")
_COMPACT = re.compile(rb"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)")
_PADDING = PKCS1v15()
_SHA256 = SHA256()


@dataclass(frozen=True, slots=True)
class CompactJws:
    """A notice taken apart, its signature not checked yet."""

    signing_input: bytes
    payload: bytes
    signature: bytes
    kid: str

    def verifies(self, key: RSAPublicKey) -> bool:
        """Whether the signature is ``key``'s."""
        try:
            key.verify(self.signature, self.signing_input, _PADDING, _SHA256)
        except InvalidSignature:
            return False
        return True


def parse(body: bytes) -> CompactJws:
    """Take a compact JWS apart. Raises ``RefusedError`` (`invalid_request` or `unsigned`)."""
    matched = _COMPACT.fullmatch(body)
    if matched is None:
        raise RefusedError(Refusal.INVALID_REQUEST, "not three base64url parts")
    protected, payload, signature = matched.groups()
    kid = _read_header(decode(protected))
    if not signature:
        raise RefusedError(Refusal.UNSIGNED, "empty signature")
    return CompactJws(protected + b"." + payload, decode(payload), decode(signature), kid)


def decode(part: bytes) -> bytes:
    """Decode base64url without padding. Raises ``RefusedError`` where the spelling is not the canonical one."""
    try:
        data = base64.b64decode(part + b"=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise RefusedError(Refusal.INVALID_REQUEST, "not base64url") from error
    if encode(data) != part:
        raise RefusedError(Refusal.INVALID_REQUEST, "not canonical base64url")
    return data


def encode(data: bytes) -> bytes:
    """Encode as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _read_header(raw: bytes) -> str:
    """Check the protected header and return its `kid`, or an empty string."""
    try:
        header = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedError(Refusal.INVALID_REQUEST, "the header is not JSON") from error
    if not isinstance(header, dict):
        raise RefusedError(Refusal.INVALID_REQUEST, "the header is not an object")
    for name in header:
        if name in FORBIDDEN or name.startswith("x5"):
            raise RefusedError(Refusal.INVALID_REQUEST, f"header {name[:20]!r} is not allowed")
    if header.get("alg") != ALGORITHM:
        raise RefusedError(Refusal.UNSIGNED, f"alg {str(header.get('alg'))[:20]!r}")
    kid = header.get("kid", "")
    return kid if isinstance(kid, str) else ""
