"""N/https as scripts see it: 10 units a call, NetSuite's error names."""

from __future__ import annotations

from typing import Any

from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler
from landbridge.local.scripting.outgoing import OutgoingRequest

_OWN_HEADERS = frozenset({"host", "content-length", "connection", "transfer-encoding"})
"""Headers that NetSuite sets itself (assumed)."""


def _request(execution: Execution, arguments: dict[str, Any]) -> dict[str, Any]:
    execution.charge(10)
    if not arguments["url"].lower().startswith("https://"):
        raise ScriptError(
            "SSS_INVALID_URL", "Invalid URL. Url must start with https: " + arguments["url"][:200]
        )
    headers = {
        name: value for name, value in arguments["headers"].items() if name.lower() not in _OWN_HEADERS
    }
    body = arguments["body"]
    if body and body["form"] and "content-type" not in {name.lower() for name in headers}:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    content = body["text"].encode("utf-8", "replace") if body else None
    answer = execution.scripting.outgoing.send(
        OutgoingRequest(arguments["method"], arguments["url"], headers, content)
    )
    return {"code": answer.status, "headers": answer.headers, "body": answer.body}


HANDLERS: dict[str, Handler] = {"https.request": _request}
