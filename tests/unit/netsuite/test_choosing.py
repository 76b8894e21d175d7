"""Which credentials are used, of everything that may have been entered."""

from __future__ import annotations

import itertools
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite import OAuth2Credentials, TokenCredentials, UserCredentials
from landbridge.netsuite.choosing import (
    Chosen,
    CredentialParts,
    CredentialSet,
    CredentialsRefused,
    choose,
)
from landbridge.netsuite.oauth2.keypairs import make_key_pair
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.versions import Version

pytestmark = pytest.mark.requirement("cred-05")

TOKENS = CredentialParts(consumer_key="ck", consumer_secret="cs", token_id="ti", token_secret="ts")
USER = CredentialParts(email="e@example.com", password="p w", application_id="app")
KEY = make_key_pair("choosing", datetime(2026, 11, 21, tzinfo=UTC)).private_key
OAUTH2 = CredentialParts(client_id="ck", certificate_id="kid", private_key=KEY)
OLD, NEW = Version.parse("2020_1"), Version.parse("2020_2")


def together(*parts: CredentialParts) -> CredentialParts:
    """Everything that one of them gives."""
    given_ = {field.name: getattr(one, field.name) for one in parts for field in fields(one)}
    for one in parts:
        given_ |= {field.name: value for field in fields(one) if (value := getattr(one, field.name))}
    return CredentialParts(**given_)


def refused(parts: CredentialParts, protocol: Protocol, version: Version) -> CredentialsRefused:
    with pytest.raises(CredentialsRefused) as caught:
        choose(parts, protocol, version)
    return caught.value


@pytest.mark.parametrize("version", [OLD, NEW, Version.newest()], ids=str)
@pytest.mark.parametrize("protocol", list(Protocol))
def test_a_complete_token_set_is_used_and_the_application_id_is_no_matter(
    protocol: Protocol, version: Version
) -> None:
    chosen = choose(together(TOKENS, USER), protocol, version)
    assert chosen == Chosen(CredentialSet.TOKENS, TokenCredentials("ck", "cs", "ti", "ts"))
    assert choose(replace(TOKENS, application_id="app"), protocol, version).warnings == ()


def test_an_incomplete_token_set_gives_way_to_complete_user_credentials_with_a_warning() -> None:
    chosen = choose(together(replace(TOKENS, token_secret=""), USER), Protocol.SOAP, OLD)
    assert chosen.credentials == UserCredentials("e@example.com", "p w", "app")
    assert chosen.warnings == (
        "The access tokens are not complete and are not used: token secret is missing. The user credentials are used instead.",
    )


def test_user_credentials_alone_are_used_without_a_warning() -> None:
    chosen = choose(replace(USER, role="3"), Protocol.SOAP, OLD)
    assert chosen.credentials == UserCredentials("e@example.com", "p w", "app", "3")
    assert chosen.warnings == ()


@pytest.mark.requirement("cred-04")
def test_user_credentials_are_refused_from_2020_2_with_the_reason() -> None:
    for parts in (USER, together(replace(TOKENS, token_id=""), USER)):
        error = refused(parts, Protocol.SOAP, NEW)
        assert str(error).startswith(
            "NetSuite takes user credentials up to endpoint 2020.1 only, not at 2020.2."
        )
        assert CredentialSet.USER not in error.lacking
        assert "token_id" in error.lacking[CredentialSet.TOKENS]


def test_where_nothing_is_complete_every_set_lists_what_it_lacks() -> None:
    parts = together(replace(TOKENS, token_secret="", token_id=""), replace(USER, password=""))
    error = refused(parts, Protocol.SOAP, OLD)
    assert error.lacking == {
        CredentialSet.TOKENS: ("token_id", "token_secret"),
        CredentialSet.USER: ("password",),
    }
    assert "Access tokens: token id and token secret are missing." in str(error)
    assert "User credentials (endpoints up to 2020.1): password is missing." in str(error)


def test_soap_refuses_oauth2_with_the_reason() -> None:
    error = refused(OAUTH2, Protocol.SOAP, NEW)
    assert str(error).startswith("SOAP takes no OAuth 2.0; choose the protocol REST to use it.")


def test_rest_prefers_oauth2_and_takes_tokens() -> None:
    both = together(TOKENS, OAUTH2)
    assert isinstance(choose(both, Protocol.REST, NEW).credentials, OAuth2Credentials)
    assert isinstance(choose(both, Protocol.SOAP, NEW).credentials, TokenCredentials)
    without_key = choose(replace(both, private_key=""), Protocol.REST, NEW)
    assert without_key.kind is CredentialSet.TOKENS
    assert "private key is missing" in without_key.warnings[0]


def test_the_consumer_key_is_the_client_id_where_none_was_given() -> None:
    parts = replace(OAUTH2, client_id="", consumer_key="ck")
    assert choose(parts, Protocol.REST, NEW).credentials == OAuth2Credentials("ck", "kid", KEY)


def test_rest_refuses_user_credentials_with_the_reason() -> None:
    assert str(refused(USER, Protocol.REST, OLD)).startswith("REST takes access tokens or OAuth 2.0")


def test_a_part_that_cannot_be_is_refused_by_its_name_only() -> None:
    with pytest.raises(ValueError, match="token_id") as caught:
        choose(replace(TOKENS, token_id="hunter 2"), Protocol.SOAP, NEW)
    assert "hunter" not in str(caught.value)


@given(st.sets(st.sampled_from([field.name for field in fields(CredentialParts)])))
def test_for_every_choice_of_parts_a_complete_set_is_used_or_what_lacks_is_named(present: set[str]) -> None:
    everything = replace(together(TOKENS, USER, OAUTH2), role="3")
    parts = CredentialParts(**{name: getattr(everything, name) for name in present})
    for protocol, version in itertools.product(Protocol, (OLD, NEW)):
        try:
            chosen = choose(parts, protocol, version)
        except CredentialsRefused as error:
            for kind, names in error.lacking.items():
                assert names == parts.lacking(kind)
                assert not present.issuperset(names)
        else:
            assert not parts.lacking(chosen.kind)
            if chosen.kind is CredentialSet.USER:
                assert (protocol, version) == (Protocol.SOAP, OLD)
                assert parts.lacking(CredentialSet.TOKENS)


@pytest.mark.requirement("cred-07")
def test_parts_show_nothing() -> None:
    everything = replace(together(TOKENS, USER, OAUTH2), role="3")
    assert repr(everything) == "CredentialParts()"
    chosen = repr(choose(everything, Protocol.SOAP, OLD))
    assert not any(f"'{secret}'" in chosen for secret in ("ck", "cs", "ti", "ts", "p w", "app", "kid"))
    assert str(refused(replace(everything, token_id="", email=""), Protocol.SOAP, OLD)).count("p w") == 0
