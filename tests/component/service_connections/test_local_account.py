"""Connections against a NetSuite account that really runs: Test Connection, reading, RESTlets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from landbridge.local.access.model import Level
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account
from landbridge.netsuite.choosing import CredentialParts
from landbridge.netsuite.oauth2.keypairs import make_key_pair
from landbridge.netsuite.protocols import Protocol
from landbridge.recordtypes.permissions import permission
from landbridge.service import composition
from landbridge.service.connections import operations
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.connections.testing import SUITEAPP, check
from landbridge.service.projects.models import User

ROLE = "customrole_oa_integration"


@pytest.fixture(scope="module")
def netsuite() -> Iterator[RunningAccount]:
    with running_account(suiteapp=suiteapp_folder()) as running:
        yield running


@pytest.fixture
def draft(netsuite: RunningAccount, postgres: str) -> ConnectionDraft:
    secrets = netsuite.secrets
    return ConnectionDraft(
        name="Local",
        netsuite_account="1234567-sb1",
        spp_database_id="spp-1",
        credentials=CredentialParts(**asdict(secrets)),
        connect_to=netsuite.connect_to,
        ca_file=str(netsuite.ca_file),
    ).checked()


@pytest.fixture
def saved(draft: ConnectionDraft, ada: User) -> Iterator[Connection]:
    yield operations.create(draft, by=ada)
    composition.close_clients()


def states(draft: ConnectionDraft) -> dict[str, str]:
    return {line.key: line.state.value for line in check(draft)}


@pytest.fixture(scope="module")
def certificate(netsuite: RunningAccount) -> CredentialParts:
    """OAuth 2.0 credentials of the integration user."""
    access = netsuite.account.access
    user = access.user_by_email("integration@demo.example")
    [integration] = access.integrations()
    assert user is not None
    pair = make_key_pair("Test", datetime.now(UTC))
    mapping = access.oauth2.mappings.add(integration.id, user.id, user.role_ids[0], pair.certificate)
    return CredentialParts(
        client_id=integration.consumer_key, certificate_id=mapping.id, private_key=pair.private_key
    )


@pytest.fixture
def by_rest(draft: ConnectionDraft, certificate: CredentialParts) -> ConnectionDraft:
    """The draft with OAuth 2.0 in place of the access token."""
    return replace(draft, credentials=certificate, protocol=Protocol.REST).checked()


OPENING = ("settings", "host", "version", "sign_in", "clock")
TYPES = ("permission_LIST_EMPLOYEE", "permission_LIST_CUSTJOB", "permission_LIST_JOB")
CERTIFICATES = ("permission_ADMI_CERTIFICATES", "permission_LIST_CERTIFICATES", "permission_LIST_FILECABINET")
CLOSING = (*TYPES, "suiteapp", *CERTIFICATES, "limits", "spp")
OVER = {
    "draft": ("permission_ADMI_WEBSERVICES", "permission_LIST_FIND"),
    "by_rest": ("permission_ADMI_RESTWEBSERVICES", "permission_REPO_ANALYTICS"),
}


@pytest.mark.requirement("conn-01", "check-03", "check-04")
@pytest.mark.parametrize("entered", OVER)
def test_every_line_passes_and_the_connection_is_saved(
    request: pytest.FixtureRequest, ada: User, entered: str
) -> None:
    saved = operations.create(request.getfixturevalue(entered), by=ada)
    lines = Connection.objects.get().test_lines
    assert [(one["key"], one["state"]) for one in lines] == [
        (key, "passed") for key in (*OPENING, *OVER[entered], *CLOSING)
    ]
    assert operations.retest(saved).passed


@pytest.mark.requirement("check-02", "check-03")
@pytest.mark.parametrize("entered", OVER)
@pytest.mark.parametrize("taken", [TYPES[-1], CERTIFICATES[0]])
def test_a_permission_taken_away_is_named_and_nothing_else(
    request: pytest.FixtureRequest, netsuite: RunningAccount, entered: str, taken: str
) -> None:
    draft = request.getfixturevalue(entered)
    lacking = permission(taken.removeprefix("permission_"))
    netsuite.account.access.set_permission(ROLE, lacking.id, Level.NONE)
    try:
        report = operations.run_test(draft.checked())
    finally:
        netsuite.account.access.set_permission(ROLE, lacking.id, Level.FULL)
    [line] = [one for one in report.lines if one.state.value != "passed"]
    assert line.message.startswith(f"The role lacks {lacking.path} (")
    assert (line.key, line.state.value) == (taken, "warned" if taken in CERTIFICATES else "failed")
    assert report.passed == (taken in CERTIFICATES)  # only real time needs those


@pytest.mark.requirement("check-01")
def test_incomplete_credentials_beside_complete_ones_are_a_warning(by_rest: ConnectionDraft) -> None:
    parts = replace(by_rest.credentials, consumer_secret="x", token_id="")
    report = operations.run_test(replace(by_rest, credentials=parts).checked())
    [line] = [one for one in report.lines if one.state.value != "passed"]
    assert (line.key, line.state.value) == ("settings", "warned")
    assert "token id" in line.message


@pytest.mark.requirement("check-01", "check-03")
def test_a_saved_connection_that_cannot_be_right_any_more_has_one_failed_line(
    draft: ConnectionDraft, ada: User
) -> None:
    saved = operations.create(draft, by=ada)
    saved.version = "2019_1"  # NetSuite has disabled it meanwhile
    saved.url = ""
    report = operations.retest(saved)
    [line] = report.lines
    assert (line.key, line.state.value) == ("settings", "failed")
    assert "disabled since NetSuite 2026.1" in line.message


@pytest.mark.requirement("conn-01")
@pytest.mark.parametrize("part", ["consumer_key", "consumer_secret", "token_id", "token_secret"])
def test_wrong_credentials_fail_the_sign_in_and_say_where_netsuite_tells_which(
    draft: ConnectionDraft, ada: User, part: str
) -> None:
    wrong = replace(draft, credentials=replace(draft.credentials, **{part: "0" * 64}))
    with (
        running_account() as own,
        pytest.raises(operations.NotPassedError) as caught,
    ):  # five failures lock a user
        operations.create(replace(wrong, connect_to=own.connect_to, ca_file=str(own.ca_file)), by=ada)
    lines = {line.key: line for line in caught.value.report.lines}
    assert [lines[key].state.value for key in ("host", "sign_in", TYPES[-1])] == [
        "passed",
        "failed",
        "skipped",
    ]
    assert "Login Audit Trail" in lines["sign_in"].advice
    assert part.partition("_")[0] in lines["sign_in"].advice
    assert not Connection.objects.exists()


@pytest.mark.requirement("conn-01")
def test_an_address_where_nobody_answers(draft: ConnectionDraft) -> None:
    found = states(replace(draft, connect_to="127.0.0.1:1"))
    assert (found["host"], found["sign_in"]) == ("failed", "skipped")


@pytest.mark.requirement("conn-01")
def test_an_authority_that_is_not_trusted_and_a_file_that_is_none(
    draft: ConnectionDraft, tmp_path: Path
) -> None:
    assert states(replace(draft, ca_file=""))["host"] == "failed"
    nonsense = tmp_path / "ca.pem"
    nonsense.write_text("no certificate")
    assert states(replace(draft, ca_file=str(nonsense))) == {"settings": "passed", "ca_file": "failed"}


@pytest.mark.requirement("conn-01")
def test_a_missing_suiteapp_is_a_warning_only(draft: ConnectionDraft) -> None:
    with running_account() as bare:
        without = replace(draft, connect_to=bare.connect_to, ca_file=str(bare.ca_file))
        assert states(without)["suiteapp"] == "warned"


@pytest.mark.requirement("run-05")
def test_one_changed_record_costs_one_request(netsuite: RunningAccount, saved: Connection) -> None:
    reader = composition.reader_for(saved)
    since = reader.now()
    account = netsuite.account
    added = account.records.save(
        account.access.system_session(),
        "customer",
        {"companyName": "Changed", "isPerson": False, "entityStatus": "13"},
    ).record
    account.journal.reset()
    records = [record for batch in reader.changed("customer", since) for record in batch]
    assert reader.now() >= since
    assert [record.internal_id for record in records] == [added.id]
    assert records[0].modified == added.modified.replace(microsecond=0)
    assert account.journal.statistics().requests == {"soap.search": 1}


def test_everything_and_single_records_are_read(saved: Connection) -> None:
    reader = composition.reader_for(saved)
    everything = {
        record.internal_id: record for batch in reader.changed("employee", None) for record in batch
    }
    assert everything
    some = list(everything)[:2]
    assert {one.internal_id for one in reader.by_ids("employee", [*some, "999999"])} == set(some)
    assert list(reader.changed("employee", datetime(2100, 1, 1, tzinfo=UTC))) == []


def test_restlets_are_called_over_the_same_connection(saved: Connection) -> None:
    answer = composition.restlets_for(saved).call("GET", script=SUITEAPP.script, deploy=SUITEAPP.deploy)
    assert answer["version"]


def form_of(draft: ConnectionDraft) -> dict[str, str]:
    """What the page sends for a draft."""
    plain = ("name", "netsuite_account", "spp_database_id", "protocol", "version", "connect_to", "ca_file")
    numbers = {"retries": str(draft.retries), "max_concurrency": str(draft.max_concurrency)}
    given = {name: value for name, value in asdict(draft.credentials).items() if value}
    return {name: str(getattr(draft, name)) for name in plain} | numbers | given


@pytest.mark.requirement("check-03")
@pytest.mark.parametrize("entered", OVER)
def test_the_page_tests_what_stands_in_the_form_before_anything_is_saved(
    request: pytest.FixtureRequest, django_client: Client, ada: User, entered: str
) -> None:
    draft = request.getfixturevalue(entered)
    django_client.force_login(ada)
    answer = django_client.post(reverse("connection-new-test"), form_of(draft))
    titles = [line.title for line in check(draft)]
    assert answer.status_code == 200
    assert [title for title in titles if escape(title) not in answer.text] == []
    assert "failed" not in answer.text
    assert not Connection.objects.exists()


@pytest.mark.requirement("check-03")
def test_page_and_api_test_a_saved_connection(
    netsuite: RunningAccount, django_client: Client, saved: Connection, ada: User
) -> None:
    django_client.force_login(ada)
    netsuite.account.access.set_permission(ROLE, "LIST_JOB", Level.NONE)
    try:
        told = django_client.post(f"/api/connections/{saved.pk}/test").json()
        page = django_client.post(
            reverse("connection-test", kwargs={"pk": saved.pk}), form_of(ConnectionDraft.of(saved))
        ).text
    finally:
        netsuite.account.access.set_permission(ROLE, "LIST_JOB", Level.FULL)
    assert told["passed"] is False
    [line] = [one for one in told["lines"] if one["state"] != "passed"]
    assert (line["key"], line["message"]) == ("permission_LIST_JOB", "The role lacks Lists > Jobs (View).")
    assert "The role lacks Lists &gt; Jobs (View)." in page
