"""The list of monitored fields that the service keeps in NetSuite's settings record."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from landbridge.local.testing import RunningAccount
from landbridge.netsuite.errors import FixSetup
from landbridge.service.connections.models import Connection
from landbridge.service.suiteapp import monitored
from landbridge.service.suiteapp.inspecting import inspect
from landbridge.service.suiteapp.models import Publication
from landbridge.service.suiteapp.restlets import Restlets
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import MappingRow, Workflow
from landbridge.service.workflows.monitoring import monitored_fields, set_monitored
from landbridge.service.workflows.watching import DEFAULT
from tests.component.service_suiteapp.conftest import DATABASE_ID, Clock
from tests.netsuite_side import SETTINGS, fill_settings

FIELD = "custrecord_landbridge_record_types"


def in_netsuite(account: RunningAccount) -> Any:
    record = account.account.records.by_external_id(SETTINGS, "landbridge_settings")
    assert record is not None
    return json.loads(record.values.get(FIELD) or "null")


@pytest.mark.requirement("pref-05")
def test_the_list_goes_to_netsuite_by_suitescript_ids(
    connection: Connection, restlets: Restlets, clock: Clock, account: RunningAccount
) -> None:
    assert monitored.due(clock()) == []
    MappingRow.objects.filter(workflow__key="customers", target="company").update(field="custentity_acme")
    set_monitored(connection, "customers", ["companyName", "isInactive", "custentity_acme"], by=None)
    set_monitored(connection, "employees", DEFAULT, by=None)
    assert monitored.due(clock()) == [connection.pk]
    assert monitored.publish(connection, restlets, clock) == ""
    assert monitored.due(clock()) == []
    written = in_netsuite(account)
    assert written["customer"] == {"monitored": ["companyname", "custentity_acme", "isinactive"]}
    employee = written["employee"]["monitored"]
    assert employee == sorted(employee)
    assert set(employee) >= {
        "custentity_oa_export_to_openair",
        "defaultaddress",
        "email",
        "entityid",
        "isinactive",
    }
    assert [one.state for one in monitored.findings(connection)] == ["ok"]
    MappingRow.objects.filter(workflow__key="employees", target="phone").update(active=False)
    assert monitored.due(clock()) == [connection.pk]


@pytest.mark.requirement("pref-05")
def test_a_list_that_somebody_changed_in_netsuite_is_written_again(
    connection: Connection, restlets: Restlets, clock: Clock, account: RunningAccount
) -> None:
    set_monitored(connection, "customers", ["email"], by=None)
    monitored.publish(connection, restlets, clock)
    fill_settings(account, DATABASE_ID, **{FIELD: "{}"})
    clock.advance(timedelta(minutes=1))
    inspect(connection, restlets, clock)
    assert monitored.due(clock()) == [connection.pk]
    clock.advance(timedelta(minutes=1))
    assert monitored.publish(connection, restlets, clock) == ""
    assert in_netsuite(account) == {"customer": {"monitored": ["email"]}}
    assert monitored.due(clock()) == []


@pytest.mark.requirement("pref-05")
def test_where_it_cannot_be_written_it_is_said_and_tried_again(
    connection: Connection, clock: Clock, account: RunningAccount
) -> None:
    class NoSetupRestlet:
        def call(self, method: str, *, script: str, deploy: str, body: object = None) -> Any:
            raise FixSetup("That script is not here.", code="SSS_INVALID_SCRIPTLET_ID")

    set_monitored(connection, "customers", ["email"], by=None)
    assert "update the SuiteApp" in monitored.publish(connection, NoSetupRestlet(), clock)
    assert in_netsuite(account) is None
    (found,) = monitored.findings(connection)
    assert (found.subject, found.state) == ("settings", "warning")
    assert "(none, so every save of a marked record is sent). That script is not here." in found.message
    assert monitored.due(clock()) == []
    clock.advance(monitored.RETRY_EVERY)
    assert monitored.due(clock()) == [connection.pk]


def test_two_settings_records_are_a_reason_not_to_write(
    connection: Connection, restlets: Restlets, clock: Clock, account: RunningAccount
) -> None:
    set_monitored(connection, "customers", ["email"], by=None)
    fill_settings(account, DATABASE_ID, isInactive=True)
    try:
        problem = monitored.publish(connection, restlets, clock)
    finally:
        fill_settings(account, DATABASE_ID, isInactive=False)
    assert "there must be one settings record, and there are 0" in problem
    assert Publication.objects.get().problem == problem
    assert monitored.publish(connection, restlets, clock) == ""
    assert Publication.objects.get().problem == ""


def test_a_field_without_a_suitescript_id_leaves_its_type_unmonitored(connection: Connection) -> None:
    set_monitored(connection, "employees", DEFAULT, by=None)
    MappingRow.objects.filter(workflow__key="employees", target="phone").update(field="noSuchField")
    assert json.loads(monitored.wanted(connection)) == {}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ([], "no fields"),
        (["nonsense"], "no field of customer"),
        (["custentity_unmapped"], "no field of customer"),
    ],
)
def test_names_are_checked_against_the_record_type_and_the_mapping(
    connection: Connection, fields: list[str], words: str
) -> None:
    with pytest.raises(WorkflowRefused, match=words) as refused:
        set_monitored(connection, "customers", fields, by=None)
    assert refused.value.code == "bad_monitored"
    assert Workflow.objects.get(key="customers").monitored is None


def test_the_default_follows_the_mapping_and_off_sends_everything(connection: Connection) -> None:
    workflow = set_monitored(connection, "projects", DEFAULT, by=None)
    found = monitored_fields(workflow)
    assert found is not None
    assert {"companyName", "custentity_oa_export_to_openair", "parent"} <= set(found)
    assert "internalId" not in found
    assert monitored_fields(set_monitored(connection, "projects", None, by=None)) is None
