"""Worker processes that are killed while they send."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db.models import F

from landbridge.service.notifications.channels import Wishes
from landbridge.service.notifications.delivering import LEASE
from landbridge.service.notifications.models import Delivery, Event, Message
from landbridge.service.runs.models import Run
from tests.component.service_notifications.conftest import Scene
from tests.component.service_notifications.receivers import Endpoint
from tests.waiting import eventually


@contextmanager
def worker(database_url: str) -> Iterator[None]:
    """A worker process, killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "landbridge.service.runs.worker"],
        env={**os.environ, "DATABASE_URL": database_url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.kill()
        process.wait(10)


@pytest.mark.full
@pytest.mark.requirement("notify-01", "notify-02", "notify-05")
def test_a_worker_killed_while_it_sends_is_followed_by_one_that_sends_the_same(
    committed_scene: Scene, db_committed: str, hook: Endpoint
) -> None:
    """The connection has no credentials, so its catch-up fails: a worker sees that, and tells it."""
    scene = committed_scene
    _, secret = scene.webhook(hook.url, Wishes(events=[Event.RUN_FAILED]))
    hook.open.clear()
    with worker(db_committed):
        eventually(lambda: hook.calls, what="the first attempt")
    assert Delivery.objects.get().state == Delivery.State.WAITING

    hook.open.set()
    Delivery.objects.update(next_at=F("next_at") - LEASE)  # as if that long had passed
    with worker(db_committed):
        eventually(Delivery.objects.filter(state=Delivery.State.DELIVERED).exists, what="the delivery")
        eventually(lambda: Run.objects.filter(state=Run.State.FAILED, noted=True).count() >= 2)

    first, second = (call.verified(secret) for call in hook.calls)
    assert first == second
    assert len({call.headers["webhook-id"] for call in hook.calls}) == 1
    assert Message.objects.count() == 1
