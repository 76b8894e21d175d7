"""What goes on beside the runs while the publisher's pair is regenerated or refused. No account is reached."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.urls import reverse
from psycopg.types.json import Jsonb

from landbridge.netsuite.choosing import CredentialParts
from landbridge.service.connections import operations, publishing
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.runs.models import Run
from landbridge.service.runs.publisher.standing import jobs_at_work
from landbridge.service.verification.models import Verification

from .test_record import OLD, TOKEN, passing

OWN = CredentialParts("own-key", "own-secret", "t", "ts")

pytestmark = pytest.mark.requirement("publisher-03")


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada@example.com", "Ada", Role.ADMINISTRATOR, None)


@pytest.fixture
def connection(ada: User) -> Connection:
    publishing.set_record(OLD, by=ada)
    draft = ConnectionDraft("Shared", "1234567", "spp-1", TOKEN, use_publisher_record=True)
    return operations.create(draft, by=ada, tester=passing)


@pytest.fixture
def browser(connection: Connection, ada: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(ada)
    return client


def doing(queue: str, task: str, **arguments: Any) -> None:
    """A job that a worker is at."""
    with database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args) VALUES (%s, %s, 'doing', %s)",
            (queue, task, Jsonb(arguments)),
        )


def test_nothing_is_at_rest_while_a_job_of_any_queue_signs_with_the_pair(
    connection: Connection, browser: Client, ada: User
) -> None:
    run = Run.objects.create(connection=connection, kind="manual", state="completed")
    comparison = Verification.objects.create(connection=connection, workflows=[])
    draft = ConnectionDraft("Own", "7654321", "spp-2", OWN)
    other = operations.create(draft, by=ada, tester=passing)
    publishing.begin_regeneration(by=ada)
    assert "press Reset Credentials" in browser.get(reverse("publisher")).text
    jobs = (
        ("runs", {"connection_id": connection.pk, "kind": "manual"}),
        ("stamps", {"run_id": run.pk, "after": 0}),
        ("verification", {"verification_id": comparison.pk}),
        ("health", {"connection_id": connection.pk, "run_id": None}),
        ("certificates", {"connection_id": connection.pk}),
    )
    for count, (queue, arguments) in enumerate(jobs, start=1):
        doing(queue, "of no matter", **arguments)
        assert jobs_at_work([connection]) == count
    assert jobs_at_work([other]) == 0
    page = browser.get(reverse("publisher")).text
    assert "press Reset Credentials" not in page
    assert "5 runs or other jobs" in page
