"""Asking the control plane of a running account from Python: ``ControlClient(url).reset()``."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from landbridge.local.control.registry import CONTROLS

TIMEOUT_S = 120.0


class ControlError(Exception):
    """The account refused a call; ``status`` is the HTTP status, the text its reason."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class ControlUnreachable(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """No account answers at the address; the text names it."""


class ControlClient:
    """Every control is a method with keyword arguments: ``client.clock(advance_s=3600)``, ``client.snapshot(name="before")``.

    Each returns the decoded JSON, and raises ``ControlError``, ``ControlUnreachable``; ``AttributeError`` where there is no such control.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in CONTROLS:
            raise AttributeError(f"there is no control {name}")
        return partial(self.call, name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *CONTROLS]

    def call(self, control: str, /, **arguments: Any) -> Any:
        """Ask for a control by its name."""
        found = CONTROLS[control]
        path = found.address
        for name in found.in_path():
            if name in arguments:
                path = path.replace(f"{{{name}}}", quote(str(arguments.pop(name)), safe=""))
        if found.method == "POST":
            return self._send("POST", path, json.dumps(arguments))
        query = urlencode({name: _in_query(value) for name, value in arguments.items()})
        return self._send(found.method, f"{path}?{query}" if query else path, None)

    def _send(self, method: str, path: str, body: str | None) -> Any:
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=TIMEOUT_S)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            status, text = answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise ControlUnreachable(f"no account's control plane answers at {self.url}: {error}") from error
        finally:
            connection.close()
        decoded = _decoded(text)
        if status >= 400:
            reason = decoded.get("error") if isinstance(decoded, dict) else None
            raise ControlError(str(reason or f"HTTP {status}"), status)
        return decoded


def _in_query(value: Any) -> Any:
    """Return a value as a query has it: true and false as in JSON."""
    return json.dumps(value) if isinstance(value, bool) else value


def _decoded(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
