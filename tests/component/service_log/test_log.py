"""What the log tells of runs and records, how it is searched, sent as a file, and how errors are settled."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from structlog.testing import capture_logs

from landbridge.service.ports import Reference
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.runs import queueing
from landbridge.service.runs.history import attention
from landbridge.service.runs.history.causes import CauseKey, open_causes, records_of
from landbridge.service.runs.history.exporting import BATCH
from landbridge.service.runs.models import Attention, Run, RunItem, RunRequest
from landbridge.service.workflows.models import Workflow
from tests.component.service_runs.conftest import Stand, make_connection


def fail_some(stand: Stand) -> Run:
    """A run with a record that is created, two of one cause, one of another, and one that waits."""
    stand.customer("20", "Acme")
    stand.customer("21", "Beta", email="nowhere")
    stand.customer("22", "Gamma", email="nobody")
    stand.customer("23", "Delta", currency=Reference("9", "Gold"))
    stand.project("40", "99")
    return stand.run()


def names(client: Any, **wanted: Any) -> list[str]:
    """Names of the records that the API finds, oldest first."""
    answer = client.get("/api/items", wanted)
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in reversed(answer.json()["items"])]


@pytest.mark.requirement("log-01")
def test_a_run_tells_who_why_what_when_and_how_many(stand: Stand, admin: Any) -> None:
    run = fail_some(stand)
    told = admin.get(f"/api/runs/{run.pk}").json()
    assert (told["kind"], told["owner"], told["workflows"]) == (
        "manual",
        "Ada Admin",
        ["employees", "customers", "projects"],
    )
    assert told["counts"] == {"created": 1, "failed": 3, "waiting": 1, "read": 5, "seen": 0}
    assert None not in (told["queued_at"], told["started_at"], told["finished_at"])
    stand.notice("customer", "20")
    real_time = stand.real_time()
    page = admin.get(reverse("run", kwargs={"pk": real_time.pk})).text
    assert "Notice: customer 20" in page
    assert "What asked for it (1)" in page


@pytest.mark.requirement("log-02")
def test_a_record_tells_what_changed_and_which_attempt_it_was(stand: Stand, admin: Any) -> None:
    stand.customer("20", "Acme", email="nowhere")
    stand.run()
    stand.clock.advance(60)
    stand.customer("20", email="still nowhere")
    again = stand.run()
    stand.clock.advance(60)
    stand.customer("20", email="at@last.example", companyName="Acme Ltd")
    last = stand.run()
    stand.clock.advance(60)
    stand.customer("20", companyName="Acme Inc")
    new = stand.run()
    assert [item.attempts for item in RunItem.objects.order_by("pk")] == [1, 2, 3, 1]
    failed = admin.get(f"/api/runs/{again.pk}/items").json()["items"][0]
    assert (failed["outcome"], failed["attempts"], failed["field"]) == ("failed", 2, "email")
    assert stand.item(last, "20").outcome == "created"
    changed = admin.get(f"/api/runs/{new.pk}/items").json()["items"][0]["changes"]
    assert changed == [{"field": "company", "before": "Acme Ltd", "after": "Acme Inc"}]
    assert "attempt 2" in admin.get(reverse("run", kwargs={"pk": again.pk})).text


def test_attempts_of_a_batch_cost_one_query(stand: Stand) -> None:
    def statements(count: int, first: int) -> int:
        for number in range(first, first + count):
            stand.customer(str(number), email="nowhere")
        with CaptureQueriesContext(
            database,
        ) as queries:
            stand.run(keys=["customers"])
        return len(queries)

    few = statements(2, 100)
    stand.clock.advance(3600)
    assert statements(40, 200) <= few


@pytest.mark.requirement("log-04")
def test_errors_are_grouped_by_cause_with_count_and_advice(stand: Stand, admin: Any) -> None:
    run = fail_some(stand)
    found = admin.get("/api/causes").json()
    assert [(one["code"], one["field"], one["count"]) for one in found] == [
        ("unmappable", "email", 2),
        ("unmappable", "currency", 1),
        ("parent_not_read", "parent", 1),
    ]
    assert found[0]["advice"].startswith("Correct the field in NetSuite")
    assert found[0]["reason"] == "Email takes an e-mail address."
    assert found[0]["first_at"] <= found[0]["last_at"]
    assert len(admin.get("/api/causes", {"run": run.pk}).json()) == 3
    page = admin.get(reverse("errors")).text
    assert "Correct the field in NetSuite" in page
    listed = admin.get(reverse("error-records"), {"cause": found[0]["cause"]}).text
    assert "Beta" in listed
    assert "Gamma" in listed
    assert "Delta" not in listed
    assert admin.get("/api/attention", {"cause": found[1]["cause"]}).json()["count"] == 1
    assert admin.get("/api/attention", {"cause": "nonsense"}).json()["code"] == "unknown_cause"


@pytest.mark.requirement("log-05")
def test_records_are_filtered_and_searched_across_runs(stand: Stand, admin: Any) -> None:
    first = fail_some(stand)
    stand.clock.advance(600)
    other = User.objects.create_user("ola@example.com", "Ola", Role.OPERATOR, None)
    stand.employee("30", "Erin")
    later = stand.run(queueing.FULL, ["employees"])
    Run.objects.filter(pk=later.pk).update(owner=other)
    assert names(admin, workflow="employees") == ["Erin"]
    assert names(admin, outcome="created") == ["Acme", "Erin"]
    assert names(admin, kind="full", state="completed") == ["Erin"]
    assert names(admin, owner=other.pk) == ["Erin"]
    assert names(admin, until=later.queued_at.isoformat(), outcome="created") == ["Acme"]
    assert names(admin, since=later.queued_at.isoformat()) == ["Erin"]
    assert names(admin, text="eRi") == ["Erin"]
    assert names(admin, text="22") == ["Gamma"]
    assert names(admin, text="currency code") == ["Delta"]
    assert names(admin, text=stand.item(first, "20").spp_id, outcome="created") == ["Acme"]
    assert names(admin, connection=make_connection("Other", "TSTDRV2").pk) == []
    page = admin.get(reverse("run-records"), {"text": "gam", "outcome": "failed"}).text
    assert "Gamma" in page
    assert "Beta" not in page
    assert "Erin" in admin.get(reverse("run-records"), {"since": "nonsense", "owner": "none"}).text


@pytest.mark.requirement("log-05")
def test_runs_are_filtered_and_those_that_found_nothing_are_hidden_until_asked_for(
    stand: Stand, admin: Any
) -> None:
    run = fail_some(stand)
    stand.clock.advance(900)
    idle = stand.run(queueing.CATCH_UP)
    log = reverse("runs")
    assert f">{idle.pk}</a>" not in admin.get(log).text
    assert f">{idle.pk}</a>" in admin.get(log, {"quiet": "1"}).text

    def found(**wanted: Any) -> list[int]:
        return [one["id"] for one in admin.get("/api/runs", wanted).json()["items"]]

    assert found() == [idle.pk, run.pk]
    assert found(quiet="false") == [run.pk]
    assert found(outcome="waiting") == [run.pk]
    assert found(workflow="projects", kind="catch-up") == [idle.pk]
    assert found(until=idle.queued_at.isoformat()) == [run.pk]
    assert found(text=str(idle.pk)) == [idle.pk]
    assert found(owner=stand.admin.pk, state="completed", changes="true") == [run.pk]


@pytest.mark.requirement("log-05")
def test_names_are_searched_thirty_days_back_and_ids_without_end(stand: Stand, admin: Any) -> None:
    fail_some(stand)
    long_ago = stand.clock() - timedelta(days=40)
    RunItem.objects.update(at=long_ago)
    assert names(admin, text="Gamma") == []
    assert names(admin, text="22") == ["Gamma"]
    assert names(admin, text="Gamma", since=(long_ago - timedelta(days=1)).date().isoformat()) == ["Gamma"]


def test_pages_of_records_follow_on_one_another(stand: Stand, admin: Any) -> None:
    fail_some(stand)
    first = admin.get("/api/items", {"limit": 3}).json()
    rest = admin.get("/api/items", {"limit": 3, "before": first["next"]}).json()
    assert rest["next"] is None
    seen = [item["id"] for item in first["items"] + rest["items"]]
    assert seen == sorted(RunItem.objects.values_list("pk", flat=True), reverse=True)


@pytest.mark.requirement("log-06")
def test_records_are_exported_as_filtered_and_nothing_of_it_is_run(stand: Stand, admin: Any) -> None:
    stand.customer("20", "=cmd|'/C calc'!A0", companyName="@SUM(1)")
    stand.customer("21", "+1", email="nowhere")
    stand.customer("22", 'Söhne, "quoted"\nand more')
    stand.run()
    answer = admin.get("/api/export/items", {"format": "csv", "outcome": "created"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="records.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ['Söhne, "quoted"\nand more', "'@SUM(1)"]
    assert "name:  → '=cmd|'/C calc'!A0; company:  → '@SUM(1)" in rows[1]["changes"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert (rows[0]["attempts"], rows[0]["owner"]) == ("1", "Ada Admin")
    found = json.loads(admin.get("/api/export/items", {"format": "json"}).getvalue())
    assert [row["name"] for row in found] == ['Söhne, "quoted"\nand more', "+1", "@SUM(1)"]
    assert json.loads(admin.get("/api/export/items?format=json&text=nobody").getvalue()) == []
    empty = admin.get("/api/export/items?format=csv&text=nobody").getvalue().decode("utf-8-sig")
    assert empty.startswith("id,run,connection,kind,owner,workflow,internal_id,name,outcome")


@pytest.mark.requirement("log-06")
def test_runs_are_exported_with_their_counts(stand: Stand, admin: Any) -> None:
    run = fail_some(stand)
    stand.clock.advance(900)
    stand.run(queueing.CATCH_UP)
    rows = json.loads(admin.get("/api/export/runs?format=json&kind=manual").getvalue())
    assert [(row["id"], row["failed"], row["owner"]) for row in rows] == [(run.pk, 3, "Ada Admin")]
    text = admin.get("/api/export/runs", {"format": "csv"}).getvalue().decode("utf-8-sig")
    assert [row["kind"] for row in csv.DictReader(io.StringIO(text))] == ["catch-up", "manual"]


@pytest.mark.requirement("log-06")
def test_a_long_log_is_read_a_batch_at_a_time(stand: Stand, admin: Any) -> None:
    run = fail_some(stand)
    workflow = Workflow.objects.get(key="customers")
    RunItem.objects.bulk_create(
        RunItem(run=run, workflow=workflow, internal_id=str(number), outcome="unchanged")
        for number in range(2 * BATCH)
    )
    answer = admin.get("/api/export/items", {"format": "json", "outcome": "unchanged"})
    parts = iter(answer.streaming_content)
    with CaptureQueriesContext(database) as queries:
        next(parts)
    assert len(queries) == 1
    assert f"LIMIT {BATCH}" in queries[0]["sql"]
    assert sum(part.count(b"internal_id") for part in parts) == BATCH


@pytest.mark.requirement("log-07")
def test_a_record_is_dismissed_with_a_note_that_stays_and_retried(stand: Stand, admin: Any) -> None:
    run = fail_some(stand)
    row = Attention.objects.get(internal_id="21")
    back = f"{reverse('errors')}?dismissed=1"
    dismissed = admin.post(
        reverse("record-dismiss", kwargs={"pk": row.pk}), {"note": "No longer a customer", "next": back}
    )
    assert dismissed.headers["Location"] == back
    for address in (reverse("error-records"), reverse("run", kwargs={"pk": run.pk})):
        page = admin.get(address).text
        assert "No longer a customer" in page
        assert "Administrator" in page or "Ada Admin" in page
    listed = admin.get("/api/attention", {"dismissed": "true", "text": "Beta"}).json()["items"][0]
    assert (listed["note"], listed["dismissed_by"]) == ("No longer a customer", "Ada Admin")
    assert [one.count for one in open_causes() if one.key.field == "email"] == [1]
    assert [one.count for one in open_causes(dismissed=True)] == [1]
    assert attention.queue_due(stand.clock() + timedelta(days=9)) == 0
    admin.post(reverse("record-retry", kwargs={"pk": row.pk}))
    row.refresh_from_db()
    assert (row.dismissed_at, row.note) == (None, "No longer a customer")
    stand.netsuite.save("customer", "21", email="a@b.example")
    again = stand.real_time()
    assert again.owner == stand.admin
    assert stand.outcomes(again) == {"customers 21": "created"}
    assert not Attention.objects.filter(pk=row.pk).exists()


@pytest.mark.requirement("log-07")
def test_all_of_a_cause_are_retried_or_dismissed_at_once(stand: Stand, admin: Any) -> None:
    for number in range(60):
        stand.customer(str(100 + number), email="nowhere")
    stand.customer("20", currency=Reference("9", "Gold"))
    stand.run()
    cause = next(one for one in open_causes() if one.key.field == "email")
    with CaptureQueriesContext(database) as queries:
        asked = attention.retry(records_of(cause.key), by=stand.admin, now=stand.clock())
    assert (asked, RunRequest.objects.filter(run=None).count()) == (attention.Asked(60, 0), 60)
    assert len(queries) < 12
    for number in range(60):
        stand.netsuite.save("customer", str(100 + number), email=f"c{number}@b.example")
    assert stand.real_time().counts["created"] == 60
    assert [one.key.field for one in open_causes()] == ["currency"]
    left = admin.post(
        "/api/causes/dismiss",
        {"cause": str(open_causes()[0].key), "note": "Gold is none"},
        content_type="application/json",
    )
    assert left.json() == {"records": 1}
    assert open_causes() == []
    assert Attention.objects.get().note == "Gold is none"


@pytest.mark.requirement("log-07")
def test_records_of_a_workflow_that_is_not_active_are_not_asked_for_in_silence(
    stand: Stand, admin: Any
) -> None:
    fail_some(stand)
    row = Attention.objects.get(internal_id="21")
    stand.employee("30", email="nowhere")
    stand.run()
    attention.dismiss(Attention.objects.filter(pk=row.pk), by=stand.admin, now=stand.clock())
    Workflow.objects.filter(key="customers").update(active=False, real_time=False)
    refused = admin.post(f"/api/attention/{row.pk}/retry")
    assert (refused.status_code, refused.json()["code"]) == (409, "inactive")
    assert "Customers (Customers) is not active" in refused.json()["message"]
    told = admin.post(reverse("record-retry", kwargs={"pk": row.pk}), follow=True).text
    assert "is not active. Activate it first." in told
    assert not RunRequest.objects.exists()
    row.refresh_from_db()
    assert row.dismissed_at is not None
    asked = attention.retry(Attention.objects.all(), by=stand.admin, now=stand.clock())
    assert str(asked) == "2 records are asked for again. 3 belong to a workflow that is not active."
    assert {request.internal_id for request in RunRequest.objects.all()} == {"30", "40"}
    row.refresh_from_db()
    assert row.dismissed_at is not None


@pytest.mark.requirement("log-07")
def test_a_request_whose_workflow_was_switched_off_meanwhile_leaves_a_line(stand: Stand) -> None:
    stand.customer("20")
    stand.employee("30")
    stand.notice("customer", "20")
    stand.notice("employee", "30")
    Workflow.objects.filter(key="customers").update(active=False, real_time=False)
    with capture_logs() as lines:
        run = stand.real_time()
    dropped = next(line for line in lines if line["event"] == "requests_dropped")
    assert (dropped["log_level"], dropped["records"], dropped["first"]) == ("warning", 1, ["customer 20"])
    assert stand.outcomes(run) == {"employees 30": "created"}
    assert [request.internal_id for request in RunRequest.objects.all()] == ["30"]


@pytest.mark.requirement("log-07")
def test_a_dismissal_lasts_until_the_record_or_the_rules_change(stand: Stand) -> None:
    fail_some(stand)
    row = Attention.objects.get(internal_id="21")
    mine = Attention.objects.filter(pk=row.pk)
    for change, stays in (
        (lambda: None, True),
        (lambda: stand.netsuite.save("customer", "21", email="still nowhere"), False),
        (lambda: Workflow.objects.update(rules=F("rules") + 1), False),
    ):
        attention.dismiss(mine, by=stand.admin, now=stand.clock(), note="Known")
        causes = open_causes()
        stand.clock.advance(60)
        change()
        again = stand.run(queueing.FULL)
        assert stand.item(again, "21").outcome == "failed"
        row.refresh_from_db()
        assert (row.dismissed_by == stand.admin, row.note) == (stays, "Known")
        assert ([one.count for one in open_causes()] == [one.count for one in causes]) == stays


@pytest.mark.requirement("log-07")
def test_whom_the_role_does_not_let_settles_nothing(stand: Stand, viewer: Any) -> None:
    fail_some(stand)
    row, key = Attention.objects.earliest("pk"), str(open_causes()[0].key)
    assert "Retry all" not in viewer.get(reverse("errors")).text
    for name in ("record-retry", "record-dismiss"):
        assert viewer.post(reverse(name, kwargs={"pk": row.pk})).status_code == 403
    for name in ("cause-retry", "cause-dismiss"):
        assert viewer.post(reverse(name), {"cause": key}).status_code == 403
    assert not Attention.objects.exclude(dismissed_at=None).exists()
    assert not RunRequest.objects.exists()


def test_buttons_settle_a_cause_and_lead_nowhere_else(stand: Stand, admin: Any) -> None:
    fail_some(stand)
    key = str(next(one.key for one in open_causes() if one.key.field == "email"))
    retried = admin.post(reverse("cause-retry"), {"cause": key, "next": "https://elsewhere.example/"})
    assert retried.headers["Location"] == reverse("errors")
    assert RunRequest.objects.filter(run=None).count() == 2
    admin.post(reverse("cause-dismiss"), {"cause": key, "note": "known"})
    assert Attention.objects.filter(note="known").count() == 2
    assert admin.post(reverse("cause-retry"), {"cause": "x"}).status_code == 404
    long = admin.post(reverse("cause-dismiss"), {"cause": key, "note": "n" * 2001}, follow=True)
    assert "A note has 2000 characters at most" in long.text
    assert CauseKey.parse(key).field == "email"


@pytest.mark.parametrize("odd", ["\0", "%", "9" * 40, "' OR 1=1", "\\"])
def test_odd_wishes_find_nothing_and_break_nothing(stand: Stand, admin: Any, odd: str) -> None:
    fail_some(stand)
    assert names(admin, text=odd) == names(admin, workflow=odd) == []
    for address in (reverse("runs"), reverse("run-records"), reverse("error-records")):
        assert admin.get(address, {"text": odd, "owner": odd, "since": odd, "before": odd}).status_code == 200
    assert admin.get(reverse("error-records"), {"cause": f"1/a/b/{odd}"}).status_code in {200, 404}
    assert admin.get("/api/runs", {"text": odd}).json()["items"] == []
