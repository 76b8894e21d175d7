"""JSON web signatures: a published vector, round trips, and whatever text a client may send."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.oauth2 import jws

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(max_size=10), VALUES, max_size=4)


def _number(part: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)), "big")


@pytest.mark.requirement("grant-01")
def test_the_vector_of_rfc_7515_a_3() -> None:
    token = (
        "eyJhbGciOiJFUzI1NiJ9"
        ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    )
    x = _number("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")
    y = _number("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    read = jws.decoded(token)
    assert read.payload["iss"] == "joe"
    assert jws.verified(read, key)
    assert not jws.verified(read, ec.generate_private_key(ec.SECP256R1()).public_key())
    assert not jws.verified(read, KEY.public_key())


@given(header=OBJECTS, payload=OBJECTS)
def test_what_is_signed_reads_back_and_verifies(header: dict[str, Any], payload: dict[str, Any]) -> None:
    sent = {**header, "alg": "PS256"}
    read = jws.decoded(jws.encoded(sent, payload, KEY))
    assert (read.header, read.payload) == (sent, payload)
    assert jws.verified(read, KEY.public_key())
    assert not jws.verified(read, OTHER.public_key())


@given(st.integers(min_value=0, max_value=255), st.integers(min_value=0))
def test_one_changed_bit_spoils_the_signature(byte: int, place: int) -> None:
    read = jws.decoded(jws.encoded({"alg": "PS256"}, {"a": 1}, KEY))
    changed = bytearray(read.signature)
    changed[byte] ^= 1 << (place % 8)
    assert not jws.verified(jws.Jws(read.header, read.payload, read.signed, bytes(changed)), KEY.public_key())


@given(st.text() | st.from_regex(r"[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*", fullmatch=True))
def test_any_text_reads_or_is_refused(text: str) -> None:
    try:
        read = jws.decoded(text)
    except jws.JwsError:
        return
    assert not jws.verified(read, KEY.public_key())


@given(st.binary())
def test_base64url_is_that_of_the_standard(content: bytes) -> None:
    text = jws.base64url(content)
    assert "=" not in text
    assert base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) == content
