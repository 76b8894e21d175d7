"""What the Execution Log of an integration record has of each request, over TLS."""

from __future__ import annotations

import json
import threading
from contextlib import ExitStack
from datetime import timedelta

import pytest

from landbridge.local.access.integration import Box, IntegrationState
from landbridge.local.access.model import ADMINISTRATOR, Context, Session
from landbridge.local.governance import executions, masking
from landbridge.local.governance.execution import Outcome, Request
from landbridge.local.governance.masking import Body
from landbridge.local.settings import AccountSettings
from tests.component.local_access.conftest import ECHO_URL, LIMITS_URL, RESTLETS, SUITETALK, opened_premises
from tests.component.local_access.requests import PROTOCOLS, SECRETS, Signed, envelope, header, send, soap
from tests.component.local_executions.conftest import Office

APPLICATION = "A1B2C3D4-0000-1111-2222-333344445555"
PASSWORD = "correct horse battery"
CUSTOMERS = f"{SUITETALK}/services/rest/record/v1/customer"
SEARCH = '<m:searchRecord xsi:type="r:CustomerSearch"/>'


def claim(office: Office) -> Signed:
    return Signed().at(int(office.clock.now().timestamp()))


def ask(office: Office, method: str, url: str, document: object = None) -> int:
    """Send a REST request with the token, return its status."""
    body = b"" if document is None else json.dumps(document).encode()
    return office.ask(
        method, url, body, authorization=header(method, url, claim(office)), content_type="application/json"
    ).status


@pytest.mark.requirement("exec-01")
@pytest.mark.parametrize(
    ("operation", "body", "record_type"),
    [
        ("getServerTime", "", ""),
        ("search", SEARCH, "customer"),
        ("get", '<m:baseRef xsi:type="c:RecordRef" type="employee" internalId="1"/>', "employee"),
        (
            "add",
            '<m:record xsi:type="r:Customer"><r:companyName>Logged</r:companyName></m:record>',
            "customer",
        ),
        ("initialize", "<m:initializeRecord><c:type>invoice</c:type></m:initializeRecord>", "invoice"),
    ],
)
def test_a_soap_request_is_listed_with_its_request_and_response(
    office: Office, operation: str, body: str, record_type: str
) -> None:
    reply = soap(office, claim(office), operation, body)
    row = office.newest()[0]
    assert (row.protocol, row.version, row.action, row.record_type) == (
        "SOAP",
        "2025_2",
        operation,
        record_type,
    )
    assert (row.email, row.user_id) == ("integration@demo.example", office.user().id)
    assert row.status is (Outcome.FINISHED if reply.status == 200 else Outcome.FAILED)
    assert (row.at, row.http_status) == (office.clock.now(), None)
    kept = office.kept(row)
    assert kept["response"] == reply.body.decode()
    assert f"<m:{operation}>{body}</m:{operation}>" in kept["request"]
    assert SECRETS.consumer_key in kept["request"]
    assert '<c:signature algorithm="HMAC-SHA256">****</c:signature>' in kept["request"]


@pytest.mark.requirement("exec-01")
def test_faults_are_failed_and_refusals_of_governance_rejected(office: Office) -> None:
    assert soap(office, claim(office), "search", "<m:nothing/>").status == 500
    failed = office.newest()[0]
    assert (failed.status, failed.action) == (Outcome.FAILED, "search")
    assert "Fault" in office.kept(failed)["response"]
    other = office.account.access.applications.create_integration("Busy")
    busy = Session(office.user().id, ADMINISTRATOR, Context.WEBSERVICES, integration_id=other.id)
    with ExitStack() as held:
        for _ in range(office.account.governance.limit):
            held.enter_context(office.account.governance.slot(busy))
        for protocol in PROTOCOLS:
            send(office, protocol)
    rows = office.newest(3)
    assert [(row.status, row.duration_ms) for row in rows] == [(Outcome.REJECTED, 0)] * 3
    assert "WS_REQUEST_BLOCKED" in office.kept(rows[0])["response"]
    assert [row.http_status for row in rows] == [None, 429, 400]


@pytest.mark.requirement("exec-01", "exec-03")
def test_requests_with_user_credentials_are_listed_by_application_id_with_password_and_id_masked() -> None:
    with opened_premises(AccountSettings(release="2021.1")) as premises:
        access = premises.account.access
        made = access.applications.create_integration(
            "Old", application_id=APPLICATION, boxes={Box.USER_CREDENTIALS}
        )
        user = premises.user()
        access.give_access(user.id, user.role_ids, PASSWORD)
        passport = (
            f"<m:passport><c:email>{user.email}</c:email><c:password>{PASSWORD}</c:password>"
            f"<c:account>1234567_SB1</c:account></m:passport>"
        )
        application = (
            f"<m:applicationInfo><m:applicationId>{APPLICATION}</m:applicationId></m:applicationInfo>"
        )
        envelope(premises, passport + application, "getServerTime", "", "2020_1")
        envelope(premises, application, "login", passport, "2019_2")
        envelope(premises, passport + application, "logout", "", "2019_2")
        envelope(
            premises,
            passport.replace(PASSWORD, f"not {PASSWORD}") + application,
            "getServerTime",
            "",
            "2020_1",
        )
        access.applications.set_state(made.id, IntegrationState.BLOCKED, by=user.id)
        envelope(premises, passport + application, "getServerTime", "", "2020_1")
        log = premises.account.governance.executions
        rows = log.rows(made.id)[::-1]
        assert [(row.action, row.version, row.email, row.status.value) for row in rows] == [
            ("getServerTime", "2020_1", user.email, "Finished"),
            ("login", "2019_2", user.email, "Finished"),
            ("logout", "2019_2", user.email, "Finished"),
        ]
        for row in rows:
            asked = log.bodies(row.id)["request"].content
            assert asked is not None
            assert PASSWORD.encode() not in asked
            assert b"<c:password>****</c:password>" in asked
            assert APPLICATION.encode() not in asked


@pytest.mark.requirement("exec-02")
def test_rest_requests_are_listed_with_method_status_url_and_bodies(office: Office) -> None:
    document = {"companyName": "Rest & Son", "comments": "kept", "custentity_password": "geheim-1"}
    assert ask(office, "GET", f"{CUSTOMERS}?q=companyName%20IS%20%22Rest%22&limit=5") == 200
    assert ask(office, "POST", CUSTOMERS, document) == 204
    assert ask(office, "GET", f"{CUSTOMERS}/99999") == 404
    listed, posted, missing = office.newest(3)
    assert (listed.action, listed.http_status, listed.status) == ("GET", 200, Outcome.FINISHED)
    assert listed.address == f"{CUSTOMERS}?q=companyName%20IS%20%22Rest%22&limit=5"
    assert (listed.record_type, listed.email) == ("customer", "integration@demo.example")
    assert office.kept(listed)["request"] == ""
    assert json.loads(office.kept(listed)["response"])["totalResults"] == 0
    assert (posted.action, posted.http_status, posted.status) == ("POST", 204, Outcome.FINISHED)
    assert json.loads(office.kept(posted)["request"]) == {**document, "custentity_password": "****"}
    assert office.kept(posted)["response"] == ""
    assert (missing.http_status, missing.status) == (404, Outcome.FAILED)


@pytest.mark.requirement("exec-02")
def test_a_request_with_a_bearer_token_is_listed_without_it(office: Office) -> None:
    token = office.token()
    assert office.ask("GET", LIMITS_URL, authorization=f"Bearer {token}").status in (200, 403)
    row = office.newest()[0]
    assert (row.protocol, row.action, row.address) == ("REST", "GET", LIMITS_URL)
    assert token not in str(row) + str(office.kept(row))


@pytest.mark.requirement("exec-02")
def test_restlet_calls_are_listed_with_script_and_deployment_and_no_bodies(office: Office) -> None:
    broken = f"{RESTLETS}/app/site/hosting/restlet.nl?script=customscript_broken&deploy=customdeploy_broken"
    assert (ask(office, "GET", ECHO_URL), ask(office, "GET", broken)) == (200, 400)
    told, failed = office.newest(2)
    assert (told.protocol, told.action, told.status) == ("RESTLET", "GET", Outcome.FINISHED)
    assert (told.script, told.deployment) == ("customscript_told", "customdeploy_told")
    assert (failed.status, failed.script) == (Outcome.FAILED, "customscript_broken")
    assert office.account.governance.executions.bodies(told.id) == {}


@pytest.mark.requirement("exec-03")
def test_only_the_beginning_of_a_long_body_is_kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "LARGEST", 2000)
    reply = soap(office, claim(office), "search", SEARCH + " " * 3000)
    bodies = office.account.governance.executions.bodies(office.newest()[0].id)
    assert bodies["request"].cut
    kept = bodies["response"]
    assert (kept.size, kept.cut) == (len(reply.body), len(reply.body) > 2000)
    assert reply.body.startswith(kept.content or b"-")


@pytest.mark.requirement("exec-03", "exec-04")
def test_the_oldest_bodies_go_first_and_their_rows_stay(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = office.account.governance.executions
    log.forget()
    monkeypatch.setattr(executions, "MOST_BODY_BYTES", 4000)
    monkeypatch.setattr(executions, "ROOM", 1000)
    for _ in range(8):
        soap(office, claim(office), "search", SEARCH)
    rows = office.newest(8)
    kept = [bool(log.bodies(row.id)) for row in rows]
    assert kept[0] is False
    assert kept[-1] is True
    assert kept == sorted(kept)
    assert "is no longer kept" in office.browser().open(
        f"/app/common/integration/executionbody.nl?id={rows[0].id}"
    )
    assert office.running is not None
    assert office.running.control.execution_bodies(execution=rows[0].id) == {
        "request": None,
        "response": None,
    }
    log.forget()


@pytest.mark.requirement("exec-03")
@pytest.mark.parametrize(("account_id", "days"), [("1234567_SB1", 7), ("1234567", 21)])
def test_rows_and_bodies_go_by_the_accounts_clock(account_id: str, days: int) -> None:
    with opened_premises(AccountSettings(account_id=account_id)) as premises:
        governance = premises.account.governance
        caller = Session(
            premises.user().id, ADMINISTRATOR, Context.WEBSERVICES, integration_id=premises.integration.id
        )

        def run() -> int:
            request = Request("SOAP", "get")
            with governance.slot(caller, request):
                pass
            governance.executions.keep(request, asked=Body(1, b"a"), answered=Body(1, b"b"))
            return len(governance.executions.rows(premises.integration.id))

        assert run() == 1
        first = governance.executions.rows(premises.integration.id)[0].id
        premises.clock.advance(timedelta(days=days).total_seconds() + 1)
        assert governance.executions.rows(premises.integration.id) == []
        assert governance.executions.execution(first) is None
        assert run() == 1
        count = premises.account.database.row("SELECT COUNT(*) FROM execution_body")
        assert count is not None
        assert count[0] == 2


@pytest.mark.requirement("exec-01")
def test_requests_at_once_have_a_row_each(office: Office) -> None:
    before = len(office.newest(1000))
    claims = [claim(office) for _ in range(12)]
    threads = [threading.Thread(target=soap, args=(office, one)) for one in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = office.newest(1000)[before:]
    assert len(rows) == 12
    for row in rows:
        assert set(office.kept(row)) == {"request", "response"}
    nonces = {one.nonce for one in claims}
    assert {nonce for nonce in nonces for row in rows if nonce in office.kept(row)["request"]} == nonces


def test_a_reset_brings_the_log_of_then_back_and_writing_goes_on() -> None:
    with opened_premises() as premises:
        states = premises.account.states
        assert states is not None
        send(premises, "SOAP")
        log, integration = premises.account.governance.executions, premises.integration.id
        assert len(log.rows(integration)) == 1
        states.reset()
        assert log.rows(integration) == []
