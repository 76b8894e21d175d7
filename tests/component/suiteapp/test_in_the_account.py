"""The SuiteApp's own files, executed by the local account: certificate by RESTlet, saves at the pages, notices over TLS."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jws
from joserfc.jwk import RSAKey

from landbridge.local.access.model import Context, Level, Session
from landbridge.local.account import Account
from landbridge.local.records.hooks import PageMessage
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import RESTLET as RESTLET_SCRIPT
from landbridge.local.scripting.model import Deployment, DeploymentStatus, Script
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_account
from landbridge.netsuite import AccountId, Client, ClientOptions, RecordToWrite, Ref, TokenCredentials
from tests.keyfiles import packed

from .service import Service, served_service

SETTINGS = "customrecord_oa_srp_integration_settings"
CERTIFICATE = "custcertificate_oa_realtime"
ROLE = "customrole_oa_integration"
RESTLET = {"script": "customscript_landbridge_certificate", "deploy": "customdeploy_landbridge_certificate"}
PASSWORD = "of-the-key-file"


@dataclass(frozen=True)
class Key:
    """A key with its certificate, and the PKCS#12 file that holds both."""

    public: RSAKey
    file: str


def made_key() -> Key:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    file = packed(key, PASSWORD.encode())
    return Key(RSAKey.import_key(key.public_key()), base64.b64encode(file).decode())


@pytest.fixture(scope="module")
def key() -> Key:
    return made_key()


@pytest.fixture
def running() -> Iterator[RunningAccount]:
    # Scripts wait half a second for an answer instead of NetSuite's 45.
    settings = AccountSettings(https_transfer_timeout=0.5)
    with running_account(settings, suiteapp=suiteapp_folder()) as running:
        yield running


@pytest.fixture
def account(running: RunningAccount) -> Account:
    return running.account


@pytest.fixture
def service(account: Account, tmp_path: Path) -> Iterator[Service]:
    with served_service(account, tmp_path) as service:
        yield service


@pytest.fixture
async def client(running: RunningAccount) -> AsyncIterator[Client]:
    secrets = running.secrets
    credentials = TokenCredentials(**asdict(secrets))
    options = ClientOptions(connect_to=running.connect_to, ca_file=running.ca_file)
    async with Client(
        AccountId.parse(running.account.settings.account_id), credentials, options=options
    ) as client:
        yield client


@pytest.fixture
async def connected(account: Account, service: Service, client: Client, key: Key) -> Session:
    """Settings filled in, certificate uploaded; returns the session of Anna at the pages."""
    change_settings(
        account,
        custrecord_landbridge_url=f"{service.url}/",
        custrecord_landbridge_account=account.settings.account_id,
        custrecord_oa_db_id="5501",
        custrecord_oa_realtime_enable=True,
        custrecord_oa_realtime_email="errors@example.com",
    )
    uploaded = await client.restlets.call("POST", **RESTLET, body=upload(key))
    assert uploaded["status"] == "ok"
    return at_the_pages(account)


def upload(key: Key, **changes: str) -> dict[str, str]:
    return {"name": "Real time", "file": key.file, "password": PASSWORD, **changes}


def at_the_pages(account: Account) -> Session:
    return account.access.sign_in("anna@demo.example", "landbridge", ip="127.0.0.1")


def change_settings(account: Account, **values: Any) -> None:
    (id_,) = account.records.search(SETTINGS, [])
    account.records.save(account.access.system_session(), SETTINGS, values, id=id_)


def save(account: Account, session: Session, type_: str = "customer", **values: Any) -> str:
    """Save a new record that is marked for export and return its id; no script may fail."""
    names = {"employee": {"firstName": "A", "lastName": "B"}}.get(type_, {"companyName": "Acme"})
    result = account.records.save(
        session, type_, {**names, "custentity_oa_export_to_openair": True, **values}
    )
    assert result.after_submit_error is None
    return result.record.id


def answer_shown(account: Account, session: Session, type_: str, id_: str) -> tuple[PageMessage, ...]:
    record = account.records.get(type_, id_)
    return tuple(account.scripting.before_load(session, "view", type_, record).messages)


def claims(service: Service, key: Key) -> dict[str, Any]:
    """Return the claims of the last notice, its signature verified."""
    verified = jws.deserialize_compact(service.notices[-1][2], key.public, algorithms=["RS256"])
    assert verified.headers() == {"alg": "RS256", "typ": "JWT"}
    found = json.loads(verified.payload)
    assert isinstance(found, dict)
    return found


def logged(account: Account) -> list[tuple[str, str, str]]:
    assert isinstance(account.scripting, Scripting)
    return [(entry.level, entry.title, entry.details) for entry in account.scripting.log(20)]


@pytest.mark.requirement("suiteapp-01")
def test_the_project_installs(account: Account) -> None:
    assert isinstance(account.scripting, Scripting)
    assert {script.name for script in account.scripting.scripts()} >= {
        "SuiteProjects Pro: Send to SPP 2.0",
        "SuiteProjects Pro: Show Answer",
    }
    trigger = [
        one for one in account.scripting.deployments() if one.script == "customscript_oa_send_to_spp_2"
    ]
    assert {one.record_type for one in trigger if one.is_deployed} == {
        "employee",
        "customer",
        "lead",
        "prospect",
        "job",
    }
    assert len(trigger) == 20
    assert {(one.run_as_role, one.all_roles) for one in trigger} == {(ROLE, True)}
    role = account.access.role_by_script_id(ROLE)
    assert role is not None
    assert role.permissions["ADMI_CERTIFICATES"] == Level.FULL
    record = account.records.by_external_id(SETTINGS, "landbridge_settings")
    assert record is not None
    assert record.values["name"] == "SuiteProjects Pro Integration Settings Record"
    for type_ in ("employee", "customer", "job"):
        assert "custentity_oa_export_to_openair" in {
            f.script_id for f in account.records.custom_fields(type_)
        }


@pytest.mark.requirement("suiteapp-02")
@pytest.mark.parametrize("type_", ["employee", "customer", "job"])
async def test_a_users_save_sends_a_signed_notice(
    account: Account, connected: Session, service: Service, key: Key, type_: str
) -> None:
    id_ = save(account, connected, type_)
    path, content_type, _ = service.notices[-1]
    assert (path, content_type) == ("/realtime/notices", "application/jose")
    found = claims(service, key)
    assert found["exp"] - found["iat"] == 300
    assert {name: found[name] for name in found if name not in {"iat", "exp", "jti"}} == {
        "ver": "2",
        "app": "2.0.0",
        "iss": account.settings.account_id,
        "aud": "5501",
        "record_type": type_,
        "internal_id": id_,
        "event": "create",
        "context": "USERINTERFACE",
        "user": connected.user_id,
    }


@pytest.mark.requirement("suiteapp-02")
async def test_edit_and_inline_edit_are_told_apart(
    account: Account, connected: Session, service: Service, key: Key
) -> None:
    id_ = save(account, connected)
    seen = []
    for event in ("edit", "xedit"):
        account.records.save(connected, "customer", {"phone": event}, id=id_, event=event)
        seen.append(claims(service, key)["event"])
    assert seen == ["edit", "xedit"]


@pytest.mark.requirement("suiteapp-02")
@pytest.mark.parametrize(
    "context", [Context.CSVIMPORT, Context.WEBSERVICES, Context.RESTLET, Context.SCHEDULED]
)
async def test_other_contexts_send_nothing(
    account: Account, connected: Session, service: Service, context: Context
) -> None:
    session = Session(connected.user_id, connected.role_id, context)
    save(account, session)
    assert service.notices == []


@pytest.mark.requirement("rule-08", "rule-10")
@pytest.mark.usefixtures("connected")
async def test_soap_requests_are_sent_one_by_one_and_not_in_bulk(
    account: Account, service: Service, key: Key, client: Client
) -> None:
    values = {"subsidiary": Ref("1"), "custentity_oa_export_to_openair": True}
    await client.soap.add("customer", {**values, "companyName": "Without the box"}, external_id="x-0")
    assert service.notices == []
    change_settings(account, custrecord_oa_realtime_soap_customer=True)
    ref = await client.soap.add("customer", {**values, "companyName": "One"}, external_id="x-1")
    found = claims(service, key)
    assert (found["internal_id"], found["context"]) == (ref.internal_id, "WEBSERVICES")
    many = [RecordToWrite("customer", {**values, "companyName": f"Bulk {number}"}) for number in range(20)]
    results = await client.soap.add_list(many)
    assert len(results) == 20
    assert len(service.notices) == 5  # the single one, and the first of the twenty


SAVING = """/** @NApiVersion 2.1 @NScriptType Restlet */ define(['N/record'], (record) => ({ post: (body) => {
  const made = record.create({ type: 'customer' });
  Object.entries(body).forEach(([fieldId, value]) => made.setValue({ fieldId, value }));
  return { id: made.save() };
} }));"""


def restlet_of_somebody_else(account: Account) -> dict[str, str]:
    """Install :data:`SAVING` for all roles; return what names it in a call."""
    file = account.files.save(
        account.access.system_session(), "/SuiteScripts/others", "saving.js", SAVING.encode()
    )
    deployment = Deployment(
        script_id="customdeploy_saving",
        script="customscript_saving",
        number=0,
        status=DeploymentStatus.RELEASED,
        all_roles=True,
    )
    script = Script("customscript_saving", 0, RESTLET_SCRIPT, "Saving", file.path, owner="1")
    assert isinstance(account.scripting, Scripting)
    account.scripting.registry.define(script, [deployment])
    return {"script": script.script_id, "deploy": deployment.script_id}


@pytest.mark.requirement("rule-09")
@pytest.mark.usefixtures("connected")
async def test_what_a_restlet_saves_is_sent_with_the_box_and_what_rest_saves_never(
    running: RunningAccount, service: Service, key: Key, client: Client
) -> None:
    """Somebody else's RESTlet, called over HTTP, and a request to REST web services."""
    place = restlet_of_somebody_else(running.account)
    values = {"subsidiary": "1", "custentity_oa_export_to_openair": True}
    await client.restlets.call("POST", **place, body={**values, "companyname": "Without the box"})
    assert service.notices == []
    change_settings(running.account, custrecord_oa_realtime_restlet_customer=True)
    saved = await client.restlets.call("POST", **place, body={**values, "companyname": "With it"})
    found = claims(service, key)
    assert (found["internal_id"], found["context"]) == (str(saved["id"]), "RESTLET")
    service.notices.clear()
    change_settings(running.account, custrecord_oa_realtime_soap_customer=True)
    made = await client.rest.create(
        "customer",
        {"companyName": "By REST", "subsidiary": Ref("1"), "custentity_oa_export_to_openair": True},
    )
    assert running.account.records.get("customer", made.internal_id) is not None
    assert service.notices == []


@pytest.mark.requirement("suiteapp-02", "suiteapp-03")
async def test_a_save_never_suffers_and_one_failure_opens_the_circuit(
    account: Account, connected: Session, service: Service
) -> None:
    service.answer = (500, {})
    ids = [save(account, connected, companyName=f"Customer {number}") for number in range(10)]
    assert len(service.notices) == 1
    assert all(account.records.get("customer", id_) for id_ in ids)
    assert ("ERROR", "Notice not accepted", f"customer {ids[0]}: HTTP 500") in logged(account)
    account.clock.advance(301)
    service.answer = (202, {"status": "queued", "code": "queued", "message": ""})
    save(account, connected, companyName="Later")
    assert len(service.notices) == 2


@pytest.mark.requirement("suiteapp-03")
async def test_one_error_mail_in_fifteen_minutes(
    account: Account, connected: Session, service: Service
) -> None:
    service.answer = (503, {})
    for number in range(3):
        save(account, connected, companyName=f"Customer {number}")
        account.clock.advance(301)
    assert len(service.notices) == 3
    (mail,) = account.outbox.messages()
    assert mail.recipients == ("errors@example.com",)
    assert "HTTP 503" in mail.body
    save(account, connected, companyName="Sixteen minutes later")
    assert len(account.outbox.messages()) == 2


@pytest.mark.requirement("suiteapp-02", "suiteapp-03")
async def test_a_service_that_is_not_there_costs_no_save(account: Account, connected: Session) -> None:
    change_settings(account, custrecord_landbridge_url="https://127.0.0.1:1")
    id_ = save(account, connected)
    assert answer_shown(account, connected, "customer", id_)[0].type == "warning"


@pytest.mark.requirement("suiteapp-02", "suiteapp-03")
async def test_a_service_that_never_answers_costs_one_slow_save(
    account: Account, connected: Session, service: Service
) -> None:
    given_up = threading.Event()
    service.before_answering = lambda: given_up.wait(30)
    try:
        for number in range(5):
            save(account, connected, companyName=f"Customer {number}")
    finally:
        given_up.set()
    assert len(service.notices) == 1
    assert "SSS_REQUEST_TIME_EXCEEDED" in str(logged(account))


@pytest.mark.requirement("suiteapp-04")
async def test_the_answer_is_shown_when_the_record_is_viewed_next(
    account: Account, connected: Session
) -> None:
    id_ = save(account, connected, "employee")
    (shown,) = answer_shown(account, connected, "employee", id_)
    assert (shown.type, shown.title) == ("information", "SuiteProjects Pro")
    assert shown.message == "Your request &lt;1&gt; was added to the queue."
    assert answer_shown(account, connected, "employee", id_) == ()


@pytest.mark.requirement("suiteapp-05")
async def test_the_restlet_answers_version_and_certificate(
    account: Account, client: Client, key: Key
) -> None:
    about = {"version": "2.0.0", "protocol": 2, "account": account.settings.account_id, "lacking": []}
    assert await client.restlets.call("GET", **RESTLET) == {**about, "certificate": None}
    assert await client.restlets.call("POST", **RESTLET, body=upload(key)) == {
        "status": "ok",
        "version": "2.0.0",
        "protocol": 2,
        "certificate": CERTIFICATE,
        "created": True,
    }
    assert await client.restlets.call("GET", **RESTLET) == {
        **about,
        "certificate": {"scriptId": CERTIFICATE, "name": "Real time"},
    }


@pytest.mark.requirement("suiteapp-05")
async def test_the_restlet_replaces_the_certificate_and_leaves_no_key_file(
    account: Account, connected: Session, client: Client, service: Service
) -> None:
    folders = account.files.folders()
    new = made_key()
    replaced = await client.restlets.call("POST", **RESTLET, body=upload(new, name="Second"))
    assert (replaced["status"], replaced["created"]) == ("ok", False)
    assert [certificate.name for certificate in account.certificates.listing()] == ["Second"]
    save(account, connected)
    assert claims(service, new)["aud"] == "5501"

    refused = await client.restlets.call("POST", **RESTLET, body=upload(new, password="wrong"))
    assert refused["status"] == "error"
    assert refused["message"]
    assert account.files.folders() == folders
    administrator = account.access.system_session()
    names = {file.name for folder in folders for file in account.files.files(administrator, folder.id)}
    assert not [name for name in names if not name.endswith((".js", ".json"))]


@pytest.mark.requirement("suiteapp-05")
async def test_the_restlet_needs_certificate_management(account: Account, client: Client, key: Key) -> None:
    account.access.set_permission(ROLE, "ADMI_CERTIFICATES", Level.VIEW)
    refused = await client.restlets.call("POST", **RESTLET, body=upload(key))
    assert refused["status"] == "error"
    assert account.certificates.listing() == []
    assert not [folder for folder in account.files.folders() if folder.private]


@pytest.mark.requirement("suiteapp-06")
@pytest.mark.parametrize(
    "changes",
    [{"custrecord_oa_realtime_enable": False}, {"custrecord_landbridge_account": "1234567"}],
    ids=["switched off", "another account"],
)
async def test_the_trigger_stays_silent(
    account: Account, connected: Session, service: Service, changes: dict[str, Any]
) -> None:
    change_settings(account, **changes)
    save(account, connected)
    assert service.notices == []
    assert account.outbox.messages() == []
    assert [entry for entry in logged(account) if entry[0] == "ERROR"] == []


@pytest.mark.requirement("suiteapp-06")
async def test_leads_are_announced_when_their_box_is_on(
    account: Account, connected: Session, service: Service, key: Key
) -> None:
    save(account, connected, entityStatus="6")
    assert service.notices == []
    change_settings(account, custrecord_oa_realtime_include_lead=True)
    save(account, connected, entityStatus="6", companyName="Second lead")
    assert claims(service, key)["record_type"] == "lead"
