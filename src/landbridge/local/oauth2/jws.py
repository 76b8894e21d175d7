"""JSON Web Signatures in compact form (RFC 7515, 7518), with the algorithms that NetSuite takes."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

LARGEST = 16_384
"""Characters of a token; larger ones are not read."""

_PART = re.compile(r"[A-Za-z0-9_-]*")
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "256": hashes.SHA256(),
    "384": hashes.SHA384(),
    "512": hashes.SHA512(),
}
CURVES: dict[str, type[ec.EllipticCurve]] = {
    "ES256": ec.SECP256R1,
    "ES384": ec.SECP384R1,
    "ES512": ec.SECP521R1,
}
"""The curve that goes with each algorithm (RFC 7518 3.4)."""

PSS = ("PS256", "PS384", "PS512")
ALGORITHMS = (*PSS, *CURVES)
"""What the client may sign with (documented, ``section_162790605110``); RSA PKCS#1 v1.5 is refused."""

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey


class JwsError(ValueError):
    """No token in compact form."""


@dataclass(frozen=True, slots=True)
class Jws:
    """A token taken apart; nothing of it is verified yet."""

    header: dict[str, Any]
    payload: dict[str, Any]
    signed: bytes
    signature: bytes


def decoded(token: str) -> Jws:
    """Take a token apart. Raises ``JwsError``."""
    parts = token.split(".")
    if len(token) > LARGEST or len(parts) != 3:
        raise JwsError("a token has three parts")
    return Jws(
        header=_object(parts[0]),
        payload=_object(parts[1]),
        signed=f"{parts[0]}.{parts[1]}".encode("ascii"),
        signature=_bytes(parts[2]),
    )


def verified(jws: Jws, key: PublicKey) -> bool:
    """Say whether the signature was made with this key's private half and the algorithm of the header."""
    algorithm = jws.header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        return False
    digest = _HASHES[algorithm[2:]]
    try:
        if isinstance(key, rsa.RSAPublicKey):
            return algorithm in PSS and _rsa(jws, key, digest)
        return algorithm in CURVES and _ec(jws, key, digest, CURVES[algorithm])
    except InvalidSignature:
        return False


def _rsa(jws: Jws, key: rsa.RSAPublicKey, digest: hashes.HashAlgorithm) -> bool:
    key.verify(jws.signature, jws.signed, _pss(digest), digest)
    return True


def _ec(
    jws: Jws, key: ec.EllipticCurvePublicKey, digest: hashes.HashAlgorithm, curve: type[ec.EllipticCurve]
) -> bool:
    half = (key.curve.key_size + 7) // 8
    if not isinstance(key.curve, curve) or len(jws.signature) != 2 * half:
        return False
    r, s = (int.from_bytes(part, "big") for part in (jws.signature[:half], jws.signature[half:]))
    key.verify(encode_dss_signature(r, s), jws.signed, ec.ECDSA(digest))
    return True


def encoded(header: Mapping[str, Any], payload: Mapping[str, Any], key: rsa.RSAPrivateKey) -> str:
    """Return a token signed with PS256."""
    signed = f"{_text(header)}.{_text(payload)}"
    digest = _HASHES["256"]
    return f"{signed}.{base64url(key.sign(signed.encode('ascii'), _pss(digest), digest))}"


def base64url(content: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _pss(digest: hashes.HashAlgorithm) -> padding.PSS:
    return padding.PSS(mgf=padding.MGF1(digest), salt_length=digest.digest_size)  # RFC 7518 3.5


def _text(value: Mapping[str, Any]) -> str:
    return base64url(json.dumps(value, separators=(",", ":")).encode())


def _object(part: str) -> dict[str, Any]:
    try:
        value = json.loads(_bytes(part))
    except (ValueError, RecursionError) as error:
        raise JwsError("a part is no JSON") from error
    if not isinstance(value, dict):
        raise JwsError("a part is no JSON object")
    return value


def _bytes(part: str) -> bytes:
    if not _PART.fullmatch(part):
        raise JwsError("a part is no base64url")
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except binascii.Error as error:
        raise JwsError("a part is no base64url") from error
