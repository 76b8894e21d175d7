"""One HTTP request to the account's application, in this process, under the names that clients use."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Reply:
    """What came back; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(app: ASGIApp, method: str, url: str, body: bytes = b"", **headers: str) -> Reply:
    """Send one request; ``content_type`` stands for ``Content-Type``."""
    return asyncio.run(_ask(app, method, url, body, headers))


async def _ask(app: ASGIApp, method: str, url: str, body: bytes, headers: dict[str, str]) -> Reply:
    parts = urlsplit(url)
    sent: list[Message] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": parts.scheme,
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [
            (b"host", parts.netloc.encode()),
            *((name.replace("_", "-").lower().encode(), value.encode()) for name, value in headers.items()),
        ],
        "client": ("192.0.2.7", 4711),
        "server": (parts.netloc, 443),
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = sent[0]
    return Reply(
        start["status"],
        {name.decode().lower(): value.decode() for name, value in start["headers"]},
        b"".join(message.get("body", b"") for message in sent[1:]),
    )
