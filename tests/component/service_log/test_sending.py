"""A file of the log as the real server sends it: from the event loop, in parts, with the database session of the request."""

from __future__ import annotations

import json

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.asgi import get_asgi_application
from django.db import connections

from landbridge.service.projects.models import User
from landbridge.service.runs.history.exporting import BATCH
from landbridge.service.runs.models import RunItem
from landbridge.service.workflows.models import Workflow
from tests.component.service_runs.conftest import Stand, committed_stand

__all__ = ["committed_stand"]


LARGEST_PART = 64 * 1024
"""What Django sends at once of a part that we make."""


def session_of(user: User) -> str:
    """Sign a person in and return the session's cookie."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


async def parts_of(path: str, query: str, cookie: str) -> list[bytes]:
    """Ask the ASGI application and return the parts of its answer as they came."""
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1"), (b"cookie", cookie.encode())],
        "server": ("127.0.0.1", 80),
    }
    asked = ApplicationCommunicator(get_asgi_application(), scope)
    await asked.send_input({"type": "http.request", "body": b"", "more_body": False})
    start = await asked.receive_output(20)
    assert start["status"] == 200
    parts: list[bytes] = []
    while True:
        event = await asked.receive_output(20)
        parts.append(event.get("body", b""))
        if not event.get("more_body"):
            await asked.wait(20)  # the request's end closes its body and its thread's database session
            return parts


@pytest.mark.requirement("log-06")
def test_a_long_file_is_sent_in_parts(committed_stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        connections.settings["default"], "CONN_MAX_AGE", 0
    )  # a request has a thread of its own
    committed_stand.customer("20")
    run = committed_stand.run()
    workflow = Workflow.objects.get(key="customers")
    RunItem.objects.bulk_create(
        RunItem(run=run, workflow=workflow, internal_id=str(number), outcome="unchanged")
        for number in range(BATCH + 1)
    )
    cookie = session_of(committed_stand.admin)
    parts = async_to_sync(parts_of)("/api/export/items", "format=json&outcome=unchanged", cookie)
    assert max(map(len, parts)) <= LARGEST_PART
    assert len(json.loads(b"".join(parts))) == BATCH + 1
