"""Sizes that requests, pages and lists may have."""

from __future__ import annotations

import asyncio
import json

import pytest
from starlette.types import Message

from tests.component.local_access.asking import Reply
from tests.component.local_access.conftest import ECHO_URL, SUITETALK, Premises
from tests.component.local_access.requests import Signed, header, soap

SOAP_PATH = "/services/NetSuitePort_2025_2"
REST_PATH = "/services/rest/record/v1/customer"
LARGEST = {SOAP_PATH: 100_000_000, REST_PATH: 104_857_600}
"""100 MB, in each protocol's own measure."""

MEGABYTE = 1_000_000


def claim(premises: Premises) -> Signed:
    return Signed().at(int(premises.clock.now().timestamp()))


def refused_as_too_large(path: str, reply: Reply) -> bool:
    if path == SOAP_PATH:
        return reply.status == 500 and b"exceededRequestSizeFault" in reply.body
    return reply.status == 413 and reply.json["o:errorDetails"][0]["o:errorCode"] == "INVALID_REQUEST"


@pytest.mark.requirement("limit-03")
@pytest.mark.parametrize("path", LARGEST)
def test_a_request_that_says_it_is_too_large_is_refused_unread(premises: Premises, path: str) -> None:
    reply = premises.ask(
        "POST", f"{SUITETALK}{path}", b"", content_length=str(LARGEST[path] + 1), soapaction='"get"'
    )
    assert refused_as_too_large(path, reply)


@pytest.mark.requirement("limit-03")
@pytest.mark.parametrize("path", LARGEST)
def test_a_request_that_goes_on_and_on_is_cut_off(premises: Premises, path: str) -> None:
    pieces, sent = 0, []

    async def receive() -> Message:
        nonlocal pieces
        pieces += 1
        return {"type": "http.request", "body": b" " * MEGABYTE, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"1234567-sb1.suitetalk.api.netsuite.com"), (b"soapaction", b'"get"')],
        "client": ("192.0.2.7", 1),
        "server": ("x", 443),
    }
    asyncio.run(premises.app(scope, receive, send))

    reply = Reply(sent[0]["status"], {}, b"".join(message.get("body", b"") for message in sent[1:]))
    assert refused_as_too_large(path, reply)
    assert pieces == LARGEST[path] // MEGABYTE + 1


@pytest.mark.requirement("limit-03")
def test_a_restlet_takes_ten_megabytes(premises: Premises) -> None:
    reply = premises.ask("POST", ECHO_URL, b" " * (10 * 1024 * 1024 + 1), content_type="application/json")
    assert (reply.status, reply.json["error"]["code"]) == (400, "SSS_REQUEST_SIZE_EXCEEDED")


@pytest.mark.requirement("limit-03")
@pytest.mark.parametrize(
    ("operation", "limit"),
    [("addList", 200), ("updateList", 100), ("upsertList", 100), ("deleteList", 200), ("getList", 1000)],
)
def test_lists_have_their_documented_lengths(premises: Premises, operation: str, limit: int) -> None:
    ref = '<m:baseRef internalId="999999" type="customer" xsi:type="c:RecordRef"/>'
    record = '<m:record internalId="999999" xsi:type="r:Customer"><r:comments>x</r:comments></m:record>'
    element = ref if operation in ("deleteList", "getList") else record
    over = soap(premises, claim(premises), operation, element * (limit + 1))
    assert over.status == 500
    assert b"exceededRecordCountFault" in over.body
    assert b"MAX_RCRDS_EXCEEDED" in over.body
    assert soap(premises, claim(premises), operation, element * limit).status == 200


@pytest.mark.requirement("limit-03")
@pytest.mark.parametrize(("size", "taken"), [(4, False), (5, True), (1000, True), (1001, False), (0, False)])
def test_pages_over_rest_and_soap(premises: Premises, size: int, taken: bool) -> None:
    search = '<m:searchRecord xsi:type="b:CustomerSearchBasic"/>'
    preferences = f"<m:searchPreferences><m:pageSize>{size}</m:pageSize></m:searchPreferences>"
    reply = soap(premises, claim(premises), "search", search, preferences)
    text = reply.body.decode()
    assert ('isSuccess="true"' in text, "INVALID_SEARCH_PAGE_SIZE" in text) == (taken, not taken)
    url = f"{SUITETALK}{REST_PATH}?limit={size}"
    answer = premises.ask("GET", url, authorization=header("GET", url, claim(premises)))
    assert (answer.status == 200) is (0 < size <= 1000), json.loads(answer.body)
