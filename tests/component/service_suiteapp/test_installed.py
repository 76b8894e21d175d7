"""What a local account with the SuiteApp answers, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from landbridge.local.access.model import Level
from landbridge.local.testing import RunningAccount
from landbridge.recordtypes.integrated import INTEGRATED
from landbridge.service.connections import operations
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.realtime.models import Renewal
from landbridge.service.suiteapp import judging, monitored, order, settings_record
from landbridge.service.suiteapp.findings import Finding
from landbridge.service.suiteapp.ids import STANDALONE
from landbridge.service.suiteapp.inspecting import Seen, inspect, latest
from landbridge.service.suiteapp.models import Inspection, Publication
from landbridge.service.suiteapp.restlets import RestletRefusedError, Restlets
from landbridge.service.suiteapp.state import ServiceState
from tests.component.service_setup.inspections import trigger
from tests.component.service_suiteapp.conftest import DATABASE_ID, Clock
from tests.netsuite_side import SETTINGS, fill_settings

ROLE = "customrole_oa_integration"


def judged(connection: Connection, restlets: Restlets, clock: Clock) -> list[Finding]:
    """What is not right with NetSuite's side."""
    seen = inspect(connection, restlets, clock)
    assert seen.inspection is not None, seen.problem
    return [one for one in judging.judge(connection, seen) if one.state != "ok"]


def test_the_setup_restlet_says_what_is_installed(
    connection: Connection, restlets: Restlets, clock: Clock, account: RunningAccount
) -> None:
    seen = inspect(connection, restlets, clock)
    assert latest(connection) == seen
    found = seen.inspection
    assert found is not None
    assert (found.protocol, found.build, found.account) == (2, "standalone", account.account_id)
    assert (found.bundles.integration, found.bundles.real_time) == ("5.01", "4.01")
    assert (found.role.script_id, found.role.lacking) == (ROLE, ())
    assert found.settings.count == 1
    triggers = [one for one in found.deployments if one.script == STANDALONE.trigger]
    assert {one.record_type: one.script_id for one in triggers} == {
        name: STANDALONE.deployment(name) for name in INTEGRATED
    }


@pytest.mark.requirement("place-03")
def test_a_finished_set_up_wants_nothing_but_somebody_who_looks_at_the_order(
    connection: Connection, restlets: Restlets, clock: Clock
) -> None:
    (unconfirmed,) = judged(connection, restlets, clock)
    assert unconfirmed.subject == "order"
    seen = inspect(connection, restlets, clock)
    order.confirm(connection, seen, None, clock)
    assert judged(connection, restlets, clock) == []


def test_what_was_seen_and_confirmed_counts_for_its_account_alone(
    connection: Connection, restlets: Restlets, clock: Clock
) -> None:
    seen = inspect(connection, restlets, clock)
    order.confirm(connection, seen, None, clock)
    connection.netsuite_account = "7654321"
    connection.save()
    assert latest(connection) is None
    assert [one.message for one in judging.judge(connection, seen) if one.subject == "settings"] == [
        f"The SuiteApp answers for the NetSuite account {seen.inspection and seen.inspection.account}, and the connection's is 7654321."
    ]
    assert seen.inspection is not None
    there = msgspec.structs.replace(seen.inspection, account="7654321")
    state = ServiceState.of(connection)
    (found,) = order.findings(there, state, order.confirmation(connection))
    assert found.failed
    assert "it was seen in another NetSuite account than 7654321" in found.message


def test_a_connection_that_moves_to_another_account_forgets_the_one_before(
    connection: Connection, restlets: Restlets, clock: Clock
) -> None:
    inspect(connection, restlets, clock)
    assert monitored.publish(connection, restlets, clock) == ""
    Renewal.objects.create(connection=connection, next_at=clock(), installed="Real time")
    draft = replace(ConnectionDraft.of(connection), netsuite_account="7654321", connect_to="")
    operations.update(connection, draft, by=None, tester=lambda _: [], forced_reason="production")
    assert Inspection.objects.count() + Publication.objects.count() + Renewal.objects.count() == 0


def test_only_what_comes_beside_the_trigger_voids_a_confirmation(
    connection: Connection, restlets: Restlets, clock: Clock
) -> None:
    seen = inspect(connection, restlets, clock).inspection
    assert seen is not None
    other = trigger("customer", script="customscript_other", script_id="customdeploy_other")
    beside = msgspec.structs.replace(seen, deployments=(*seen.deployments, other))
    state = ServiceState.of(connection)
    order.confirm(connection, Seen(clock(), beside), None, clock)
    (fewer,) = order.findings(seen, state, order.confirmation(connection))
    assert fewer.state == "ok"
    order.confirm(connection, Seen(clock(), seen), None, clock)
    (more,) = order.findings(beside, state, order.confirmation(connection))
    assert "customer has a script more" in more.message


@pytest.mark.requirement("bundle-05")
@pytest.mark.requirement("pref-04")
def test_a_deployment_that_is_taken_away_is_missed(
    connection: Connection, restlets: Restlets, clock: Clock, account: RunningAccount
) -> None:
    order.confirm(connection, inspect(connection, restlets, clock), None, clock)
    account.control.deploy(deployment="customdeploy_oa_send_lead", deployed=False)
    try:
        (found,) = judged(connection, restlets, clock)
    finally:
        account.control.deploy(deployment="customdeploy_oa_send_lead", deployed=True)
    assert (found.subject, found.message) == ("deployments", "The trigger is not deployed for lead.")
    assert "customdeploy_oa_send_lead" in found.advice


@pytest.mark.requirement("right-02")
def test_a_permission_that_the_role_lost_is_named(
    connection: Connection, restlets: Restlets, clock: Clock, account: RunningAccount
) -> None:
    role = account.account.access.role_by_script_id(ROLE)
    assert role is not None
    had = dict(role.permissions)
    role.permissions["ADMI_CERTIFICATES"] = Level.VIEW
    try:
        found = [one for one in judged(connection, restlets, clock) if one.subject == "permissions"]
    finally:
        role.permissions.update(had)
    assert [one.state for one in found] == ["failed"]
    assert "Setup > Certificate Management (Full)" in found[0].message


@pytest.mark.requirement("pref-03")
def test_a_settings_record_that_is_inactive_is_none(
    connection: Connection, restlets: Restlets, clock: Clock, account: RunningAccount
) -> None:
    fill_settings(account, DATABASE_ID, isInactive=True)
    try:
        found = [one for one in judged(connection, restlets, clock) if one.subject == "settings"]
    finally:
        fill_settings(account, DATABASE_ID, isInactive=False)
    assert [one.message for one in found] == [f"There is no active settings record ({SETTINGS})."]


@pytest.mark.requirement("pref-02")
def test_settings_are_written_through_the_restlet(
    connection: Connection, restlets: Restlets, clock: Clock
) -> None:
    state = ServiceState.of(connection)
    values = {"email": "it@example.com", "soap_customer": True, **settings_record.own_values(state)}
    assert set(settings_record.write(restlets, values, state)) == {"email", "soap_customer"}
    assert settings_record.write(restlets, values, state) == ()
    seen = inspect(connection, restlets, clock).inspection
    assert seen is not None
    assert seen.settings.values is not None
    found = msgspec.structs.asdict(seen.settings.values)
    assert {name: found[name] for name in values} == values
    with pytest.raises(RestletRefusedError, match="Nothing was written"):
        settings_record.write(restlets, {"url": "https://example.com"}, state)
