"""The health check around the examination: before scheduled runs, in messages, on its page, by API and command."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.utils import timezone

from landbridge.service.health.check import before_runs, keeping, queueing, telling
from landbridge.service.health.check.lines import CERTIFICATE, CONNECTION, QUEUE, SUBJECTS, Line, State
from landbridge.service.notifications.channels import Wishes, add_email
from landbridge.service.notifications.models import Message
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.realtime.certificates import queueing as certificates
from landbridge.service.runs.models import Run, RunNote
from landbridge.service.runs.queueing import CERTIFICATE_QUEUE, HEALTH_QUEUE
from landbridge.service.runs.starts import scheduling
from tests.component.service_cli.conftest import Commands, command
from tests.component.service_runs.conftest import Stand, make_stand
from tests.component.service_runs.queue import jobs, register_worker

__all__ = ["Commands", "command"]

REFUSED = CONNECTION.failed("Sign-in: Invalid login attempt.", "Look at the Login Audit Trail.")
PAUSED = QUEUE.warning("The connection is paused.", "Resume it.")


@pytest.fixture
def stand(db: None) -> Stand:
    made = make_stand()
    made.clock.at = timezone.now()
    return made


def keep(stand: Stand, *changed: Line) -> None:
    """Keep a report in which all is well but these lines."""
    others = {line.name: line for line in changed}
    lines = [others.get(subject.name, subject.ok("Well.")) for subject in SUBJECTS]
    report = keeping.keep(stand.connection, stand.clock(), lines)
    telling.tell(stand.connection, report)


def schedule_soon(stand: Stand) -> None:
    """A schedule that starts within the next minute."""
    scheduling.add_schedule(stand.connection, cron="* * * * *", by=stand.admin, now=stand.clock())


def examinations() -> list[str]:
    return [lock for lock, _ in jobs(queue=HEALTH_QUEUE) if lock.startswith("health:")]


@pytest.mark.requirement("health-03")
def test_a_scheduled_run_is_examined_ahead_and_its_log_tells_what_was_found(stand: Stand) -> None:
    schedule_soon(stand)
    before_runs.examine_ahead(stand.clock())
    before_runs.examine_ahead(stand.clock())
    assert examinations() == [f"health:{stand.connection.pk}"]
    keep(stand, PAUSED, REFUSED)
    stand.clock.advance(61)
    assert scheduling.start_due(stand.clock()) == 1
    run = Run.objects.get(kind="scheduled")
    notes = [(note.state, note.title, note.message, note.advice) for note in run.notes.all()]
    assert notes == [
        ("failed", "Connection", REFUSED.message, REFUSED.advice),
        ("warning", "Queue", PAUSED.message, PAUSED.advice),
    ]
    assert run.state == Run.State.QUEUED  # it goes all the same


@pytest.mark.requirement("health-03")
def test_without_a_report_in_time_the_run_starts_and_the_report_follows(stand: Stand) -> None:
    schedule_soon(stand)
    stand.clock.advance(61)
    scheduling.start_due(stand.clock())
    run = Run.objects.get(kind="scheduled")
    assert examinations() == [f"health:{stand.connection.pk}:{run.pk}"]
    keep(stand, REFUSED)
    before_runs.examine_for(stand.connection.pk, run.pk, stand.clock)
    assert [note.title for note in run.notes.all()] == ["Connection"]


def test_a_fresh_report_is_not_asked_for_again_and_gone_ones_need_none(stand: Stand) -> None:
    schedule_soon(stand)
    keep(stand)
    before_runs.examine_ahead(stand.clock())
    assert examinations() == []
    before_runs.examine_for(999, None, stand.clock)
    before_runs.examine_for(stand.connection.pk, 999, stand.clock)
    assert RunNote.objects.count() == 0


def test_examinations_of_workers_that_are_gone_are_forgotten(stand: Stand) -> None:
    schedule_soon(stand)
    before_runs.examine_ahead(stand.clock())
    with database.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE queue_name = 'health'")
    before_runs.examine_ahead(stand.clock())
    assert examinations() == []  # one goes on
    before_runs.forget(stand.clock())
    before_runs.examine_ahead(stand.clock())
    assert examinations() == [f"health:{stand.connection.pk}"]


def test_of_the_jobs_that_ask_netsuite_beside_the_runs_one_of_a_queue_is_done_at_a_time(db: None) -> None:
    worker = register_worker()
    for defer, queue in ((queueing.defer, HEALTH_QUEUE), (certificates.defer, CERTIFICATE_QUEUE)):
        defer(1)
        defer(2)
        with database.cursor() as cursor:
            took = []
            for _ in range(2):
                cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(%s, %s)", [[queue], worker])
                took.append(cursor.fetchone()[0])
        assert [one is None for one in took] == [False, True]


def told() -> list[tuple[str, str]]:
    return [(one.event, one.title) for one in Message.objects.order_by("created_at", "pk")]


def test_a_line_that_turns_red_is_told_once_and_once_more_when_it_is_mended(stand: Stand) -> None:
    add_email("Team", ["ada@example.com"], Wishes(), by=None, now=stand.clock())
    keep(stand, REFUSED, PAUSED)
    stand.clock.advance(60)
    keep(stand, REFUSED)
    assert told() == [("health.failed", "Demo: health check: Connection")]
    [message] = Message.objects.all()
    assert message.data["advice"] == REFUSED.advice
    assert "Invalid login" not in json.dumps(message.data)
    stand.clock.advance(60)
    keep(stand, CONNECTION.off("Not judged while “Clocks” fails.", "First mend “Clocks”."))
    assert len(told()) == 1
    stand.clock.advance(60)
    keep(stand)
    assert told()[1:] == [("health.recovered", "Demo: mended: Connection")]


def test_what_others_tell_is_not_told_and_what_was_switched_off_is_closed(stand: Stand) -> None:
    add_email("Team", ["ada@example.com"], Wishes(), by=None, now=stand.clock())
    keep(stand, CERTIFICATE.failed("No valid certificate.", "Generate one."))
    assert told() == []
    keep(stand, REFUSED)
    keep(stand, CONNECTION.off("The connection is not active."))
    keep(stand, REFUSED)
    assert [event for event, _ in told()] == ["health.failed", "health.failed"]


def browser(user: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


@pytest.mark.requirement("health-01")
def test_page_overview_api_and_metrics_show_the_last_report(stand: Stand, django_client: Client) -> None:
    client, place = browser(stand.admin), stand.connection
    assert "Not examined yet" in client.get("/health/").content.decode()
    assert client.get(f"/api/connections/{place.pk}/health").json()["examined_at"] is None
    keep(stand, REFUSED)
    page = client.get(f"/health/?connection={place.pk}").content.decode()
    assert REFUSED.message in page
    assert REFUSED.advice in page
    assert "not checked" not in client.get("/").content.decode()
    answer = client.get(f"/api/connections/{place.pk}/health").json()
    assert (answer["ok"], len(answer["lines"])) == (False, len(SUBJECTS))
    assert answer["lines"][0]["state"] == "failed"
    metrics = django_client.get("/metrics").content.decode()
    assert 'landbridge_health{connection="Demo",line="connection"} 2.0' in metrics
    assert 'landbridge_health{connection="Demo",line="queue"} 0.0' in metrics


def test_the_notes_of_a_run_stand_on_its_page_and_in_the_api(stand: Stand) -> None:
    run = stand.run()
    keep(stand, REFUSED)
    before_runs.note(run, stand.clock())
    client = browser(stand.admin)
    assert REFUSED.advice in client.get(f"/runs/{run.pk}/").content.decode()
    [note] = client.get(f"/api/runs/{run.pk}").json()["notes"]
    assert (note["state"], note["title"]) == ("failed", "Connection")


def test_who_may_not_run_the_integration_may_look_and_not_examine(stand: Stand) -> None:
    viewer = browser(User.objects.create_user("vic@example.test", "Vic", Role.VIEWER, None))
    assert "Check now" not in viewer.get("/health/").content.decode()
    assert viewer.post(f"/health/{stand.connection.pk}/check").status_code == 403
    assert viewer.post(f"/api/connections/{stand.connection.pk}/health").status_code == 403


def test_a_connection_without_readable_credentials_is_examined_by_page_and_api(db_committed: str) -> None:
    stand = make_stand()
    client = browser(stand.admin)
    page = client.post(f"/health/{stand.connection.pk}/check", follow=True).content.decode()
    assert "Enter the credentials of the connection again." in page
    answer: dict[str, Any] = client.post(f"/api/connections/{stand.connection.pk}/health").json()
    failed = [line["name"] for line in answer["lines"] if line["state"] == "failed"]
    assert failed[0] == "connection"


@pytest.mark.requirement("health-05")
def test_the_command_tells_lines_in_words_or_as_json_and_ends_with_1(command: Commands) -> None:
    stand = make_stand()
    said = command("health", code=1)
    assert "failed   Connection: " in said
    told = command.json("health", "--connection", stand.connection.name, code=1)
    assert (told["ok"], len(told["lines"])) == (False, len(SUBJECTS))
    assert told["lines"][0]["state"] == State.FAILED
    assert "there is no connection" in command("health", "--connection", "Other", code=1)


@pytest.mark.requirement("health-05")
def test_a_database_that_is_away_is_told_in_lines(command: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    database.close()
    monkeypatch.setitem(database.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(database.settings_dict, "PORT", "1")
    told = command.json("health", code=1)
    failed = [line["name"] for line in told["lines"] if line["state"] == "failed"]
    assert failed == ["database"]
    assert {line["state"] for line in told["lines"] if line["name"] != "database"} == {"off"}
    database.close()
