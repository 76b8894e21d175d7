"""Private keys that sign client assertions (help section_162686838198; RFC 7518 for the algorithms)."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc.jwk import ECKey, RSAKey

SMALLEST_RSA_BITS = 3072
_ALGORITHM_OF_CURVE = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}
_ACCEPTED = "NetSuite takes RSA of at least 3072 bits, or EC on P-256, P-384 or P-521"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with the algorithm that follows from it: PS256, ES256, ES384 or ES512."""

    algorithm: str
    jwk: RSAKey | ECKey = field(repr=False)


def signing_key(pem: str) -> SigningKey:
    """Read an unencrypted private key in PEM. ``ValueError`` for whatever NetSuite would not take, without a word of the key."""
    try:
        # Checking the primes of RSA takes half a second, and a key that is its owner's own can only harm its owner.
        key = load_pem_private_key(pem.encode(), password=None, unsafe_skip_rsa_key_validation=True)
    except TypeError:
        raise ValueError("private_key is encrypted; give it without a passphrase") from None
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("private_key is not a private key in PEM") from None
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size < SMALLEST_RSA_BITS:
            raise ValueError(f"private_key is RSA of {key.key_size} bits; {_ACCEPTED}")
        return SigningKey("PS256", RSAKey(key, None))
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _ALGORITHM_OF_CURVE:
        return SigningKey(_ALGORITHM_OF_CURVE[key.curve.name], ECKey(key, None))
    raise ValueError(f"private_key is of another kind; {_ACCEPTED}")
