"""Test Connection, line by line."""

from __future__ import annotations

import pytest

from landbridge.netsuite import CheckState, Client, RestletAddress, check_connection
from tests.component.netsuite.scripted import (
    Answer,
    Request,
    ScriptedNetSuite,
    data_centers,
    fault,
    found,
    server_time,
)

RESTLET = RestletAddress("customscript_landbridge_certificate", "customdeploy_landbridge_certificate")
JSON = {"Content-Type": "application/json"}
KEYS = ["host", "version", "sign_in", "clock", "read_customer", "read_job", "suiteapp"]
P, W, F, S = CheckState.PASSED, CheckState.WARNED, CheckState.FAILED, CheckState.SKIPPED


def account(**changed: Answer) -> dict[str, Answer]:
    """A sound account, changed."""
    good = {
        "getDataCenterUrls": data_centers(),
        "getServerTime": server_time(),
        "customer": found(1),
        "job": found(),
        "restlet": Answer(b'{"version":"1.0.0","account":"123456"}', 200, JSON),
    }
    return good | changed


CASES = {
    "all well": (account(), [P, P, P, P, P, P, P], ""),
    "unknown account": (
        account(getDataCenterUrls=data_centers("system")),
        [W, P, P, P, P, P, P],
        "account id",
    ),
    "no host": (account(getDataCenterUrls=Answer(b"", 404)), [F, S, S, S, S, S, S], "set-up"),
    "version": (
        account(getServerTime=fault("invalidVersionFault", "INVALID_WS_VERSION", "Unknown version")),
        [P, F, S, S, S, S, S],
        "endpoint",
    ),
    "token": (
        account(
            getServerTime=fault(
                "invalidCredentialsFault", "INVALID_LOGIN_CREDENTIALS", "Invalid login attempt."
            )
        ),
        [P, P, F, S, S, S, S],
        "Login Audit Trail",
    ),
    "clock": (account(getServerTime=server_time("2026-11-21T10:02:00Z")), [P, P, P, W, P, P, P], "clock"),
    "permission": (
        account(
            job=fault("insufficientPermissionFault", "INSUFFICIENT_PERMISSION", "You need List > Projects")
        ),
        [P, P, P, P, P, F, P],
        "permission",
    ),
    "suiteapp": (
        account(
            restlet=Answer(b'{"error":{"code":"SSS_INVALID_SCRIPTLET_ID","message":"not found"}}', 400, JSON)
        ),
        [P, P, P, P, P, P, F],
        "set-up",
    ),
    "other restlet": (account(restlet=Answer(b"[]", 200, JSON)), [P, P, P, P, P, P, F], "SuiteApp"),
}


@pytest.mark.parametrize("name", CASES)
async def test_each_line_says_what_is_wrong_and_what_to_do(
    client: Client, netsuite: ScriptedNetSuite, name: str
) -> None:
    answers, states, advice = CASES[name]

    def answer(request: Request) -> Answer:
        if request.target.startswith("/app/site/hosting/restlet.nl"):
            return answers["restlet"]
        if request.operation == "search":
            return answers["job" if "JobSearchBasic" in request.body else "customer"]
        return answers[request.operation]

    netsuite.answers = answer
    lines = await check_connection(client, ["customer", "job"], RESTLET)
    assert [line.key for line in lines] == KEYS
    assert [line.state for line in lines] == states
    assert all(line.message for line in lines)
    assert all(bool(line.advice) == (line.state is not P) for line in lines)
    wrong = next((line for line in lines if line.state in (W, F)), None)
    assert advice in (wrong.advice if wrong else "")
    if name == "token":
        assert (
            sum("/services/" in r.target and r.operation == "getServerTime" for r in netsuite.requests) == 1
        )
