"""Signing in, signed requests, the audit trail's details, the lock after five failures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import quote

import pytest

from landbridge.local.access.errors import AccessDenied, Detail, PermissionMissing
from landbridge.local.access.integration import IntegrationState
from landbridge.local.access.model import ADMINISTRATOR, Context, Level, Session
from landbridge.local.access.signatures import oauth1_signature, token_passport_signature
from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.seeds.secrets import PASSWORD, TokenSecrets

URI = "/services/NetSuitePort_2025_2"
RESTLET = "https://1234567-sb1.restlets.api.netsuite.com/app/site/hosting/restlet.nl?script=1&deploy=1"
SECRETS = TokenSecrets()


@dataclass(frozen=True)
class Request:
    """A token passport, signed unless a signature is given."""

    timestamp: str
    nonce: str = "abcdefghij0123456789"
    account: str = "1234567_SB1"
    consumer_key: str = SECRETS.consumer_key
    token: str = SECRETS.token_id
    algorithm: str = "HMAC-SHA256"
    signature: str | None = None

    def send(self, account: Account) -> Session:
        signature = self.signature
        if signature is None:
            signature = token_passport_signature(
                account=self.account,
                consumer_key=self.consumer_key,
                consumer_secret=SECRETS.consumer_secret,
                token=self.token,
                token_secret=SECRETS.token_secret,
                nonce=self.nonce,
                timestamp=self.timestamp,
            )
        return account.access.verify_token_passport(
            self.account,
            self.consumer_key,
            self.token,
            self.nonce,
            self.timestamp,
            signature,
            self.algorithm,
            uri=URI,
            ip="192.0.2.1",
        )


@pytest.fixture
def request_now(clock: Clock) -> Request:
    return Request(str(int(clock.now().timestamp())))


def refused(account: Account, request: Request) -> str:
    """Send, and return the audit trail's detail; the client learns the same sentence each time."""
    with pytest.raises(AccessDenied) as denied:
        request.send(account)
    assert str(denied.value) == "Invalid login attempt."
    row = account.access.audit()[0]
    assert (row.status, row.uri, row.ip) == ("Failure", URI, "192.0.2.1")
    assert row.detail == denied.value.detail
    return row.detail


@pytest.mark.requirement("soap-06", "account-09")
def test_a_right_passport_acts_as_the_tokens_user(account: Account, request_now: Request) -> None:
    session = request_now.send(account)
    user = account.access.user(session.user_id)
    assert user is not None
    assert user.email == "integration@demo.example"
    assert session.context is Context.WEBSERVICES
    row = account.access.audit()[0]
    assert (row.status, row.detail, row.email, row.application) == ("Success", "", user.email, "Landbridge")
    assert (row.role, row.token_name) == (
        "SuiteProjects Pro Integration Administrator",
        "Landbridge - Integration User",
    )


@pytest.mark.requirement("soap-06", "account-09")
@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"consumer_key": "0" * 64}, "consumer_key_unknown"),
        ({"token": "0" * 64}, "token_rejected"),
        ({"account": "1234567"}, "token_rejected"),
        ({"account": "1234567_sb1"}, "token_rejected"),
        ({"signature": "AAAA"}, "InvalidSignature"),
        ({"signature": "nicht-ascii-ß"}, "InvalidSignature"),
        ({"algorithm": "HMAC-SHA1"}, "UnknownAlgorithm"),
        ({"nonce": "short"}, "nonce_rejected"),
        ({"nonce": "with-punctuation"}, "parameter_rejected"),
        ({"timestamp": "soon"}, "parameter_rejected"),
        ({"nonce": ""}, "MissingTokenPassportRequiredFields"),
        ({"signature": ""}, "MissingTokenPassportRequiredFields"),
    ],
)
def test_each_fault_has_its_detail(
    account: Account, request_now: Request, changes: dict[str, str], detail: str
) -> None:
    assert refused(account, replace(request_now, **changes)) == detail


@pytest.mark.requirement("soap-06")
def test_a_nonce_is_used_once(account: Account, request_now: Request) -> None:
    request_now.send(account)
    assert refused(account, request_now) == "NonceUsed"
    replace(request_now, nonce="anotherNonce123").send(account)


@pytest.mark.requirement("soap-06")
@pytest.mark.parametrize(("seconds", "accepted"), [(-300, True), (300, True), (-301, False), (301, False)])
def test_five_minutes(account: Account, request_now: Request, seconds: int, accepted: bool) -> None:
    request = replace(request_now, timestamp=str(int(request_now.timestamp) + seconds))
    if accepted:
        assert request.send(account).user_id
    else:
        assert refused(account, request) == "InvalidTimestamp"


@pytest.mark.requirement("soap-06")
def test_state_of_integration_token_user_and_role(account: Account, request_now: Request) -> None:
    access = account.access
    applications = access.applications
    integration, token = access.integrations()[0], access.tokens()[0]
    for state in (IntegrationState.BLOCKED, IntegrationState.WAITING_FOR_APPROVAL):
        applications.set_state(integration.id, state)
        assert refused(account, request_now) == "consumer_key_refused"
    applications.set_state(integration.id, IntegrationState.ENABLED)
    access.token_records.set_inactive(token.id, inactive=True)
    assert refused(account, request_now) == "token_rejected"
    access.token_records.set_inactive(token.id, inactive=False)
    access.set_permission("customrole_oa_integration", "ADMI_LOGIN_OAUTH", Level.VIEW)
    assert refused(account, request_now) == "permission_denied"
    access.set_permission("customrole_oa_integration", "ADMI_LOGIN_OAUTH", Level.FULL)
    replace(request_now, nonce="afterwards1").send(account)
    system = access.system_session()
    account.records.save(system, "employee", {"isInactive": True}, id=token.user_id)
    assert refused(account, replace(request_now, nonce="afterwards2")) == "permission_denied"


@pytest.mark.requirement("soap-06", "account-09")
def test_five_failures_lock_for_half_an_hour(account: Account, request_now: Request, clock: Clock) -> None:
    wrong = replace(request_now, signature="AAAA")
    for _ in range(4):
        assert refused(account, wrong) == "InvalidSignature"
    request_now.send(account)  # a success begins the count anew
    for _ in range(5):
        assert refused(account, wrong) == "InvalidSignature"
    assert refused(account, replace(request_now, nonce="whileLocked")) == "temporary_locked"
    clock.advance(timedelta(minutes=30).total_seconds())
    later = str(int(clock.now().timestamp()))
    assert replace(request_now, timestamp=later, nonce="unlocked").send(account).user_id


def oauth1_header(request: Request, *, url: str = RESTLET, realm: str = "1234567_SB1", **changes: str) -> str:
    values = {
        "oauth_consumer_key": request.consumer_key,
        "oauth_token": request.token,
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_timestamp": request.timestamp,
        "oauth_nonce": request.nonce,
        "oauth_version": "1.0",
        **changes,
    }
    values["oauth_signature"] = oauth1_signature(
        "POST", url, values.items(), SECRETS.consumer_secret, SECRETS.token_secret
    )
    pairs = {"realm": realm, **values}
    return "OAuth " + ", ".join(f'{name}="{quote(value, safe="")}"' for name, value in pairs.items())


@pytest.mark.requirement("restlet-01", "account-09")
def test_oauth1_acts_as_the_tokens_user_in_restlet_context(account: Account, request_now: Request) -> None:
    header = oauth1_header(request_now)
    session = account.access.verify_oauth1("POST", RESTLET, header, ip="192.0.2.1")
    assert session.context is Context.RESTLET
    row = account.access.audit()[0]
    assert (row.status, row.uri) == ("Success", RESTLET.partition("?")[0])
    with pytest.raises(AccessDenied) as denied:
        account.access.verify_oauth1("POST", RESTLET, header, ip="192.0.2.1")
    assert denied.value.detail is Detail.NONCE_USED_AT_RESTLET


@pytest.mark.requirement("restlet-01", "account-09")
def test_oauth1_faults_have_their_details(account: Account, request_now: Request) -> None:
    for header, detail in (
        (oauth1_header(request_now, oauth_version="2.0"), Detail.VERSION_REJECTED),
        (oauth1_header(request_now, realm="TSTDRV1"), Detail.TOKEN_REJECTED),
        (oauth1_header(request_now, oauth_signature_method="PLAINTEXT"), Detail.UNKNOWN_ALGORITHM),
        (oauth1_header(request_now, url=RESTLET + "&x=1"), Detail.INVALID_SIGNATURE),
        ("", Detail.MISSING_FIELDS),
    ):
        with pytest.raises(AccessDenied) as denied:
            account.access.verify_oauth1("POST", RESTLET, header, ip="192.0.2.1")
        assert denied.value.detail is detail
        assert account.access.audit()[0].detail == detail


def test_a_role_for_web_services_only_calls_no_restlet(account: Account, request_now: Request) -> None:
    role = account.access.role_by_script_id("customrole_oa_integration")
    assert role is not None
    account.access.define_role(role.script_id, role.name, role.permissions, web_services_only=True)
    with pytest.raises(AccessDenied) as denied:
        account.access.verify_oauth1("POST", RESTLET, oauth1_header(request_now), ip="192.0.2.1")
    assert denied.value.detail is Detail.PERMISSION_DENIED
    replace(request_now, nonce="soapIsFine").send(account)


@pytest.mark.requirement("pages-01")
def test_the_first_role_given_is_the_default_one(account: Account) -> None:
    user = account.access.user_by_email("anna@demo.example")
    assert user is not None
    account.access.give_access(user.id, (*user.role_ids, ADMINISTRATOR))

    session = account.access.sign_in(user.email, PASSWORD, ip="192.0.2.7")

    assert session.role_id == user.role_ids[0] != ADMINISTRATOR


@pytest.mark.requirement("pages-01", "account-09")
def test_people_sign_in_in_their_role(account: Account) -> None:
    session = account.access.sign_in("ANNA@demo.example", PASSWORD, ip="192.0.2.7")
    role = account.access.role(session.role_id)
    assert role is not None
    assert role.name == "Sales Manager"
    assert session.context is Context.USERINTERFACE
    row = account.access.audit()[0]
    assert (row.status, row.email, row.role, row.ip) == (
        "Success",
        "ANNA@demo.example",
        "Sales Manager",
        "192.0.2.7",
    )


@pytest.mark.requirement("account-09")
def test_refused_sign_ins_say_why_in_the_audit_trail_only(account: Account) -> None:
    def detail(email: str, password: str) -> Detail:
        with pytest.raises(AccessDenied) as denied:
            account.access.sign_in(email, password, ip="192.0.2.7")
        assert account.access.audit()[0].detail == denied.value.detail
        assert str(denied.value) == "Invalid login attempt."
        return denied.value.detail

    assert detail("nobody@demo.example", PASSWORD) is Detail.UNKNOWN_USER
    assert detail("", "") is Detail.UNKNOWN_USER
    for _ in range(5):
        assert detail("anna@demo.example", "wrong") is Detail.WRONG_PASSWORD
    assert detail("anna@demo.example", PASSWORD) is Detail.TEMPORARY_LOCKED
    ben = account.access.user_by_email("ben@demo.example")
    assert ben is not None
    account.records.save(account.access.system_session(), "employee", {"giveAccess": False}, id=ben.id)
    assert detail("ben@demo.example", PASSWORD) is Detail.PERMISSION_DENIED


@pytest.mark.requirement("account-08")
def test_permission_levels(account: Account) -> None:
    role = account.access.define_role("customrole_some", "Some", {"LIST_JOB": Level.EDIT})
    session = Session("2", role.id, Context.USERINTERFACE)
    for level in (Level.NONE, Level.VIEW, Level.CREATE, Level.EDIT):
        account.access.require(session, "LIST_JOB", level)
    for permission, level in (("LIST_JOB", Level.FULL), ("LIST_CUSTJOB", Level.VIEW)):
        with pytest.raises(PermissionMissing):
            account.access.require(session, permission, level)
    account.access.define_role("customrole_some", "Some", {"LIST_JOB": Level.EDIT}, inactive=True)
    with pytest.raises(PermissionMissing):
        account.access.require(session, "LIST_JOB", Level.VIEW)
    with pytest.raises(PermissionMissing):
        account.access.require(Session("2", "4711", Context.NONE), "LIST_JOB", Level.VIEW)


def test_secrets_are_in_no_repr(account: Account) -> None:
    shown = repr(account.access.integrations()) + repr(account.access.tokens()) + repr(TokenSecrets())
    assert SECRETS.consumer_secret not in shown
    assert SECRETS.token_secret not in shown
    assert SECRETS.consumer_key in shown
