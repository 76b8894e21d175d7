"""Pages on which runs are started, scheduled and grouped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.runs.models import Lane, Run, RunItem, RunRequest, Schedule, WorkflowGroup
from landbridge.service.workflows.activation import activate, set_real_time
from landbridge.service.workflows.models import Workflow


@pytest.fixture
def workflows(connection: Connection) -> dict[str, Workflow]:
    return {key: activate(connection, key, by=None) for key in ("employees", "customers", "projects")}


@pytest.mark.requirement("kind-01")
@pytest.mark.requirement("kind-02")
def test_a_group_is_made_changed_run_and_deleted(
    browser: Client, connection: Connection, workflows: dict[str, Workflow], administrator: User
) -> None:
    add = reverse("group-add", kwargs={"connection": connection.pk})
    listed = browser.post(add, {"name": "Nightly", "workflows": ["customers", "projects"]}, follow=True)
    assert "The group Nightly is there." in listed.text
    assert "Choose at least one workflow." in browser.post(add, {"name": "None"}, follow=True).text
    group = WorkflowGroup.objects.get()
    change = reverse("group-change", kwargs={"pk": group.pk})
    browser.post(change, {"name": "Daily", "workflows": ["customers"]})

    assert "<option>Daily</option>" in browser.get(reverse("run-new")).text
    start = reverse("run-start", kwargs={"connection": connection.pk})
    shown = browser.post(start, {"group": "Daily"}, follow=True)
    run = Run.objects.get()
    assert (run.kind, run.workflows, run.owner) == ("manual", ["customers"], administrator)
    assert f"Run {run.pk}" in shown.text
    assert "not both" in browser.post(start, {"group": "Daily", "workflows": ["projects"]}, follow=True).text

    browser.post(
        reverse("schedule-add", kwargs={"connection": connection.pk}),
        {"weekday": "2", "hour": "1", "group": "Daily"},
    )
    remove = reverse("group-remove", kwargs={"pk": group.pk})
    assert "used by a schedule (Wednesday 1:00 to 2:00 UTC)" in browser.post(remove, follow=True).text
    switch = {"connection": connection.pk, "key": "customers"}
    page = browser.get(reverse("workflow", kwargs=switch)).text
    assert "used by a schedule of the group Daily" in page
    assert "Store the options" not in page
    Schedule.objects.all().delete()
    browser.post(remove)
    assert not WorkflowGroup.objects.exists()


@pytest.mark.requirement("kind-03")
@pytest.mark.requirement("kind-04")
def test_a_cron_schedule_shows_five_starts_and_is_switched(
    browser: Client, connection: Connection, workflows: dict[str, Workflow]
) -> None:
    add = reverse("schedule-add", kwargs={"connection": connection.pk})
    wrong = browser.post(add, {"cron": "0 25 * * *"}, follow=True)
    assert "The hour of the cron expression is 0 to 23; &#x27;25&#x27; is not." in wrong.text
    page = browser.post(add, {"cron": "30 5 * * *", "time_zone": "Asia/Kolkata"}, follow=True).text
    assert page.count("05:30 +0530") == 5
    schedule = Schedule.objects.get()
    switch = reverse("schedule-switch", kwargs={"pk": schedule.pk})
    off = browser.post(switch, {"action": "off"}, follow=True).text
    assert "05:30 +0530" not in off
    assert "Switch on" in off
    browser.post(switch, {"action": "on"})
    assert Schedule.objects.get().active


@pytest.mark.requirement("kind-05")
def test_what_was_missed_is_shown_with_its_reason(browser: Client, connection: Connection) -> None:
    Schedule.objects.create(
        connection=connection,
        cron="0 1 * * *",
        next_at=timezone.now() + timedelta(hours=1),
        last_missed_at=timezone.now(),
        missed_because="No worker was there.",
    )
    assert "No worker was there." in browser.get(reverse("schedules")).text


@pytest.mark.requirement("kind-06")
@pytest.mark.requirement("kind-07")
def test_a_full_synchronization_is_started_since_a_date(
    browser: Client, connection: Connection, workflows: dict[str, Workflow]
) -> None:
    start = reverse("run-start", kwargs={"connection": connection.pk})
    refused = browser.post(start, {"kind": "full", "workflows": ["projects"]}, follow=True)
    assert "Projects (Projects) needs Customers (Customers)" in refused.text
    browser.post(start, {"kind": "full", "since": "2026-01-31"})
    run = Run.objects.get()
    assert (run.kind, f"{run.since:%F}", len(run.workflows)) == ("full", "2026-01-31", 3)


@pytest.mark.requirement("kind-08")
def test_one_record_is_asked_for_and_its_page_tells_what_became_of_it(
    browser: Client, connection: Connection, workflows: dict[str, Workflow], administrator: User
) -> None:
    ask = reverse("record-ask", kwargs={"connection": connection.pk})
    refused = browser.post(ask, {"workflow": "customers", "internal_id": "abc"}, follow=True)
    assert "An internal id is a number" in refused.text
    page = browser.post(ask, {"workflow": "customers", "internal_id": "20"}, follow=True)
    assert "was added to the queue and will run as soon as possible" in page.text
    assert "hx-trigger" in page.text
    asked = RunRequest.objects.get()
    assert (asked.requested_by, asked.netsuite_type, asked.internal_id) == (administrator, "customer", "20")

    run = Run.objects.create(
        connection=connection, kind="real-time", state=Run.State.COMPLETED, finished_at=timezone.now()
    )
    RunItem.objects.create(
        run=run,
        workflow=workflows["customers"],
        internal_id="20",
        outcome="skipped",
        reason="It is not marked.",
    )
    RunRequest.objects.update(run=run)
    done = browser.get(reverse("record-asked", kwargs={"pk": asked.pk})).text
    assert "skipped" in done
    assert "It is not marked." in done
    assert "hx-trigger" not in done
    assert browser.get(reverse("record-asked", kwargs={"pk": 999999})).status_code == 404


@pytest.mark.requirement("kind-10")
def test_polling_is_switched_on_the_page_of_real_time(
    browser: Client, connection: Connection, workflows: dict[str, Workflow]
) -> None:
    poll = reverse("realtime-poll", kwargs={"connection": connection.pk})
    assert "No workflow is live" in browser.post(poll, {"every": "30"}, follow=True).text
    set_real_time(connection, "customers", live=True, by=None)
    assert "5 to 3600" in browser.post(poll, {"every": "lots"}, follow=True).text
    assert "every 30 s" in browser.post(poll, {"every": "30"}, follow=True).text
    assert Lane.objects.get().poll_s == 30
    browser.post(poll, {"action": "stop"})
    assert Lane.objects.get().poll_s is None


def test_a_viewer_sees_groups_and_starts_nothing(
    onlooker: Client, connection: Connection, workflows: dict[str, Workflow]
) -> None:
    assert onlooker.get(reverse("groups")).status_code == 200
    assert onlooker.get(reverse("run-new")).status_code == 403
    for name in ("run-start", "record-ask", "group-add", "realtime-poll"):
        assert onlooker.post(reverse(name, kwargs={"connection": connection.pk})).status_code == 403
    assert not Run.objects.exists()
