"""A record type goes live by how NetSuite's side is now, not by how it was when somebody looked last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from landbridge.service import composition
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.suiteapp import models
from landbridge.service.suiteapp.inspecting import inspect, latest
from landbridge.service.suiteapp.restlets import Restlets
from landbridge.service.workflows.activation import set_real_time
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.golive import look_afresh
from landbridge.service.workflows.models import Workflow

pytestmark = pytest.mark.requirement("beside-04")


@pytest.fixture
def employees(connection: Connection) -> Workflow:
    """A workflow that is not live yet."""
    return set_real_time(connection, "employees", live=False, by=None)


def seen_with_native_trigger(connection: Connection, restlets: Restlets, at: datetime) -> None:
    """Keep that the native connector's trigger was deployed for employees at an instant."""
    inspect(connection, restlets, lambda: at)
    kept = models.Inspection.objects.get(connection=connection)
    ours = next(
        one for one in kept.content["deployments"] if one["scriptId"] == "customdeploy_oa_send_employee"
    )
    native = {"script": "customscript_theirs", "scriptId": "customdeploy_theirs", "bundle": "369630"}
    kept.content["deployments"].append(ours | native | {"deployed": True})
    kept.save()


@contextmanager
def unreadable_credentials(connection: Connection) -> Iterator[None]:
    composition.close_clients()
    Connection.objects.filter(pk=connection.pk).update(credentials=b"?")
    connection.refresh_from_db()
    yield
    composition.close_clients()


def test_what_was_taken_away_since_keeps_nothing_from_going_live(
    connection: Connection, employees: Workflow, restlets: Restlets
) -> None:
    seen_with_native_trigger(connection, restlets, timezone.now() - timedelta(minutes=6))
    assert look_afresh(connection) == []
    assert set_real_time(connection, "employees", live=True, by=None).real_time


def test_what_was_seen_minutes_ago_counts_and_the_refusal_says_when(
    connection: Connection, employees: Workflow, restlets: Restlets
) -> None:
    at = timezone.now() - timedelta(minutes=4)
    seen_with_native_trigger(connection, restlets, at)
    assert look_afresh(connection) == []
    with pytest.raises(WorkflowRefused, match=f"Seen in NetSuite on {at:%Y-%m-%d %H:%M} UTC"):
        set_real_time(connection, "employees", live=True, by=None)


def test_where_netsuite_cannot_be_asked_the_old_picture_stays_and_its_age_is_said(
    connection: Connection, employees: Workflow, restlets: Restlets
) -> None:
    at = timezone.now() - timedelta(days=3)
    seen_with_native_trigger(connection, restlets, at)
    with unreadable_credentials(connection):
        (said,) = look_afresh(connection)
    assert "could not be asked" in said
    assert f"seen there on {at:%Y-%m-%d %H:%M} UTC" in said
    kept = latest(connection)
    assert kept is not None
    assert kept.at == at
    with pytest.raises(WorkflowRefused, match="trigger is deployed for employee"):
        set_real_time(connection, "employees", live=True, by=None)


def test_the_page_says_that_nobody_knows(connection: Connection, employees: Workflow) -> None:
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(User.objects.create_user("ada@example.com", "Ada", Role.ADMINISTRATOR, None))
    where = reverse("workflow-switch", kwargs={"connection": connection.pk, "key": "employees"})
    with unreadable_credentials(connection):
        page = browser.post(where, {"action": "live"}, follow=True).content.decode()
    assert "Whether another trigger is deployed for the record type is not known." in page
    employees.refresh_from_db()
    assert employees.real_time


def test_pages_that_ask_netsuite_say_why_they_cannot(connection: Connection) -> None:
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(User.objects.create_user("ada@example.com", "Ada", Role.ADMINISTRATOR, None))
    of_connection = {"connection": connection.pk}
    posts = (
        (reverse("realtime-switch", kwargs=of_connection), {"action": "enable"}),
        (reverse("realtime-check", kwargs=of_connection), {}),
        (
            reverse("workflow-monitored", kwargs=of_connection | {"key": "customers"}),
            {"kind": "list", "fields": "email"},
        ),
    )
    with unreadable_credentials(connection):
        for address, entered in posts:
            answer = browser.post(address, entered, follow=True)
            assert (answer.status_code, "credentials" in answer.content.decode()) == (200, True), address
