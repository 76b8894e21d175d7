"""The publisher's record set, shown, tried out and regenerated; by page, API and operation. No account is reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from landbridge.netsuite.check import CheckLine, CheckState
from landbridge.netsuite.choosing import CredentialParts
from landbridge.netsuite.errors import SignInAgain
from landbridge.netsuite.protocols import Protocol
from landbridge.service.connections import operations, publishing
from landbridge.service.connections.clients import ClientPool
from landbridge.service.connections.drafts import ConnectionDraft, DraftError
from landbridge.service.connections.models import Connection, PublisherPair, PublisherRegeneration
from landbridge.service.connections.operations import NotPassedError
from landbridge.service.connections.publisher import (
    KEY,
    SECRET,
    PublisherError,
    PublisherRecord,
    Source,
    publisher_record,
)
from landbridge.service.connections.publisherholds import PairHeldError, hold_of, mark_in_use, note_refused
from landbridge.service.notifications import waiting
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.runs.execution.refusedpair import refuses_pair
from landbridge.service.runs.publisher.checking import WITHIN_S, check_all

OLD = PublisherRecord("old-key-1111", "old-secret-hush", application_id="APP", bundle_id="4711", name="Ours")
NEW = PublisherRecord("new-key-2222", "new-secret-hush")
TOKEN = CredentialParts(token_id="t", token_secret="ts")


def passing(_: ConnectionDraft) -> Iterator[CheckLine]:
    yield CheckLine("sign_in", "Sign-in", CheckState.PASSED, "in", "")


def refusing(_: ConnectionDraft) -> Iterator[CheckLine]:
    yield CheckLine("sign_in", "Sign-in", CheckState.FAILED, "not in", "Mend it.")


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


@pytest.mark.requirement("publisher-02", "publisher-03")
def test_a_pair_replaces_the_one_before_once_netsuite_takes_it(connection: Connection, ada: User) -> None:
    publishing.begin_regeneration(by=ada)
    with pytest.raises(NotPassedError):
        publishing.set_record(NEW, by=ada, tester=refusing)
    assert publisher_record() == OLD
    assert publishing.state().regeneration is not None
    publishing.set_record(NEW, by=ada, tester=passing)
    found = publisher_record()
    assert (found.consumer_key, found.source, found.name, found.bundle_id) == (
        NEW.consumer_key,
        Source.DATABASE,
        "Ours",
        "4711",
    )
    assert [(one.current, one.key_ending, one.sealed is None) for one in PublisherPair.objects.all()] == [
        (True, "2222", False),
        (False, "1111", True),
    ]
    ended = PublisherRegeneration.objects.get()
    assert (ended.outcome, ended.started_by, ended.ended_by) == ("replaced", ada, ada)


@pytest.mark.requirement("publisher-02")
def test_what_cannot_be_set_is_refused_without_its_content(
    connection: Connection, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for record in (
        PublisherRecord("", "hush"),
        PublisherRecord("k", "hush hush"),
        PublisherRecord("k\n", "hush"),
    ):
        with pytest.raises(PublisherError) as refused:
            publishing.set_record(record, by=ada, tester=passing)
        assert "hush" not in str(refused.value)
    vera = User.objects.create_user("vera@example.com", "Vera", Role.VIEWER, None)
    for act in (publishing.begin_regeneration, publishing.abandon_regeneration):
        with pytest.raises(PermissionDenied):
            act(by=vera)
    monkeypatch.setenv(KEY, "key")
    monkeypatch.setenv(SECRET, "secret")
    for again in (lambda: publishing.set_record(NEW, by=ada), lambda: publishing.begin_regeneration(by=ada)):
        with pytest.raises(PublisherError, match="the environment sets"):
            again()
    assert publisher_record().source is Source.ENVIRONMENT


@pytest.mark.requirement("publisher-03")
def test_nothing_is_sent_while_the_pair_is_regenerated_or_refused(connection: Connection, ada: User) -> None:
    pool = ClientPool()
    publishing.begin_regeneration(by=ada)
    with pytest.raises(PairHeldError, match="being regenerated"):
        pool.client_for(connection)
    assert publishing.abandon_regeneration(by=ada)
    assert hold_of(connection) is None
    note_refused(connection, mark_in_use(), timezone.now())
    with pytest.raises(PairHeldError, match="refused the publisher"):
        pool.client_for(connection)
    operations.retest(connection, tester=refusing)
    assert hold_of(connection) is not None
    operations.retest(connection, tester=passing)
    assert hold_of(connection) is None
    note_refused(connection, mark_in_use(), timezone.now())
    publishing.set_record(NEW, by=ada, tester=passing)
    assert hold_of(connection) is None
    pool.close_all()


@pytest.mark.requirement("publisher-03")
def test_who_waits_is_told_once_and_a_regeneration_only_when_it_takes_long(
    connection: Connection, ada: User
) -> None:
    now = timezone.now()
    note_refused(connection, mark_in_use(), now)
    assert [one.event.value for one in waiting.look(now)] == ["run.failed"]
    assert waiting.look(now) == []
    operations.retest(connection, tester=passing)
    assert [one.event.value for one in waiting.look(now)] == ["run.recovered"]
    publishing.begin_regeneration(by=ada)
    assert waiting.look(timezone.now()) == []
    (told,) = waiting.look(timezone.now() + waiting.LONG)
    assert "being regenerated" in told.data["advice"]


@pytest.mark.requirement("publisher-03")
def test_only_a_refused_pair_keeps_a_run_waiting(connection: Connection) -> None:
    asked: list[Exception | None] = []

    def over_rest(_: Connection) -> None:
        told = asked.pop()
        if told is not None:
            raise told

    def refused(detail: str = "", code: str = "") -> SignInAgain:
        return SignInAgain("refused", detail=detail, code=code)

    assert refuses_pair(connection, refused("consumer_key_unknown"), over_rest)
    assert not refuses_pair(connection, refused("token_rejected"), over_rest)
    assert not refuses_pair(connection, refused(code="ROLE_REQUIRED"), over_rest)
    for answer, waits in (
        (refused("consumer_key_unknown"), True),
        (refused("token_rejected"), False),
        (None, False),
    ):
        asked.append(answer)
        assert refuses_pair(connection, refused(code="INVALID_LOGIN_ATTEMPT"), over_rest) is waits
    connection.use_publisher_record = False
    assert not refuses_pair(connection, refused("consumer_key_unknown"), over_rest)


@pytest.mark.requirement("publisher-01")
def test_account_token_id_and_token_secret_are_all_that_is_asked(connection: Connection) -> None:
    chosen = ConnectionDraft.of(connection).chosen()
    assert chosen.warnings == ()
    assert asdict(chosen.credentials)["consumer_key"] == OLD.consumer_key
    for protocol in (Protocol.SOAP, Protocol.REST):
        by_token = ConnectionDraft("A", "1234567", "1", TOKEN, protocol=protocol, use_publisher_record=True)
        assert by_token.checked().chosen().warnings == ()
    half = ConnectionDraft("A", "1234567", "1", CredentialParts(token_id="t"), use_publisher_record=True)
    with pytest.raises(DraftError) as refused:
        half.checked()
    assert "token secret is missing" in str(refused.value)
    assert "consumer" not in str(refused.value)


@pytest.mark.requirement("publisher-01", "publisher-02")
def test_page_and_api_show_the_record_and_never_its_pair(browser: Client, connection: Connection) -> None:
    page = browser.get(reverse("publisher")).text
    told = browser.get("/api/publisher").json()
    assert (told["source"], told["key_ending"], told["bundle_id"]) == ("database", "1111", "4711")
    assert [one["name"] for one in told["connections"]] == ["Shared"]
    for shown in (page, str(told), browser.get(reverse("connection-new")).text):
        assert "old-key" not in shown
        assert "hush" not in shown
    assert "ends with 1111" in page
    assert "own-record" in browser.get(reverse("connection-new")).text


@pytest.mark.requirement("publisher-03")
def test_the_page_leads_through_a_regeneration(browser: Client, connection: Connection) -> None:
    browser.post(reverse("publisher-regenerate"))
    page = browser.get(reverse("publisher")).text
    assert "press Reset Credentials" in page
    assert "Wait since" in page
    assert browser.delete("/api/publisher/regeneration").json()["regenerating_since"] is None
    assert browser.post("/api/publisher/regeneration").json()["regenerating_by"] == "Ada"
    Connection.objects.update(connect_to="127.0.0.1:1")
    refused = browser.post(
        reverse("publisher"), {"consumer_key": NEW.consumer_key, "consumer_secret": NEW.consumer_secret}
    ).text
    assert "The one before stays in use" in refused
    assert "hush" not in refused
    browser.post(reverse("publisher-abandon"))
    assert publisher_record() == OLD
    assert hold_of(connection) is None


@pytest.mark.requirement("publisher-02")
def test_who_did_what_stays_after_the_user_is_gone(browser: Client, connection: Connection) -> None:
    grace = User.objects.create_user("grace@example.com", "Grace", Role.ADMINISTRATOR, None)
    publishing.begin_regeneration(by=grace)
    publishing.set_record(NEW, by=grace, tester=passing)
    grace.delete()
    history = browser.get(reverse("publisher")).text.split("History")[1]
    assert history.count("Grace") == 3
    assert "a command" not in history
    assert browser.get("/api/publisher").json()["set_by"] == "Grace"
    publishing.abandon_regeneration(by=None)
    publishing.begin_regeneration(by=None)
    assert "a command" in browser.get(reverse("publisher")).text


@pytest.mark.requirement("publisher-02")
def test_one_connection_that_cannot_be_tested_keeps_no_result_of_the_others(
    browser: Client, connection: Connection, ada: User
) -> None:
    draft = ConnectionDraft(
        "Unreachable", "1234568", "spp-2", TOKEN, use_publisher_record=True, connect_to="127.0.0.1:1"
    )
    operations.create(draft, by=ada, tester=passing)
    Connection.objects.filter(name="Shared").update(credentials=b"not sealed by us")
    shared, unreachable = browser.post("/api/publisher/check").json()
    assert (shared["name"], shared["passed"], unreachable["passed"]) == ("Shared", False, False)
    assert "credentials" in shared["failed"][0]
    assert "NetSuite" in unreachable["failed"][0]
    Connection.objects.filter(name="Unreachable").delete()
    assert "Shared: " in browser.post(reverse("publisher-check"), follow=True).text


def test_no_test_begins_once_somebody_has_waited_for_long(connection: Connection) -> None:
    seconds = iter([0.0, 0.0, WITHIN_S + 1])
    first, second = check_all(
        [connection, connection],
        retest=lambda one: operations.retest(one, tester=passing),
        monotonic=lambda: next(seconds),
    )
    assert first.passed
    assert not second.passed
    assert "not tested" in second.failed[0]


def test_a_regeneration_can_be_abandoned_where_the_environment_sets_the_pair(
    browser: Client, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.post(reverse("publisher-regenerate"))
    monkeypatch.setenv(KEY, "key")
    monkeypatch.setenv(SECRET, "secret")
    page = browser.get(reverse("publisher")).text
    assert reverse("publisher-abandon") in page
    assert KEY in page
    assert 'name="consumer_secret"' not in page
    with pytest.raises(PublisherError, match="--abandon"):
        publishing.set_record(NEW, by=None)
    browser.post(reverse("publisher-abandon"))
    assert hold_of(connection) is None
    assert reverse("publisher-abandon") not in browser.get(reverse("publisher")).text


def test_the_page_sets_a_pair_untried_where_somebody_says_so(browser: Client, connection: Connection) -> None:
    Connection.objects.update(connect_to="127.0.0.1:1")
    entered = {"consumer_key": NEW.consumer_key, "consumer_secret": NEW.consumer_secret}
    assert "Not set." in browser.post(reverse("publisher"), entered).text
    told = browser.post(reverse("publisher"), {**entered, "untried": "on"}, follow=True).text
    assert "The pair is set. Neither key nor secret was tried." in told
    assert publisher_record().consumer_key == NEW.consumer_key
