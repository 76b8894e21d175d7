"""Who may do what over REST, and what stands in the way: sign-in, permissions, limits, methods, media types."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import replace

import pytest

from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.governance.execution import Request
from tests.component.local_rest.client import BASE, Client, client_of


@pytest.fixture(scope="module")
def clerk(account: Account) -> Client:
    """Somebody who may see customers, create projects and change employees."""
    permissions = {
        "ADMI_LOGIN_OAUTH": Level.FULL,
        "ADMI_RESTWEBSERVICES": Level.FULL,
        "LIST_FIND": Level.FULL,
        "LIST_CUSTJOB": Level.VIEW,
        "LIST_JOB": Level.CREATE,
        "LIST_EMPLOYEE": Level.EDIT,
    }
    account.access.define_role("customrole_rest_clerk", "Clerk", permissions)
    return client_of(account, "customrole_rest_clerk", "clerk@example.com")


@pytest.mark.requirement("rest-06")
def test_a_wrong_signature_is_refused_and_told_to_the_audit_trail(client: Client, account: Account) -> None:
    wrong = Client(account, replace(client.keys, token_secret="0" * 64))
    answer = wrong.call("GET", "/customer")
    assert answer.status == 401
    assert answer.document == {
        "type": "https://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html",
        "title": "Unauthorized",
        "status": 401,
        "o:errorDetails": [
            {
                "detail": "Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI at "
                "Setup > Users/Roles > User Management > View Login Audit Trail.",
                "o:errorCode": "INVALID_LOGIN",
            }
        ],
    }
    row = account.access.audit(1)[0]
    assert (row.status, row.detail) == ("Failure", "InvalidSignature")
    assert row.uri.endswith(f"{BASE}/customer")


@pytest.mark.requirement("rest-06")
@pytest.mark.parametrize("authorization", ["", "Basic YTpi", "OAuth realm=x", "Bearer nonsense"])
def test_requests_that_say_not_who_they_are(client: Client, authorization: str) -> None:
    answer = client.call("GET", "/customer", authorization=authorization)
    assert answer.status in (400, 401)
    assert "customer" not in str(answer.document)


@pytest.mark.requirement("rest-06")
def test_rest_needs_its_own_permission(account: Account) -> None:
    account.access.define_role("customrole_no_rest", "No REST", {"ADMI_LOGIN_OAUTH": Level.FULL})
    outsider = client_of(account, "customrole_no_rest", "outside@example.com")
    status, detail = outsider.refused("GET", "/customer")
    assert (status, detail["o:errorCode"]) == (403, "INSUFFICIENT_PERMISSION")
    assert "'REST Web Services'" in detail["detail"]


@pytest.mark.requirement("rest-06")
def test_levels_of_permissions_hold_for_every_method(client: Client, clerk: Client) -> None:
    customer = client.create("customer", {"companyName": "Guarded"})
    person = client.create("employee", {"firstName": "Guarded", "lastName": "Person"})

    def status(method: str, path: str, body: object = None) -> int:
        return clerk.call(method, path, body).status

    assert status("GET", f"/customer/{customer}") == 200
    assert status("GET", "/customer") == 200
    assert status("PATCH", f"/customer/{customer}", {"phone": "555 0100"}) == 403
    assert status("POST", "/customer", {"companyName": "Mine"}) == 403
    assert status("PUT", "/customer/eid:mine", {"companyName": "Mine"}) == 403
    assert status("DELETE", f"/customer/{customer}") == 403
    project = clerk.create("job", {"companyName": "Ours"})
    assert status("PATCH", f"/job/{project}", {"comments": "x"}) == 403
    assert status("PATCH", f"/employee/{person}", {"phone": "555 0100"}) == 204
    assert status("DELETE", f"/employee/{person}") == 403
    assert status("GET", "/vendor") == 403
    assert status("GET", f"/customer/{customer}/addressBook") == 200
    assert status("POST", f"/customer/{customer}/addressBook", {"label": "x"}) == 403
    assert client.call("DELETE", f"/customer/{customer}").status == 204


@pytest.mark.requirement("rest-04")
def test_the_catalogue_shows_what_the_role_may_see(client: Client, clerk: Client) -> None:
    seen = {item["name"] for item in clerk.get("/metadata-catalog")["items"]}
    assert {"customer", "job", "employee"} <= seen
    assert "vendor" not in seen
    assert "vendor" in {item["name"] for item in client.get("/metadata-catalog")["items"]}


@pytest.mark.requirement("rest-06")
def test_one_request_more_than_the_account_may_have(client: Client, account: Account) -> None:
    session = account.access.system_session()
    with ExitStack() as held:
        for _ in range(account.governance.limit):
            held.enter_context(account.governance.slot(session, Request("REST", "GET", "v1", "customer")))
        answer = client.call("GET", "/customer")
    assert answer.status == 429
    assert answer.document["o:errorCode"] == "USER_ERROR"
    assert answer.document["o:errorDetails"] == [
        {
            "detail": "Concurrent request limit exceeded. Request blocked.",
            "o:errorCode": "CONCURRENCY_LIMIT_EXCEEDED",
        }
    ]
    assert client.call("GET", "/customer").status == 200


@pytest.mark.requirement("rest-06")
@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/customer/1", "GET, PATCH, PUT, DELETE"),
        ("OPTIONS", "/customer", "GET, POST, PATCH, PUT, DELETE"),
        ("DELETE", "/metadata-catalog", "GET"),
        ("GET", "/customer/1/!transform/invoice", "POST"),
        ("DELETE", "/customer/1/addressBook/1", "GET, PATCH"),
    ],
)
def test_methods_that_a_resource_has_not(client: Client, method: str, path: str, allowed: str) -> None:
    answer = client.call(method, path, headers={"X-HTTP-Method-Override": "GET"})
    assert answer.status == 405
    assert answer.headers["Allow"] == allowed
    assert answer.document["o:errorDetails"][0]["o:errorCode"] == "INVALID_METHOD"


@pytest.mark.requirement("rest-06")
@pytest.mark.parametrize("media_type", ["text/xml", "application/x-www-form-urlencoded", "text/plain"])
def test_bodies_that_are_not_said_to_be_json(client: Client, media_type: str) -> None:
    header = {"Content-Type": media_type}
    status, detail = client.refused("POST", "/customer", {"companyName": "x"}, headers=header)
    assert (status, detail["o:errorHeader"]) == (415, "Content-Type")


@pytest.mark.requirement("rest-06")
@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("POST", "/customer", {"Prefer": "respond-async"}),
        ("GET", "/customer", {"Prefer": "wait=5, respond-async"}),
        ("POST", "/customer", {"Content-Type": "application/vnd.oracle.resource+json; type=collection"}),
        ("DELETE", "/customer", {}),
        ("GET", "/customer/1", {"Accept": "application/vnd.oracle.resource+json; type=edit-form"}),
        ("POST", "/customer/1/!attach/file/1", {}),
    ],
)
def test_what_is_not_supported_is_refused_by_name(
    client: Client, method: str, path: str, headers: dict[str, str]
) -> None:
    body = {"companyName": "Never saved"} if method == "POST" else None
    status, detail = client.refused(method, path, body, headers=headers)
    assert (status, detail["o:errorCode"]) == (501, "FEATURE_UNAVAILABLE")
    assert detail["detail"].startswith("The local account does not support ")


@pytest.mark.requirement("rest-06")
@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/nosuchtype", 404, "NONEXISTENT_ID"),
        ("/nosuchtype/1", 404, "NONEXISTENT_ID"),
        ("/metadata-catalog/nosuchtype", 404, "NONEXISTENT_ID"),
        ("/metadata-catalog/customer/more", 404, "NONEXISTENT_ID"),
        ("", 404, "NONEXISTENT_ID"),
        ("/customer/999999", 404, "NONEXISTENT_ID"),
        ("/customer/-5", 404, "NONEXISTENT_ID"),
        ("/customer/one", 400, "INVALID_ID"),
        ("/customer/1%00", 400, "INVALID_ID"),
        ("/customer/" + "9" * 600, 404, "NONEXISTENT_ID"),
        ("/customer/eid:no.dots", 400, "INVALID_ID"),
        ("/customer/eid:unknown", 404, "NONEXISTENT_ID"),
        ("/customer/eid:unknown/addressBook", 404, "NONEXISTENT_ID"),
    ],
)
def test_addresses_that_lead_nowhere(client: Client, path: str, status: int, code: str) -> None:
    answered, detail = client.refused("GET", path)
    assert (answered, detail["o:errorCode"]) == (status, code)
    assert detail["o:errorUrl"].startswith(BASE)


@pytest.fixture
def broken(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    def defect(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a defect of ours")

    monkeypatch.setattr(account.records, "get", defect)


@pytest.mark.requirement("rest-06")
def test_a_defect_is_told_by_its_id_alone(client: Client, broken: None) -> None:
    status, detail = client.refused("GET", "/customer/1")
    assert (status, detail["o:errorCode"]) == (500, "UNEXPECTED_ERROR")
    assert "Error ID: " in detail["detail"]
    assert "defect" not in detail["detail"]


@pytest.mark.requirement("rest-05")
def test_a_repeated_idempotency_key_saves_once(client: Client, account: Account) -> None:
    header = {"X-NetSuite-Idempotency-Key": "cac827ea-3543-4cda-add2-bae634326c27"}
    body = {"companyName": "Saved once"}
    first = client.call("POST", "/customer", body, headers=header)
    assert first.status == 204
    second = client.call("POST", "/customer", {"companyName": "Another"}, headers=header)
    assert second.status == 400
    assert second.headers["Location"] == first.headers["Location"]
    assert (second.document["title"], second.document["type"].rpartition("#")[2]) == (
        "Conflict",
        "sec10.4.10",
    )
    assert second.document["o:errorDetails"][0]["o:errorCode"] == "IDEMPOTENCY_ERROR"
    assert len(client.ids("customer", 'companyName IS "Saved once"')) == 1
    assert client.ids("customer", "companyName IS Another") == set()


@pytest.mark.requirement("rest-05")
def test_a_refused_request_does_not_use_its_key_up(client: Client) -> None:
    header = {"X-NetSuite-Idempotency-Key": "11111111-1111-4111-8111-111111111111"}
    assert client.call("POST", "/customer", {}, headers=header).status == 400
    assert client.call("POST", "/customer", {"companyName": "Second try"}, headers=header).status == 204
    assert client.call("POST", "/customer", {"companyName": "Third try"}, headers=header).status == 400


@pytest.mark.requirement("rest-05")
def test_requests_that_race_with_one_key_save_once(client: Client) -> None:
    header = {"X-NetSuite-Idempotency-Key": "22222222-2222-4222-8222-222222222222"}
    start = threading.Barrier(4)
    answers: list[tuple[int, str]] = []

    def send(number: int) -> None:
        start.wait(10)
        body = {"companyName": f"Racing {number}"}
        answer = client.call("POST", "/customer", body, headers=header)
        answers.append((answer.status, answer.headers["Location"]))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(status for status, _ in answers) == [204, 400, 400, 400]
    assert len({location for _, location in answers}) == 1
    assert len(client.ids("customer", "companyName START_WITH Racing")) == 1
