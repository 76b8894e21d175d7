"""A served account whose clock stands, with a RESTlet; requests go over TLS under the names that clients use."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from landbridge.local.clock import Clock
from landbridge.local.governance.execution import Execution
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import RESTLET, Deployment, DeploymentStatus, Script
from landbridge.local.testing import RunningAccount, running_account
from tests.component.local_access import machines
from tests.component.local_access.asking import Reply
from tests.component.local_access.conftest import SOURCE, Premises
from tests.component.local_pages.browser import Browser


@dataclass
class Office(Premises):
    """The account's premises, asked over TLS."""

    running: RunningAccount | None = None

    @property
    def port(self) -> int:
        assert self.running is not None
        return int(self.running.http.rpartition(":")[2])

    def ask(self, method: str, url: str, body: bytes = b"", **headers: str) -> Reply:
        parts = urlsplit(url)
        sent = {"Host": parts.netloc, **{name.replace("_", "-"): value for name, value in headers.items()}}
        assert self.running is not None
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # the account's clock stands
        connection = http.client.HTTPSConnection(self.running.connect_to, timeout=30, context=context)
        try:
            connection.request(method, f"{parts.path}?{parts.query}".rstrip("?"), body, sent)
            answer = connection.getresponse()
            return Reply(answer.status, {}, answer.read())
        finally:
            connection.close()

    def browser(self, email: str = "admin@demo.example") -> Browser:
        return Browser(self.port).sign_in(email)

    def newest(self, count: int = 1) -> list[Execution]:
        """Return the last rows of the integration, oldest of them first."""
        return self.account.governance.executions.rows(self.integration.id, count)[::-1]

    def kept(self, row: Execution) -> dict[str, str]:
        """Return the text of the bodies that are kept of a row."""
        bodies = self.account.governance.executions.bodies(row.id)
        return {part: body.content.decode() for part, body in bodies.items() if body.content is not None}


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    clock = Clock(lambda: machines.NOW)
    with running_account(clock=clock) as running:
        define_restlets(running, {"told": SOURCE, "broken": "throw 1"})
        yield Office(running.account, None, clock, running=running)  # type: ignore[arg-type]  # asked over TLS


def define_restlets(running: RunningAccount, sources: dict[str, str]) -> None:
    """Define a RESTlet for each source, deployed to everybody."""
    account = running.account
    assert isinstance(account.scripting, Scripting)
    for name, source in sources.items():
        path = account.files.save(
            account.access.system_session(), "/SuiteScripts", f"{name}.js", source.encode()
        ).path
        script = Script(f"customscript_{name}", 0, RESTLET, name, path)
        deployment = Deployment(
            f"customdeploy_{name}", script.script_id, 0, status=DeploymentStatus.RELEASED, all_roles=True
        )
        account.scripting.registry.define(script, [deployment])
