"""Errors of RESTlets in each of their forms (help section_4634920277).

NetSuite writes ``{"error": {"code", "message"}}``, or the same as XML or as two lines of text, after the content type of the request. What a
script threw and did not catch stands in the message once more, as JSON. A body that is none of these is the script's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import msgspec

from landbridge.netsuite.classification import of_http_status, of_restlet
from landbridge.netsuite.errors import Context, NetSuiteError
from landbridge.netsuite.transport import HttpReply

_TEXT = re.compile(r"\s*error code:\s*(\S{1,200})\s+error message:\s*(.*)", re.DOTALL)
_XML = re.compile(r"<error>\s*<code>([^<]{1,200})</code>\s*<message>([^<]*)</message>")
_READ = 64 * 1024
"""Characters of an error that are looked at."""


@dataclass(frozen=True, slots=True)
class _Said:
    code: str
    message: str


def error_of(reply: HttpReply, body: bytes, context: Context) -> NetSuiteError:
    """Return the error of an answer whose status is no success; what the script says in a form of its own is a ``ScriptError`` too."""
    said = _said(body)
    if said is None:
        return of_http_status(
            reply.status, context, retry_after_s=reply.retry_after_s, refuses_sign_in=reply.refuses_sign_in
        )
    return of_restlet(reply.status, said.code, said.message, context)


def _said(body: bytes) -> _Said | None:
    text = body[:_READ].decode("utf-8", "replace")
    match = _TEXT.match(text)
    if match:
        return _Said(match[1], match[2])
    match = _XML.search(text)
    if match:
        return _Said(unescape(match[1]), unescape(match[2]))
    found = _json(body)
    return _of_document(found, text) if isinstance(found, dict) else None


def _of_document(document: dict[str, Any], text: str) -> _Said:
    error = document.get("error")
    inner = error if isinstance(error, dict) else document
    code = _word(inner.get("code"))
    message = inner.get("message", error)
    if not isinstance(message, str):
        return _Said(code, text)
    thrown = _json(message.encode("utf-8", "replace")) if message.lstrip().startswith("{") else None
    if isinstance(thrown, dict) and isinstance(thrown.get("message"), str):
        return _Said(code or _word(thrown.get("name")), thrown["message"])
    return _Said(code, message)


def _word(value: Any) -> str:
    return str(value)[:200] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _json(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return None
