"""Whatever the token endpoint answers, it is a token or an error of the tree."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from urllib.parse import parse_qs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from landbridge.netsuite.errors import ConnectionNotMade, FixSetup, NetSuiteError, Wait
from landbridge.netsuite.oauth2.tokenendpoint import REFUSALS, AccessToken, TokenEndpoint
from landbridge.netsuite.options import unobserved
from landbridge.netsuite.transport import HttpReply, HttpRequest
from tests.unit.netsuite.test_oauth2_assertions import assertions

pytestmark = pytest.mark.requirement("cred-02", "bad-05")


class Answering:
    """A transport that gives one answer, and keeps what was asked."""

    def __init__(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self._answer = (status, headers or {}, body)
        self.asked: list[HttpRequest] = []

    async def __aenter__(self) -> Answering:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    @asynccontextmanager
    async def send(self, request: HttpRequest) -> AsyncIterator[HttpReply]:
        self.asked.append(request)
        status, headers, body = self._answer

        async def pieces() -> AsyncIterator[bytes]:
            yield body

        yield HttpReply(status, headers, pieces())


async def ask(transport: Answering) -> AccessToken:
    return await TokenEndpoint(transport, assertions("p256"), unobserved, 10.0).ask("restlets")


@pytest.mark.parametrize(
    ("said", "life_s"), [("3600", 3600), (1800, 1800), (None, 3600), ("-5", 3600), (1e99, 3600)]
)
async def test_the_life_comes_as_number_or_text_or_is_an_hour(said: object, life_s: float) -> None:
    document = {"access_token": "abc", "token_type": "bearer"} | (
        {} if said is None else {"expires_in": said}
    )
    token = await ask(Answering(200, json.dumps(document).encode()))
    assert (token.value, token.life_s) == ("abc", life_s)
    assert "abc" not in repr(token)


async def test_the_assertion_is_in_the_body_and_neither_in_the_address_nor_in_a_header() -> None:
    transport = Answering(200, b'{"access_token":"abc","expires_in":"3600"}')
    await ask(transport)
    (request,) = transport.asked
    form = parse_qs((request.body or b"").decode())
    assert sorted(form) == ["client_assertion", "client_assertion_type", "grant_type"]
    (assertion,) = form["client_assertion"]
    assert request.url == "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token"
    assert assertion not in f"{request.headers} {request!r}"


@given(st.integers(200, 599), st.binary(max_size=300))
@example(200, b'{"access_token":"a b","expires_in":1}')
@example(200, b'{"access_token":"","expires_in":1}')
@example(200, b'{"access_token":"abc","expires_in":"nan"}')
@example(400, b'{"error":"no such thing \\u0000"}')
@example(400, b'{"error":7}')
@example(200, b"[" * 5000)
@example(503, b"<html>")
async def test_any_answer_is_a_token_or_an_error_of_the_tree(status: int, body: bytes) -> None:
    found: AccessToken | NetSuiteError
    try:
        found = await ask(Answering(status, body))
    except NetSuiteError as error:
        found = error
    if isinstance(found, AccessToken):
        assert status == 200
        assert 0 <= found.life_s <= 86400
        assert found.value.isascii()
    else:
        assert (found.operation, found.account) == ("access token", "1234567_SB1")
        assert found.code.isprintable()
        assert found.advice


@pytest.mark.parametrize(
    ("status", "headers", "kind"),
    [
        (429, {"Retry-After": "7"}, Wait),
        (503, {"Retry-After": "7"}, ConnectionNotMade),
        (500, {}, ConnectionNotMade),
        (503, {}, ConnectionNotMade),
        (404, {}, FixSetup),
    ],
)
async def test_what_is_no_refusal_of_netsuite_goes_by_its_status(
    status: int, headers: dict[str, str], kind: type[NetSuiteError]
) -> None:
    with pytest.raises(kind) as caught:
        await ask(Answering(status, b"<html></html>", headers))
    assert getattr(caught.value, "retry_after_s", 0.0) == float(headers.get("Retry-After", "0"))


@pytest.mark.parametrize("code", sorted(REFUSALS))
async def test_every_refusal_has_its_class_and_advice(code: str) -> None:
    body = json.dumps({"error": code}).encode()
    with pytest.raises(REFUSALS[code][0]) as caught:
        await ask(Answering(401 if code == "invalid_client" else 400, body))
    assert caught.value.code == code
    assert "{" not in caught.value.message


@pytest.mark.requirement("bad-03")
@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("Sat, 21 Nov 2026 10:00:10 GMT", ""),
        ("Sat, 21 Nov 2026 09:50:00 GMT", "600 s ahead of NetSuite's"),
        ("Sat, 21 Nov 2026 10:10:00 GMT", "600 s behind NetSuite's"),
        ("yesterday", ""),
        ("", ""),
    ],
)
async def test_the_clocks_are_compared_where_that_may_be_the_reason(date: str, told: str) -> None:
    with pytest.raises(NetSuiteError) as caught:
        await ask(Answering(400, b'{"error":"invalid_grant"}', {"Date": date}))
    assert ("clock is" in caught.value.message) == bool(told)
    assert told in caught.value.message
