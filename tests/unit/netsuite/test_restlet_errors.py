"""Bodies of RESTlets that are no success."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite.errors import (
    Context,
    FixSetup,
    NetSuiteError,
    PermissionMissing,
    Retry,
    ScriptError,
    Wait,
)
from landbridge.netsuite.restleterrors import error_of
from landbridge.netsuite.transport import HttpReply

THROWN = json.dumps({"type": "error.SuiteScriptError", "name": "MINE", "message": "own", "stack": []})


async def _unread() -> AsyncIterator[bytes]:
    yield b""


def read(status: int, body: bytes) -> NetSuiteError:
    return error_of(HttpReply(status, {}, _unread()), body, Context("1", "restlet"))


@pytest.mark.requirement("web-14")
@pytest.mark.parametrize(
    ("status", "body", "kind", "code", "message"),
    [
        (400, '{"error": {"code": "MINE", "message": "own"}}', ScriptError, "MINE", "own"),
        (400, json.dumps({"error": {"code": "MINE", "message": THROWN}}), ScriptError, "MINE", "own"),
        (400, json.dumps({"error": {"message": THROWN}}), ScriptError, "MINE", "own"),
        (400, "error code: MINE\nerror message: two\nlines", ScriptError, "MINE", "two lines"),
        (
            400,
            "<?xml version='1.0'?><error><code>MINE</code><message>a &amp; b</message></error>",
            ScriptError, "MINE", "a & b",
        ),
        (400, '{"error": {"code": "SSS_REQUEST_LIMIT_EXCEEDED", "message": "x"}}', Wait, "SSS_REQUEST_LIMIT_EXCEEDED", "x"),
        (403, '{"error": {"code": "INSUFFICIENT_PERMISSION", "message": "x"}}', PermissionMissing, "INSUFFICIENT_PERMISSION", "x"),
        (500, '{"error": {"code": "UNEXPECTED_ERROR", "message": "x"}}', Retry, "UNEXPECTED_ERROR", "x"),
        (400, '{"error": {"code": "UNEXPECTED_ERROR", "message": "x"}}', ScriptError, "UNEXPECTED_ERROR", "x"),
        (400, '{"error": "flat"}', ScriptError, "", "flat"),
        (400, '{"code": 17, "message": "top"}', ScriptError, "17", "top"),
        (422, '{"reason": ["own"]}', ScriptError, "", '{"reason": ["own"]}'),
        (500, "", Retry, "HTTP_500", "The address answered HTTP 500 and nothing of NetSuite's."),
        (302, "moved", FixSetup, "HTTP_302", "The address answered HTTP 302 and nothing of NetSuite's."),
    ],
)  # fmt: skip
def test_an_error_is_read_in_each_form(
    status: int, body: str, kind: type[NetSuiteError], code: str, message: str
) -> None:
    error = read(status, body.encode())
    assert type(error) is kind
    assert (error.code, error.message) == (code, message)


@pytest.mark.requirement("bad-05")
@given(st.sampled_from([400, 404, 500, 503]), st.binary() | st.text().map(str.encode))
def test_any_body_is_some_error(status: int, body: bytes) -> None:
    assert read(status, body).message
