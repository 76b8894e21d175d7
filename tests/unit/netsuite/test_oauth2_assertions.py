"""Client assertions: whoever has the public key can tell who signed, for whom and until when."""

from __future__ import annotations

import traceback
from dataclasses import replace
from functools import cache

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from landbridge.netsuite import AccountId, OAuth2Credentials
from landbridge.netsuite.oauth2.assertion import Assertions, token_url

ACCOUNT = AccountId.parse("1234567_SB1")
NOW = 1_795_255_200
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
ALGORITHMS = {"rsa-3072": "PS256", "p256": "ES256", "p384": "ES384", "p521": "ES512"}


@cache
def key(name: str) -> PrivateKey:
    curves = {"p256": ec.SECP256R1(), "p384": ec.SECP384R1(), "p521": ec.SECP521R1(), "k256": ec.SECP256K1()}
    if name in curves:
        return ec.generate_private_key(curves[name])
    if name == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return rsa.generate_private_key(65537, int(name.removeprefix("rsa-")))


def pem(name: str, passphrase: bytes | None = None) -> str:
    how = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    private = key(name).private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how)
    return private.decode()


def public(name: str) -> RSAKey | ECKey:
    found = key(name).public_key()
    return RSAKey(found, None) if isinstance(found, rsa.RSAPublicKey) else ECKey(found, None)


def assertions(name: str, now: float = NOW, client_id: str = "client", kid: str = "kid") -> Assertions:
    credentials = OAuth2Credentials(client_id, kid, pem(name))
    return Assertions(ACCOUNT, credentials, lambda: now, lambda: "id-1")


@pytest.mark.requirement("cred-02")
@pytest.mark.parametrize("name", sorted(ALGORITHMS))
def test_the_public_key_verifies_what_the_algorithm_of_the_key_signed(name: str) -> None:
    token = jwt.decode(assertions(name).sign("restlets"), public(name), algorithms=[ALGORITHMS[name]])
    assert token.header == {"typ": "JWT", "alg": ALGORITHMS[name], "kid": "kid"}
    assert token.claims["iss"] == "client"
    assert token.claims["scope"] == ["restlets"]
    assert token.claims["aud"] == (
        "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token"
    )
    assert token.claims["jti"] == "id-1"


@pytest.mark.requirement("cred-02", "bad-05")
@given(
    now=st.floats(1e9, 4e9),
    client_id=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=64),
    kid=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=64),
    scope=st.sampled_from(["rest_webservices", "restlets"]),
)
def test_any_assertion_can_be_read_back_and_is_good_for_minutes(
    now: float, client_id: str, kid: str, scope: str
) -> None:
    signed = assertions("p256", now, client_id, kid).sign(scope)
    token = jwt.decode(signed, public("p256"), algorithms=["ES256"])
    assert token.header["kid"] == kid
    assert token.claims["iss"] == client_id
    assert token.claims["scope"] == [scope]
    assert token.claims["aud"] == token_url(ACCOUNT)
    assert token.claims["iat"] <= now < token.claims["exp"]
    assert token.claims["exp"] - token.claims["iat"] <= 3600
    assert now - token.claims["iat"] >= 30, "a clock that is a little ahead would be refused"


@pytest.mark.requirement("cred-02", "bad-05")
@given(place=st.integers(0, 10_000), letter=st.sampled_from("AZaz09-_"))
def test_a_changed_assertion_does_not_verify(place: int, letter: str) -> None:
    signed = _signed()
    at = place % (len(signed) - 2)  # bits of the last letters may be padding
    changed = f"{signed[:at]}{letter}{signed[at + 1 :]}"
    if changed == signed:
        return
    with pytest.raises((ValueError, JoseError)):
        jwt.decode(changed, public("p256"), algorithms=["ES256"])


@cache
def _signed() -> str:
    return assertions("p256").sign("restlets")


@pytest.mark.requirement("cred-02")
@pytest.mark.parametrize(
    ("private_key", "reason"),
    [
        ("rsa-2048", "RSA of 2048 bits"),
        ("k256", "of another kind"),
        ("ed25519", "of another kind"),
    ],
)
def test_keys_that_netsuite_would_not_take_are_refused_at_once(private_key: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as refused:
        OAuth2Credentials("client", "kid", pem(private_key))
    _shows_nothing_of(refused, pem(private_key))


@pytest.mark.requirement("cred-02")
def test_what_is_no_private_key_is_refused_without_a_word_of_it() -> None:
    good = pem("p256")
    cut = good[: len(good) // 2]
    texts = {
        pem("p256", b"secret"): "is encrypted",
        cut: "is not a private key",
        good.replace("PRIVATE", "PUBLIC"): "is not a private key",
        "hunter2-hunter2": "is not a private key",
    }
    for text, reason in texts.items():
        with pytest.raises(ValueError, match=reason) as refused:
            OAuth2Credentials("client", "kid", text)
        _shows_nothing_of(refused, text)


def _shows_nothing_of(refused: pytest.ExceptionInfo[ValueError], text: str) -> None:
    told = "".join(traceback.format_exception_only(refused.value)) + repr(refused.value.__cause__)
    assert not any(line and line in told for line in text.splitlines())
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@pytest.mark.requirement("cred-02", "cred-07")
def test_nothing_that_signs_shows_its_key() -> None:
    made = assertions("p256")
    secret = pem("p256").splitlines()[1]
    for thing in (made, made.key, made.credentials, replace(made, jti=lambda: "x")):
        assert secret not in repr(thing)
        assert "client" not in repr(thing).replace("landbridge", "")
