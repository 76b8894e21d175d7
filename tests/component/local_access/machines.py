"""A client of OAuth 2.0 client credentials: its keys, certificates and assertions, written from RFC 7515 and 7523."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
CURVES = {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1()}
HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def rsa_key(size: int = 3072) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=size)


@cache
def ec_key(algorithm: str = "ES256") -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(CURVES[algorithm])


def key_for(algorithm: str) -> Key:
    return ec_key(algorithm) if algorithm in CURVES else rsa_key()


def certificate(key: Any, *, since: datetime = NOW - timedelta(days=1), days: int = 365) -> str:
    """Return a self-signed certificate in PEM."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "client.example")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=days))
    )
    return built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def _part(value: Any) -> str:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _signature(algorithm: str, key: Key, signed: bytes) -> bytes:
    digest = HASHES[algorithm[2:]]
    if isinstance(key, ec.EllipticCurvePrivateKey):
        half = (key.curve.key_size + 7) // 8
        r, s = decode_dss_signature(key.sign(signed, ec.ECDSA(digest)))
        return r.to_bytes(half, "big") + s.to_bytes(half, "big")
    if algorithm.startswith("RS"):
        return key.sign(signed, padding.PKCS1v15(), digest)
    return key.sign(signed, padding.PSS(padding.MGF1(digest), digest.digest_size), digest)


def token(header: Any, payload: Any, sign: Callable[[bytes], bytes]) -> str:
    signed = f"{_part(header)}.{_part(payload)}"
    return f"{signed}.{_part(sign(signed.encode()))}"


def assertion(
    algorithm: str,
    key: Key,
    *,
    kid: str,
    iss: str,
    aud: Any,
    scope: Any = ("rest_webservices", "restlets"),
    iat: Any = None,
    exp: Any = None,
    crit: Any = None,
    **more: Any,
) -> str:
    """Return a client assertion; ``iat`` and ``exp`` default to now and an hour later."""
    issued = int(NOW.timestamp()) if iat is None else iat
    payload = {
        "iss": iss,
        "scope": list(scope) if isinstance(scope, tuple) else scope,
        "aud": aud,
        "iat": issued,
        "exp": issued + 3600 if exp is None else exp,
        **more,
    }
    header = {"typ": "JWT", "alg": algorithm, "kid": kid} | ({} if crit is None else {"crit": crit})
    return token(header, payload, lambda signed: _signature(algorithm, key, signed))


def form(client_assertion: str, **changed: str) -> bytes:
    """Return the body of a token request."""
    values = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": client_assertion,
        **changed,
    }
    return urlencode(values).encode()
