"""Faults and failed statuses as NetSuite sends them become the right class, with everything a person needs."""

from __future__ import annotations

import pytest

from landbridge.netsuite import (
    Client,
    FixRecord,
    FixSetup,
    MalformedReply,
    NetSuiteError,
    OutcomeUnknown,
    PermissionMissing,
    RecordMissing,
    Retry,
    ScriptFailedAfterSave,
    SearchLapsed,
    SignInAgain,
    Wait,
)
from tests.component.netsuite.conftest import SECRETS, FakeTime
from tests.component.netsuite.scripted import (
    SUCCESS,
    Answer,
    ScriptedNetSuite,
    customer,
    envelope,
    failed,
    fault,
    found,
    read_list,
    server_time,
    written,
)

AFTER_SUBMIT = "<platformCore:afterSubmitFailed>true</platformCore:afterSubmitFailed>"


@pytest.mark.requirement("client-02")
@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("invalidCredentialsFault", "INVALID_LOGIN_CREDENTIALS", SignInAgain),
        ("invalidCredentialsFault", "UNEXPECTED_ERROR", SignInAgain),
        ("invalidSessionFault", "SESSION_TIMED_OUT", SignInAgain),
        ("insufficientPermissionFault", "WS_PERMISSION_REQD", PermissionMissing),
        ("invalidVersionFault", "INVALID_WS_VERSION", FixSetup),
        ("invalidAccountFault", "INVALID_ACCT", FixSetup),
        ("exceededConcurrentRequestLimitFault", "WS_REQUEST_BLOCKED", Wait),
        ("exceededRequestLimitFault", "WS_CONCUR_SESSION_DISALLWD", Wait),
        ("unexpectedErrorFault", "UNEXPECTED_ERROR", Retry),
        ("someNewFault", "WS_FEATURE_REQD", FixSetup),
        ("someNewFault", "SOMETHING_NEW", NetSuiteError),
    ],
)
async def test_faults_by_what_the_caller_can_do(
    client: Client, netsuite: ScriptedNetSuite, name: str, code: str, kind: type[NetSuiteError]
) -> None:
    netsuite.answers = [fault(name, code, "Text of NetSuite.")]
    with pytest.raises(kind) as raised:
        await client.soap.get_server_time()
    error = raised.value
    assert (error.account, error.operation, error.code) == ("123456", "getServerTime", code)
    assert error.message == "Text of NetSuite."
    assert error.advice or type(error) is NetSuiteError
    assert "Text of NetSuite." in str(error)


@pytest.mark.requirement("client-02")
async def test_the_failed_status_of_one_record_is_its_error(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [written("add", failed("USER_ERROR", "Please enter value(s) for: Company Name"), None)]
    with pytest.raises(FixRecord, match="Company Name") as raised:
        await client.soap.add("customer", {"isPerson": False})
    assert raised.value.request_id == "WEBSERVICES_123456_1_ab"


@pytest.mark.requirement("client-02")
async def test_a_reference_beside_a_failed_status_is_no_success(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [written("update", failed("RCRD_DSNT_EXIST", "That record does not exist."), "5")]
    with pytest.raises(RecordMissing):
        await client.soap.update("customer", "5", {"phone": None})


@pytest.mark.requirement("client-02")
async def test_a_failing_after_submit_says_that_the_record_is_saved(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [written("add", failed("UNEXPECTED_ERROR", "script died", AFTER_SUBMIT), "77")]
    with pytest.raises(ScriptFailedAfterSave) as raised:
        await client.soap.add("customer", {"companyName": "x"})
    assert raised.value.internal_id == "77"
    assert len(netsuite.requests) == 1


@pytest.mark.requirement("client-02")
async def test_an_unexpected_error_in_a_write_is_an_unknown_outcome(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [written("add", failed("UNEXPECTED_ERROR", "Error ID: 1"), None)]
    with pytest.raises(OutcomeUnknown):
        await client.soap.add("customer", {"companyName": "x"})
    assert len(netsuite.requests) == 1


@pytest.mark.requirement("client-02")
async def test_each_element_of_a_list_has_its_own_outcome(client: Client, netsuite: ScriptedNetSuite) -> None:
    netsuite.answers = [
        read_list(
            SUCCESS + customer(5, tag="record"),
            failed("RCRD_DSNT_EXIST", "That record does not exist."),
            failed("INSUFFICIENT_PERMISSION", "No."),
            SUCCESS,
        )
    ]
    good, missing, forbidden, hollow = await client.soap.get_list("customer", ["5", "6", "7", "8"])
    assert good.value.values == {"companyName": "Company 5"}
    for outcome, kind in ((missing, RecordMissing), (forbidden, PermissionMissing), (hollow, MalformedReply)):
        assert isinstance(outcome.error, kind)
        with pytest.raises(kind):
            _ = outcome.value


@pytest.mark.requirement("client-02")
async def test_a_list_answered_in_part_is_an_error(client: Client, netsuite: ScriptedNetSuite) -> None:
    netsuite.answers = [read_list(SUCCESS + customer(5, tag="record"))]
    outcomes = await client.soap.get_list("customer", ["5", "6"])
    assert [type(outcome.error) for outcome in outcomes] == [MalformedReply, MalformedReply]
    with pytest.raises(MalformedReply, match="1 of 2"):
        _ = outcomes[0].value


@pytest.mark.requirement("client-02")
@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (found(1, 2), MalformedReply, "answered 'search' instead"),
        (Answer(envelope("")), MalformedReply, "no SOAP reply"),
        (Answer(b"<html><body>Maintenance</body></html>", 503), Retry, "HTTP 503"),
        (Answer(b"<html><body>Hello</body></html>"), MalformedReply, "no SOAP reply"),
        (Answer(b"", 302, {"Location": "https://evil.example"}), FixSetup, "HTTP 302"),
        (Answer(b"", 404), FixSetup, "HTTP 404"),
        (Answer(b"", 429, {"Retry-After": "7"}), Wait, "asks to wait"),
        (Answer(b"", 503, {"Retry-After": "7"}), Retry, "HTTP 503"),
        (Answer(b"", 403), FixSetup, "not by NetSuite's sign-in"),
        (
            Answer(b"", 401, {"WWW-Authenticate": 'Basic realm="proxy"'}),
            FixSetup,
            "not by NetSuite's sign-in",
        ),
        (Answer(b"", 401, {"WWW-Authenticate": 'OAuth realm="123456"'}), SignInAgain, "HTTP 401"),
        (Answer(envelope("<getServerTimeResponse/>")), MalformedReply, "no time"),
        (Answer(server_time().body, 500), MalformedReply, "without a fault"),
        (Answer(server_time().body.replace(b"true", b"false")), NetSuiteError, "no reason"),
        (server_time("yesterday"), MalformedReply, "cannot be read"),
    ],
)
async def test_answers_that_are_no_success_are_errors(
    client: Client, netsuite: ScriptedNetSuite, answer: Answer, kind: type[NetSuiteError], words: str
) -> None:
    netsuite.answers = [answer]
    with pytest.raises(kind, match=words):
        await client.soap.get_server_time()


@pytest.mark.requirement("retry-04")
@pytest.mark.parametrize("status", [401, 403])
async def test_a_page_of_a_firewall_says_nothing_of_the_credentials(
    client: Client, netsuite: ScriptedNetSuite, fake_time: FakeTime, status: int
) -> None:
    page = Answer(b"<html><body>Access denied</body></html>", status, {"Content-Type": "text/html"})
    netsuite.answers = [server_time(), page, server_time()]
    await client.soap.get_server_time()
    with pytest.raises(FixSetup) as met:
        await client.soap.get_server_time()
    assert "firewall" in met.value.advice
    await client.soap.get_server_time()
    assert (len(netsuite.requests), fake_time.slept) == (3, [])


@pytest.mark.requirement("client-02")
async def test_a_write_with_an_unreadable_answer_is_an_unknown_outcome(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [Answer(b"<broken")]
    with pytest.raises(OutcomeUnknown):
        await client.soap.delete("customer", "5")
    assert len(netsuite.requests) == 1


@pytest.mark.requirement("client-06")
async def test_an_answer_with_entities_is_a_clear_error(client: Client, netsuite: ScriptedNetSuite) -> None:
    netsuite.answers = [Answer(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')]
    with pytest.raises(MalformedReply, match="document type or entity is not allowed"):
        await client.soap.get("customer", "5")


@pytest.mark.requirement("client-07")
@pytest.mark.parametrize("operation", ["soap", "restlet"])
async def test_no_secret_shows_in_errors_or_in_what_holds_them(
    client: Client, netsuite: ScriptedNetSuite, operation: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    netsuite.answers = [
        fault("invalidCredentialsFault", "INVALID_LOGIN_CREDENTIALS", "Invalid login attempt.")
    ]
    with pytest.raises(NetSuiteError) as raised:
        await (
            client.soap.get_server_time()
            if operation == "soap"
            else client.restlets.call("GET", script="1", deploy="1")
        )
    request = netsuite.requests[0]
    shown = [
        repr(raised.value),
        str(raised.value),
        repr(client),
        repr(client.options),
        caplog.text,
        request.target,
    ]
    for secret in SECRETS:
        assert not any(secret in text for text in shown)
    assert SECRETS[1] not in request.body + str(request.headers)
    assert SECRETS[3] not in request.body + str(request.headers)


async def test_text_from_netsuite_is_made_safe(client: Client, netsuite: ScriptedNetSuite) -> None:
    netsuite.answers = [fault("invalidAccountFault", "INVALID_ACCT", "line\n\tbreak &#x202e;" + "x" * 4000)]
    with pytest.raises(FixSetup) as raised:
        await client.soap.get_server_time()
    assert raised.value.message.startswith("line break xxx")
    assert len(raised.value.message) == 500
    assert raised.value.message.isprintable()


async def test_a_lapsed_search_is_not_asked_again(client: Client, netsuite: ScriptedNetSuite) -> None:
    body = f"<platformCore:searchResult>{failed('INVALID_JOB_ID', 'Search ID expired')}</platformCore:searchResult>"
    response = "searchMoreWithIdResponse"
    netsuite.answers = [Answer(envelope(f"<{response}>{body}</{response}>"))]
    with pytest.raises(SearchLapsed):
        await client.soap.search_more_with_id("WEBSERVICES_1", 2)
    assert len(netsuite.requests) == 1
