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
