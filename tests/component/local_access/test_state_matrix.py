"""What each state of an integration record admits and refuses, by every way in: the table of docs/reference/local-access.md.

Documented: *Blocking an Application* (``section_4639959077``), *Blocking SOAP Web Services Requests* (``section_4431175537``), the
details of signed requests (``subsect_156935170194``). That a record that waits for approval refuses like a blocked one is the
specification's (*Distributing Integration Records*). IntegrationBlocked is documented for the three-step flow
(``subsect_156934879823``), and named for OAuth 2.0 by a public guide (unified.to, ``netsuite-oauth-app``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from landbridge.local.access.integration import Box, Integration, IntegrationState
from landbridge.local.access.model import ADMINISTRATOR
from landbridge.local.oauth2.mappings import Mapping
from landbridge.local.seeds.secrets import PASSWORD
from tests.component.local_access import machines
from tests.component.local_access.asking import Reply
from tests.component.local_access.conftest import ACCOUNT, ECHO_URL, LIMITS_URL, RESTLETS
from tests.component.local_access.requests import (
    REST,
    RESTLET,
    SOAP,
    Signed,
    application,
    envelope,
    header,
    passport,
    send,
)
from tests.component.local_access.served import Served, served_premises

ADMIN, SOMEBODY = "admin@demo.example", "integration@demo.example"
TOKEN_INFO_URL = f"{RESTLETS}/rest/tokeninfo"
ENABLED, BLOCKED, WAITING = IntegrationState
NO_ROW = "no row"
DOCUMENT = Path(__file__).parents[3] / "docs/reference/local-access.md"
INVALID_TOKEN = f'Bearer realm="{ACCOUNT}", error="invalid_token", error_description="Invalid login attempt."'


def oauth(detail: str) -> str:
    return f'OAuth realm="{ACCOUNT}", error="{detail}", error_description="Invalid login attempt."'


@dataclass(frozen=True)
class Answer:
    """What comes back: status, what the body must tell, the challenge, and the newest detail of the audit trail.

    ``known`` says how sure it is that NetSuite answers so, and where that stands.
    """

    status: int
    told: str
    challenge: str = ""
    detail: str = ""
    known: str = "documented: an Enabled record accepts requests (section_4393879073)"


CREDENTIALS_REFUSED = Answer(
    500,
    "INVALID_LOGIN_CREDENTIALS",
    detail="consumer_key_refused",
    known="documented that it is refused (section_4431175537); code and detail assumed",
)
BEARER_REFUSED = Answer(
    401,
    "Invalid login attempt.",
    INVALID_TOKEN,
    "IntegrationBlocked",
    "status and challenge documented (subsect_158521885412), detail observed in a public guide",
)
ADMITTED = {
    "SOAP, token passport": Answer(200, "getServerTimeResult"),
    "SOAP, user credentials at 2020_1": Answer(200, "getServerTimeResult"),
    "SOAP, login at 2019_2": Answer(200, "sessionResponse"),
    "SOAP, session opened before": Answer(200, "getServerTimeResult", detail=NO_ROW),
    "REST, signed": Answer(200, "accountConcurrencyLimit"),
    "REST, bearer token issued before": Answer(200, "accountConcurrencyLimit"),
    "RESTlet, signed": Answer(200, "told"),
    "RESTlet, bearer token issued before": Answer(200, "told"),
    "OAuth 2.0 token endpoint": Answer(200, "access_token"),
    "tokeninfo": Answer(200, "companyId"),
    "issuetoken": Answer(200, "tokenId"),
}
REFUSED = {
    "SOAP, token passport": Answer(
        500,
        "Invalid login attempt.",
        detail="consumer_key_refused",
        known="detail documented (subsect_156935170194), text observed",
    ),
    "SOAP, user credentials at 2020_1": CREDENTIALS_REFUSED,
    "SOAP, login at 2019_2": CREDENTIALS_REFUSED,
    "SOAP, session opened before": Answer(
        200, "getServerTimeResult", detail=NO_ROW, known="documented: a session goes on (section_4639959077)"
    ),
    "REST, signed": Answer(
        401,
        "INVALID_LOGIN",
        oauth("consumer_key_refused"),
        "consumer_key_refused",
        "detail documented (subsect_156935170194), challenge observed",
    ),
    "REST, bearer token issued before": BEARER_REFUSED,
    "RESTlet, signed": Answer(
        401,
        "INVALID_LOGIN_ATTEMPT",
        oauth("consumer_key_refused"),
        "consumer_key_refused",
        "documented that it is refused (section_4639959077), detail documented, challenge observed",
    ),
    "RESTlet, bearer token issued before": BEARER_REFUSED,
    "OAuth 2.0 token endpoint": Answer(
        401,
        "invalid_client",
        f'Basic realm="{ACCOUNT}"',
        "IntegrationBlocked",
        "errors documented (subsect_161252460252); which one, and the detail, assumed",
    ),
    "tokeninfo": Answer(
        401, "INVALID_LOGIN_ATTEMPT", detail="consumer_key_refused", known="assumed, as for RESTlets"
    ),
    "issuetoken": Answer(
        401, "INVALID_LOGIN_ATTEMPT", detail="consumer_key_refused", known="assumed; no challenge by NLAuth"
    ),
}
"""Blocked and Waiting for Approval alike."""

TABLE = [
    pytest.param(state, way, answer, id=f"{state.value}: {way}")
    for state in IntegrationState
    for way, answer in (ADMITTED if state is ENABLED else REFUSED).items()
]


@dataclass
class Client:
    """One client with everything it had while the record was Enabled: a token, a session, a bearer token."""

    served: Served
    integration: Integration
    signed: Signed
    mapping: Mapping
    session: str = ""
    bearer: str = ""

    def by_credentials(self) -> Reply:
        head = application(self.integration.application_id) + passport(ADMIN)
        return envelope(self.served, head, "getServerTime", "", "2020_1")

    def login(self, email: str = ADMIN) -> Reply:
        head = application(self.integration.application_id)
        return envelope(self.served, head, "login", passport(email), "2019_2")

    def in_session(self) -> Reply:
        return envelope(self.served, "", "getServerTime", "", "2019_2", cookie=self.session)

    def by_bearer(self, url: str) -> Reply:
        return self.served.ask("GET", url, authorization=f"Bearer {self.bearer}")

    def token_request(self) -> Reply:
        return self.served.token_reply(machines.form(self.served.assertion(self.mapping)))

    def issue_token(self) -> Reply:
        url = f"{RESTLETS}/rest/issuetoken?consumerKey={self.integration.consumer_key}"
        person = f"nlauth_account={ACCOUNT}, nlauth_email={ADMIN}, nlauth_signature={PASSWORD}"
        return self.served.ask("GET", url, authorization=f"NLAuth {person}")

    def token_info(self) -> Reply:
        claim = self.signed.at(int(self.served.clock.now().timestamp()))
        return self.served.ask("GET", TOKEN_INFO_URL, authorization=header("GET", TOKEN_INFO_URL, claim))


WAYS: dict[str, Callable[[Client], Reply]] = {
    "SOAP, token passport": lambda client: send(client.served, SOAP, client.signed),
    "SOAP, user credentials at 2020_1": Client.by_credentials,
    "SOAP, login at 2019_2": Client.login,
    "SOAP, session opened before": Client.in_session,
    "REST, signed": lambda client: send(client.served, REST, client.signed),
    "REST, bearer token issued before": lambda client: client.by_bearer(LIMITS_URL),
    "RESTlet, signed": lambda client: send(client.served, RESTLET, client.signed),
    "RESTlet, bearer token issued before": lambda client: client.by_bearer(ECHO_URL),
    "OAuth 2.0 token endpoint": Client.token_request,
    "tokeninfo": Client.token_info,
    "issuetoken": Client.issue_token,
}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with served_premises() as served:
        access, admin = served.account.access, served.user("admin")
        token = access.token_records.create("Matrix", served.integration.id, admin.id, ADMINISTRATOR)
        signed = Signed(token=token.token_id, token_secret=token.token_secret)
        made = Client(served, served.integration, signed, served.mapped(user="admin"))
        made.bearer = made.token_request().json["access_token"]
        (made.session,) = re.findall(r"JSESSIONID=[^;]+", made.login(SOMEBODY).headers["set-cookie"])
        yield made


@pytest.mark.requirement("state-01")
@pytest.mark.parametrize(("state", "way", "expected"), TABLE)
def test_every_state_admits_and_refuses_as_the_table_says(
    client: Client, state: IntegrationState, way: str, expected: Answer
) -> None:
    access = client.served.account.access
    access.applications.set_state(client.integration.id, state)
    before = access.audit(1)[0]

    reply = WAYS[way](client)

    row = access.audit(1)[0]
    assert reply.status == expected.status
    assert expected.told in reply.body.decode()
    assert reply.headers.get("www-authenticate", "") == expected.challenge
    if expected.detail == NO_ROW:
        assert row == before
        return
    assert (row.status, row.detail) == ("Failure" if expected.detail else "Success", expected.detail)
    assert row.application == client.integration.name


@pytest.mark.requirement("state-01")
def test_a_session_ends_with_its_record(client: Client) -> None:
    applications = client.served.account.access.applications
    made = applications.create_integration("Short-lived", boxes={Box.USER_CREDENTIALS})
    guest = replace(client, integration=made)
    (guest.session,) = re.findall(r"JSESSIONID=[^;]+", guest.login().headers["set-cookie"])
    assert guest.in_session().status == 200
    applications.remove(made.id)
    reply = guest.in_session()
    assert (reply.status, "SESSION_TIMED_OUT" in reply.body.decode()) == (500, True)
    applications.create_integration("Next")
    assert guest.in_session().status == 500


@pytest.mark.requirement("state-01")
def test_the_documentation_has_the_same_table() -> None:
    told = DOCUMENT.read_text(encoding="utf-8")
    missing = [line for line in documented_rows() if line not in told]
    assert missing == []


def documented_rows() -> list[str]:
    """Return the rows of the table as docs/reference/local-access.md has them."""
    return [
        f"| {way} | {_cell(ADMITTED[way])} | {_cell(answer)} | {answer.known} |"
        for way, answer in REFUSED.items()
    ]


def _cell(answer: Answer) -> str:
    if answer.status == 200:
        return "answered"
    return f"{answer.status} `{answer.told}`; `{answer.detail}`"
