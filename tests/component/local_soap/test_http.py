"""SOAP over real sockets, as a client meets it, and the size of a request."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from lxml import etree
from starlette.requests import Request

from landbridge.local.access.model import Session
from landbridge.local.records.hooks import NoScripts
from landbridge.local.soap.endpoint import MAX_REQUEST_BYTES, Endpoint
from landbridge.local.testing import RunningAccount, running_account
from tests.component.local_soap.wire import Secrets, Wire, customer

PATH = "/services/NetSuitePort_2025_2"


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account() as running:
        yield running


@pytest.fixture
def wire(running: RunningAccount) -> Wire:
    secrets = running.secrets
    own = Secrets(
        running.account.settings.account_id,
        secrets.consumer_key,
        secrets.consumer_secret,
        secrets.token_id,
        secrets.token_secret,
    )
    return Wire(running.account, Endpoint(running.account), own)


def post(
    running: RunningAccount, body: bytes, headers: dict[str, str] | None = None, path: str = PATH
) -> tuple[int, str, etree._Element]:
    connection = http.client.HTTPConnection(urlsplit(running.http).netloc, timeout=30)
    try:
        connection.request(
            "POST", path, body, {"Content-Type": "text/xml", "SOAPAction": '"search"'} | (headers or {})
        )
        answer = connection.getresponse()
        return answer.status, answer.headers["content-type"], etree.fromstring(answer.read())
    finally:
        connection.close()


@pytest.mark.requirement("soap-01")
def test_a_signed_request_over_http(running: RunningAccount, wire: Wire) -> None:
    status, content_type, root = post(running, wire.envelope("<m:getServerTime/>", wire.passport()))
    assert (status, content_type) == (200, "text/xml; charset=utf-8")
    assert root.xpath("//*[local-name()='status']/@isSuccess") == ["true"]
    assert running.account.access.audit()[0].ip == "127.0.0.1"


@pytest.mark.requirement("soap-01", "soap-07")
@pytest.mark.parametrize("path", ["/services/NetSuitePort_2031_1", "/services/NetSuitePort_x"])
def test_an_unknown_version_over_http(running: RunningAccount, path: str) -> None:
    status, _, root = post(running, b"<x/>", path=path)
    assert status == 500
    assert root.xpath("//*[local-name()='invalidVersionFault']")


@pytest.mark.requirement("account-10")
def test_more_requests_at_once_than_the_account_allows(running: RunningAccount, wire: Wire) -> None:
    """Saves that wait in a script fill the pool; the one above it is blocked while they wait."""
    limit = running.account.governance.limit
    arrived, release = threading.Semaphore(0), threading.Event()

    class Waiting(NoScripts):
        def after_submit(self, session: Session, event: str, *rest: object) -> None:  # type: ignore[override]  # the records do not matter
            arrived.release()
            release.wait(timeout=30)

    plain, running.account.scripting = running.account.scripting, Waiting()
    requests = [
        wire.envelope(f"<m:add>{customer(f'At once {number}')}</m:add>", wire.passport())
        for number in range(limit)
    ]
    try:
        with ThreadPoolExecutor(limit) as pool:
            saves = [pool.submit(post, running, request) for request in requests]
            assert all(arrived.acquire(timeout=30) for _ in saves)
            status, _, root = post(running, wire.envelope("<m:getServerTime/>", wire.passport()))
            release.set()
            replies = [save.result() for save in saves]
    finally:
        release.set()
        running.account.scripting = plain
    assert status == 500
    assert root.xpath("//*[local-name()='code']/text()") == ["WS_REQUEST_BLOCKED"]
    assert [reply[0] for reply in replies] == [200] * limit


@pytest.mark.requirement("soap-07")
def test_a_request_that_says_it_is_too_large_is_not_read(running: RunningAccount) -> None:
    status, _, root = post(running, b"", {"Content-Length": str(MAX_REQUEST_BYTES + 1)})
    assert status == 500
    assert root.xpath("//*[local-name()='exceededRequestSizeFault']")


@pytest.mark.requirement("soap-07")
async def test_a_request_that_turns_out_too_large_is_refused(wire: Wire) -> None:
    chunk = bytes(MAX_REQUEST_BYTES // 2 + 1)

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": chunk, "more_body": True}

    scope = {"type": "http", "method": "POST", "headers": [], "path_params": {"version": "2025_2"}}
    answer = await wire.endpoint.handle(Request(scope, receive))
    assert answer.status_code == 500
    assert b"exceededRequestSizeFault" in answer.body
