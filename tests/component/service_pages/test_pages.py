"""Every page answers, to whom it should, and says what is wrong in words."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import AuditEntry, SppRecord, User
from landbridge.service.runs.models import Attention, Run, RunItem, Schedule
from landbridge.service.workflows.activation import activate
from landbridge.service.workflows.models import Workflow
from tests.component.service_pages.conftest import NOON, PASSWORD

SECTIONS = (
    "overview",
    "connections",
    "workflows",
    "realtime",
    "schedules",
    "queue",
    "runs",
    "verification",
    "errors",
    "notifications",
    "records",
)


@pytest.fixture
def customers(connection: Connection, administrator: User) -> Workflow:
    return activate(connection, "customers", by=administrator)


@pytest.fixture
def record(db: None) -> SppRecord:
    return SppRecord.objects.create(
        account="4711",
        type="customer",
        name="Acme <Ltd>",
        fields={"name": "Acme <Ltd>", "netsuite_customer_id__c": "7"},
        created=NOON,
        updated=NOON,
    )


@pytest.fixture
def run(customers: Workflow, administrator: User, record: SppRecord) -> Run:
    run = Run.objects.create(
        connection=customers.connection,
        kind=Run.Kind.REAL_TIME,
        state=Run.State.COMPLETED,
        owner=administrator,
        reason="a notice",
        workflows=["customers"],
        counts={"created": 1, "failed": 1},
        started_at=NOON,
        finished_at=NOON,
    )
    RunItem.objects.create(
        run=run,
        workflow=customers,
        internal_id="7",
        name="Acme <Ltd>",
        outcome="created",
        spp_type="customer",
        spp_id=record.spp_id,
        changes=[{"field": "name", "before": None, "after": "Acme <Ltd>"}],
    )
    RunItem.objects.create(
        run=run,
        workflow=customers,
        internal_id="8",
        name="Beta",
        outcome="failed",
        reason="email: not an address",
    )
    return run


@pytest.mark.requirement("web-01")
def test_nobody_sees_a_page_without_signing_in(db: None) -> None:
    for name in SECTIONS:
        answer = Client(headers={"host": "127.0.0.1"}).get(reverse(name))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("sign-in"))


@pytest.mark.requirement("web-01")
def test_sign_in_by_password_and_out_again(administrator: User) -> None:
    client = Client(headers={"host": "127.0.0.1"})
    wrong = client.post(reverse("sign-in"), {"username": administrator.email, "password": "wrong"})
    assert "No active user has this e-mail address and password" in wrong.text
    right = client.post(
        reverse("sign-in"), {"username": administrator.email, "password": PASSWORD}, follow=True
    )
    assert "Overview" in right.text
    client.post(reverse("sign-out"))
    assert client.get(reverse("overview")).status_code == 302


@pytest.mark.requirement("web-01")
def test_every_section_answers_on_an_empty_service(browser: Client) -> None:
    for name in SECTIONS:
        answer = browser.get(reverse(name), follow=True)
        assert answer.status_code == 200, name
        assert 'aria-current="page"' in answer.text, name


@pytest.mark.requirement("web-01")
def test_overview_shows_connection_attention_and_last_runs(
    browser: Client, run: Run, customers: Workflow
) -> None:
    Attention.objects.create(
        workflow=customers, internal_id="9", name="Gamma", need="parent", reason="waits for 3"
    )
    text = browser.get(reverse("overview")).text
    assert all(part in text for part in ("Sandbox", "1234567_SB1", "Gamma", "waits for 3", "a notice"))


@pytest.mark.requirement("web-01", "run-03")
def test_run_page_lists_every_record_with_its_reason_and_the_owner(browser: Client, run: Run) -> None:
    text = browser.get(reverse("run", kwargs={"pk": run.pk})).text
    assert all(part in text for part in ("Acme &lt;Ltd&gt;", "email: not an address", "Ada", "customers"))
    failed = browser.get(reverse("run", kwargs={"pk": run.pk}), {"outcome": "failed"}).text
    assert "Beta" in failed
    assert "Acme" not in failed


@pytest.mark.requirement("web-01")
def test_run_log_filters_by_kind_state_and_changes(browser: Client, run: Run) -> None:
    quiet = Run.objects.create(
        connection=run.connection, kind=Run.Kind.CATCH_UP, state=Run.State.COMPLETED, reason="five minutes"
    )
    assert quiet.reason in browser.get(reverse("runs"), {"quiet": "1"}).text
    assert quiet.reason not in browser.get(reverse("runs")).text
    assert quiet.reason not in browser.get(reverse("runs"), {"changes": "1"}).text
    assert quiet.reason not in browser.get(reverse("runs"), {"kind": "real-time"}).text
    assert "No run yet" in browser.get(reverse("runs"), {"state": "failed"}).text


@pytest.mark.requirement("web-01")
def test_a_live_run_refreshes_itself_and_an_ended_one_does_not(browser: Client, run: Run) -> None:
    address = reverse("run", kwargs={"pk": run.pk})
    assert 'hx-trigger="every' not in browser.get(address).text
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING)
    assert 'hx-trigger="every' in browser.get(address).text


@pytest.mark.requirement("web-01", "spp-01")
def test_record_page_shows_fields_and_audit_trail(browser: Client, record: SppRecord, run: Run) -> None:
    AuditEntry.objects.create(
        record=record,
        field="phone",
        before=None,
        after="555",
        author_name="Ada",
        via="NetSuite integration",
        run_id=run.pk,
        at=NOON,
    )
    text = browser.get(reverse("record", kwargs={"table": "customer", "pk": record.pk})).text
    assert all(part in text for part in ("Acme &lt;Ltd&gt;", "NetSuite integration", "phone", "555", "Ada"))
    listed = browser.get(reverse("records-of-type", kwargs={"table": "customer"}), {"q": "acme"}).text
    assert "Acme &lt;Ltd&gt;" in listed


@pytest.mark.requirement("web-01")
def test_records_are_named_and_found_by_what_describes_them(browser: Client, db: None) -> None:
    number = {"account": "4711", "created": NOON, "updated": NOON}
    fields = {"nickname": "EMP5", "first": "Grace", "last": "Okafor"}
    SppRecord.objects.create(type="user", name="EMP5", fields=fields, **number)
    address = reverse("records-of-type", kwargs={"table": "user"})
    assert "Grace Okafor" in browser.get(address).text
    assert "EMP5" in browser.get(address, {"q": "okaf"}).text
    assert "EMP5" not in browser.get(address, {"q": "nobody"}).text


@pytest.mark.requirement("web-02")
def test_button_queues_a_manual_run_for_its_presser(
    browser: Client, customers: Workflow, administrator: User
) -> None:
    answer = browser.post(reverse("run-now", kwargs={"connection": customers.connection_id}), follow=True)
    run = Run.objects.get(kind=Run.Kind.MANUAL)
    assert run.owner == administrator
    assert f"Run {run.pk}" in answer.text


@pytest.mark.requirement("web-02")
def test_button_says_why_nothing_can_run(browser: Client, connection: Connection) -> None:
    answer = browser.post(reverse("run-now", kwargs={"connection": connection.pk}), follow=True)
    assert "No workflow is active" in answer.text


@pytest.mark.requirement("web-02")
def test_a_waiting_run_is_cancelled(browser: Client, customers: Workflow) -> None:
    browser.post(reverse("run-now", kwargs={"connection": customers.connection_id}))
    run = Run.objects.get(kind=Run.Kind.MANUAL)
    browser.post(reverse("run-cancel", kwargs={"pk": run.pk}))
    run.refresh_from_db()
    assert run.state == Run.State.CANCELLED


@pytest.mark.requirement("web-02")
def test_workflow_switches_say_what_holds_them(browser: Client, connection: Connection) -> None:
    address = {"connection": connection.pk, "key": "projects"}
    refused = browser.post(reverse("workflow-switch", kwargs=address), {"action": "activate"}, follow=True)
    assert "needs Customers (Customers)" in refused.text
    address["key"] = "customers"
    for action in ("activate", "live"):
        browser.post(reverse("workflow-switch", kwargs=address), {"action": action})
    assert Workflow.objects.get(key="customers").real_time
    held = browser.post(reverse("workflow-switch", kwargs=address), {"action": "deactivate"}, follow=True)
    assert "Switch real time off for it first" in held.text


@pytest.mark.requirement("web-01")
def test_workflow_page_shows_mapping_and_stores_options(browser: Client, customers: Workflow) -> None:
    address = {"connection": customers.connection_id, "key": "customers"}
    assert "netsuite_customer_id__c" in browser.get(reverse("workflow", kwargs=address)).text
    browser.post(reverse("workflow-options", kwargs=address), {"include_leads": "on"})
    customers.refresh_from_db()
    assert customers.options.items() >= {"include_leads": True, "include_prospects": False}.items()


@pytest.mark.requirement("run-02")
def test_schedule_is_added_shown_and_removed(browser: Client, customers: Workflow) -> None:
    address = reverse("schedule-add", kwargs={"connection": customers.connection_id})
    wrong = browser.post(address, {"weekday": "2", "hour": "1", "time_zone": "Moon/Base"}, follow=True)
    assert "There is no time zone" in wrong.text
    added = browser.post(address, {"weekday": "2", "hour": "1", "time_zone": "Europe/Berlin"}, follow=True)
    assert "Wednesday" in added.text
    schedule = Schedule.objects.get()
    browser.post(reverse("schedule-remove", kwargs={"pk": schedule.pk}))
    assert not Schedule.objects.exists()


@pytest.mark.requirement("conn-02")
def test_secrets_are_never_shown_again(browser: Client, connection: Connection) -> None:
    text = browser.get(reverse("connection", kwargs={"pk": connection.pk})).text
    assert 'name="consumer_secret"' in text
    assert "Leave empty to keep it" in text
    entered = {
        "name": "Other",
        "netsuite_account": "../evil",
        "spp_database_id": "1",
        "protocol": "soap",
        "version": "2025_2",
        "retries": "5",
        "max_concurrency": "1",
    }
    secrets = {
        name: f"{name}-value" for name in ("consumer_key", "consumer_secret", "token_id", "token_secret")
    }
    answer = browser.post(reverse("connection-new"), {**entered, **secrets})
    assert answer.status_code == 422
    assert "not a NetSuite account id" in answer.text
    assert not any(secret in answer.text for secret in secrets.values())


@pytest.mark.requirement("spp-02", "owner-01")
def test_only_active_administrators_are_offered_as_integration_user(
    browser: Client, connection: Connection, administrator: User, viewer: User
) -> None:
    page = browser.get(reverse("connection", kwargs={"pk": connection.pk})).text
    assert administrator.email in page
    assert viewer.email not in page
    address = reverse("integration-user", kwargs={"pk": connection.pk})
    refused = browser.post(address, {"user": str(viewer.pk)}, follow=True)
    assert "not an active administrator" in refused.text
    browser.post(address, {"user": str(administrator.pk)})
    connection.refresh_from_db()
    assert connection.integration_user == administrator


@pytest.mark.requirement("web-01")
def test_a_viewer_reads_and_changes_nothing(onlooker: Client, run: Run, customers: Workflow) -> None:
    assert "Run now" not in onlooker.get(reverse("runs")).text
    refused = onlooker.post(reverse("run-now", kwargs={"connection": customers.connection_id}))
    assert refused.status_code == 403
    assert "View and run the NetSuite integration" in refused.text


def test_pages_carry_a_strict_policy(browser: Client) -> None:
    headers = browser.get(reverse("overview")).headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_every_changing_address_refuses_reading_requests(browser: Client, connection: Connection) -> None:
    named = [pattern.name for pattern in get_resolver().url_patterns if getattr(pattern, "name", None)]
    changing = {
        "run-now",
        "workflow-switch",
        "workflow-options",
        "realtime-switch",
        "certificate-generate",
        "schedule-add",
        "integration-user",
    }
    assert changing <= set(named)
    for name in changing:
        place = "pk" if name == "integration-user" else "connection"
        arguments = {place: connection.pk} | ({"key": "customers"} if name.startswith("workflow") else {})
        assert browser.get(reverse(name, kwargs=arguments)).status_code == 405, name
