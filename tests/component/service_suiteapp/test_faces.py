"""Pages and API: what real time needs, the order of scripts, monitored fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from landbridge.local.testing import RunningAccount
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.realtime import publishing, tasks
from landbridge.service.runs.queueing import CERTIFICATE_QUEUE
from landbridge.service.runs.ticking import once_a_minute
from landbridge.service.suiteapp import monitored
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.monitoring import set_monitored
from landbridge.service.workflows.watching import DEFAULT
from tests.component.service_suiteapp.conftest import DATABASE_ID, Clock
from tests.netsuite_side import fill_settings


@pytest.fixture
def browser(db: None) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.create_user("ada@example.com", "Ada", Role.ADMINISTRATOR, None))
    return client


@pytest.fixture
def without_email(connection: Connection, account: RunningAccount) -> Iterator[None]:
    fill_settings(account, DATABASE_ID, custrecord_oa_realtime_email="")
    yield
    fill_settings(account, DATABASE_ID)


def shown(browser: Client, connection: Connection) -> str:
    return browser.get(reverse("realtime"), {"connection": connection.pk}).content.decode()


def press(browser: Client, name: str, connection: Connection, **entered: str) -> str:
    address = reverse(name, kwargs={"connection": connection.pk})
    return browser.post(address, entered, follow=True).content.decode()


@pytest.mark.requirement("place-03")
@pytest.mark.requirement("live-01")
def test_the_page_lists_what_is_missing_and_takes_the_confirmation(
    browser: Client, connection: Connection, without_email: None
) -> None:
    assert "Nobody looked at NetSuite" in shown(browser, connection)
    assert "Check it first" in press(browser, "realtime-order", connection)
    page = press(browser, "realtime-check", connection)
    assert "The email address to send errors is empty" in page
    assert "Nobody confirmed that the trigger runs last" in page
    assert "customdeploy_oa_send_lead" in page
    assert "others than were shown" in press(browser, "realtime-order", connection, shown="0" * 32)
    shown_with = re.search(r'name="shown" value="(\w{32})"', page)
    assert shown_with is not None
    assert "Confirmed on" in press(browser, "realtime-order", connection, shown=shown_with[1])
    refused = press(browser, "realtime-switch", connection, action="enable")
    assert "settings: The email address to send errors is empty" in refused
    assert "order: " not in refused


@pytest.mark.requirement("live-01")
def test_the_api_tells_and_confirms_the_same(browser: Client, connection: Connection) -> None:
    address = f"/api/realtime/{connection.pk}"

    def sent(method: str, path: str, body: Any = None) -> tuple[int, Any]:
        answer = browser.generic(method, path, "" if body is None else f"{body}", "application/json")
        return answer.status_code, answer.json()

    assert sent("GET", address)[1] == {
        "enabled": False,
        "seen_at": None,
        "findings": [],
        "scripts": [],
        "shown": None,
    }
    assert sent("POST", f"{address}/order", '{"shown": "x"}')[1]["code"] == "order_unseen"
    told = sent("GET", f"{address}?ask=true")[1]
    assert {one["subject"]: one["state"] for one in told["findings"]} == {
        "connection": "ok",
        "workflows": "ok",
        "bundles": "ok",
        "permissions": "ok",
        "settings": "ok",
        "deployments": "ok",
        "order": "failed",
        "native": "ok",
        "certificate": "failed",
    }
    assert [one["record_type"] for one in told["scripts"]] == [
        "employee",
        "customer",
        "lead",
        "prospect",
        "job",
    ]
    status, refused = sent("PUT", address, '{"enabled": true}')
    assert (status, refused["code"]) == (409, "not_ready")
    assert [one["subject"] for one in refused["missing"]] == ["order", "certificate"]
    assert sent("POST", f"{address}/order", '{"shown": "x"}')[1]["code"] == "order_changed"
    status, confirmed = sent("POST", f"{address}/order", json.dumps({"shown": told["shown"]}))
    assert status == 200
    assert "by Ada" in next(one["message"] for one in confirmed["findings"] if one["subject"] == "order")
    assert [one["subject"] for one in sent("PUT", address, '{"enabled": true}')[1]["missing"]] == [
        "certificate"
    ]
    assert sent("PUT", address, '{"enabled": false}') == (200, sent("GET", address)[1])


@pytest.mark.requirement("pref-05")
def test_the_workflows_page_stores_monitored_fields_and_writes_them_at_once(
    browser: Client, connection: Connection
) -> None:
    where = {"connection": connection.pk, "key": "customers"}

    def store(**entered: str) -> str:
        return browser.post(
            reverse("workflow-monitored", kwargs=where), entered, follow=True
        ).content.decode()

    page = store(kind="list", fields="companyName, email")
    assert "Stored, and NetSuite has it." in page
    assert 'value="companyName, email"' in page
    assert "Mapped and not monitored: accountNumber" in page
    assert "no field of customer" in store(kind="list", fields="nonsense")
    assert Workflow.objects.get(key="customers").monitored == ["companyName", "email"]
    assert "NetSuite has it" in store(kind="default")
    assert Workflow.objects.get(key="customers").monitored == DEFAULT
    assert "NetSuite has it" in store(kind="off")
    assert Workflow.objects.get(key="customers").monitored is None


@pytest.mark.requirement("pref-05")
def test_a_list_that_netsuite_has_not_is_queued_by_the_tick_and_written_by_a_worker(
    connection: Connection, clock: Clock, db: None
) -> None:
    assert publishing.queue_due(clock()) == 0
    set_monitored(connection, "customers", ["email"], by=None)
    assert publishing.queue_due(clock()) == 1
    assert publishing.queue_due(clock()) == 1  # it waits once
    assert waiting_jobs() == [(CERTIFICATE_QUEUE, publishing.TASK, {"connection_id": connection.pk})]
    tasks.publish_record_types(connection.pk)
    assert monitored.due(clock()) == []
    assert [one.state for one in monitored.findings(connection)] == ["ok"]


@pytest.mark.requirement("pref-05")
def test_the_tick_compares_lists_once_a_minute(clock: Clock) -> None:
    asked: list[datetime] = []

    def compare(now: datetime) -> int:
        asked.append(now)
        return 1

    duty, begin = once_a_minute(compare), clock()
    for _ in range(120):
        duty(clock())
        clock.advance(timedelta(seconds=1))
    assert asked == [begin, begin + timedelta(minutes=1)]
    clock.advance(-timedelta(hours=1))  # the machine's clock was set back
    assert duty(clock()) == 1


@pytest.mark.requirement("pref-05")
def test_a_writing_that_breaks_is_noted_and_left_alone_for_minutes(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise ValueError("unexpected")

    set_monitored(connection, "customers", ["email"], by=None)
    monkeypatch.setattr(monitored, "publish", broken)
    with pytest.raises(ValueError, match="unexpected"):
        tasks.publish_record_types(connection.pk)
    assert monitored.due(timezone.now()) == []
    (found,) = monitored.findings(connection)
    assert "ValueError: look at the worker's log" in found.message


def waiting_jobs() -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        cursor.execute("SELECT queue_name, task_name, args FROM procrastinate_jobs WHERE status = 'todo'")
        return [(queue, task, json.loads(args)) for queue, task, args in cursor.fetchall()]
