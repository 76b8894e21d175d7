"""Bearer tokens at REST services and RESTlets, and the keys they verify against."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from landbridge.local.access.integration import Scope
from landbridge.local.access.model import Context, Level
from landbridge.local.settings import AccountSettings
from tests.component.local_access import machines
from tests.component.local_access.conftest import (
    ACCOUNT,
    ECHO_URL,
    LIMITS_URL,
    SUITETALK,
    Premises,
    opened_premises,
)

KEYS_URL = f"{SUITETALK}/services/rest/auth/oauth2/v1/keys"
INVALID_TOKEN = f'Bearer realm="{ACCOUNT}", error="invalid_token", error_description="Invalid login attempt."'
INVALID_REQUEST = (
    f'Bearer realm="{ACCOUNT}", error="invalid_request", '
    'error_description="The request could not be understood by the server due to malformed syntax."'
)
DAY = 86400


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def key_set(premises: Premises) -> dict[str, Any]:
    reply = premises.ask("GET", KEYS_URL)
    assert reply.status == 200
    return {key["kid"]: key for key in reply.json["keys"]}


def verify(token: str, key: Any) -> None:
    """Raise unless a token was signed with a published key, as any library would find."""
    numbers = rsa.RSAPublicNumbers(
        int.from_bytes(_bytes(key["e"]), "big"), int.from_bytes(_bytes(key["n"]), "big")
    )
    signed, _, signature = token.rpartition(".")
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    numbers.public_key().verify(_bytes(signature), signed.encode(), pss, hashes.SHA256())


@pytest.mark.requirement("grant-03")
def test_tokens_verify_against_the_published_keys(premises: Premises) -> None:
    token = premises.token()
    header = json.loads(_bytes(token.split(".")[0]))
    key = key_set(premises)[header["kid"]]
    assert header == {"kid": key["kid"], "typ": "JWT", "alg": "PS256"}
    verify(token, key)
    certificate = x509.load_der_x509_certificate(base64.b64decode(key["x5c"][0]))
    public = certificate.public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    assert public.public_numbers().n == int.from_bytes(_bytes(key["n"]), "big")
    life = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert life.days == 90


@pytest.mark.requirement("grant-03")
def test_signing_certificates_are_changed_thirty_days_before_their_end() -> None:
    with opened_premises() as premises:
        first = premises.token()
        (old,) = key_set(premises)
        premises.clock.advance(59 * DAY)
        assert set(key_set(premises)) == {old}
        premises.clock.advance(2 * DAY)
        second = premises.token()
        keys = key_set(premises)
        assert len(keys) == 2
        verify(first, keys[old])
        with pytest.raises(Exception):  # noqa: B017, PT011 - cryptography's InvalidSignature
            verify(second, keys[old])
        premises.clock.advance(30 * DAY)
        assert old not in key_set(premises)


@pytest.mark.requirement("grant-03")
def test_an_expired_token_is_refused_everywhere(premises: Premises) -> None:
    token = premises.token(user="admin")
    bearer = f"Bearer {token}"
    assert premises.ask("GET", LIMITS_URL, authorization=bearer).status == 200
    premises.clock.advance(3600)
    try:
        for url in (LIMITS_URL, ECHO_URL):
            reply = premises.ask("GET", url, authorization=bearer)
            assert (reply.status, reply.headers["www-authenticate"]) == (401, INVALID_TOKEN)
            assert premises.detail() == "AccessTokenExpired"
    finally:
        premises.clock.advance(-3600)
    assert premises.ask("GET", LIMITS_URL, authorization=bearer).status == 200


@pytest.mark.requirement("grant-03")
def test_tokens_of_another_account_are_refused(premises: Premises) -> None:
    with opened_premises(AccountSettings(account_id="7654321")) as other:
        url = other.account.access.oauth2.token_url
        mapping = other.mapped(user="admin")
        assertion = other.assertion(mapping, aud=url)
        foreign = other.account.access.oauth2.access_token(assertion, ip="192.0.2.7")
        stolen = premises.ask("GET", LIMITS_URL, authorization=f"Bearer {foreign}")
    assert (stolen.status, stolen.headers["www-authenticate"]) == (401, INVALID_TOKEN)
    assert premises.detail() == "InvalidAccessToken"


def forged(token: str, **changed: Any) -> str:
    """Return a token with another payload under the old signature."""
    header, payload, signature = token.split(".")
    content = {**json.loads(_bytes(payload)), **changed}
    return (
        f"{header}.{base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b'=').decode()}.{signature}"
    )


@pytest.mark.requirement("grant-03")
def test_forged_tokens_are_refused(premises: Premises) -> None:
    token = premises.token()
    kid = json.loads(_bytes(token.split(".")[0]))["kid"]
    claims = json.loads(_bytes(token.split(".")[1]))
    own_key = machines.token(
        {"kid": kid, "typ": "JWT", "alg": "PS256"},
        claims,
        lambda signed: machines._signature("PS256", machines.rsa_key(), signed),
    )
    unsigned = machines.token({"kid": kid, "typ": "JWT", "alg": "none"}, claims, lambda _: b"")
    wrong = {
        forged(token, sub="3;1"): "InvalidSignature",
        own_key: "InvalidSignature",
        unsigned: "InvalidSignature",
        machines.token({"alg": "PS256"}, claims, lambda _: b""): "InvalidAccessToken",
        "abc": "InvalidAccessToken",
        "a.b.c": "InvalidAccessToken",
    }
    for made, detail in wrong.items():
        reply = premises.ask("GET", LIMITS_URL, authorization=f"Bearer {made}")
        assert (reply.status, reply.headers["www-authenticate"]) == (401, INVALID_TOKEN)
        assert premises.detail() == detail


@pytest.mark.requirement("grant-03")
@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer a b", "bearer  x y"])
def test_a_malformed_bearer_is_a_bad_request(premises: Premises, header: str) -> None:
    for url in (LIMITS_URL, ECHO_URL):
        reply = premises.ask("GET", url, authorization=header)
        assert (reply.status, reply.headers["www-authenticate"]) == (400, INVALID_REQUEST)


@pytest.mark.requirement("grant-02")
def test_a_token_opens_its_scopes_only(premises: Premises) -> None:
    restlets = premises.token(scope="restlets", user="admin")
    rest = premises.token(scope="rest_webservices", user="admin")
    statuses = {
        (name, url): premises.ask("GET", url, authorization=f"Bearer {token}").status
        for name, token in (("restlets", restlets), ("rest", rest))
        for url in (LIMITS_URL, ECHO_URL)
    }
    assert statuses == {
        ("restlets", LIMITS_URL): 401,
        ("restlets", ECHO_URL): 200,
        ("rest", LIMITS_URL): 200,
        ("rest", ECHO_URL): 401,
    }
    assert premises.detail() == "ScopeMismatched"


@pytest.mark.requirement("grant-05")
def test_what_the_role_loses_its_token_loses(premises: Premises) -> None:
    access = premises.account.access
    token = premises.token()
    session = access.verify_bearer(token, Scope.REST_WEB_SERVICES, ip="", uri="/")
    assert (session.user_id, session.context) == (premises.user().id, Context.RESTWEBSERVICES)
    role = access.role(session.role_id)
    assert role is not None
    access.set_permission(role.script_id, "ADMI_LOGIN_OAUTH2", Level.NONE)
    assert premises.ask("GET", ECHO_URL, authorization=f"Bearer {token}").status == 401
    assert premises.detail() == "permission_denied"
    access.set_permission(role.script_id, "ADMI_LOGIN_OAUTH2", Level.FULL)
    access.define_role(role.script_id, role.name, role.permissions, web_services_only=True)
    assert premises.ask("GET", ECHO_URL, authorization=f"Bearer {token}").status == 401
    access.verify_bearer(token, Scope.REST_WEB_SERVICES, ip="", uri="/")
    access.define_role(role.script_id, role.name, role.permissions)
    assert premises.ask("GET", ECHO_URL, authorization=f"Bearer {token}").status == 200


def test_keys_never_show_in_representations(premises: Premises) -> None:
    key = premises.account.access.oauth2.keys.current()
    secret = key.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    assert "PRIVATE" in secret.decode()
    assert "key=" not in repr(key)
    assert "PRIVATE" not in repr(key.jwk)
    assert not {"d", "p", "q"} & set(key.jwk)


@pytest.mark.requirement("grant-03")
def test_a_token_ends_with_the_scope_of_its_record(premises: Premises) -> None:
    applications, integration = premises.account.access.applications, premises.integration
    bearer = f"Bearer {premises.token(user='admin')}"
    ways = {Scope.REST_WEB_SERVICES: LIMITS_URL, Scope.RESTLETS: ECHO_URL}
    try:
        for lost, url in ways.items():
            applications.change_definition(integration.id, scopes=integration.scopes - {lost})
            for address in ways.values():
                reply = premises.ask("GET", address, authorization=bearer)
                assert reply.status == (401 if address == url else 200)
            applications.change_definition(integration.id, scopes=integration.scopes)
        applications.change_definition(integration.id, scopes=integration.scopes - set(ways))
        assert premises.ask("GET", LIMITS_URL, authorization=bearer).status == 401
        assert premises.detail() == "ScopeMismatched"
    finally:
        applications.change_definition(integration.id, scopes=integration.scopes)
    assert premises.ask("GET", LIMITS_URL, authorization=bearer).status == 200
