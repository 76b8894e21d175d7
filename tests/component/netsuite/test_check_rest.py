"""Test Connection by REST, against a server that answers what a case says."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from landbridge.netsuite import CheckState, check_connection
from landbridge.netsuite.endpoints import Endpoint
from landbridge.netsuite.protocols import Protocol
from tests.component.netsuite.conftest import MakeClient
from tests.component.netsuite.scripted import Answer, Request, ScriptedNetSuite

SERVICE, WORKBOOK = "permission_ADMI_RESTWEBSERVICES", "permission_REPO_ANALYTICS"
CUSTOMER, ORDER = "permission_LIST_CUSTJOB", "permission_TRAN_SALESORD"
KEYS = ["host", "version", "sign_in", "clock", SERVICE, WORKBOOK, CUSTOMER, ORDER, "limits"]
W, F, S = CheckState.WARNED, CheckState.FAILED, CheckState.SKIPPED
HIDDEN = "Invalid search query. Detailed unprocessed description follows. Search error occurred: Record 'customer' was not found."


def document(body: object, status: int = 200) -> Answer:
    """A JSON answer."""
    headers = {
        "Content-Type": "application/vnd.oracle.resource+json",
        "Date": "Sat, 21 Nov 2026 10:00:00 GMT",
    }
    return Answer(json.dumps(body).encode(), status, headers)


def refusal(status: int, code: str, detail: str) -> Answer:
    """A refusal in REST's form."""
    return document(
        {"title": "Refused", "status": status, "o:errorDetails": [{"detail": detail, "o:errorCode": code}]},
        status,
    )


def catalogue(*names: str) -> Answer:
    """The record types that the role may see."""
    return document({"items": [{"name": name} for name in names]})


def rows(*items: dict[str, str]) -> Answer:
    """The answer to a query."""
    return document(
        {"items": list(items), "count": len(items), "hasMore": False, "offset": 0, "totalResults": len(items)}
    )


def account(**changed: Answer) -> dict[str, Answer]:
    """A sound account of an administrator, changed."""
    hosts = {
        "restDomain": "https://123456.restlets.api.netsuite.com",
        "webservicesDomain": "https://123456.suitetalk.api.netsuite.com",
        "systemDomain": "https://123456.app.netsuite.com",
    }
    limits = {
        "accountConcurrencyLimit": 15,
        "accountUnallocatedConcurrencyLimit": 15,
        "integrationLimitType": "accountLimit",
    }
    good = {
        "hosts": document(hosts),
        "catalogue": catalogue("customer", "salesOrder"),
        "nothing": rows({"one": "1"}),
        "customer": rows(),
        "limits": document(limits),
    }
    return good | changed


MISSING = refusal(403, "INSUFFICIENT_PERMISSION", "You may not do this.")
NO_LOGIN = refusal(401, "INVALID_LOGIN", "Invalid login attempt.")
CASES: dict[str, tuple[dict[str, Answer], dict[str, CheckState], str]] = {
    "all well": (account(), {}, ""),
    "sign-in": (
        account(catalogue=NO_LOGIN),
        {"sign_in": F} | dict.fromkeys(KEYS[3:], S),
        "Login Audit Trail",
    ),
    "service": (
        account(catalogue=MISSING),
        {SERVICE: F, "clock": S, WORKBOOK: S, CUSTOMER: S, ORDER: S, "limits": S},
        "Permissions > Setup, and add REST Web Services with level Full",
    ),
    "workbook": (
        account(nothing=MISSING, customer=MISSING),
        {WORKBOOK: F, "clock": S},
        "Permissions > Reports, and add SuiteAnalytics Workbook with level View",
    ),
    "table": (
        account(catalogue=catalogue("salesOrder"), customer=refusal(400, "INVALID_PARAMETER", HIDDEN)),
        {CUSTOMER: F},
        "Permissions > Lists, and add Customers with level View",
    ),
    "transaction": (
        account(catalogue=catalogue("customer")),
        {ORDER: F},
        "Permissions > Transactions, and add Sales Order with level View",
    ),
    "a query that fails for another reason": (
        account(customer=refusal(400, "INVALID_PARAMETER", "Invalid search query.")),
        {CUSTOMER: F},
        "query",
    ),
    "limits for administrators": (account(limits=MISSING), {}, ""),
}


def answering(answers: dict[str, Answer]) -> Callable[[Request], Answer]:
    """Answer each request by its address, queries by their table."""

    def answer(request: Request) -> Answer:
        if request.target.startswith("/services/rest/query/"):
            return answers["customer" if "FROM customer" in request.body else "nothing"]
        if request.target.startswith("/rest/datacenterurls"):
            return answers["hosts"]
        return answers["catalogue" if "metadata-catalog" in request.target else "limits"]

    return answer


@pytest.mark.requirement("check-01", "check-02")
@pytest.mark.parametrize("name", CASES)
async def test_each_line_says_what_is_wrong_and_what_to_do(
    make_client: MakeClient, netsuite: ScriptedNetSuite, name: str
) -> None:
    answers, expected, advice = CASES[name]
    netsuite.answers = answering(answers)
    async with make_client(url=Endpoint.default().url, protocol=Protocol.REST) as client:
        lines = await check_connection(client, ["customer", "salesOrder"], concurrency=4)
    assert [line.key for line in lines] == KEYS
    assert {line.key: line.state for line in lines if line.state is not CheckState.PASSED} == expected
    assert all(bool(line.advice) == (line.state is not CheckState.PASSED) for line in lines)
    wrong = next((line for line in lines if line.state in (W, F)), None)
    assert advice in (wrong.advice if wrong else "")
    assert not any(request.target.startswith("/services/NetSuitePort") for request in netsuite.requests)
