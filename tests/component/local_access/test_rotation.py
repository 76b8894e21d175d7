"""The certificate rotation endpoint."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from landbridge.local.access.model import Level
from landbridge.local.control.routes import control_app
from tests.component.local_access import machines
from tests.component.local_access.asking import Reply, ask
from tests.component.local_access.conftest import ACCOUNT, RESTLETS, Premises

ROLE = "customrole_oa_integration"
PERMISSION = "ADMI_MANAGE_OWN_OAUTH2_CERTS"


@pytest.fixture(autouse=True)
def permitted(premises: Premises) -> None:
    premises.account.access.set_permission(ROLE, PERMISSION, Level.FULL)
    premises.account.access.set_permission(ROLE, "ADMI_MANAGE_OAUTH2", Level.NONE)


def base(premises: Premises) -> str:
    return f"{RESTLETS}/services/rest/auth/oauth2/v1/clients/{premises.integration.consumer_key}/certificates"


def call(premises: Premises, method: str, more: str = "", sent: Any = None, token: str = "") -> Reply:
    body = b"" if sent is None else json.dumps(sent).encode()
    bearer = f"Bearer {token or premises.token()}"
    return premises.ask(
        method, base(premises) + more, body, authorization=bearer, content_type="application/json"
    )


def upload(premises: Premises, pem: str, **changed: Any) -> dict[str, Any]:
    user = premises.user()
    return {"fileContent": pem, "entity": int(user.id), "role": user.role_ids[0], **changed}


@pytest.mark.requirement("grant-04")
def test_a_new_certificate_takes_over_from_the_old_one(premises: Premises) -> None:
    token = premises.token()
    (old,) = [entry for entry in call(premises, "GET", token=token).json if not entry["revoked"]]
    pem = machines.certificate(machines.ec_key("ES384"), days=2000)

    made = call(premises, "POST", sent=upload(premises, pem), token=token)

    assert made.status == 200
    user, integration = premises.user(), premises.integration
    document = made.json
    assert document == {
        "entity_role_id": {"com": ACCOUNT, "ent": user.id, "rol": user.role_ids[0]},
        "application_id": integration.application_id,
        "certificate_id": document["certificate_id"],
        "certificate": pem,
        "algorithm": "EC",
        "created_at": "2026-03-02T10:00:00Z",
        "valid_from": "2026-03-01T10:00:00Z",
        "valid_until": "2028-02-29T10:00:00Z",
        "invalidated": False,
    }
    added = premises.account.access.oauth2.mappings.get(document["certificate_id"])
    assert added is not None
    assert premises.token_reply(machines.form(premises.assertion(added, "ES384"))).status == 200
    assert call(premises, "POST", f"/{old['certificate_id']}/revoke", token=token).status == 200


@pytest.mark.requirement("grant-04")
def test_the_list_describes_each_certificate(premises: Premises) -> None:
    token = premises.token()
    user, integration = premises.user(), premises.integration
    entry = call(premises, "GET", token=token).json[-1]
    urls = {name: entry[name].pop("url") for name in ("application", "entity", "role")}
    assert all(url.startswith("https://1234567-sb1.app.netsuite.com/app/") for url in urls.values())
    role = premises.account.access.role(user.role_ids[0])
    assert role is not None
    assert entry == {
        "application": {
            "id": integration.id,
            "name": "Landbridge",
            "application_id": integration.application_id,
        },
        "entity": {"id": user.id, "name": user.name},
        "role": {"id": role.id, "name": role.name},
        "created": "2026-03-02T10:00:00Z",
        "valid_from": "2026-03-01T10:00:00Z",
        "valid_until": "2027-03-01T10:00:00Z",
        "revoked": False,
        "certificate_id": entry["certificate_id"],
        "algorithm": "EC",
    }


@pytest.mark.requirement("grant-04")
def test_a_revoked_certificate_gets_no_more_tokens(premises: Premises) -> None:
    mapping = premises.mapped()
    assertion = machines.form(premises.assertion(mapping))
    token = premises.token_reply(assertion).json["access_token"]
    done = call(premises, "POST", f"/{mapping.id}/revoke", token=token)
    assert (done.status, done.body) == (200, b"Successfully revoked")
    assert premises.token_reply(assertion).json == {"error": "invalid_client"}
    again = call(premises, "POST", f"/{mapping.id}/revoke", token=token)
    assert (again.status, again.json["o:errorDetails"][0]["o:errorCode"]) == (400, "INVALID_REQUEST")
    assert call(premises, "POST", "/unknown/revoke", token=token).status == 404


@pytest.mark.requirement("grant-04")
def test_an_integration_has_at_most_five_active_certificates(premises: Premises) -> None:
    token = premises.token()
    pems = [machines.certificate(ec.generate_private_key(ec.SECP256R1())) for _ in range(5)]
    replies = [call(premises, "POST", sent=upload(premises, pem), token=token) for pem in pems]
    assert [reply.status for reply in replies] == [200, 200, 200, 200, 400]
    assert "at most 5 active" in replies[-1].body.decode()
    call(premises, "POST", f"/{replies[0].json['certificate_id']}/revoke", token=token)
    assert call(premises, "POST", sent=upload(premises, pems[4]), token=token).status == 200


@pytest.mark.requirement("grant-04", "grant-02")
def test_unfit_certificates_are_refused(premises: Premises) -> None:
    token = premises.token()
    private = machines.rsa_key(2048)
    unfit = {
        "no certificate": "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----",
        "text": "hello",
        "RSA of 2048 bits": machines.certificate(private),
        "another curve": machines.certificate(ec.generate_private_key(ec.SECP256K1())),
        "expired": machines.certificate(machines.ec_key("ES512"), days=0),
    }
    for name, pem in unfit.items():
        reply = call(premises, "POST", sent=upload(premises, pem), token=token)
        assert (reply.status, reply.json["o:errorDetails"][0]["o:errorPath"]) == (400, "fileContent"), name
    good = machines.certificate(machines.ec_key("ES384"))
    assert call(premises, "POST", sent=upload(premises, good), token=token).status == 200
    twice = call(premises, "POST", sent=upload(premises, good), token=token)
    assert (twice.status, "mapped already" in twice.body.decode()) == (400, True)


@pytest.mark.requirement("grant-04")
@pytest.mark.parametrize(
    "sent",
    [None, [], {}, {"fileContent": "x"}, {"fileContent": 1.5, "entity": 1, "role": 1}, "text"],
)
def test_malformed_uploads_are_refused(premises: Premises, sent: Any) -> None:
    assert call(premises, "POST", sent=sent).status == 400


@pytest.mark.requirement("grant-04")
def test_people_work_with_their_own_certificates_only(premises: Premises) -> None:
    access, admin = premises.account.access, premises.user("admin")
    token = premises.token()
    pem = machines.certificate(ec.generate_private_key(ec.SECP256R1()))
    theirs = access.oauth2.mappings.add(premises.integration.id, admin.id, admin.role_ids[0], pem)

    def listed() -> set[str]:
        return {entry["certificate_id"] for entry in call(premises, "GET", token=token).json}

    assert theirs.id not in listed()
    assert call(premises, "POST", f"/{theirs.id}/revoke", token=token).status == 404
    other = machines.certificate(ec.generate_private_key(ec.SECP256R1()))
    for_admin = upload(premises, other, entity=admin.id, role=admin.role_ids[0])
    assert call(premises, "POST", sent=for_admin, token=token).status == 403
    wrong_role = upload(premises, other, role=admin.role_ids[0])
    assert call(premises, "POST", sent=wrong_role, token=token).status == 400
    access.set_permission(ROLE, "ADMI_MANAGE_OAUTH2", Level.FULL)
    assert theirs.id in listed()
    assert call(premises, "POST", sent=for_admin, token=token).status == 200


@pytest.mark.requirement("grant-04", "grant-05")
def test_the_endpoint_needs_a_bearer_token_and_the_permission(premises: Premises) -> None:
    assert premises.ask("GET", base(premises)).status == 401
    scope = premises.token(scope="restlets")
    assert call(premises, "GET", token=scope).status == 401
    token = premises.token()
    premises.account.access.set_permission(ROLE, PERMISSION, Level.EDIT)
    denied = call(premises, "GET", token=token)
    assert (denied.status, denied.json["o:errorDetails"][0]["o:errorCode"]) == (
        403,
        "INSUFFICIENT_PERMISSION",
    )
    premises.account.access.set_permission(ROLE, PERMISSION, Level.FULL)
    unknown = premises.ask(
        "GET",
        base(premises).replace(premises.integration.consumer_key, "f" * 64),
        authorization=f"Bearer {token}",
    )
    assert unknown.status == 404


@pytest.mark.requirement("grant-04", "control-01")
def test_the_control_plane_maps_the_first_certificate(premises: Premises) -> None:
    control = control_app(premises.account)
    url = "http://127.0.0.1/_control/access"
    pem = machines.certificate(ec.generate_private_key(ec.SECP256R1()))

    def mapped(**changed: Any) -> Reply:
        sent = {
            "integration": premises.integration.id,
            "certificate": pem,
            "user": "integration@demo.example",
        }
        body = json.dumps({**sent, **changed}).encode()
        return ask(control, "POST", f"{url}/certificates", body, content_type="application/json")

    made = mapped(certificate_id="chosen")
    user = premises.user()
    assert (made.status, made.json) == (
        200,
        {
            "certificate_id": "chosen",
            "integration": premises.integration.id,
            "user": user.id,
            "role": user.role_ids[0],
        },
    )
    shown = ask(control, "GET", url).json["integrations"][0]
    assert shown["application_id"] == premises.integration.application_id
    assert "chosen" in {one["certificate_id"] for one in shown["certificates"]}
    other = machines.certificate(ec.generate_private_key(ec.SECP256R1()))
    wrong = (
        {"integration": "999"},
        {"certificate": "no"},
        {"certificate": other, "certificate_id": "chosen"},
        {"user": "nobody@demo.example"},
        {"role": "3", "certificate": other},
    )
    assert [mapped(**one).status for one in wrong] == [404, 400, 400, 400, 400]
    premises.account.access.oauth2.mappings.revoke("chosen")
