"""Which host answers what: NetSuite's names lead to the account, everything else is refused in the protocol asked."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Iterator

import pytest

from landbridge.local.hosts import Surface, netsuite_host
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_account

SOAP = "/services/NetSuitePort_2025_2"
RECORD = "/services/rest/record/v1/customer/1"
RESTLET = "/app/site/hosting/restlet.nl?script=11&deploy=1"
LOOK_UP = "/rest/datacenterurls?account=TSTDRV1234567"
ROTATION = "/services/rest/auth/oauth2/v1/clients/1/certificates"
PAGE = "/app/login/secure/enterpriselogin.nl"
PATHS = (SOAP, RECORD, RESTLET, LOOK_UP, ROTATION, PAGE)
OURS = "tstdrv1234567"

ANSWERED = {
    f"{OURS}.suitetalk.api.netsuite.com": {SOAP, RECORD, LOOK_UP},
    f"{OURS}.restlets.api.netsuite.com": {RESTLET, LOOK_UP, ROTATION},
    f"{OURS}.app.netsuite.com": {PAGE, LOOK_UP},
    "webservices.netsuite.com": {SOAP, LOOK_UP},
    "rest.netsuite.com": {RESTLET, LOOK_UP},
    "system.netsuite.com": {PAGE, LOOK_UP},
    "localhost": set(PATHS),
    "127.0.0.1": set(PATHS),
    "[::1]": set(PATHS),
}


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account(AccountSettings(account_id="TSTDRV1234567")) as found:
        yield found


def ask(running: RunningAccount, host: str, path: str, *, tls: bool = False) -> tuple[int, str]:
    address = (running.https if tls else running.http).partition("://")[2]
    connection: http.client.HTTPConnection
    if tls:
        context = ssl.create_default_context(cafile=str(running.ca_file))
        connection = http.client.HTTPSConnection(address, timeout=20, context=context)
    else:
        connection = http.client.HTTPConnection(address, timeout=20)
    method = "POST" if path in (SOAP, RESTLET) else "GET"
    try:
        headers = {"Host": host, "Content-Type": "application/json", "SOAPAction": "get"}
        connection.request(method, path, b"{}" if method == "POST" else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.requirement("host-01")
@pytest.mark.parametrize("host", ANSWERED)
def test_each_host_answers_what_it_answers_in_netsuite(running: RunningAccount, host: str) -> None:
    for path in PATHS:
        status, text = ask(running, host, path)
        elsewhere = "another of NetSuite's host names does" in text
        assert elsewhere is (path not in ANSWERED[host]), (path, status, text)
        assert status != 421


@pytest.mark.requirement("host-01")
def test_the_same_over_tls_with_and_without_a_port(running: RunningAccount) -> None:
    host = f"{OURS}.suitetalk.api.netsuite.com"
    for name in (host, f"{host}:443", host.upper()):
        assert ask(running, name, LOOK_UP, tls=True)[0] == 200
    assert ask(running, host, PAGE, tls=True)[0] == 404


@pytest.mark.requirement("host-01")
def test_another_accounts_host_is_refused_in_the_protocol_asked(running: RunningAccount) -> None:
    status, text = ask(running, "999.suitetalk.api.netsuite.com", SOAP)
    assert (status, "<platformFaults:code>INVALID_ACCT" in text) == (500, True)
    status, text = ask(running, "999.suitetalk.api.netsuite.com", RECORD)
    body = json.loads(text)
    assert (status, body["status"], body["o:errorDetails"][0]["o:errorCode"]) == (403, 403, "INVALID_ACCT")
    status, text = ask(running, "999-sb1.restlets.api.netsuite.com", RESTLET)
    assert (status, json.loads(text)["error"]["code"]) == (403, "INVALID_ACCT")
    status, text = ask(running, "999.app.netsuite.com", PAGE)
    assert (status, text) == (403, "The account 999 is not served here.\n")


@pytest.mark.requirement("host-01")
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "netsuite.com.evil.example",
        "tstdrv1234567.suitetalk.api.netsuite.com.evil.example",
        "tstdrv1234567.extforms.netsuite.com",
        "a.b.suitetalk.api.netsuite.com",
        ".suitetalk.api.netsuite.com",
        "localhost.evil.example",
        "[evil",
    ],
)
def test_other_hosts_are_misdirected(running: RunningAccount, host: str) -> None:
    for path in (SOAP, LOOK_UP, PAGE):
        status, text = ask(running, host, path)
        assert (status, "NetSuite's host names" in text) == (421, True)


@pytest.mark.parametrize(
    ("name", "surface", "account"),
    [
        ("1234567-sb1.suitetalk.api.netsuite.com", Surface.SUITETALK, "1234567-sb1"),
        ("tstdrv1.restlets.api.netsuite.com", Surface.RESTLETS, "tstdrv1"),
        ("1.app.netsuite.com", Surface.APP, "1"),
        ("webservices.netsuite.com", Surface.WEBSERVICES, ""),
    ],
)
def test_what_a_host_name_stands_for(name: str, surface: Surface, account: str) -> None:
    found = netsuite_host(name)
    assert found is not None
    assert (found.surface, found.account_host) == (surface, account)
