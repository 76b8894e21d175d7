"""The same premises as an account that is served: each request goes over TLS, under NetSuite's host names."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

from landbridge.local.clock import Clock
from landbridge.local.surface import surface_app
from landbridge.local.testing import RunningAccount, running_account
from tests.component.local_access import machines
from tests.component.local_access.asking import Reply
from tests.component.local_access.conftest import Premises, deploy_restlet

TIMEOUT_S = 30


@dataclass(kw_only=True)
class Served(Premises):
    """Premises whose requests are sent over the wire."""

    running: RunningAccount

    def ask(self, method: str, url: str, body: bytes = b"", **headers: str) -> Reply:
        return sent(self.running, method, url, body, **headers)


def sent(running: RunningAccount, method: str, url: str, body: bytes = b"", **headers: str) -> Reply:
    """Send one request to wherever the account is served; ``content_type`` stands for ``Content-Type``."""
    parts = urlsplit(url)
    host, _, port = running.connect_to.rpartition(":")
    context = ssl.create_default_context(cafile=str(running.ca_file))
    plain = socket.create_connection((host, int(port)), TIMEOUT_S)
    with context.wrap_socket(plain, server_hostname=parts.hostname) as secured:
        connection = HTTPConnection(parts.netloc)
        connection.sock = secured
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, url.partition(parts.netloc)[2], body, named)
        answer = connection.getresponse()
        told: dict[str, str] = {}
        for name, value in answer.getheaders():
            told[name.lower()] = ", ".join(filter(None, (told.get(name.lower()), value)))
        return Reply(answer.status, told, answer.read())


@contextmanager
def served_premises() -> Iterator[Served]:
    """Serve an account with the demo's people and a RESTlet, on a clock that stands."""
    clock = Clock(lambda: machines.NOW)
    with running_account(clock=clock) as running:
        deploy_restlet(running.account)
        yield Served(running.account, surface_app(running.account), clock, running=running)
