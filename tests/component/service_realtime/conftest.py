"""A connection that is live, and an intake on the test database."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from django.conf import settings

from landbridge.service.connections.models import Connection
from landbridge.service.realtime.application import Intake
from landbridge.service.realtime.certificates.issuing import Issued
from landbridge.service.realtime.models import Certificate, LiveSwitch
from landbridge.service.realtime.store import Store
from landbridge.service.workflows.models import Workflow
from tests.component.service_realtime.signing import ACCOUNT, DATABASE, NOW, issued


@dataclass
class Clock:
    """A clock that stands until it is turned."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def connection(db_committed: str) -> Connection:
    """A connection that takes notices of customers, and whose employees' workflow is not in real time."""
    made = Connection.objects.create(
        name="Demo",
        netsuite_account=ACCOUNT,
        spp_database_id=DATABASE,
        credentials=b"",
        credentials_key="",
        tested_at=NOW,
    )
    Workflow.objects.create(connection=made, key="customers", active=True, real_time=True)
    Workflow.objects.create(connection=made, key="employees", active=True, real_time=False)
    LiveSwitch.objects.create(connection=made, enabled=True, changed_at=NOW)
    return made


def add_certificate(connection: Connection, certificate: Issued, **changed: Any) -> Certificate:
    values = {
        "state": Certificate.State.CURRENT,
        "name": certificate.name,
        "pem": certificate.pem,
        "fingerprint": certificate.fingerprint,
        "not_before": certificate.not_before,
        "not_after": certificate.not_after,
        "created_at": datetime.now(UTC),
    } | changed
    return Certificate.objects.create(connection=connection, **values)


@pytest.fixture
def certificate(connection: Connection) -> Certificate:
    """The current certificate, whose key signs in the tests."""
    return add_certificate(connection, issued())


@dataclass
class RunningIntake:
    """The intake's application, and its answer to a body."""

    intake: Intake
    store: Store

    async def post(
        self, body: bytes, *, path: str = "/realtime/notices", method: str = "POST"
    ) -> tuple[int, dict[str, str]]:
        return await self.exchange([{"type": "http.request", "body": body}], path=path, method=method)

    async def exchange(
        self,
        messages: list[dict[str, Any]],
        *,
        path: str = "/realtime/notices",
        method: str = "POST",
        headers: list[tuple[bytes, bytes]] | None = None,
    ) -> tuple[int, dict[str, str]]:
        sent: list[Any] = []
        waiting = list(messages)

        async def receive() -> dict[str, Any]:
            if waiting:
                return waiting.pop(0)
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": method, "path": path, "headers": headers or []}
        await self.intake(scope, receive, send)
        return sent[0]["status"], msgspec.json.decode(sent[1]["body"])


@pytest.fixture
def opened_intake(
    db_committed: str, clock: Clock
) -> Callable[[], contextlib.AbstractAsyncContextManager[RunningIntake]]:
    """Opens an intake on the test database; closed at the end of the block."""

    @contextlib.asynccontextmanager
    async def opening() -> AsyncIterator[RunningIntake]:
        store = Store(db_committed, clock)
        async with store.opened():
            yield RunningIntake(Intake(store, clock, time.monotonic), store)

    return opening


@pytest.fixture
def settings_secret(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes | None], None]:
    """Gives the service another secret, or none."""
    return lambda secret: monkeypatch.setattr(settings, "LANDBRIDGE_SECRET", secret)
