"""The files under `suiteapp/`, installed and executed: a save is announced, a certificate is replaced."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from landbridge.local.access.model import Context, Level
from landbridge.local.account import Account
from landbridge.local.opening import opened_account
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.scripting.outgoing import Outgoing
from landbridge.local.settings import AccountSettings
from tests.component.local_scripting.outside import Outside, outside_server
from tests.keyfiles import packed

CERTIFICATE = "custcertificate_oa_realtime"
SETTINGS = "customrecord_oa_srp_integration_settings"
EXPORTED = {"custentity_oa_export_to_openair": True}


@pytest.fixture
def account() -> Iterator[Account]:
    with opened_account(AccountSettings(account_id="1234567"), suiteapp=suiteapp_folder()) as opened:
        yield opened


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def key_file(key: rsa.RSAPrivateKey) -> str:
    """A PKCS#12 file in base64, as the service uploads it."""
    return base64.b64encode(packed(key, b"secret")).decode()


@pytest.fixture
def call_restlet(workshop: Any) -> Callable[[str, Any], Any]:
    """Calls the certificate RESTlet as the integration user."""

    def call(entry: str, body: Any) -> Any:
        script, deployment = workshop.scripting.registry.restlet(
            "customscript_landbridge_certificate", "customdeploy_landbridge_certificate"
        )
        session = workshop.session("integration", Context.RESTLET)
        request = {"kind": "restlet", "entry": entry, "body": {"kind": "object", "text": json.dumps(body)}}
        result = workshop.scripting.execute(script, deployment, session, request)
        return json.loads(result["value"]["text"])

    return call


@pytest.fixture
def service(
    workshop: Any, call_restlet: Callable[[str, Any], Any], key_file: str, tmp_path: Path
) -> Iterator[Outside]:
    """A service that answers 202, and settings that point to it."""
    answer = call_restlet("post", {"name": "Real time", "file": key_file, "password": "secret"})
    assert answer["status"] == "ok", answer
    with outside_server(workshop.account.authority, tmp_path) as server:
        point_to(workshop, server.url)
        yield server


def point_to(workshop: Any, url: str) -> None:
    settings = workshop.account.records.by_external_id(SETTINGS, "landbridge_settings")
    values = {
        "custrecord_landbridge_url": url,
        "custrecord_landbridge_account": "1234567",
        "custrecord_oa_db_id": "77",
        "custrecord_oa_realtime_enable": True,
        "custrecord_oa_realtime_include_lead": True,
        "custrecord_oa_realtime_include_prospect": True,
        "custrecord_oa_realtime_email": "it@example.com",
    }
    workshop.account.records.save(workshop.account.access.system_session(), SETTINGS, values, id=settings.id)


def decoded(segment: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))


def verified(key: rsa.RSAPrivateKey, token: bytes) -> dict[str, Any]:
    header, payload, signature = token.decode().split(".")
    assert decoded(header)["alg"] == "RS256"
    key.public_key().verify(
        base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)),
        f"{header}.{payload}".encode(),
        padding.PKCS1v15(),
        hashes.SHA256(),
    )
    claims: dict[str, Any] = decoded(payload)
    return claims


@pytest.mark.requirement("script-01")
@pytest.mark.parametrize(
    ("record_type", "script_type", "values"),
    [
        ("employee", "employee", {"firstName": "A", "lastName": "B"}),
        ("customer", "lead", {"companyName": "Ash"}),
        ("customer", "prospect", {"companyName": "Ash"}),
        ("customer", "customer", {"companyName": "Ash"}),
        ("job", "job", {"companyName": "Ash"}),
    ],
)
def test_a_save_is_announced_by_a_signed_notice(
    workshop: Any,
    service: Outside,
    key: rsa.RSAPrivateKey,
    record_type: str,
    script_type: str,
    values: dict[str, Any],
) -> None:
    made = workshop.save(values | EXPORTED, record_type=record_type, by="anna", script_type=script_type)
    assert made.after_submit_error is None
    ((method, path, headers, body),) = service.received
    assert (method, path, headers["Content-Type"]) == ("POST", "/realtime/notices", "application/jose")
    claims = verified(key, body)
    assert {
        name: claims[name]
        for name in ("ver", "iss", "aud", "record_type", "internal_id", "event", "context", "user")
    } == {
        "ver": "2",
        "iss": "1234567",
        "aud": "77",
        "record_type": script_type,
        "internal_id": made.record.id,
        "event": "create",
        "context": "USERINTERFACE",
        "user": workshop.user("anna"),
    }
    assert claims["exp"] - claims["iat"] <= 300
    assert workshop.logged("ERROR") == []


@pytest.mark.requirement("script-01")
def test_answer_is_shown_once_when_the_record_is_viewed(workshop: Any, service: Outside) -> None:
    made = workshop.save({"companyName": "Ash", **EXPORTED}, by="anna")
    assert len(service.received) == 1
    session = workshop.session("anna")
    (shown,) = workshop.scripting.before_load(session, "view", "customer", made.record).messages
    assert (shown.type, shown.title, shown.message) == (
        "information",
        "SuiteProjects Pro",
        "Added to &lt;the&gt; queue.",
    )
    again = workshop.scripting.before_load(session, "view", "customer", made.record)
    assert again.messages == ()


@pytest.mark.parametrize("context", [Context.CSVIMPORT, Context.WEBSERVICES, Context.RESTLET])
def test_other_contexts_are_silent(workshop: Any, service: Outside, context: Context) -> None:
    workshop.save({"companyName": "Ash", **EXPORTED}, context=context)
    assert service.received == []


def test_service_that_hangs_costs_one_slow_save(workshop: Any, service: Outside) -> None:
    point_to(workshop, service.url + "/hang")
    workshop.scripting.outgoing = Outgoing(workshop.scripting._tls_context, 0.3)
    results = [workshop.save({"companyName": f"Ash {number}", **EXPORTED}) for number in range(4)]
    assert all(saved.after_submit_error is None for saved in results)
    assert len(workshop.account.outbox.messages()) == 1
    titles = [title for title, _ in workshop.logged()]
    assert titles.count("Notice skipped") == 3


@pytest.mark.requirement("restlet-02")
def test_certificate_is_created_then_replaced_and_no_file_stays(
    workshop: Any, call_restlet: Callable[[str, Any], Any], key_file: str
) -> None:
    folders = workshop.account.files.folders()
    assert call_restlet("get", {})["certificate"] is None
    body = {"name": "Real time", "file": key_file, "password": "secret"}
    assert call_restlet("post", body)["created"] is True
    assert call_restlet("post", {**body, "name": "Renewed"})["created"] is False
    assert call_restlet("get", {})["certificate"] == {"scriptId": CERTIFICATE, "name": "Renewed"}
    wrong = call_restlet("post", {**body, "password": "other"})
    assert (wrong["status"], wrong["code"]) == ("error", "INVALID_CERT")
    assert workshop.account.files.folders() == folders


@pytest.mark.requirement("restlet-02")
def test_role_without_the_rights_may_not_replace_it(
    workshop: Any, call_restlet: Callable[[str, Any], Any], key_file: str
) -> None:
    workshop.account.access.set_permission("customrole_oa_integration", "ADMI_CERTIFICATES", Level.NONE)
    answer = call_restlet("post", {"name": "n", "file": key_file, "password": "secret"})
    assert (answer["status"], answer["code"]) == ("error", "INSUFFICIENT_PERMISSION")
    assert workshop.account.certificates.listing() == []


def test_switched_off_deployment_stays_off_when_installed_again(workshop: Any) -> None:
    before = workshop.scripting.deployments()
    workshop.scripting.set_deployment("customdeploy_oa_send_customer", is_deployed=False)
    point_to(workshop, "https://kept.example")
    workshop.scripting.install(suiteapp_folder())
    assert not workshop.scripting.registry.deployment("customdeploy_oa_send_customer").is_deployed
    assert len(workshop.scripting.deployments()) == len(before)
    settings = workshop.account.records.by_external_id(SETTINGS, "landbridge_settings")
    assert settings.values["custrecord_landbridge_url"] == "https://kept.example"
