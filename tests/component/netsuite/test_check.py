"""Test Connection, line by line, against a server that answers what a case says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest

from landbridge.netsuite import CheckState, Client, RestletAddress, check_connection
from landbridge.netsuite.checks import lines as checklines
from landbridge.netsuite.endpoints import Endpoint
from tests.component.netsuite.conftest import MakeClient
from tests.component.netsuite.scripted import (
    BLOCKED,
    SUCCESS,
    Answer,
    Request,
    ScriptedNetSuite,
    data_centers,
    envelope,
    failed,
    fault,
    found,
    server_time,
)

RESTLET = RestletAddress("customscript_landbridge_certificate", "customdeploy_landbridge_certificate")
JSON = {"Content-Type": "application/json"}
SERVICE, SEARCH = "permission_ADMI_WEBSERVICES", "permission_LIST_FIND"
CUSTOMER, JOB = "permission_LIST_CUSTJOB", "permission_LIST_JOB"
KEYS = ["host", "version", "sign_in", "clock", SERVICE, SEARCH, CUSTOMER, JOB, "suiteapp", "limits"]
W, F, S = CheckState.WARNED, CheckState.FAILED, CheckState.SKIPPED


def restlet(body: str, status: int = 200) -> Answer:
    """What the SuiteApp's RESTlet answers."""
    return Answer(body.encode(), status, JSON)


def limits(operation: str, values: dict[str, object]) -> Answer:
    """An answer of one of the two operations that tell limits."""
    result = "".join(f"<platformCore:{name}>{value}</platformCore:{name}>" for name, value in values.items())
    inside = f"<platformCore:{operation}Result>{SUCCESS}{result}</platformCore:{operation}Result>"
    return Answer(envelope(f"<{operation}Response>{inside}</{operation}Response>"))


def account_limits(whole: int, unallocated: int) -> Answer:
    """The account's limits."""
    values: dict[str, object] = {
        "accountConcurrencyLimit": whole,
        "unallocatedConcurrencyLimit": unallocated,
    }
    return limits("getAccountGovernanceInfo", values)


def integration_limit(limit: int | None) -> Answer:
    """The integration's limit."""
    own: dict[str, object] = {} if limit is None else {"integrationConcurrencyLimit": limit}
    kind = "_account" if limit is None else "_integrationSpecific"
    return limits("getIntegrationGovernanceInfo", {**own, "limitType": kind})


def missing(quoted: str) -> Answer:
    """A fault for want of a permission, in NetSuite's words."""
    text = f"Permission Violation: You need  the '{quoted}' permission to access this page."
    return fault("insufficientPermissionFault", "INSUFFICIENT_PERMISSION", text)


UNNAMED = fault("insufficientPermissionFault", "INSUFFICIENT_PERMISSION", "You may not do this.")
GONE = Answer(
    envelope(
        f"<getResponse><readResponse>{failed('RCRD_DSNT_EXIST', 'That record does not exist.')}</readResponse></getResponse>"
    )
)


def account(**changed: Answer) -> dict[str, Answer]:
    """A sound account, changed. ``customer`` and ``job`` are searches, ``get_job`` a single read."""
    good = {
        "getDataCenterUrls": data_centers(),
        "getServerTime": server_time(),
        "customer": found(1),
        "job": found(),
        "get_customer": GONE,
        "get_job": GONE,
        "restlet": restlet('{"version":"1.0.0","account":"123456","lacking":[]}'),
        "getAccountGovernanceInfo": account_limits(15, 10),
        "getIntegrationGovernanceInfo": integration_limit(None),
    }
    return good | changed


def refused(message: str = "Invalid login attempt.") -> Answer:
    """A refused sign-in."""
    return fault("invalidCredentialsFault", "INVALID_LOGIN_CREDENTIALS", message)


NO_VERSION = fault("invalidVersionFault", "INVALID_WS_VERSION", "Unknown version")
NO_SCRIPT = restlet('{"error":{"code":"SSS_INVALID_SCRIPTLET_ID","message":"not found"}}', 400)
LIMITED = fault("insufficientPermissionFault", "INSUFFICIENT_PERMISSION", "Only for administrators.")
AFTER_SIGN_IN = dict.fromkeys(KEYS[3:], S)

CASES: dict[str, tuple[dict[str, Answer], dict[str, CheckState], str]] = {
    "all well": (account(), {}, ""),
    "unknown account": (
        account(
            getDataCenterUrls=Answer(data_centers().body.replace(b"123456.suitetalk.api", b"webservices"))
        ),
        {"host": F} | dict.fromkeys(KEYS[1:], S),
        "account id",
    ),
    "no host": (
        account(getDataCenterUrls=Answer(b"", 404)),
        {"host": F} | dict.fromkeys(KEYS[1:], S),
        "set-up",
    ),
    "version": (account(getServerTime=NO_VERSION), {"version": F} | dict.fromkeys(KEYS[2:], S), "2025_2"),
    "token": (account(getServerTime=refused()), {"sign_in": F} | AFTER_SIGN_IN, "Log in using Access Tokens"),
    "clock": (account(getServerTime=server_time("2026-11-21T10:02:00Z")), {"clock": W}, "clock"),
    "service": (
        account(getServerTime=missing("SOAP Web Services")),
        {"clock": S, SERVICE: F, SEARCH: S, CUSTOMER: S, JOB: S, "limits": S},
        "Permissions > Setup, and add SOAP Web Services with level Full",
    ),
    "type": (
        account(job=missing("Lists -> Jobs"), get_job=missing("Lists -> Jobs")),
        {JOB: F},
        "add Jobs (or Projects, where the account renamed it) with level View",
    ),
    "type under its new name": (
        account(job=missing("Lists -> Projects"), get_job=missing("Lists -> Projects")),
        {JOB: F},
        "add Jobs",
    ),
    "another permission than expected": (
        account(job=missing("Lists -> Customers"), get_job=missing("Lists -> Customers")),
        {JOB: F},
        "add Customers",
    ),
    "search": (
        account(customer=missing("Lists -> Perform Search"), job=missing("Lists -> Perform Search")),
        {SEARCH: F},
        "add Perform Search",
    ),
    "search, unnamed": (account(customer=UNNAMED, job=UNNAMED), {SEARCH: F}, "add Perform Search"),
    "everything, unnamed": (
        account(customer=UNNAMED, job=UNNAMED, get_customer=UNNAMED, get_job=UNNAMED),
        {SEARCH: S, CUSTOMER: F, JOB: F},
        "",
    ),
    "a broken search": (
        account(job=fault("unexpectedErrorFault", "UNEXPECTED_ERROR", "Error ID: x")),
        {JOB: F},
        "Try again",
    ),
    "no suiteapp": (account(restlet=NO_SCRIPT), {"suiteapp": W}, "Install the SuiteApp"),
    "other restlet": (account(restlet=restlet("[]")), {"suiteapp": W}, "current SuiteApp"),
    "wish above the account": (
        account(getAccountGovernanceInfo=account_limits(5, 2)),
        {"limits": W},
        "Lower",
    ),
    "wish above the integration": (
        account(getIntegrationGovernanceInfo=integration_limit(2)),
        {"limits": W},
        "Lower",
    ),
    "limits for administrators": (account(getAccountGovernanceInfo=LIMITED), {}, ""),
    "limits unknown": (account(getAccountGovernanceInfo=Answer(b"", 404)), {"limits": W}, "again"),
}
CERTIFICATES = ["permission_ADMI_CERTIFICATES", "permission_LIST_CERTIFICATES", "permission_LIST_FILECABINET"]


def answering(answers: dict[str, Answer]) -> Callable[[Request], Answer]:
    """Answer each request by what it asks for."""

    def answer(request: Request) -> Answer:
        if request.target.startswith("/app/site/hosting/restlet.nl"):
            return answers["restlet"]
        if request.operation == "search":
            return answers["job" if "JobSearchBasic" in request.body else "customer"]
        if request.operation == "get":
            return answers["get_job" if 'type="job"' in request.body else "get_customer"]
        return answers[request.operation]

    return answer


@pytest.mark.requirement("check-01")
@pytest.mark.parametrize("name", CASES)
async def test_each_line_says_what_is_wrong_and_what_to_do(
    make_client: MakeClient, netsuite: ScriptedNetSuite, name: str
) -> None:
    answers, expected, advice = CASES[name]
    netsuite.answers = answering(answers)
    async with make_client(url=Endpoint.default().url) as client:
        lines = await check_connection(client, ["customer", "job"], RESTLET, concurrency=4)
    states = {line.key: line.state for line in lines if line.key not in CERTIFICATES}
    assert list(states) == KEYS
    assert {key: state for key, state in states.items() if state is not CheckState.PASSED} == expected
    assert all(line.message for line in lines)
    assert all(bool(line.advice) == (line.state is not CheckState.PASSED) for line in lines)
    wrong = next((line for line in lines if line.state in (W, F)), None)
    assert advice in (wrong.advice if wrong else "")
    if name == "token":
        assert sum(request.target.startswith("/services/") for request in netsuite.requests) == 2


@pytest.mark.parametrize("lacking", CERTIFICATES)
async def test_what_the_role_may_do_with_certificates_is_known_without_writing(
    client: Client, netsuite: ScriptedNetSuite, lacking: str
) -> None:
    body = json.dumps({"version": "1.0.0", "lacking": [lacking.removeprefix("permission_")]})
    netsuite.answers = answering(account(restlet=restlet(body)))
    lines = await check_connection(client, ["customer"], RESTLET)
    told = {line.key: line for line in lines if line.key in CERTIFICATES}
    assert [key for key, line in told.items() if line.state is W] == [lacking]
    assert list(told) == CERTIFICATES
    assert "Only real-time import needs it" in told[lacking].advice


async def test_somebody_who_waits_is_told_that_no_answer_came(
    client: Client, netsuite: ScriptedNetSuite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checklines, "ANSWERS_WITHIN_S", 0.05)
    held = asyncio.Event()
    netsuite.answers = answering(account(job=Answer(b"", hold=held)))
    lines = await check_connection(client, ["customer", "job"])
    held.set()
    assert [line.key for line in lines if line.state is F] == [JOB]


async def test_an_account_over_its_limit_fails_no_permission(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    answers = answering(account())
    blocked = [fault(*BLOCKED)]

    def answer(request: Request) -> Answer:
        return blocked.pop() if request.operation == "search" and blocked else answers(request)

    netsuite.answers = answer
    lines = await check_connection(client, ["customer", "job"])
    assert {line.state for line in lines} == {CheckState.PASSED}
