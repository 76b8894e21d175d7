"""Refusals in REST's own form: ``{type, title, status, "o:errorDetails": [...]}`` (help section_156570709583)."""

from __future__ import annotations

from typing import Any

import msgspec

from landbridge.netsuite.classification import of_http_status, of_rest
from landbridge.netsuite.errors import Context, NetSuiteError, ScriptFailedAfterSave
from landbridge.netsuite.rest.locations import last_id
from landbridge.netsuite.transport import HttpReply

REPEATED = "IDEMPOTENCY_ERROR"


class _Detail(msgspec.Struct):
    detail: str = ""
    code: str = msgspec.field(default="", name="o:errorCode")
    path: str = msgspec.field(default="", name="o:errorPath")
    parameter: str = msgspec.field(default="", name="o:errorQueryParam")
    header: str = msgspec.field(default="", name="o:errorHeader")
    url: str = msgspec.field(default="", name="o:errorUrl")

    @property
    def place(self) -> str:
        """Where the trouble is: the path of a field, else the parameter or header at fault."""
        return self.path or self.parameter or self.header


class _Body(msgspec.Struct):
    title: str = ""
    details: list[_Detail] = msgspec.field(default_factory=list, name="o:errorDetails")
    code: str = msgspec.field(default="", name="o:errorCode")


def is_repeat(content: bytes) -> bool:
    """Say whether a refusal means that a request with the same idempotency key was carried out before."""
    body = _decoded(content)
    return body is not None and any(one.code == REPEATED for one in body.details)


def refused_text(document: Any) -> str | None:
    """Return what an answer refuses in spite of a status that says success, ``None`` where it refuses nothing."""
    if not isinstance(document, dict) or "o:errorDetails" not in document:
        return None
    details = document["o:errorDetails"]
    texts = (str(one.get("detail", "")) for one in details if isinstance(one, dict)) if isinstance(details, list) else ()  # fmt: skip
    return " ".join(text for text in texts if text) or str(document.get("title", ""))


def refusal_of(reply: HttpReply, content: bytes, context: Context, *, saved: str = "") -> NetSuiteError:
    """Return the error of a refusal. A refused write that leads to a record (``saved``) all the same was saved before a script failed."""
    body = _decoded(content)
    if body is None or not (body.details or body.code):
        return of_http_status(
            reply.status, context, retry_after_s=reply.retry_after_s, refuses_sign_in=reply.refuses_sign_in
        )
    first = body.details[0] if body.details else _Detail()
    code = first.code or body.code
    message = " ".join(one.detail for one in body.details if one.detail) or body.title
    saved_id = last_id(saved)
    if saved_id and reply.status == 400:
        return ScriptFailedAfterSave(message, internal_id=saved_id, code=code, context=context)
    return of_rest(
        reply.status,
        code,
        message,
        context,
        path=next((one.place for one in body.details if one.place), ""),
        retry_after_s=reply.retry_after_s,
    )


def _decoded(content: bytes) -> _Body | None:
    try:
        return msgspec.json.decode(content, type=_Body)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return None
