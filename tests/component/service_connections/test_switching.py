"""From SOAP with an access token to SuiteQL with OAuth 2.0 and back, on an account that really runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from landbridge.local.access.model import Level
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account
from landbridge.netsuite.check import CheckState
from landbridge.netsuite.choosing import CredentialParts
from landbridge.netsuite.comparing import Difference, DifferenceKind
from landbridge.netsuite.errors import PermissionMissing, RotationStopped
from landbridge.netsuite.protocols import Protocol
from landbridge.service import composition
from landbridge.service.connections import certificates, operations, switching
from landbridge.service.connections.comparing import Comparison, compare
from landbridge.service.connections.deprecations import deprecations
from landbridge.service.connections.drafts import ConnectionDraft, DraftError
from landbridge.service.connections.models import Connection
from landbridge.service.connections.rotation import RotationRefusedError, rotate
from landbridge.service.connections.switching import SwitchRefusedError
from landbridge.service.projects.models import SppRecord, User
from landbridge.service.runs import queueing
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.models import Run, RunItem
from landbridge.service.runs.services import Services
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.workflows.activation import activate
from landbridge.service.workflows.catalogue import CATALOGUE
from landbridge.service.workflows.models import MappingRow, Workflow
from landbridge.service.workflows.versions import digest
from tests.component.service_connections.conftest import failing, passing
from tests.component.service_connections.machines import oauth2_parts

EXPORT = "custentity_oa_export_to_openair"
ROLE = "customrole_oa_integration"


@pytest.fixture(scope="module")
def netsuite() -> Iterator[RunningAccount]:
    with running_account(suiteapp=suiteapp_folder()) as running:
        yield running


@pytest.fixture
def draft(netsuite: RunningAccount, postgres: str) -> ConnectionDraft:
    return ConnectionDraft(
        name="Local",
        netsuite_account=netsuite.account_id,
        spp_database_id="spp-1",
        credentials=CredentialParts(**asdict(netsuite.secrets)),
        connect_to=netsuite.connect_to,
        ca_file=str(netsuite.ca_file),
    ).checked()


@pytest.fixture
def both(netsuite: RunningAccount, draft: ConnectionDraft) -> ConnectionDraft:
    """The draft with credentials for either way."""
    parts = oauth2_parts(netsuite)
    given = {name: value for name, value in asdict(parts).items() if value}
    return replace(draft, credentials=replace(draft.credentials, **given))


@pytest.fixture
def saved(draft: ConnectionDraft, ada: User) -> Iterator[Connection]:
    yield operations.create(draft, by=ada, tester=passing)
    composition.close_clients()


def same(_soap: ConnectionDraft, _rest: ConnectionDraft) -> Comparison:
    return Comparison(3, (), ())


def switch(connection: Connection, to: Protocol, entered: ConnectionDraft | None, by: User) -> None:
    before, after = switching.drafts(connection, to, entered)
    rehearsal = switching.rehearse(before, after, tester=passing, comparer=same)
    switching.switch(connection, before, after, rehearsal, by=by)


@pytest.mark.requirement("shape-03", "shape-02")
def test_both_ways_are_tested_and_compared_before_the_switch(
    saved: Connection, both: ConnectionDraft, ada: User
) -> None:
    workflow = activate(saved, "customers", by=ada)
    rows = list(MappingRow.objects.filter(workflow=workflow).values())
    kept = Workflow.objects.values().get()
    soap_records = names(saved)

    before, after = switching.drafts(saved, Protocol.REST, both)
    rehearsal = switching.rehearse(before, after)
    assert (rehearsal.before.failed, rehearsal.after.failed) == ((), ())
    assert rehearsal.comparison is not None
    assert rehearsal.comparison.sentences == []
    assert rehearsal.comparison.compared > 0
    assert [(one.what, one.before, one.after) for one in rehearsal.changes] == [
        ("Reads and writes", "SOAP 2025.2", "SuiteQL and REST"),
        ("Signs in by", "Access token", "OAuth 2.0"),
    ]
    saved.refresh_from_db()
    assert saved.protocol == Protocol.SOAP

    switching.switch(saved, before, after, rehearsal, by=ada)
    assert (saved.protocol, saved.signs_in_by, saved.changed_by) == ("rest", "oauth2", ada)
    assert deprecations(saved) == ()
    assert list(MappingRow.objects.filter(workflow=workflow).values()) == rows
    assert Workflow.objects.values().get() == kept
    assert names(saved) == soap_records


def names(connection: Connection) -> set[tuple[str, object]]:
    reader = composition.reader_for(connection)
    return {
        (record.internal_id, record.values.get("entityId"))
        for batch in reader.changed("customer", None)
        for record in batch
    }


@pytest.mark.requirement("shape-03")
def test_the_way_back_needs_no_credentials(saved: Connection, both: ConnectionDraft, ada: User) -> None:
    switch(saved, Protocol.REST, both, ada)
    switch(saved, Protocol.SOAP, None, ada)
    assert (saved.protocol, saved.signs_in_by) == ("soap", "tokens")
    assert ConnectionDraft.of(saved).credentials == both.credentials
    switch(saved, Protocol.REST, None, ada)
    assert saved.protocol == Protocol.REST


@pytest.mark.requirement("shape-03")
def test_without_oauth2_credentials_it_says_what_lacks(saved: Connection, draft: ConnectionDraft) -> None:
    with pytest.raises(switching.SwitchRefusedError, match="already"):
        switching.drafts(saved, Protocol.SOAP)
    half = replace(draft, credentials=replace(draft.credentials, certificate_id="x", consumer_secret=""))
    with pytest.raises(DraftError, match="private key is missing"):
        switching.drafts(saved, Protocol.REST, half)


@pytest.mark.requirement("shape-03")
def test_a_failed_test_or_a_difference_changes_nothing(
    saved: Connection, both: ConnectionDraft, ada: User
) -> None:
    before, after = switching.drafts(saved, Protocol.REST, both)
    failed = switching.rehearse(before, after, tester=failing, comparer=same)
    differs = Comparison(1, (Difference(DifferenceKind.VALUE, "customer", "7", "phone", "1", "2"),), ())
    different = switching.rehearse(before, after, tester=passing, comparer=lambda _soap, _rest: differs)
    assert failed.comparison is None
    for rehearsal in (failed, different):
        with pytest.raises(switching.SwitchRefusedError, match="failed"):
            switching.switch(saved, before, after, rehearsal, by=ada)
    saved.refresh_from_db()
    assert saved.protocol == Protocol.SOAP
    assert differs.sentences == ["customer 7 phone: SOAP '1', SuiteQL '2'"]


@pytest.mark.requirement("shape-03")
def test_a_connection_that_was_changed_meanwhile_is_not_switched(
    saved: Connection, both: ConnectionDraft, ada: User, vera: User
) -> None:
    before, after = switching.drafts(saved, Protocol.REST, both)
    rehearsal = switching.rehearse(before, after, tester=passing, comparer=same)
    with pytest.raises(PermissionDenied):
        switching.switch(saved, before, after, rehearsal, by=vera)
    Connection.objects.update(retries=2)
    with pytest.raises(switching.SwitchRefusedError, match="meanwhile"):
        switching.switch(saved, before, after, rehearsal, by=ada)


@pytest.mark.requirement("shape-02")
def test_a_difference_is_told_by_record_and_field(netsuite: RunningAccount, both: ConnectionDraft) -> None:
    soap = replace(both, protocol=Protocol.SOAP)
    found = compare(soap, both.over_rest(), ["employee"])
    assert found.compared > 0
    assert found.differences == ()

    with running_account(suiteapp=suiteapp_folder()) as other:
        account = other.account
        changed = str(account.records.search("employee", [])[0])
        account.records.save(account.access.system_session(), "employee", {"phone": "000"}, id=changed)
        rest = replace(
            both,
            credentials=oauth2_parts(other),
            protocol=Protocol.REST,
            connect_to=other.connect_to,
            ca_file=str(other.ca_file),
        )
        found = compare(soap, rest, ["employee"])
    (difference,) = [one for one in found.differences if one.field == "phone"]
    assert (difference.kind, difference.type, difference.internal_id, difference.suiteql) == (
        DifferenceKind.VALUE,
        "employee",
        changed,
        "000",
    )
    assert any("employee" in one and "phone" in one for one in found.sentences)


@pytest.mark.requirement("cred-03")
def test_a_rotated_certificate_is_stored_and_told(
    netsuite: RunningAccount, saved: Connection, both: ConnectionDraft, ada: User
) -> None:
    switch(saved, Protocol.REST, both, ada)
    netsuite.account.access.set_permission(ROLE, "ADMI_MANAGE_OWN_OAUTH2_CERTS", Level.FULL)
    made = rotate(saved, by=ada)
    parts = ConnectionDraft.of(saved).credentials
    assert (parts.certificate_id, made.state, made.made_by) == (made.certificate_id, "current", ada)
    assert parts.certificate_id != both.credentials.certificate_id
    assert parts.private_key != both.credentials.private_key
    old = netsuite.account.access.oauth2.mappings.get(both.credentials.certificate_id)
    assert old is not None
    assert old.revoked
    assert names(saved)
    again = rotate(saved, by=ada)
    states = dict(saved.oauth2_certificates.values_list("certificate_id", "state"))
    assert states == {made.certificate_id: "revoked", again.certificate_id: "current"}


@pytest.mark.requirement("cred-03")
def test_why_a_new_certificate_was_not_stored_is_told(
    netsuite: RunningAccount, saved: Connection, both: ConnectionDraft, ada: User
) -> None:
    switch(saved, Protocol.REST, both, ada)
    netsuite.account.access.set_permission(ROLE, "ADMI_MANAGE_OWN_OAUTH2_CERTS", Level.FULL)

    row = Connection.objects.get()
    stored = ConnectionDraft.of(row)
    parts = replace(stored.credentials, certificate_id="somebody-elses")
    operations.fill(row, replace(stored, credentials=parts))
    row.save()
    with pytest.raises(
        RotationStopped, match="The connection's certificate was replaced meanwhile"
    ) as stopped:
        rotate(saved, by=ada)
    (left,) = certificates.waiting()
    assert stopped.value.left_over in left.problem
    uploaded = netsuite.account.access.oauth2.mappings.get(stopped.value.left_over)
    assert uploaded is not None
    assert not uploaded.revoked
    assert "BEGIN PRIVATE KEY" in certificates.private_key_of(str(left.uid))


@pytest.mark.requirement("cred-03")
def test_a_rotation_that_uploads_nothing_leaves_no_key_waiting(
    netsuite: RunningAccount, saved: Connection, both: ConnectionDraft, ada: User
) -> None:
    switch(saved, Protocol.REST, both, ada)
    netsuite.account.access.set_permission(ROLE, "ADMI_MANAGE_OWN_OAUTH2_CERTS", Level.NONE)
    with pytest.raises(PermissionMissing):
        rotate(saved, by=ada)
    assert certificates.waiting() == []


@pytest.mark.requirement("cred-03")
def test_a_connection_without_oauth2_has_nothing_to_rotate(saved: Connection, ada: User) -> None:
    with pytest.raises(RotationRefusedError, match=r"OAuth 2\.0"):
        rotate(saved, by=ada)


@pytest.mark.requirement("shape-03", "cred-07")
def test_the_page_goes_through_the_steps_and_asks_for_the_credentials_once(
    django_client: Client, saved: Connection, both: ConnectionDraft, ada: User
) -> None:
    django_client.force_login(ada)
    address = reverse("connection-switch", kwargs={"pk": saved.pk})
    entered = {
        name: getattr(both.credentials, name) for name in ("client_id", "certificate_id", "private_key")
    }
    tried = django_client.post(address, entered)
    assert tried.status_code == 200
    assert "There is no difference" in tried.text
    assert "SOAP 2025.2 → SuiteQL and REST" in tried.text
    assert both.credentials.private_key.splitlines()[1] not in tried.text
    saved.refresh_from_db()
    assert (saved.protocol, saved.signs_in_by) == ("soap", "tokens")

    done = django_client.post(address, {"switch": "1"}, follow=True)
    assert "Local uses SuiteQL and REST now." in done.text
    saved.refresh_from_db()
    assert (saved.protocol, saved.signs_in_by, saved.changed_by) == ("rest", "oauth2", ada)


@dataclass
class Second:
    """One second of the account's clock, with what is saved in it."""

    netsuite: RunningAccount
    begins: datetime

    def save(self, milliseconds: int, phone: str, id: str | None = None) -> str:  # noqa: A002 - NetSuite's word
        """Save a customer that is exported, so many milliseconds into the second; its internal id."""
        account = self.netsuite.account
        account.clock.set(self.begins + timedelta(milliseconds=milliseconds))
        named = {} if id else {"companyName": f"Save {milliseconds}", "isPerson": False, "entityStatus": "13"}
        values = {EXPORT: True, "phone": phone, **named}
        session = account.access.system_session()
        return str(account.records.save(session, "customer", values, id=id).record.id)


@pytest.fixture
def second(netsuite: RunningAccount) -> Iterator[Second]:
    yield Second(netsuite, datetime.now(UTC).replace(microsecond=0))
    netsuite.account.clock.reset()


def run(connection: Connection, by: User) -> Run:
    """Do a whole run that completes."""
    asked = do_run(connection, by)
    assert asked.state == Run.State.COMPLETED
    return asked


def do_run(connection: Connection, by: User) -> Run:
    """Do a whole run with the clients that the service uses."""
    services = Services(composition.reader_for, composition.destination_for, timezone.now)
    asked = start_run(connection, queueing.MANUAL, by=by, now=timezone.now())
    run_link(connection.pk, queueing.MANUAL, services)
    asked.refresh_from_db()
    return asked


@pytest.mark.requirement("shape-03")
def test_versions_hold_to_the_second_over_a_switch(
    saved: Connection, both: ConnectionDraft, ada: User, second: Second
) -> None:
    activate(saved, "customers", by=ada)
    kept, saved_again = second.save(500, "1"), second.save(600, "1")
    assert set(outcomes(run(saved, ada), kept, saved_again).values()) == {"created"}
    by_soap = composition.reader_for(saved).by_ids("customer", [kept])[0]

    switch(saved, Protocol.REST, both, ada)
    by_rest = composition.reader_for(saved).by_ids("customer", [kept])[0]
    assert by_soap.modified == by_rest.modified == second.begins
    second.save(800, "2", saved_again)
    after_the_switch = run(saved, ada)
    assert outcomes(after_the_switch, kept, saved_again) == {saved_again: "updated"}
    assert after_the_switch.counts["seen"] == after_the_switch.counts["read"] - 1  # also those by content
    second.save(900, "3", saved_again)
    assert outcomes(run(saved, ada), kept, saved_again) == {saved_again: "updated"}

    switch(saved, Protocol.SOAP, None, ada)
    second.save(950, "4", saved_again)
    assert outcomes(run(saved, ada), saved_again) == {saved_again: "updated"}
    assert SppRecord.objects.get(fields__phone="4").source_modified == second.begins


def test_every_record_of_the_workflows_is_one_version_either_way(
    saved: Connection, both: ConnectionDraft, ada: User, second: Second
) -> None:
    second.save(250, "7")
    by_soap = versions(saved)
    assert all(by_soap.values())
    switch(saved, Protocol.REST, both, ada)
    assert versions(saved) == by_soap


QUERIES_LACK = {"expenseCategory", "expenseReport"}
"""Of these SOAP reads something that queries have no column of."""


def versions(connection: Connection) -> dict[str, dict[str, tuple[datetime | None, str]]]:
    """The last-modified instants, where NetSuite keeps some, and digests of all records of the workflows' types."""
    reader = composition.reader_for(connection)
    return {
        netsuite_type: {
            record.internal_id: (record.modified if record.dated else None, digest(record))
            for batch in reader.changed(netsuite_type, None)
            for record in batch
        }
        for netsuite_type in {one.netsuite_type for one in CATALOGUE.values()} - QUERIES_LACK
    }


def outcomes(run: Run, *ids: str) -> dict[str, str]:
    return dict(RunItem.objects.filter(run=run, internal_id__in=ids).values_list("internal_id", "outcome"))


def test_no_switch_to_a_way_that_does_not_read_a_field_in_use(
    saved: Connection, both: ConnectionDraft, ada: User, second: Second
) -> None:
    """Queries know nothing of a custom field that the account or the role lost; a run would write it as empty."""
    workflow = activate(saved, "customers", by=ada)
    before, after = switching.drafts(saved, Protocol.REST, both)
    fields = next(one for one in operations.run_test(after).lines if one.key == "fields")
    assert (fields.state, fields.advice) == (CheckState.PASSED, "")
    assert "fields" not in {one.key for one in operations.run_test(before).lines}

    MappingRow.objects.filter(workflow=workflow, field="phone").update(field="custentity_gone")
    refused = switching.rehearse(before, after)
    assert not refused.passed
    (failed,) = refused.after.failed
    assert failed.key == "fields"
    assert "custentity_gone of customer" in failed.message
    with pytest.raises(SwitchRefusedError):
        switching.switch(saved, before, after, refused, by=ada)

    switch(saved, Protocol.REST, both, ada)  # forced, by a test that passes whatever it is
    changed = second.save(300, "555")
    stopped = do_run(saved, ada)
    assert (stopped.state, outcomes(stopped, changed)) == (Run.State.FAILED, {})
    assert "custentity_gone" in stopped.error

    MappingRow.objects.filter(workflow=workflow, field="custentity_gone").update(field="phone")
    assert outcomes(run(saved, ada), changed) == {changed: "created"}
