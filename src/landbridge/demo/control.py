"""Asking the control plane of a local account (loopback, JSON)."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


class ControlError(Exception):
    """The control plane refused a call; the text is its answer."""


@dataclass(frozen=True, slots=True)
class Control:
    """The control plane at ``base`` (``http://127.0.0.1:port``)."""

    base: str

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Send ``body`` as JSON to ``/_control{path}`` and return the decoded answer. Raises ``ControlError``."""
        address = urlsplit(self.base)
        connection = http.client.HTTPConnection(address.hostname or "127.0.0.1", address.port, timeout=90)
        try:
            payload = None if body is None else json.dumps(body)
            connection.request(method, f"/_control{path}", payload, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status >= 400:
            raise ControlError(f"{method} {path}: {answer.status} {text[:400]}")
        return json.loads(text) if text else None
