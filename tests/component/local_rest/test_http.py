"""REST over HTTP itself: addresses as clients write them, headers as they arrive."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from landbridge.local.testing import RunningAccount, running_account
from tests.component.local_rest.client import BASE, Keys


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account() as found:
        yield found


def send(
    running: RunningAccount, method: str, target: str, body: Any = None, headers: dict[str, str] | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    """Send one request, signed over the address exactly as it is written."""
    secrets = running.secrets
    keys = Keys(
        running.account_id,
        secrets.consumer_key,
        secrets.consumer_secret,
        secrets.token_id,
        secrets.token_secret,
    )
    url = f"{running.http}{BASE}{target}"
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    sent = {"Authorization": keys.authorization(method, url, int(time.time())), **(headers or {})}
    if body is not None:
        sent.setdefault("Content-Type", "application/json")
    content = body if isinstance(body, bytes) else None if body is None else json.dumps(body)
    connection.request(method, url.removeprefix(running.http), content, sent)
    answer = connection.getresponse()
    content_received = answer.read()
    connection.close()
    return answer, content_received


@pytest.mark.requirement("rest-01")
def test_media_types_and_headers(running: RunningAccount) -> None:
    answer, content = send(running, "GET", "/customer/1")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/vnd.oracle.resource+json; type=singular"
    assert json.loads(content)["id"] == "1"
    answer, content = send(running, "GET", "/customer?limit=1")
    assert answer.headers["Content-Type"] == "application/vnd.oracle.resource+json; type=collection"
    answer, content = send(
        running, "GET", "/metadata-catalog/customer", headers={"Accept": "application/schema+json"}
    )
    assert answer.headers["Content-Type"] == "application/schema+json"
    answer, content = send(
        running, "POST", "/customer", {"companyName": "By HTTP", "subsidiary": {"id": "1"}}
    )
    assert (answer.status, content) == (204, b"")
    assert answer.headers["Location"].startswith(f"{running.http}{BASE}/customer/")


@pytest.mark.requirement("rest-01", "rest-02")
@pytest.mark.parametrize(
    "target",
    [
        "/customer?q=companyName%20START_WITH%20%22B%22",
        "/customer?q=companyName+START_WITH+%22B%22",
        "/customer?q=isInactive%20IS%20false%20AND%20(id%20GREATER%200)&limit=5&offset=0",
        "/customer/%31",
        "/metadata-catalog?select=customer,job",
        "/customer/",
    ],
)
def test_addresses_are_signed_as_they_are_written(running: RunningAccount, target: str) -> None:
    answer, content = send(running, "GET", target)
    assert answer.status == 200, content


@pytest.mark.requirement("rest-07")
@pytest.mark.parametrize("mark", ["!", "%21"])
def test_the_mark_of_an_action_may_be_escaped(running: RunningAccount, mark: str) -> None:
    answer, content = send(running, "POST", f"/customer/1/{mark}transform/nonsense", {})
    assert (answer.status, json.loads(content)["o:errorDetails"][0]["o:errorCode"]) == (404, "NONEXISTENT_ID")


@pytest.mark.requirement("rest-06")
def test_any_method_is_answered_in_the_form_of_rest(running: RunningAccount) -> None:
    for method in ("TRACE", "OPTIONS", "POST"):
        answer, content = send(running, method, "/customer/1", {} if method == "POST" else None)
        assert answer.status == 405
        assert answer.headers["Content-Type"] == "application/vnd.oracle.resource+json; type=error"
        assert json.loads(content)["status"] == 405


@pytest.mark.requirement("rest-06")
def test_a_request_that_is_too_large(running: RunningAccount) -> None:
    answer, content = send(running, "POST", "/customer", b"{}", {"Content-Length": "999999999"})
    assert (answer.status, json.loads(content)["o:errorDetails"][0]["o:errorCode"]) == (
        413,
        "INVALID_REQUEST",
    )


@pytest.mark.requirement("rest-06")
def test_requests_are_counted_by_method(running: RunningAccount) -> None:
    before = running.account.journal.statistics().requests.get("rest.record.get", 0)
    send(running, "GET", "/customer/1")
    requests = running.account.journal.statistics().requests
    assert requests["rest.record.get"] == before + 1
    assert requests["rest.metadata"] >= 1
