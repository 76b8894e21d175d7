"""Credentials at rest."""

from __future__ import annotations

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite import TokenCredentials
from landbridge.service.connections.credentials import CredentialsUnreadableError, seal, unseal
from landbridge.service.secret_key import SecretKeyError

CREDENTIALS = TokenCredentials("key-4711", "hush-4712", "id-4713", "hush-4714")
PARTS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=80)


@pytest.mark.requirement("conn-02")
@given(parts=st.tuples(PARTS, PARTS, PARTS, PARTS))
def test_what_was_sealed_opens(parts: tuple[str, str, str, str]) -> None:
    credentials = TokenCredentials(*parts)
    sealed, key = seal(credentials, "1234567")
    assert unseal(sealed, key, "1234567") == credentials


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
