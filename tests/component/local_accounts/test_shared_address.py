"""What the address that several accounts share does with hosts that belong to none of them."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, quote

import pytest

from landbridge.local.access.integration import Box
from landbridge.local.access.signatures import oauth1_signature
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_accounts
from tests.component.local_access.asking import Reply
from tests.component.local_access.served import sent

CONSENT = "/app/login/secure/authorizetoken.nl"
CALLBACK = "https://app.example/back?from=netsuite"


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[RunningAccount, RunningAccount]]:
    accounts = (AccountSettings(account_id="1111111"), AccountSettings(account_id="2222222"))
    with running_accounts(*accounts, seed="empty") as (one, other):
        yield replace(one, https=one.shared), replace(other, https=other.shared)


def request_token(running: RunningAccount, realm: str) -> Reply:
    """Ask a host that belongs to no account for a request token; the header says whose it is to be."""
    made = running.account.access.applications.create_integration(
        f"Flow {uuid.uuid4()}", boxes={Box.TOKENS, Box.AUTHORIZATION_FLOW}, callback_url=CALLBACK
    )
    url = "https://rest.netsuite.com/rest/requesttoken"
    values = {
        "oauth_consumer_key": made.consumer_key,
        "oauth_callback": CALLBACK,
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_timestamp": str(int(time.time())),
        "oauth_nonce": uuid.uuid4().hex,
        "oauth_version": "1.0",
    }
    values["oauth_signature"] = oauth1_signature("POST", url, values.items(), made.consumer_secret, "")
    parts = ", ".join(f'{name}="{quote(value, safe="")}"' for name, value in values.items())
    return sent(running, "POST", url, authorization=f'OAuth realm="{realm}", {parts}')


@pytest.mark.requirement("side-01")
def test_consent_at_the_host_of_all_goes_on_at_the_accounts_own(
    pair: tuple[RunningAccount, RunningAccount],
) -> None:
    _, other = pair
    given = request_token(other, "2222222")
    assert given.status == 200, given.body
    token = parse_qs(given.body.decode())["oauth_token"][0]
    reply = sent(other, "GET", f"https://system.netsuite.com{CONSENT}?oauth_token={token}&state=s")
    own = f"https://2222222.app.netsuite.com{CONSENT}?oauth_token={token}&state=s"
    assert (reply.status, reply.headers["location"]) == (302, own)
    there = sent(other, "GET", own)
    assert there.status in {200, 303}
    unknown = sent(other, "GET", f"https://system.netsuite.com{CONSENT}?oauth_token=unknown")
    assert (unknown.status, b"belongs to no account" in unknown.body) == (421, True)


@pytest.mark.requirement("side-01")
def test_the_realm_decides_whose_request_it_is(pair: tuple[RunningAccount, RunningAccount]) -> None:
    one, other = pair
    assert request_token(other, "3333333").status == 421
    given = request_token(
        one, "2222222"
    )  # the record of one account, asked for at the other, which may install it
    token = parse_qs(given.body.decode())["oauth_token"][0]
    assert other.account.access.tba.flow.knows(token)
    assert not one.account.access.tba.flow.knows(token)


def soap(running: RunningAccount, version: str, operation: str, header: str = "", body: str = "") -> Reply:
    """Send a SOAP request to the host of all accounts."""
    names = f'xmlns="urn:messages_{version}.platform.webservices.netsuite.com" xmlns:c="urn:core_{version}.platform.webservices.netsuite.com"'
    envelope = (
        f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" {names}><s:Header>{header}</s:Header>'
        f"<s:Body><{operation}>{body}</{operation}></s:Body></s:Envelope>"
    )
    url = f"https://webservices.netsuite.com/services/NetSuitePort_{version}"
    return sent(running, "POST", url, envelope.encode(), soapaction=operation, content_type="text/xml")


def passport(account_id: str) -> str:
    return (
        "<passport><c:email>admin@demo.example</c:email><c:password>landbridge</c:password>"
        f"<c:account>{account_id}</c:account></passport>"
    )


@pytest.mark.requirement("side-01")
@pytest.mark.parametrize(
    ("asked", "domain"),
    [
        ("2222222", b"https://2222222.suitetalk.api.netsuite.com"),
        ("9999999", b"https://webservices.netsuite.com"),
    ],
)
def test_soap_tells_everybody_the_addresses_of_any_account(
    pair: tuple[RunningAccount, RunningAccount], asked: str, domain: bytes
) -> None:
    reply = soap(pair[0], "2025_2", "getDataCenterUrls", body=f"<account>{asked}</account>")
    assert (reply.status, domain in reply.body) == (200, True), reply.body


@pytest.mark.requirement("side-01")
def test_the_passport_decides_whose_soap_request_it_is(pair: tuple[RunningAccount, RunningAccount]) -> None:
    one, other = pair
    path = "/services/NetSuitePort_2018_2"
    reply = soap(one, "2018_2", "getServerTime", passport("2222222"), "")
    assert b"belongs to no account" not in reply.body
    assert [row["path"] for row in other.control.journal()].count(path) == 1
    assert path not in [row["path"] for row in one.control.journal()]
    unknown = soap(one, "2018_2", "getServerTime", passport("9999999"), "")
    assert (unknown.status, b"belongs to no account" in unknown.body) == (500, True)


@pytest.mark.requirement("side-01")
def test_a_long_body_reaches_its_account_whole(pair: tuple[RunningAccount, RunningAccount]) -> None:
    padding = "<!--" + "x" * 300_000 + "-->"
    reply = soap(
        pair[0], "2025_2", "getDataCenterUrls", passport("2222222") + padding, "<account>1111111</account>"
    )
    assert (reply.status, b"https://1111111.suitetalk" in reply.body) == (200, True), reply.body


@pytest.mark.requirement("side-01")
def test_the_wsdl_is_the_same_at_the_host_of_all(pair: tuple[RunningAccount, RunningAccount]) -> None:
    reply = sent(pair[0], "GET", "https://webservices.netsuite.com/wsdl/v2025_2_0/netsuite.wsdl")
    assert (reply.status, b"getDataCenterUrls" in reply.body) == (200, True)


@pytest.mark.requirement("side-01")
def test_a_look_up_of_roles_without_account_tells_those_of_every_account(
    pair: tuple[RunningAccount, RunningAccount],
) -> None:
    def accounts(host: str, named: str = "", password: str = "landbridge") -> list[str] | int:
        header = f"NLAuth {named}nlauth_email=admin@demo.example, nlauth_signature={password}"
        reply = sent(pair[0], "GET", f"https://{host}/rest/roles", authorization=header)
        return [row["account"]["internalId"] for row in reply.json] if reply.status == 200 else reply.status

    assert accounts("rest.netsuite.com") == ["1111111", "2222222"]
    assert accounts("rest.netsuite.com", "nlauth_account=2222222, ") == ["2222222"]
    assert accounts("2222222.restlets.api.netsuite.com") == ["2222222"]
    assert accounts("rest.netsuite.com", password="wrong") == 401


@pytest.mark.requirement("side-01")
def test_what_names_no_account_is_refused_in_the_protocol_asked(
    pair: tuple[RunningAccount, RunningAccount],
) -> None:
    one, _ = pair
    soap = sent(one, "POST", "https://webservices.netsuite.com/services/NetSuitePort_2020_1", b"<x/>")
    assert (soap.status, b"INVALID_ACCT" in soap.body, b"Fault" in soap.body) == (500, True, True)
    restlet = sent(one, "GET", "https://rest.netsuite.com/app/site/hosting/restlet.nl?script=1&deploy=1")
    assert (restlet.status, restlet.json["error"]["code"]) == (421, "INVALID_ACCT")


@pytest.mark.requirement("side-01")
def test_each_account_hears_what_its_own_names_are_asked_alone(
    pair: tuple[RunningAccount, RunningAccount],
) -> None:
    one, other = pair
    home = "/app/center/card.nl"
    for running in (one, other):
        reply = sent(running, "GET", f"https://{running.account_id}.app.netsuite.com{home}")
        assert reply.status == 303
        [entry] = [row for row in running.control.journal() if row["path"] == home]
        assert entry["host"] == f"{running.account_id}.app.netsuite.com"
