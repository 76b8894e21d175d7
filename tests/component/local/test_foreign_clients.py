"""What a client meets that knows nothing of this account: look-up, WSDL, control plane."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any

import pytest

from landbridge.local.testing import RunningAccount, running_account


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account() as found:
        yield found


def asked(base: str, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(base.removeprefix("http://"), timeout=20)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.requirement("soap-05")
@pytest.mark.parametrize(
    ("account", "domain"),
    [
        ("1234567_SB1", "https://1234567-sb1.restlets.api.netsuite.com"),
        ("1234567-sb1", "https://1234567-sb1.restlets.api.netsuite.com"),
        ("7654321", "https://rest.netsuite.com"),
        ("", "https://rest.netsuite.com"),
    ],
)
def test_the_look_up_knows_this_account_only(running: RunningAccount, account: str, domain: str) -> None:
    status, text = asked(running.http, "GET", f"/rest/datacenterurls?account={account}")

    assert (status, json.loads(text)["restDomain"]) == (200, domain)


@pytest.mark.requirement("account-06")
@pytest.mark.parametrize(
    "body",
    [
        {"type": "customer", "values": 5},
        {"type": "employee", "values": {"firstName": "A", "lastName": "B"}, "external_id": "\ud800"},
        {"type": "employee", "values": {"firstName": "A", "lastName": "B"}, "external_id": ["x"]},
        {"type": "employee", "values": {"firstName": "\ud800", "lastName": "B"}},
        {"type": "employee", "values": {"firstName": "A", "lastName": "B", "hireDate": "0001-01-01"}},
    ],
)
def test_a_save_that_no_record_can_hold_is_refused(running: RunningAccount, body: dict[str, Any]) -> None:
    sent = json.dumps(body)
    status, text = asked(
        running.control.url, "POST", "/_control/save", sent, **{"Content-Type": "application/json"}
    )

    assert status == 400, text
    assert "error" in json.loads(text)


def test_json_that_is_too_deep_is_refused(running: RunningAccount) -> None:
    status, _ = asked(
        running.control.url, "POST", "/_control/save", "[" * 200_000, **{"Content-Type": "application/json"}
    )

    assert status == 400


@pytest.mark.parametrize(
    ("host", "status"),
    [("[::1]:8080", 200), ("localhost", 200), ("evil.example", 400), ("127.0.0.1.evil.example", 400)],
)
def test_the_control_plane_answers_to_loopback_names(running: RunningAccount, host: str, status: int) -> None:
    assert asked(running.control.url, "GET", "/_control/status", Host=host)[0] == status
