"""Bad answers and refused requests: each a distinct error of one tree that says where it happened and what to do."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from landbridge.netsuite import (
    Client,
    FixSetup,
    MalformedReply,
    NetSuiteError,
    PermissionMissing,
    ReplyTooLarge,
    Retry,
    RetryPolicy,
    SignInAgain,
    Wait,
)
from landbridge.netsuite.errors import AccountUnknown, ClockSkew
from tests.component.netsuite.conftest import NOW, MakeClient
from tests.component.netsuite.scripted import (
    SUCCESS,
    Answer,
    ScriptedNetSuite,
    customer,
    envelope,
    fault,
    found,
    server_time,
)

LIMIT = 100_000
OPERATION_ID = "a8a9294c-680d-4bc2-a215-597401848402"
XML, JSON = "text/xml; charset=utf-8", "application/json"
GOOD_XML, GOOD_JSON = server_time().body, b'{"note":"' + b"x" * 200 + b'"}'


@dataclass(frozen=True)
class Case:
    """An answer, and the error that it becomes."""

    answer: Answer
    error: type[NetSuiteError]
    code: str


def answered(
    body: bytes, media_type: str, status: int = 200, cut: int | None = None, **headers: str
) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(body, status, {"Content-Type": media_type, "X-N-OperationId": OPERATION_ID, **named}, cut)


def of_any(good: bytes, media_type: str) -> dict[str, Case]:
    """What can befall an answer of any protocol."""
    return {
        "cut off": Case(answered(good, media_type, cut=180), Retry, "TRUNCATED_REPLY"),
        "nothing": Case(answered(good, media_type, cut=0), Retry, "CONNECTION_LOST"),
        "not gzip": Case(
            answered(good, media_type, Content_Encoding="gzip"), MalformedReply, "BAD_COMPRESSION"
        ),
        "gzip cut off": Case(
            answered(gzip.compress(good)[:-9], media_type, Content_Encoding="gzip"),
            MalformedReply,
            "BAD_COMPRESSION",
        ),
        "gzip that goes on": Case(
            answered(gzip.compress(good) + b"more", media_type, Content_Encoding="gzip"),
            MalformedReply,
            "BAD_COMPRESSION",
        ),
        "not deflate": Case(
            answered(b"\xff" + good, media_type, Content_Encoding="deflate"),
            MalformedReply,
            "BAD_COMPRESSION",
        ),
        "brotli": Case(answered(good, media_type, Content_Encoding="br"), MalformedReply, "BAD_COMPRESSION"),
        "too large": Case(answered(good + b" " * LIMIT, media_type), ReplyTooLarge, "REPLY_TOO_LARGE"),
        "too large unpacked": Case(
            answered(zlib.compress(good + b" " * LIMIT), media_type, Content_Encoding="deflate"),
            ReplyTooLarge,
            "REPLY_TOO_LARGE",
        ),
        "web page": Case(answered(b"<html>Maintenance</html>", "text/html"), Retry, "HTML_PAGE"),
        "wrong type": Case(answered(b"%PDF", "application/pdf"), MalformedReply, "CONTENT_TYPE"),
        "busy": Case(answered(b"", "text/plain", 429, Retry_After="5"), Wait, "HTTP_429"),
        "away": Case(answered(b"", "text/plain", 502), Retry, "HTTP_502"),
        "moved": Case(
            answered(b"", "text/plain", 301, Location="https://evil.example"), FixSetup, "HTTP_301"
        ),
    }


SOAP = of_any(GOOD_XML, XML) | {
    "no XML": Case(answered(b"hello", XML), MalformedReply, "MALFORMED_XML"),
    "broken XML": Case(answered(GOOD_XML[:-9], XML), MalformedReply, "MALFORMED_XML"),
    "empty": Case(answered(b"", XML), MalformedReply, "MALFORMED_XML"),
    "document type": Case(answered(b"<!DOCTYPE x>" + GOOD_XML, XML), MalformedReply, "HOSTILE_XML"),
    "entity": Case(
        answered(b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', XML), MalformedReply, "HOSTILE_XML"
    ),
    "external reference": Case(
        answered(b'<!DOCTYPE x SYSTEM "https://evil.example/x.dtd"><x/>', XML), MalformedReply, "HOSTILE_XML"
    ),
    "undeclared entity": Case(
        answered(GOOD_XML.replace(b"2026-", b"&year;-"), XML), MalformedReply, "HOSTILE_XML"
    ),
    "utf-16": Case(
        answered("<?xml version='1.0'?><x/>".encode("utf-16"), XML), MalformedReply, "HOSTILE_XML"
    ),
    "unknown element": Case(
        answered(envelope("<getSomethingElseResponse/>"), XML), MalformedReply, "UNEXPECTED_REPLY"
    ),
    "another operation": Case(answered(found(1).body, XML), MalformedReply, "UNEXPECTED_REPLY"),
    "fault without a fault": Case(answered(GOOD_XML, XML, 500), MalformedReply, "UNEXPECTED_REPLY"),
    "wrong kind of value": Case(
        answered(GOOD_XML.replace(b"2026-11-21T10", b"yesterday"), XML), MalformedReply, "UNEXPECTED_REPLY"
    ),
}
REST = of_any(GOOD_JSON, JSON) | {
    "no JSON": Case(answered(b"hello", JSON), MalformedReply, "MALFORMED_JSON"),
    "broken JSON": Case(answered(b'{"a":', JSON), MalformedReply, "MALFORMED_JSON"),
    "not UTF-8": Case(answered(b'{"a":"\xff"}', JSON), MalformedReply, "MALFORMED_JSON"),
    "too deep": Case(answered(b"[" * 5000 + b"]" * 5000, JSON), MalformedReply, "MALFORMED_JSON"),
    "another shape": Case(answered(b"[]", JSON), MalformedReply, "UNEXPECTED_REPLY"),
}
Ask = Callable[[Client], Awaitable[object]]


def ask_soap(client: Client) -> Awaitable[object]:
    return client.soap.get_server_time()


def ask_rest(client: Client) -> Awaitable[object]:
    return client.rest.governance_limits()


CASES = [
    *(pytest.param(ask_soap, case, id=f"soap: {name}") for name, case in SOAP.items()),
    *(pytest.param(ask_rest, case, id=f"rest: {name}") for name, case in REST.items()),
]


@pytest.mark.requirement("bad-01", "bad-02", "bad-04")
@pytest.mark.parametrize(("ask", "case"), CASES)
async def test_an_answer_that_cannot_be_used_is_a_distinct_error(
    make_client: MakeClient, netsuite: ScriptedNetSuite, ask: Ask, case: Case
) -> None:
    netsuite.answers = [case.answer]
    async with make_client(retry=RetryPolicy.off(), max_reply_bytes=LIMIT) as client:
        with pytest.raises(NetSuiteError) as raised:
            await ask(client)
    error = raised.value
    assert (type(error), error.code) == (case.error, case.code)
    assert (error.account, len(netsuite.requests)) == ("123456", 1)
    assert error.operation in ("getServerTime", "rest.governanceLimits")
    assert error.message
    assert error.advice
    assert error.code in str(error)
    if case.answer.cut != 0 and error.code not in ("TRUNCATED_REPLY", "BAD_COMPRESSION", "REPLY_TOO_LARGE"):
        assert error.request_id in (OPERATION_ID, "WEBSERVICES_123456_1_ab")
        assert error.context.http_status == case.answer.status


@pytest.mark.requirement("bad-01")
@pytest.mark.parametrize(("body", "code"), [(b"{", "MALFORMED_JSON"), (b"<p>hello</p>", "MALFORMED_JSON")])
async def test_a_restlet_s_answer_that_is_no_json(
    make_client: MakeClient, netsuite: ScriptedNetSuite, body: bytes, code: str
) -> None:
    netsuite.answers = [answered(body, JSON)]
    async with make_client() as client:
        with pytest.raises(MalformedReply) as raised:
            await client.restlets.call("GET", script="1", deploy="1")
    assert (raised.value.code, raised.value.request_id) == (code, OPERATION_ID)


@pytest.mark.requirement("bad-01")
async def test_an_unknown_element_within_a_record_is_read_with_the_rest(
    make_client: MakeClient, netsuite: ScriptedNetSuite
) -> None:
    """NetSuite may add a field without a new endpoint: that stops nobody."""
    record = customer(5, tag="record", fields="<listRel:brandNew>x</listRel:brandNew>")
    netsuite.answers = [
        Answer(envelope(f"<getResponse><readResponse>{SUCCESS}{record}</readResponse></getResponse>"))
    ]
    async with make_client() as client:
        values = (await client.soap.get("customer", "5")).values
    assert values["companyName"] == "Company 5"
    assert values["brandNew"] == "x"


REFUSED = "Invalid login attempt."
HOURS_AGO = "Sat, 21 Nov 2026 08:00:00 GMT"  # two hours before the clock of these tests
IN_TIME = "Sat, 21 Nov 2026 10:00:01 GMT"


def rest_refusal(status: int, code: str, text: str, **headers: str) -> Answer:
    body = (
        f'{{"title":"x","status":{status},"o:errorDetails":[{{"detail":"{text}","o:errorCode":"{code}"}}]}}'
    )
    return answered(body.encode(), JSON, status, **headers)


def challenge(error: str) -> str:
    return f'OAuth realm="123456", error="{error}", error_description="Invalid login attempt."'


def soap_refusal(name: str, code: str, text: str, date: str = IN_TIME) -> Answer:
    refusal = fault(name, code, text)
    refusal.headers["Date"] = date
    return refusal


SIGN_IN = ("invalidCredentialsFault", "INVALID_LOGIN_CREDENTIALS", REFUSED)
REFUSALS = [
    pytest.param(
        ask_soap, soap_refusal(*SIGN_IN), SignInAgain, "", "Login Audit Trail", id="soap: refused token"
    ),
    pytest.param(
        ask_soap, soap_refusal(*SIGN_IN, HOURS_AGO), ClockSkew, "", "clock", id="soap: clock two hours ahead"
    ),
    pytest.param(
        ask_soap,
        fault("insufficientPermissionFault", "INSUFFICIENT_PERMISSION", "Permission Violation"),
        PermissionMissing,
        "",
        "permission",
        id="soap: permission",
    ),
    pytest.param(
        ask_soap,
        fault("invalidAccountFault", "INVALID_ACCT", "Invalid account"),
        AccountUnknown,
        "",
        "Company Information",
        id="soap: account",
    ),
    pytest.param(
        ask_soap,
        fault("invalidVersionFault", "UNSUPPORTED_WS_VERSION", "No such version"),
        FixSetup,
        "",
        "set-up",
        id="soap: version",
    ),
    *(
        pytest.param(
            ask_rest,
            rest_refusal(401, "INVALID_LOGIN", REFUSED, WWW_Authenticate=challenge(detail)),
            ClockSkew if detail == "InvalidTimestamp" else SignInAgain,
            detail,
            advice,
            id=f"rest: {detail}",
        )
        for detail, advice in (
            ("token_rejected", "revoked"),
            ("InvalidSignature", "secret"),
            ("consumer_key_unknown", "consumer key"),
            ("consumer_key_refused", "blocked"),
            ("permission_denied", "permission"),
            ("temporary_locked", "half an hour"),
            ("InvalidTimestamp", "clock"),
            ("SomethingNew", "Login Audit Trail"),
        )
    ),
    pytest.param(
        ask_rest,
        rest_refusal(401, "INVALID_LOGIN", REFUSED, Date=HOURS_AGO),
        ClockSkew,
        "",
        "clock",
        id="rest: clock two hours ahead",
    ),
    pytest.param(
        ask_rest,
        rest_refusal(403, "INSUFFICIENT_PERMISSION", "Permission Violation"),
        PermissionMissing,
        "",
        "permission",
        id="rest: permission",
    ),
]


@pytest.mark.requirement("bad-03", "bad-04")
@pytest.mark.parametrize(("ask", "answer", "kind", "detail", "advice"), REFUSALS)
async def test_a_refusal_is_told_apart_as_far_as_netsuite_tells(
    make_client: MakeClient,
    netsuite: ScriptedNetSuite,
    ask: Ask,
    answer: Answer,
    kind: type[NetSuiteError],
    detail: str,
    advice: str,
) -> None:
    netsuite.answers = [answer]
    async with make_client(retry=RetryPolicy.off()) as client:
        with pytest.raises(NetSuiteError) as raised:
            await ask(client)
    error = raised.value
    assert type(error) is kind
    assert (getattr(error, "detail", ""), error.account) == (detail, "123456")
    assert advice in error.advice
    assert error.code
    assert error.request_id


async def test_the_difference_of_the_clocks_is_named(
    make_client: MakeClient, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [soap_refusal(*SIGN_IN, HOURS_AGO)]
    async with make_client(retry=RetryPolicy.off()) as client:
        with pytest.raises(ClockSkew, match="120 minutes ahead of NetSuite's"):
            await client.soap.get_server_time()
    assert NOW == 1_795_255_200.0  # 2026-11-21T10:00:00Z, of which HOURS_AGO is two hours behind


@pytest.mark.parametrize("date", ["", "yesterday", "Sat, 99 Nov 2026 08:00:00 GMT", "-1"])
async def test_a_date_that_is_none_says_nothing_of_the_clock(
    make_client: MakeClient, netsuite: ScriptedNetSuite, date: str
) -> None:
    netsuite.answers = [soap_refusal(*SIGN_IN, date)]
    async with make_client(retry=RetryPolicy.off()) as client:
        with pytest.raises(SignInAgain) as raised:
            await client.soap.get_server_time()
    assert type(raised.value) is SignInAgain
