"""What goes on beside the runs while the publisher's pair is regenerated or refused. No account is reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import structlog
from django.db import connection as database
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg.types.json import Jsonb

from landbridge.netsuite.choosing import CredentialParts
from landbridge.netsuite.errors import SignInAgain
from landbridge.service.connections import operations, publishing
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisherholds import PairHeldError, hold_of, refuse_held
from landbridge.service.drift.tasks import look_at_fields
from landbridge.service.health.check.examining import examine
from landbridge.service.health.check.lines import CONNECTION
from landbridge.service.pairs.tasks import sweep_deletions
from landbridge.service.ports import Reader
from landbridge.service.ports.stamper import Stamp
from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.realtime.models import Renewal
from landbridge.service.realtime.tasks import look_after_certificate, publish_record_types
from landbridge.service.runs import stamping
from landbridge.service.runs.execution.failures import ATTEMPTS, CREDENTIALS_HINT, classify
from landbridge.service.runs.models import Run, RunItem, RunNote
from landbridge.service.runs.publisher.standing import jobs_at_work
from landbridge.service.runs.services import Services
from landbridge.service.suiteapp.models import Publication
from landbridge.service.verification import starting
from landbridge.service.verification.link import verify_link
from landbridge.service.verification.models import Verification
from landbridge.service.workflows.activation import activate
from landbridge.service.workflows.models import Workflow

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


def test_a_held_pair_is_no_failure_of_a_certificate_or_of_the_list_of_record_types(
    connection: Connection, ada: User
) -> None:
    publishing.begin_regeneration(by=ada)
    look_after_certificate(connection.pk)
    publish_record_types(connection.pk)
    looked = Renewal.objects.get(connection=connection)
    assert (looked.failures, looked.failing_since, looked.problem) == (0, None, "")
    assert looked.next_at > timezone.now()
    assert not Publication.objects.filter(connection=connection).exists()


@pytest.mark.parametrize("task", [look_at_fields, sweep_deletions], ids=["fields", "deletions"])
def test_looks_and_sweeps_end_quietly_until_their_next_turn(
    connection: Connection, ada: User, task: Any
) -> None:
    activate(connection, "customers", by=ada)
    publishing.begin_regeneration(by=ada)
    with structlog.testing.capture_logs() as told:
        task(connection.pk)
    assert [(one["log_level"], "regenerated" in one["why"]) for one in told] == [("info", True)]


def test_a_comparison_waits_for_the_pair_instead_of_failing(connection: Connection, ada: User) -> None:
    def reader_for(held: Connection) -> Reader:
        refuse_held(held)
        raise AssertionError

    activate(connection, "customers", by=ada)
    publishing.begin_regeneration(by=ada)
    services = Services(reader_for, lambda _: BuiltInAccount("spp-1"), timezone.now)
    comparison = starting.start(connection, None, by=ada, now=timezone.now(), by_command=False)
    for _ in range(ATTEMPTS + 1):
        verify_link(comparison.pk, services)
        comparison.refresh_from_db()
        assert comparison.state in {"queued", "running"}
        assert comparison.next_link_at is not None


def test_a_held_pair_has_words_of_its_own(connection: Connection, ada: User) -> None:
    publishing.begin_regeneration(by=ada)
    hold = hold_of(connection)
    assert hold is not None
    failure = classify(PairHeldError(hold.why), ATTEMPTS + 1)
    assert failure.passing
    assert failure.wait
    assert CREDENTIALS_HINT not in failure.hint

    def asking(*_: object) -> Any:
        raise PairHeldError(hold.why)

    line = next(one for one in examine(connection, asking=asking).lines if one.name == CONNECTION.name)
    assert line.message == hold.why
    assert "landbridge publisher set" in line.advice


class Refusing:
    """A NetSuite that refuses the sign-in of every stamp, as SOAP does: without saying why."""

    def has_stamp(self, netsuite_type: str) -> bool:
        return netsuite_type == "customer"

    def stamp(self, netsuite_type: str, stamps: Sequence[Stamp]) -> Sequence[str]:
        raise SignInAgain(f"no {netsuite_type} for {len(stamps)}", code="INVALID_LOGIN_ATTEMPT")


@pytest.mark.parametrize("told", ["consumer_key_unknown", "token_rejected", ""])
def test_stamps_that_meet_the_refused_pair_are_put_off_and_others_say_what_to_do(
    connection: Connection, ada: User, told: str
) -> None:
    def over_rest(_: Connection) -> None:
        raise SignInAgain("no", detail=told, advice="Mend the sign-in.")

    activate(connection, "customers", by=ada)
    run = Run.objects.create(connection=connection, kind="manual", state="completed")
    workflow = Workflow.objects.get(connection=connection, key="customers")
    RunItem.objects.create(run=run, workflow=workflow, internal_id="7", outcome="created")
    stamping.stamp_some(run, 0, Refusing(), timezone.now(), sign_in_over_rest=over_rest)
    later = ProcrastinateJob.objects.filter(task_name=stamping.TASK, args={"run_id": run.pk, "after": 0})
    notes = list(RunNote.objects.filter(run=run))
    if told == "consumer_key_unknown":
        assert hold_of(connection) is not None
        assert later.get().scheduled_at > timezone.now()
        assert notes == []
    else:
        assert hold_of(connection) is None
        assert not later.exists()
        assert "Not stamped: 1 of the type customer" in notes[0].message
        assert "needs Edit" not in notes[0].advice


def test_stamps_are_put_off_when_a_regeneration_begins_while_they_are_written(
    connection: Connection, ada: User
) -> None:
    activate(connection, "customers", by=ada)
    run = Run.objects.create(connection=connection, kind="manual", state="completed")
    workflow = Workflow.objects.get(connection=connection, key="customers")
    RunItem.objects.create(run=run, workflow=workflow, internal_id="7", outcome="created")
    publishing.begin_regeneration(by=ada)
    stamping.stamp_some(run, 0, Refusing(), timezone.now(), sign_in_over_rest=refuse_held)
    assert ProcrastinateJob.objects.filter(task_name=stamping.TASK, args__after=0).exists()
    assert not RunNote.objects.filter(run=run).exists()
