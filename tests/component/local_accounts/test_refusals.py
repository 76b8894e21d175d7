"""Requests between two accounts that are refused: each gets its answer and its detail, and installs nothing.

Documented: ambiguous ways to authenticate (``section_1509544929``), the details of signed requests (``subsect_156935170194``), that
endpoints from 2020.2 on take no passwords (``section_4399767175``), that User Credentials must be checked where the record was made
(``section_4429293934``). The codes of refused user credentials and the detail of an unknown application id are assumed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from landbridge.local.access.integration import Box, Integration
from landbridge.local.access.model import ADMINISTRATOR, AuditRow
from landbridge.local.account import Account
from landbridge.local.control.client import ControlError
from landbridge.local.pages.places import INTEGRATION
from landbridge.local.releases import answered, takes_passwords
from landbridge.local.settings import RELEASE, AccountSettings
from landbridge.local.surface import surface_app
from landbridge.local.testing import running_accounts
from tests.component.local_access import machines
from tests.component.local_access.asking import Reply
from tests.component.local_access.conftest import ACCOUNT, deploy_restlet
from tests.component.local_access.requests import (
    PROTOCOLS,
    REST,
    RESTLET,
    SOAP,
    Signed,
    application,
    envelope,
    passport,
    send,
    soap,
)
from tests.component.local_access.served import Served
from tests.component.local_pages.browser import Browser

PUBLISHER = "7654321"
EMAIL = "admin@demo.example"
TIME = "getServerTime"
UNKNOWN = "00000000-0000-0000-0000-000000000000"
STATUS = {SOAP: 500, REST: 401, RESTLET: 401}


@dataclass
class Pair:
    """A publisher's account and a customer's, the publisher's records, and tokens of both."""

    publisher: Account
    customer: Served
    open: Integration
    closed: Integration
    installed: Integration
    foreign: Signed
    own: Signed
    other: Signed

    def ask(self, head: str, version: str = "2020_1") -> Reply:
        return envelope(self.customer, head, TIME, "", version)

    def records(self) -> list[list[Integration]]:
        return [one.access.integrations() for one in (self.publisher, self.customer.account)]

    def newest(self) -> AuditRow | None:
        return next(iter(self.customer.account.access.audit(1)), None)


def tokens_of(account: Account, integration: Integration) -> Signed:
    """Create a token of the administrator for a record."""
    user = account.access.user_by_email(EMAIL)
    assert user is not None
    token = account.access.token_records.create("Token", integration.id, user.id, ADMINISTRATOR)
    return Signed(
        account.settings.account_id,
        integration.consumer_key,
        integration.consumer_secret,
        token.token_id,
        token.token_secret,
    )


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    with running_accounts(AccountSettings(account_id=PUBLISHER), AccountSettings(account_id=ACCOUNT)) as both:
        publisher, customer = (one.account for one in both)
        deploy_restlet(customer)
        make = publisher.access.applications.create_integration
        boxes = {Box.TOKENS, Box.USER_CREDENTIALS}
        here = customer.access.applications.create_integration
        own, other = here("Own", boxes=boxes), here("Other", boxes=boxes)
        made, there = make("Open", boxes=boxes), make("Installed", boxes=boxes)
        served = Served(customer, surface_app(customer), customer.clock, running=both[1])
        first = envelope(served, application(there.application_id) + passport(EMAIL), TIME, "", "2020_1")
        assert first.status == 200
        installed = customer.access.applications.by_application_id(there.application_id)
        assert installed is not None
        yield Pair(
            publisher,
            served,
            open=made,
            installed=installed,
            closed=make("Closed", boxes={Box.TOKENS}),
            foreign=tokens_of(publisher, made),
            own=tokens_of(customer, own),
            other=tokens_of(customer, other),
        )


@pytest.fixture(autouse=True)
def nothing_is_installed(pair: Pair) -> Iterator[None]:
    """Whatever a test asks: both accounts have the records that they had. Its failures lock nobody out of the next one."""
    before = pair.records()
    yield
    assert pair.records() == before
    with pair.customer.account.database.transaction() as connection:
        connection.execute("DELETE FROM failure")


CREDENTIALS: dict[str, tuple[Callable[[Pair], str], str]] = {
    "unknown application id": (lambda _: application(UNKNOWN) + passport(EMAIL), "consumer_key_unknown"),
    "no application id": (lambda _: passport(EMAIL), "consumer_key_unknown"),
    "no application id in its form": (
        lambda _: application("' OR 1=1 --") + passport(EMAIL),
        "consumer_key_unknown",
    ),
    "User Credentials unchecked where it was made": (
        lambda pair: application(pair.closed.application_id) + passport(EMAIL),
        "consumer_key_unknown",
    ),
    "wrong password": (
        lambda pair: application(pair.open.application_id) + passport(EMAIL, "wrong"),
        "WrongPassword",
    ),
    "unknown person": (
        lambda pair: application(pair.open.application_id) + passport("nobody@demo.example"),
        "UnknownUser",
    ),
}


@pytest.mark.requirement("refuse-01", "refuse-02")
@pytest.mark.parametrize("case", CREDENTIALS)
def test_user_credentials_that_are_refused_install_nothing(pair: Pair, case: str) -> None:
    head, detail = CREDENTIALS[case]
    reply = pair.ask(head(pair))
    row = pair.newest()
    assert (reply.status, "INVALID_LOGIN_CREDENTIALS" in reply.body.decode()) == (500, True)
    assert row is not None
    assert (row.status, row.detail, row.email.partition("@")[2]) == ("Failure", detail, "demo.example")


@pytest.mark.requirement("refuse-01")
def test_credentials_for_another_account_are_an_unknown_account(pair: Pair) -> None:
    head = application(pair.open.application_id) + passport(EMAIL, account=PUBLISHER)
    reply = pair.ask(head)
    assert (reply.status, "INVALID_ACCT" in reply.body.decode()) == (500, True)


@pytest.mark.requirement("refuse-01")
@pytest.mark.parametrize("version", [one for one in answered(RELEASE) if not takes_passwords(one)])
def test_endpoints_from_2020_2_on_take_no_password(pair: Pair, version: str) -> None:
    before = pair.newest()
    reply = pair.ask(application(pair.open.application_id) + passport(EMAIL), version)
    assert (reply.status, "INVALID_LOGIN_CREDENTIALS" in reply.body.decode()) == (500, True)
    assert pair.newest() == before


@pytest.mark.requirement("refuse-01")
@pytest.mark.parametrize("beside", ["passport", "application", "session", "token passport"])
def test_a_token_passport_stands_alone(pair: Pair, beside: str) -> None:
    """Each of the documented four; nobody was asked who it is, so that the audit trail has no row."""
    claim = pair.own.at(int(pair.customer.clock.now().timestamp()))
    cookie = session_of(pair) if beside == "session" else ""
    before = pair.newest()
    more = {
        "passport": passport(EMAIL),
        "application": application(pair.open.application_id),
        "session": "",
        "token passport": "<m:tokenPassport/>",
    }[beside]
    reply = soap(pair.customer, claim, more=more, cookie=cookie)
    assert (reply.status, "Ambiguous authentication" in reply.body.decode()) == (500, True)
    assert pair.newest() == before


def session_of(pair: Pair) -> str:
    """Open a session at an old endpoint with a record of the account itself; return its cookie."""
    (own,) = [one for one in pair.customer.account.access.integrations() if one.name == "Own"]
    reply = envelope(pair.customer, application(own.application_id), "login", passport(EMAIL), "2019_2")
    (cookie,) = re.findall(r"JSESSIONID=[^;]+", reply.headers["set-cookie"])
    return str(cookie)


TOKENS: dict[str, tuple[Callable[[Pair], Signed], str]] = {
    "a token of another application with this consumer key": (
        lambda pair: replace(pair.own, token=pair.other.token, token_secret=pair.other.token_secret),
        "token_rejected",
    ),
    "a token of another account, sent here as it is": (lambda pair: pair.foreign, "consumer_key_unknown"),
    "the same under this account's name": (
        lambda pair: replace(pair.foreign, account=ACCOUNT),
        "consumer_key_unknown",
    ),
    "a token of another account with a consumer key of this one": (
        lambda pair: replace(pair.own, token=pair.foreign.token, token_secret=pair.foreign.token_secret),
        "token_rejected",
    ),
    "this account's token under another account's name": (
        lambda pair: replace(pair.own, account=PUBLISHER),
        "token_rejected",
    ),
}


@pytest.mark.requirement("refuse-01", "token-06")
@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("case", TOKENS)
def test_a_token_works_with_its_own_application_and_account(pair: Pair, case: str, protocol: str) -> None:
    claim, detail = TOKENS[case]
    reply = send(pair.customer, protocol, claim(pair))
    row = pair.newest()
    assert reply.status == STATUS[protocol]
    assert "Invalid login attempt." in reply.body.decode()
    assert row is not None
    assert (row.status, row.detail) == ("Failure", detail)
    if protocol != SOAP:
        assert f'error="{detail}"' in reply.headers["www-authenticate"]


@pytest.mark.requirement("refuse-01")
def test_a_client_id_that_is_not_installed_gets_no_bearer_token(pair: Pair) -> None:
    asked = machines.assertion(
        "ES256",
        machines.key_for("ES256"),
        kid="unknown",
        iss=pair.open.consumer_key,
        aud=pair.customer.account.access.oauth2.token_url,
        iat=int(pair.customer.clock.now().timestamp()),
    )
    reply = pair.customer.token_reply(machines.form(asked))
    row = pair.newest()
    assert (reply.status, reply.json) == (401, {"error": "invalid_client"})
    assert row is not None
    assert row.detail == "InvalidIntegration"


@pytest.mark.requirement("refuse-01", "record-03")
def test_credentials_are_reset_where_the_record_was_made_alone(pair: Pair) -> None:
    """Documented: ``section_4395597766``. The page offers no button; who sends the form all the same is refused."""
    running = pair.customer.running
    with pytest.raises(ControlError, match=f"belongs to account {PUBLISHER}") as refused:
        running.control.reset_credentials(id=pair.installed.id)
    assert refused.value.status == 409
    browser = Browser(int(running.http.rpartition(":")[2])).sign_in(EMAIL)
    address = f"{INTEGRATION}?id={pair.installed.id}"
    assert "reset=T" not in browser.open(address)
    sent = browser.send("POST", f"{address}&reset=T", {"_csrf": browser.csrf(f"{address}&e=T")})
    assert (sent.status, f"belongs to account {PUBLISHER}" in sent.text) == (409, True)
    for secret in (pair.installed.consumer_key, pair.installed.consumer_secret):
        assert secret not in browser.open(address) + sent.text
