"""Access tokens for client assertions: every algorithm, and every refusal with its documented error."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import urlencode

import pytest

from landbridge.local.access.integration import Box, IntegrationState, Scope
from landbridge.local.access.model import ADMINISTRATOR, Level
from landbridge.local.oauth2.jws import ALGORITHMS
from tests.component.local_access import machines
from tests.component.local_access.conftest import (
    ACCOUNT,
    ECHO_URL,
    LIMITS_URL,
    TOKEN_URL,
    Premises,
)

ROLE = "customrole_oa_integration"


def payload_of(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


@pytest.mark.requirement("grant-01")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_of_netsuite_gets_a_token_that_works(premises: Premises, algorithm: str) -> None:
    mapping = premises.mapped(algorithm, user="admin")

    reply = premises.token_reply(machines.form(premises.assertion(mapping, algorithm)))

    assert reply.status == 200
    assert reply.headers["cache-control"] == "no-store"
    assert {name: reply.json[name] for name in ("expires_in", "token_type")} == {
        "expires_in": "3600",
        "token_type": "bearer",
    }
    bearer = f"Bearer {reply.json['access_token']}"
    assert premises.ask("GET", LIMITS_URL, authorization=bearer).status == 200
    told = premises.ask(
        "GET", f"{ECHO_URL}&word=hello", authorization=bearer, content_type="application/json"
    )
    assert (told.status, told.json) == (200, {"told": "hello"})


@pytest.mark.requirement("grant-01")
def test_the_token_says_who_acts_as_documented(premises: Premises) -> None:
    user, integration = premises.user(), premises.integration
    payload = payload_of(premises.token(scope="restlets, rest_webservices"))
    now = int(machines.NOW.timestamp())
    assert payload.pop("jti").startswith(f"{ACCOUNT}.a-a.")
    assert payload == {
        "sub": f"{user.role_ids[0]};{user.id}",
        "aud": [f"{integration.application_id};{ACCOUNT}", integration.consumer_key],
        "scope": ["restlets", "rest_webservices"],
        "iss": "https://system.netsuite.com",
        "oit": now,
        "iat": now,
        "exp": now + 3600,
    }
    row = premises.account.access.audit(1)[0]
    assert (row.status, row.user_id, row.application, row.uri) == (
        "Success",
        user.id,
        "Landbridge",
        "/services/rest/auth/oauth2/v1/token",
    )


NOW = int(machines.NOW.timestamp())
WRONG_ASSERTIONS = {
    "unknown client": ({"iss": "f" * 64}, 401, "invalid_client", "InvalidIntegration"),
    "unknown certificate": ({"kid": "none"}, 401, "invalid_client", "InvalidCertificate"),
    "no certificate id": ({"kid": 7}, 401, "invalid_client", "InvalidCertificate"),
    "another audience": ({"aud": "https://example.com/token"}, 400, "invalid_grant", "InvalidAudience"),
    "another account": (
        {"aud": TOKEN_URL.replace("1234567-sb1", "1234567")},
        400,
        "invalid_grant",
        "InvalidAudience",
    ),
    "audience of another host": (
        {"aud": TOKEN_URL.replace("suitetalk", "restlets")},
        400,
        "invalid_grant",
        "InvalidAudience",
    ),
    "several audiences": ({"aud": [TOKEN_URL, "x"]}, 400, "invalid_grant", "InvalidAudience"),
    "no audience": ({"aud": None}, 400, "invalid_grant", "InvalidAudience"),
    "no scope": ({"scope": None}, 400, "invalid_scope", "InvalidScope"),
    "empty scope": ({"scope": ()}, 400, "invalid_scope", "InvalidScope"),
    "unknown scope": ({"scope": "rest_webservices,everything"}, 400, "invalid_scope", "InvalidScope"),
    "scope of numbers": ({"scope": [1]}, 400, "invalid_scope", "InvalidScope"),
    "mcp with others": ({"scope": "mcp,restlets"}, 400, "invalid_scope", "InvalidScope"),
    "scope the integration has not": ({"scope": "mcp"}, 400, "invalid_scope", "ScopeMismatched"),
    "expired": ({"iat": NOW - 7200, "exp": NOW - 1}, 400, "invalid_grant", "InvalidTimestamp"),
    "expires now": ({"iat": NOW - 3600, "exp": NOW}, 400, "invalid_grant", "InvalidTimestamp"),
    "longer than an hour": ({"exp": NOW + 3601}, 400, "invalid_grant", "InvalidTimestamp"),
    "from the future": ({"iat": NOW + 120, "exp": NOW + 200}, 400, "invalid_grant", "InvalidTimestamp"),
    "time as text": ({"exp": str(NOW + 60)}, 400, "invalid_request", "InvalidTimestamp"),
    "time as truth": ({"iat": True}, 400, "invalid_request", "InvalidTimestamp"),
    "endless": ({"exp": 1e300}, 400, "invalid_request", "InvalidTimestamp"),
    "not good yet": ({"nbf": NOW + 120}, 400, "invalid_grant", "InvalidTimestamp"),
    "not before as text": ({"nbf": str(NOW)}, 400, "invalid_request", "InvalidTimestamp"),
    "critical extension": ({"crit": ["b64"]}, 400, "invalid_request", "parameter_rejected"),
    "no critical extension": ({"crit": []}, 400, "invalid_request", "parameter_rejected"),
    "id that is no text": ({"jti": 5}, 400, "invalid_request", "parameter_rejected"),
}


@pytest.mark.requirement("grant-02")
@pytest.mark.parametrize("name", WRONG_ASSERTIONS)
def test_a_wrong_assertion_gets_the_documented_error(premises: Premises, name: str) -> None:
    changed, status, error, detail = WRONG_ASSERTIONS[name]
    reply = premises.token_reply(machines.form(premises.assertion(premises.mapped(), **changed)))
    assert (reply.status, reply.json, premises.detail()) == (status, {"error": error}, detail)
    challenge = f'Basic realm="{ACCOUNT}"' if status == 401 else None
    assert reply.headers.get("www-authenticate") == challenge


@pytest.mark.requirement("grant-02")
@pytest.mark.parametrize("algorithm", ["RS256", "RS512", "HS256", "none", "PS999", None, 7])
def test_other_algorithms_are_refused(premises: Premises, algorithm: Any) -> None:
    mapping = premises.mapped("PS256")
    made = machines.token(
        {"typ": "JWT", "alg": algorithm, "kid": mapping.id},
        {"iss": premises.integration.consumer_key, "aud": TOKEN_URL, "iat": NOW, "exp": NOW + 60},
        lambda signed: machines._signature("RS256", machines.rsa_key(), signed),
    )
    reply = premises.token_reply(machines.form(made))
    assert (reply.status, reply.json) == (400, {"error": "invalid_request"})
    assert premises.detail() == "UnknownAlgorithm"


@pytest.mark.requirement("grant-02")
@pytest.mark.parametrize(("signed", "mapped"), [("ES384", "ES256"), ("ES256", "PS256"), ("PS256", "ES256")])
def test_a_signature_by_another_key_is_refused(premises: Premises, signed: str, mapped: str) -> None:
    reply = premises.token_reply(machines.form(premises.assertion(premises.mapped(mapped), signed)))
    assert (reply.status, reply.json) == (401, {"error": "invalid_client"})
    assert premises.detail() == "InvalidSignature"


def test_an_assertion_that_has_just_become_good_is_accepted(premises: Premises) -> None:
    assertion = premises.assertion(premises.mapped(), nbf=NOW)
    assert premises.token_reply(machines.form(assertion)).status == 200


@pytest.mark.requirement("grant-02")
def test_an_assertion_with_an_id_is_used_once(premises: Premises) -> None:
    body = machines.form(premises.assertion(premises.mapped(), jti="4711"))
    assert premises.token_reply(body).status == 200
    again = premises.token_reply(body)
    assert (again.status, again.json, premises.detail()) == (400, {"error": "invalid_grant"}, "AssertionUsed")


MALFORMED = {
    "no JWT": machines.form("abc"),
    "no JSON": machines.form("YWJj.YWJj.YWJj"),
    "not base64url": machines.form("a=.b!.c"),
    "too long": machines.form("a" * 20_000),
    "another assertion type": machines.form("a.b.c", client_assertion_type="saml"),
    "no assertion": machines.form(""),
    "unknown grant": machines.form("a.b.c", grant_type="password"),
    "given twice": machines.form("a.b.c") + b"&grant_type=client_credentials",
    "no form": b"{}",
    "no text": b"\xff\xfe=1",
    "nothing": b"",
    "huge": b"a=" + b"b" * 70_000,
}


@pytest.mark.requirement("grant-02")
@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_request_is_invalid(premises: Premises, name: str) -> None:
    reply = premises.token_reply(MALFORMED[name])
    assert (reply.status, reply.json) == (400, {"error": "invalid_request"})


@pytest.mark.requirement("grant-02")
def test_requests_of_another_kind_are_invalid(premises: Premises) -> None:
    body = machines.form(premises.assertion(premises.mapped()))
    as_json = premises.token_reply(body, content_type="application/json")
    two_ways = premises.token_reply(body, authorization="Basic YTpi")
    assert [reply.json for reply in (as_json, two_ways)] == [{"error": "invalid_request"}] * 2
    assert premises.ask("GET", TOKEN_URL).status == 405


@pytest.mark.requirement("grant-02")
@pytest.mark.parametrize("grant", ["authorization_code", "refresh_token"])
def test_the_authorization_code_flow_is_refused_by_name(premises: Premises, grant: str) -> None:
    reply = premises.token_reply(urlencode({"grant_type": grant, "code": "c"}).encode())
    assert (reply.status, reply.json) == (400, {"error": "unsupported_grant_type"})
    revoking = premises.ask("POST", TOKEN_URL.replace("/token", "/revoke"))
    assert (revoking.status, revoking.json) == (400, {"error": "unsupported_grant_type"})
    page = "https://1234567-sb1.app.netsuite.com/app/login/oauth2/authorize.nl?response_type=code"
    asked = premises.ask("GET", page)
    assert (asked.status, asked.json) == (400, {"error": "unsupported_response_type"})


@pytest.mark.requirement("grant-02")
def test_integrations_without_the_grant_and_blocked_ones_get_no_token(premises: Premises) -> None:
    applications, integration = premises.account.access.applications, premises.integration
    body = machines.form(premises.assertion(premises.mapped()))
    applications.change_definition(integration.id, boxes={Box.TOKENS})
    try:
        reply = premises.token_reply(body)
        assert (reply.json, premises.detail()) == (
            {"error": "unauthorized_client"},
            "ClientCredentialsGrantRequired",
        )
        applications.change_definition(integration.id, boxes=frozenset(Box), scopes={Scope.RESTLETS})
        assert premises.token_reply(body).json == {"error": "invalid_scope"}
        applications.change_definition(integration.id, scopes=integration.scopes)
        applications.set_state(integration.id, IntegrationState.BLOCKED)
        reply = premises.token_reply(body)
        assert (reply.json, premises.detail()) == ({"error": "invalid_client"}, "IntegrationBlocked")
    finally:
        applications.set_state(integration.id, IntegrationState.ENABLED)
        applications.change_definition(integration.id, boxes=frozenset(Box), scopes=integration.scopes)
    assert premises.token_reply(body).status == 200


@pytest.mark.requirement("grant-02", "grant-05")
def test_users_and_roles_that_may_not_log_in_get_no_token(premises: Premises) -> None:
    account, user = premises.account, premises.user()
    body = machines.form(premises.assertion(premises.mapped()))

    def refused() -> str:
        reply = premises.token_reply(body)
        assert (reply.status, reply.json) == (400, {"error": "invalid_grant"})
        return premises.detail()

    account.access.set_permission(ROLE, "ADMI_LOGIN_OAUTH2", Level.EDIT)
    assert refused() == "permission_denied"
    account.access.set_permission(ROLE, "ADMI_LOGIN_OAUTH2", Level.FULL)
    system = account.access.system_session()
    account.records.save(system, "employee", {"isInactive": True}, id=user.id)
    assert refused() == "EntityOrRoleDisabled"
    account.records.save(system, "employee", {"isInactive": False}, id=user.id)
    account.access.give_access(user.id, (ADMINISTRATOR,))
    assert refused() == "EntityOrRoleDisabled"
    account.access.give_access(user.id, user.role_ids)
    assert premises.token_reply(body).status == 200


@pytest.mark.requirement("grant-02")
def test_revoked_and_outdated_certificates_get_no_token(premises: Premises) -> None:
    mapping = premises.mapped()
    premises.clock.advance(400 * 86400)
    try:
        reply = premises.token_reply(machines.form(premises.assertion(mapping)))
        assert (reply.json, premises.detail()) == ({"error": "invalid_client"}, "InvalidCertificate")
    finally:
        premises.clock.advance(-400 * 86400)
    premises.account.access.oauth2.mappings.revoke(mapping.id)
    reply = premises.token_reply(machines.form(premises.assertion(mapping)))
    assert (reply.json, premises.detail()) == ({"error": "invalid_client"}, "InvalidCertificate")


@pytest.mark.requirement("grant-02")
def test_refused_assertions_never_lock_the_user(premises: Premises) -> None:
    mapping = premises.mapped()
    for _ in range(7):
        premises.token_reply(machines.form(premises.assertion(mapping, aud="x")))
    assert premises.token_reply(machines.form(premises.assertion(mapping))).status == 200
