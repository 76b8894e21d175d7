"""What leads nowhere, and methods that an address has not, are refused in the form of the protocol asked."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from starlette.types import ASGIApp

from landbridge.local.opening import opened_account
from landbridge.local.settings import AccountSettings
from landbridge.local.surface import surface_app
from tests.component.local_access.asking import Reply, ask

HOST = "http://127.0.0.1"
TOKEN = "/services/rest/auth/oauth2/v1/token"
RESTLET = "/app/site/hosting/restlet.nl"
PROBLEM = "application/vnd.oracle.resource+json; type=error"


@pytest.fixture(scope="module")
def app() -> Iterator[ASGIApp]:
    with opened_account(AccountSettings(), seed="empty") as account:
        yield surface_app(account)


def send(app: ASGIApp, method: str, path: str) -> Reply:
    return ask(app, method, HOST + path)


@pytest.mark.parametrize(
    "path", ["/services/rest/nothing", "/services/rest/", "/services/rest/auth/oauth2/v1/x"]
)
def test_no_such_rest_resource(app: ASGIApp, path: str) -> None:
    reply = send(app, "GET", path)
    assert (reply.status, reply.headers["content-type"]) == (404, PROBLEM)
    document = json.loads(reply.body)
    assert document["status"] == 404
    assert document["o:errorDetails"][0]["o:errorCode"] == "NONEXISTENT_ID"
    assert document["o:errorDetails"][0]["o:errorUrl"] == path


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "DELETE"])
def test_a_method_that_a_rest_service_has_not(app: ASGIApp, method: str) -> None:
    reply = send(app, method, "/services/rest/auth/oauth2/v1/keys")
    assert (reply.status, reply.headers["content-type"]) == (405, PROBLEM)
    assert "GET" in reply.headers["allow"]
    assert json.loads(reply.body)["o:errorDetails"][0]["o:errorCode"] == "INVALID_METHOD"


@pytest.mark.parametrize("method", ["GET", "PUT", "OPTIONS", "HEAD"])
@pytest.mark.parametrize("path", [TOKEN, "/services/rest/auth/oauth2/v1/revoke"])
def test_a_method_that_the_token_endpoint_has_not(app: ASGIApp, method: str, path: str) -> None:
    reply = send(app, method, path)
    assert (reply.status, reply.headers["allow"]) == (405, "POST")
    assert json.loads(reply.body) == {"error": "invalid_request"}
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["PATCH", "OPTIONS", "HEAD"])
def test_a_method_that_restlets_have_not(app: ASGIApp, method: str) -> None:
    reply = send(app, method, f"{RESTLET}?script=1&deploy=1")
    assert reply.status == 405
    assert json.loads(reply.body)["error"]["code"] == "SSS_INVALID_SCRIPTLET_METHOD"
    assert set(reply.headers["allow"].split(", ")) == {"DELETE", "GET", "POST", "PUT"}


def test_look_ups_have_errors_of_their_own(app: ASGIApp) -> None:
    reply = send(app, "POST", "/rest/issuetoken")
    assert (reply.status, json.loads(reply.body)["error"]["code"]) == (405, "INVALID_METHOD")
    assert "GET" in reply.headers["allow"]
    reply = send(app, "GET", "/rest/nothing")
    assert (reply.status, json.loads(reply.body)["error"]["code"]) == (404, "NONEXISTENT_ID")


def test_soap_refuses_other_methods_with_a_fault(app: ASGIApp) -> None:
    reply = send(app, "PUT", "/services/NetSuitePort_2023_2")
    assert reply.status == 405
    assert b"<soapenv:Fault>" in reply.body
    assert set(reply.headers["allow"].split(", ")) >= {"GET", "POST"}
    assert b"<soapenv:Fault>" in send(app, "POST", "/services/NetSuitePort_2023_2/x").body


def test_pages_answer_in_words(app: ASGIApp) -> None:
    reply = send(app, "GET", "/app/nothing.nl")
    assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (404, "text/plain")
