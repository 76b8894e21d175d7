"""Health checks, tests, comparisons and rotations go by the same holds as runs do: nothing meets a pair that NetSuite would refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from landbridge.netsuite import NetSuiteError
from landbridge.netsuite.check import CheckLine, CheckState
from landbridge.netsuite.choosing import CredentialParts
from landbridge.netsuite.protocols import Protocol
from landbridge.service.connections import operations, publishing, rotation
from landbridge.service.connections.comparing import compare
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisher import PublisherRecord
from landbridge.service.connections.publisherholds import PairHeldError, hold_of, mark_in_use, note_refused
from landbridge.service.health.check import netsuite
from landbridge.service.health.check.asking import ask
from landbridge.service.health.check.lines import State
from landbridge.service.health.check.situation import Situation
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role

OLD = PublisherRecord("old-key-1111", "old-secret-hush")
SENDS_NOTHING = "127.0.0.1:1"
"""Whoever sent something would say that nobody answers there."""


def passing(_: ConnectionDraft) -> Iterator[CheckLine]:
    yield CheckLine("sign_in", "Sign-in", CheckState.PASSED, "in", "")


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada@example.com", "Ada", Role.ADMINISTRATOR, None)


@pytest.fixture
def connection(ada: User) -> Connection:
    publishing.set_record(OLD, by=ada)
    draft = ConnectionDraft(
        "Shared",
        "1234567",
        "spp-1",
        CredentialParts(token_id="t", token_secret="ts"),
        use_publisher_record=True,
        connect_to=SENDS_NOTHING,
    )
    return operations.create(draft, by=ada, tester=passing)


@pytest.mark.requirement("publisher-03")
def test_during_a_regeneration_nobody_signs_in_with_the_old_pair(connection: Connection, ada: User) -> None:
    publishing.begin_regeneration(by=ada)
    draft = ConnectionDraft.of(connection)
    for act in (
        lambda: operations.retest(connection),
        lambda: operations.run_test(draft.checked()),
        lambda: operations.create(draft, by=ada, forced_reason="later"),
        lambda: compare(draft, draft.over_rest()),
        lambda: rotation.rotate(connection, by=ada),
    ):
        with pytest.raises(PairHeldError, match="being regenerated"):
            act()
    connection.refresh_from_db()
    assert [line["state"] for line in connection.test_lines] == ["passed"]
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(ada)
    assert browser.post(f"/api/connections/{connection.pk}/test").status_code == 409
    entered = {"name": "Other", "netsuite_account": "1234567", "spp_database_id": "1", "version": "2025_2"}
    more = {
        "protocol": Protocol.SOAP.value,
        "retries": "1",
        "max_concurrency": "1",
        "use_publisher_record": "on",
    }
    secrets = {"token_id": "t", "token_secret": "ts"}
    page = browser.post(reverse("connection-new-test"), entered | more | secrets)
    assert "being regenerated" in page.text


@pytest.mark.requirement("publisher-01")
def test_both_ways_are_compared_by_the_stored_pair(connection: Connection) -> None:
    draft = replace(ConnectionDraft.of(connection), retries=0)
    with pytest.raises(NetSuiteError):
        compare(draft, draft.over_rest(), ("customer",))


@pytest.mark.requirement("publisher-03")
def test_a_health_check_of_a_connection_that_waits_asks_nothing(connection: Connection, ada: User) -> None:
    publishing.begin_regeneration(by=ada)
    (told,) = ask(connection, timezone.now, suiteapp=True).tested
    assert told.state is CheckState.WARNED
    assert "being regenerated" in told.message
    assert judged(connection, told) == State.WARNING
    publishing.abandon_regeneration(by=ada)
    note_refused(connection, mark_in_use(), timezone.now())
    (told,) = ask(connection, timezone.now, suiteapp=True).tested
    assert told.state is CheckState.FAILED
    assert "refused the publisher" in told.message
    assert judged(connection, told) == State.FAILED


@pytest.mark.requirement("publisher-03")
def test_after_a_refusal_a_person_may_still_test_and_nobody_rotates(
    connection: Connection, ada: User
) -> None:
    note_refused(connection, mark_in_use(), timezone.now())
    with pytest.raises(PairHeldError, match="refused the publisher"):
        rotation.rotate(connection, by=ada)
    assert [one.key for one in operations.retest(connection).failed] == ["host"]
    assert hold_of(connection) is not None
    operations.retest(connection, tester=passing)
    assert hold_of(connection) is None


@pytest.mark.requirement("publisher-03")
def test_a_passed_test_lifts_the_hold_of_the_pair_that_it_signed_with_alone(
    connection: Connection, ada: User
) -> None:
    def meanwhile(_: ConnectionDraft) -> Iterator[CheckLine]:
        note_refused(connection, "mark-of-another", timezone.now())
        yield CheckLine("sign_in", "Sign-in", CheckState.PASSED, "in", "")

    operations.retest(connection, tester=meanwhile)
    assert Connection.objects.get().refused_pair == "mark-of-another"
    operations.update(connection, ConnectionDraft.of(connection), by=ada, tester=meanwhile)
    assert Connection.objects.get().refused_pair == "mark-of-another"


def judged(connection: Connection, told: CheckLine) -> State:
    """The state of the health check's line about the connection."""
    return netsuite.connection(Situation(connection, timezone.now(), live=True, tested=(told,))).state
