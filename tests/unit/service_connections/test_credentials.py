"""Credentials at rest."""

from __future__ import annotations

from dataclasses import fields

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite.choosing import CredentialParts
from landbridge.service.connections.credentials import (
    NONCE_BYTES,
    PURPOSE,
    TOKENS,
    CredentialsUnreadableError,
    Secrets,
    seal,
    unseal,
)
from landbridge.service.secret_key import SecretKeyError, derive_key, fingerprint

TOKEN = CredentialParts("key-4711", "hush-4712", "id-4713", "hush-4714")
CREDENTIALS = Secrets(TOKEN, "scott", "hush-4715")
PART = st.text(max_size=80)
PARTS = st.builds(CredentialParts, **{one.name: PART for one in fields(CredentialParts)})


@pytest.mark.requirement("conn-02")
@given(parts=PARTS, proxy_password=PART)
def test_what_was_sealed_opens(parts: CredentialParts, proxy_password: str) -> None:
    secrets = Secrets(parts, "scott", proxy_password)
    sealed, key = seal(secrets, "1234567")
    assert unseal(sealed, key, "1234567") == secrets


def test_a_token_that_the_release_before_sealed_opens() -> None:
    secret: bytes = settings.LANDBRIDGE_SECRET
    stored = msgspec.json.encode(
        {
            name: getattr(TOKEN, name)
            for name in ("consumer_key", "consumer_secret", "token_id", "token_secret")
        }
    )
    nonce = bytes(NONCE_BYTES)
    sealed = TOKENS + nonce + AESGCM(derive_key(secret, PURPOSE)).encrypt(nonce, stored, b"1234567")
    assert unseal(sealed, fingerprint(secret), "1234567") == Secrets(TOKEN)


def test_nothing_is_shown_in_a_repr() -> None:
    assert not any(secret in repr(CREDENTIALS) for secret in ("4711", "4712", "4713", "4714", "4715"))


@pytest.mark.requirement("conn-02")
def test_nothing_readable_is_stored_and_never_the_same_twice() -> None:
    sealed, _ = seal(CREDENTIALS, "1234567")
    assert not any(secret in sealed for secret in (b"4711", b"hush", b"consumer"))
    assert sealed != seal(CREDENTIALS, "1234567")[0]


def test_another_connections_ciphertext_does_not_open() -> None:
    sealed, key = seal(CREDENTIALS, "1234567")
    with pytest.raises(CredentialsUnreadableError, match="damaged"):
        unseal(sealed, key, "1234567_SB1")


@given(place=st.integers(0, 400), flip=st.integers(1, 255))
def test_a_changed_byte_is_noticed(place: int, flip: int) -> None:
    sealed, key = seal(CREDENTIALS, "1234567")
    spoilt = bytearray(sealed)
    spoilt[place % len(spoilt)] ^= flip
    with pytest.raises(CredentialsUnreadableError):
        unseal(bytes(spoilt), key, "1234567")


def test_another_secret_is_told_apart_from_damage() -> None:
    sealed, key = seal(CREDENTIALS, "1234567")
    with (
        override_settings(LANDBRIDGE_SECRET=b"another secret of forty characters......"),
        pytest.raises(CredentialsUnreadableError, match="another secret key"),
    ):
        unseal(sealed, key, "1234567")


def test_without_a_secret_nothing_is_kept() -> None:
    with (
        override_settings(LANDBRIDGE_SECRET=None),
        pytest.raises(SecretKeyError, match="LANDBRIDGE_SECRET_KEY"),
    ):
        seal(CREDENTIALS, "1234567")
