"""Token passports at the SOAP endpoint, permissions, and the concurrency limit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from landbridge.local.access.integration import IntegrationState
from landbridge.local.access.model import Level
from landbridge.local.account import Account
from tests.component.local_soap.wire import Reply, Wire

TIME = "<m:getServerTime/>"


def refused(reply: Reply) -> bool:
    """Say whether the reply is the one thing that NetSuite says of a refused passport."""
    fault = reply.all("invalidCredentialsFault")
    return (
        reply.status == 500
        and reply.text("faultcode") == "soapenv:Server.userException"
        and reply.text("faultstring") == "Invalid login attempt."
        and [element.text for element in fault[0]] == ["INVALID_LOGIN_CREDENTIALS", "Invalid login attempt."]
        and reply.text("hostname") != ""
    )


def why(account: Account) -> str:
    return account.access.audit()[0].detail


@pytest.mark.requirement("soap-06", "account-09")
def test_a_good_passport_is_let_in_and_stands_in_the_audit_trail(wire: Wire, account: Account) -> None:
    assert wire.call(TIME).successes == [True]
    row = account.access.audit()[0]
    assert (row.status, row.email, row.uri) == ("Success", "anna@example.com", "/services/test")


@pytest.mark.requirement("soap-06", "account-09")
@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"signature": "AAAA"}, "InvalidSignature"),
        ({"algorithm": "HMAC-SHA1"}, "UnknownAlgorithm"),
        ({"timestamp": "1500000000"}, "InvalidTimestamp"),
        ({"timestamp": "soon"}, "parameter_rejected"),
        ({"nonce": "abc"}, "nonce_rejected"),
        ({"nonce": ""}, "MissingTokenPassportRequiredFields"),
        ({"consumerKey": "0" * 64}, "consumer_key_unknown"),
        ({"token": "0" * 64}, "token_rejected"),
        ({"account": "7654321"}, "token_rejected"),
    ],
)
def test_a_bad_passport_is_refused_and_only_the_audit_trail_says_why(
    wire: Wire, account: Account, changes: dict[str, str], detail: str
) -> None:
    assert refused(wire.call(TIME, passport=wire.passport(**changes)))
    assert why(account) == detail


@pytest.mark.requirement("soap-06")
def test_a_nonce_is_good_once(wire: Wire, account: Account) -> None:
    passport = wire.passport()
    assert wire.call(TIME, passport=passport).successes == [True]
    assert refused(wire.call(TIME, passport=passport))
    assert why(account) == "NonceUsed"


@pytest.mark.requirement("soap-06")
def test_a_passport_is_good_for_five_minutes(wire: Wire, account: Account) -> None:
    passports = [wire.passport(), wire.passport()]
    account.clock.advance(299)
    assert wire.call(TIME, passport=passports[0]).successes == [True]
    account.clock.advance(2)
    assert refused(wire.call(TIME, passport=passports[1]))


@pytest.mark.requirement("soap-06")
def test_the_state_of_integration_token_and_role_counts(wire: Wire, account: Account) -> None:
    applications = account.access.applications
    integration, token = account.access.integrations()[0], account.access.tokens()[0]
    for state in (IntegrationState.BLOCKED, IntegrationState.WAITING_FOR_APPROVAL):
        applications.set_state(integration.id, state)
        assert refused(wire.call(TIME))
        assert why(account) == "consumer_key_refused"
    applications.set_state(integration.id, IntegrationState.ENABLED)
    account.access.token_records.set_inactive(token.id, inactive=True)
    assert refused(wire.call(TIME))
    assert why(account) == "token_rejected"
    account.access.token_records.set_inactive(token.id, inactive=False)
    account.access.set_permission("customrole_test", "ADMI_LOGIN_OAUTH", Level.NONE)
    assert refused(wire.call(TIME))
    assert why(account) == "permission_denied"


@pytest.mark.requirement("soap-06")
def test_passport_parts_are_read_in_the_messages_namespace_too(wire: Wire) -> None:
    passport = wire.passport().replace("<c:", "<m:").replace("</c:", "</m:")
    assert wire.call(TIME, passport=passport).successes == [True]


@pytest.mark.requirement("soap-06", "soap-07")
def test_two_ways_to_authenticate_are_ambiguous(wire: Wire) -> None:
    application = "<m:applicationInfo><m:applicationId>x</m:applicationId></m:applicationInfo>"
    named = wire.call(TIME, application)
    assert (named.text("code"), named.text("message")) == ("USER_ERROR", "Ambiguous authentication")
    assert named.all("invalidCredentialsFault")
    for other in ("<m:passport/>", wire.passport()):
        bare = wire.call(TIME, other)
        assert bare.text("faultstring") == "Ambiguous authentication"
        assert [element.tag.rpartition("}")[2] for element in bare.one("detail")] == ["hostname"]


@pytest.mark.requirement("soap-06", "soap-07")
def test_without_a_token_passport(wire: Wire) -> None:
    nobody = wire.call(TIME, passport="")
    assert nobody.one("invalidSessionFault")[0].text == "WS_LOG_IN_REQD"
    assert refused(wire.call(TIME, passport="<m:passport><c:email>a@b.example</c:email></m:passport>"))


@pytest.mark.requirement("soap-07", "account-08")
def test_a_role_without_soap_web_services_is_refused(wire: Wire, account: Account) -> None:
    account.access.set_permission("customrole_test", "ADMI_WEBSERVICES", Level.NONE)
    reply = wire.call(TIME)
    assert reply.status == 500
    assert reply.one("insufficientPermissionFault")[0].text == "WS_PERMISSION_REQD"


@pytest.mark.requirement("account-10", "soap-07")
def test_requests_above_the_limit_are_blocked_and_the_place_is_given_back(
    wire: Wire, account: Account
) -> None:
    session = account.access.system_session()
    session = replace(session, integration_id=account.access.integrations()[0].id)
    slots = [account.governance.slot(session) for _ in range(account.governance.limit)]
    for slot in slots:
        slot.__enter__()
    reply = wire.call(TIME)
    assert reply.status == 500
    assert [element.text for element in reply.one("exceededConcurrentRequestLimitFault")] == [
        "WS_REQUEST_BLOCKED",
        "SuiteTalk concurrent request limit exceeded. Request blocked.",
    ]
    slots.pop().__exit__(None, None, None)
    assert [wire.call(TIME).successes for _ in range(3)] == [[True]] * 3


@pytest.mark.requirement("soap-04")
def test_a_search_id_is_of_no_use_to_another_user(wire: Wire, account: Account) -> None:
    from tests.component.local_soap.conftest import client  # noqa: PLC0415 - the other fixtures of conftest are not wanted

    other = client(account, "customrole_test", "ben@example.com")
    other = replace(other, endpoint=wire.endpoint)
    search_id = wire.search("Employee", "").text("searchId")
    request = f"<m:searchMoreWithId><m:searchId>{search_id}</m:searchId><m:pageIndex>1</m:pageIndex></m:searchMoreWithId>"
    assert other.call(request).texts("code") == ["INVALID_JOB_ID"]
    assert wire.call(request).successes == [True]
