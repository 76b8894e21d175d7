"""Connections are saved after a passed test, or with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection as database
from django.utils import timezone

from landbridge.netsuite.check import CheckLine, CheckState
from landbridge.netsuite.choosing import CredentialParts
from landbridge.service.connections import certificates, operations
from landbridge.service.connections.credentials import CredentialsUnreadableError
from landbridge.service.connections.drafts import ConnectionDraft, DraftError
from landbridge.service.connections.models import Connection
from landbridge.service.connections.testing import Tester, stored_lines
from landbridge.service.projects.models import User
from tests.component.service_connections.conftest import DRAFT, SECRETS, failing, passing


@pytest.mark.requirement("conn-01")
def test_a_tested_connection_is_saved_with_its_lines(ada: User) -> None:
    operations.create(replace(DRAFT, netsuite_account="1234567-sb1"), by=ada, tester=passing)
    saved = Connection.objects.get()
    assert (saved.netsuite_account, saved.forced_reason, saved.changed_by) == ("1234567_SB1", "", ada)
    assert saved.tested_at is not None
    assert [one.key for one in stored_lines(saved.test_lines)] == ["host", "clock"]


@pytest.mark.requirement("conn-01")
def test_a_failed_test_saves_nothing_and_says_which_line(ada: User) -> None:
    with pytest.raises(operations.NotPassedError) as caught:
        operations.create(DRAFT, by=ada, tester=failing)
    assert [one.key for one in caught.value.report.failed] == ["sign_in"]
    assert "sign_in failed" in str(caught.value)
    assert not Connection.objects.exists()


@pytest.mark.requirement("conn-01")
def test_a_reason_saves_it_all_the_same_and_is_kept(ada: User) -> None:
    operations.create(DRAFT, by=ada, tester=failing, forced_reason=" NetSuite is down for maintenance ")
    saved = Connection.objects.get()
    assert saved.forced_reason == "NetSuite is down for maintenance"
    assert [one["state"] for one in saved.test_lines] == ["passed", "failed", "skipped"]


def test_an_update_is_tested_too_and_leaves_the_old_values(connection: Connection, ada: User) -> None:
    changed = replace(DRAFT, connect_to="127.0.0.1:8443")
    with pytest.raises(operations.NotPassedError):
        operations.update(connection, changed, by=ada, tester=failing)
    connection.refresh_from_db()
    assert connection.connect_to == ""
    operations.update(connection, changed, by=ada, tester=passing)
    connection.refresh_from_db()
    assert connection.connect_to == "127.0.0.1:8443"


@pytest.mark.requirement("cred-03")
def test_what_somebody_else_saved_while_it_was_tested_is_not_overwritten(
    connection: Connection, ada: User
) -> None:
    rotated = replace(DRAFT, credentials=replace(DRAFT.credentials, certificate_id="new"))

    def meanwhile(draft: ConnectionDraft) -> Iterator[CheckLine]:
        operations.update(Connection.objects.get(), rotated, by=ada, tester=passing)
        yield from passing(draft)

    with pytest.raises(operations.ChangedMeanwhileError, match="changed the connection meanwhile"):
        operations.update(connection, replace(DRAFT, retries=3), by=ada, tester=meanwhile)
    saved = Connection.objects.get()
    assert (ConnectionDraft.of(saved).credentials.certificate_id, saved.retries) == ("new", 5)


def test_what_is_not_entered_with_the_settings_stays_as_others_left_it(
    connection: Connection, ada: User
) -> None:
    Connection.objects.update(integration_user=ada)
    operations.update(connection, replace(DRAFT, retries=3), by=ada, tester=passing)
    assert Connection.objects.get().integration_user == connection.integration_user == ada
    assert Connection.objects.get().retries == connection.retries == 3


def test_a_connection_that_was_deleted_meanwhile_is_not_made_again(connection: Connection, ada: User) -> None:
    Connection.objects.all().delete()
    with pytest.raises(operations.ChangedMeanwhileError):
        operations.update(connection, replace(DRAFT, retries=3), by=ada, tester=passing)
    assert not Connection.objects.exists()


def test_a_new_account_forgets_the_old_ones_clock(connection: Connection, ada: User) -> None:
    Connection.objects.update(clock_offset_ms=5, clock_measured_at=connection.created)
    connection.refresh_from_db()
    operations.update(connection, replace(DRAFT, netsuite_account="7654321"), by=ada, tester=passing)
    connection.refresh_from_db()
    assert (connection.clock_offset_ms, connection.clock_measured_at) == (None, None)
    assert ConnectionDraft.of(connection).credentials == DRAFT.credentials


@pytest.mark.requirement("conn-02", "cred-07")
def test_the_database_holds_no_secret_in_clear(connection: Connection) -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT c::text, encode(credentials, 'escape') FROM connections_connection AS c")
        row = "".join(cursor.fetchone())
    assert not any(secret in row for secret in SECRETS)
    assert ConnectionDraft.of(connection).credentials == CredentialParts(*SECRETS)


def test_two_connections_of_the_same_pair_or_name_are_refused(connection: Connection, ada: User) -> None:
    with pytest.raises(DraftError) as pair:
        operations.create(replace(DRAFT, name="Other"), by=ada, tester=passing)
    with pytest.raises(DraftError) as name:
        operations.create(replace(DRAFT, spp_database_id="spp-2"), by=ada, tester=passing)
    assert (set(pair.value.problems), set(name.value.problems)) == ({"netsuite_account"}, {"name"})


def test_only_who_may_manage_connections_saves_one(vera: User) -> None:
    with pytest.raises(PermissionDenied):
        operations.create(DRAFT, by=vera, tester=passing)


def test_testing_again_keeps_the_result(connection: Connection) -> None:
    assert not operations.retest(connection, tester=failing).passed
    connection.refresh_from_db()
    assert [one["state"] for one in connection.test_lines] == ["passed", "failed", "skipped"]


@pytest.mark.requirement("conn-01")
def test_a_setting_that_is_right_no_more_is_a_failed_line(connection: Connection) -> None:
    Connection.objects.update(ca_file="/no/such/file.pem")
    report = operations.retest(Connection.objects.get(), tester=passing)
    assert [(one.key, one.state.value) for one in report.failed] == [("settings", "failed")]
    assert report.failed[0].message == "CA file: there is no such file"


@pytest.mark.requirement("cred-07")
def test_a_key_made_here_is_one_connections_alone(ada: User) -> None:
    made = certificates.make_waiting(ada, timezone.now())
    key = certificates.private_key_of(str(made.uid))
    parts = CredentialParts(client_id="client", certificate_id="cert-1", private_key=key)
    draft = replace(DRAFT, protocol="rest", credentials=parts)
    first = operations.create(draft, by=ada, tester=passing, certificate=str(made.uid))
    other = replace(draft, name="Other", spp_database_id="spp-2")
    with pytest.raises(CredentialsUnreadableError, match="another connection"):
        operations.create(other, by=ada, tester=passing, certificate=str(made.uid))
    made.refresh_from_db()
    assert (list(Connection.objects.all()), made.connection, made.state) == ([first], first, "current")
    assert made.certificate_id == "cert-1"


def telling(limit: int | None) -> Tester:
    """A test that passes, in which NetSuite tells its limit."""
    return lambda draft: [*passing(draft), CheckLine("limits", "Limits", CheckState.PASSED, "", limit=limit)]


@pytest.mark.requirement("slots-04")
def test_what_netsuite_takes_is_kept_from_the_last_test_that_passed(ada: User) -> None:
    saved = operations.create(DRAFT, by=ada, tester=telling(4))
    assert kept_limit() == 4
    operations.retest(saved, tester=failing)
    assert kept_limit() == 4
    operations.retest(saved, tester=telling(3))
    assert kept_limit() == 3
    operations.update(saved, DRAFT, by=ada, tester=telling(None))
    assert kept_limit() is None


def kept_limit() -> int | None:
    return Connection.objects.get().concurrency_limit
