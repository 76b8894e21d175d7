"""Two connections with one NetSuite account: the settings record there is for the one whose database id it names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from landbridge.local.testing import RunningAccount
from landbridge.netsuite.errors import FixSetup
from landbridge.service.connections.models import Connection
from landbridge.service.suiteapp import monitored
from landbridge.service.suiteapp.inspecting import inspect
from landbridge.service.suiteapp.restlets import Restlets
from landbridge.service.workflows.activation import activate
from landbridge.service.workflows.monitoring import set_monitored
from tests.component.service_suiteapp.conftest import DATABASE_ID, Clock
from tests.component.service_suiteapp.test_monitored import FIELD, in_netsuite
from tests.netsuite_side import fill_settings

OTHER = "99999"


@pytest.fixture
def other(connection: Connection) -> Connection:
    """The SuiteProjects Pro account for tests, filled from the same NetSuite account, with a list of its own."""
    made = Connection.objects.get(pk=connection.pk)
    made.pk, made.name, made.spp_database_id = None, "For tests", OTHER
    made.save(force_insert=True)
    activate(made, "customers", by=None)
    set_monitored(made, "customers", ["phone"], by=None)
    return made


@pytest.mark.requirement("pref-05")
def test_only_the_connection_that_the_settings_record_names_writes_its_list(
    connection: Connection, other: Connection, restlets: Restlets, clock: Clock, account: RunningAccount
) -> None:
    set_monitored(connection, "customers", ["email"], by=None)
    assert "names the SuiteProjects Pro database id 4711" in monitored.publish(other, restlets, clock)
    assert in_netsuite(account) is None
    assert monitored.publish(connection, restlets, clock) == ""
    assert in_netsuite(account) == {"customer": {"monitored": ["email"]}}
    clock.advance(timedelta(hours=1))
    assert monitored.due(clock()) == []
    (found,) = monitored.findings(other)
    assert (found.state, "is not written" in found.message) == ("warning", True)


@pytest.mark.requirement("pref-05")
def test_when_the_settings_record_names_another_connection_that_one_writes(
    connection: Connection, other: Connection, restlets: Restlets, clock: Clock, account: RunningAccount
) -> None:
    set_monitored(connection, "customers", ["email"], by=None)
    monitored.publish(connection, restlets, clock)
    fill_settings(account, OTHER)
    clock.advance(timedelta(hours=1))
    assert monitored.publish(other, restlets, clock) == ""
    assert in_netsuite(account) == {"customer": {"monitored": ["phone"]}}
    inspect(connection, restlets, clock)
    assert monitored.due(clock()) == []
    fill_settings(account, DATABASE_ID)
    clock.advance(timedelta(hours=1))
    inspect(connection, restlets, clock)
    assert monitored.due(clock()) == [connection.pk]
    assert monitored.publish(connection, restlets, clock) == ""
    assert in_netsuite(account) == {"customer": {"monitored": ["email"]}}


@pytest.mark.requirement("pref-05")
def test_a_list_that_holds_saves_back_is_named_and_a_failure_after_an_hour(
    connection: Connection, restlets: Restlets, clock: Clock, account: RunningAccount
) -> None:
    class Busy:
        def call(self, method: str, *, script: str, deploy: str, body: object = None) -> Any:
            raise FixSetup("The account is down.", code="DOWN")

    fill_settings(account, DATABASE_ID, **{FIELD: '{"customer": {"monitored": ["phone"]}}'})
    inspect(connection, restlets, clock)
    (found,) = monitored.findings(connection)
    assert (found.state, found.failed) == ("warning", False)
    assert "the one that was seen there on 2026-11-21 12:00 UTC (customer: phone)." in found.message
    assert "Saves that should be sent are not." in found.message
    assert "None" not in found.message
    states = []
    for _ in range(3):
        clock.advance(timedelta(minutes=30))
        assert "The account is down." in monitored.publish(connection, Busy(), clock)
        states.append(monitored.findings(connection)[0].state)
    assert states == ["warning", "warning", "failed"]
    assert monitored.publish(connection, restlets, clock) == ""
    assert monitored.findings(connection) == []


def test_a_list_that_lets_more_through_is_a_warning_however_long(
    connection: Connection, restlets: Restlets, clock: Clock
) -> None:
    set_monitored(connection, "customers", ["email"], by=None)
    monitored.note(connection, "It is down.", clock())
    clock.advance(timedelta(days=1))
    monitored.note(connection, "It is down.", clock())
    (found,) = monitored.findings(connection)
    assert found.state == "warning"
    assert "(none, so every save of a marked record is sent)" in found.message
