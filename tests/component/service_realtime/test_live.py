"""Switching real time on, when everything is there, and off, for one type or for all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import msgspec
import pytest
from asgiref.sync import sync_to_async

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.realtime import live
from landbridge.service.realtime.directory import KnownConnection
from landbridge.service.realtime.models import Certificate, LiveSwitch
from landbridge.service.suiteapp import order
from landbridge.service.suiteapp.ids import BESIDE_NATIVE
from landbridge.service.suiteapp.inspecting import inspect, latest
from landbridge.service.suiteapp.inspection import Bundles
from landbridge.service.workflows import activation, golive
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Workflow
from tests.component.service_realtime.conftest import Clock, RunningIntake
from tests.component.service_realtime.setup_restlet import SuiteApp, finished
from tests.component.service_realtime.signing import ACCOUNT, DATABASE, claims, issued, sign
from tests.component.service_setup.inspections import trigger
from tests.waiting import eventually

Opening = Callable[[], AbstractAsyncContextManager[RunningIntake]]


def missing(connection: Connection, suiteapp: SuiteApp, clock: Clock) -> list[str]:
    """Subjects of what keeps real time off."""
    with pytest.raises(live.NotReadyError) as caught:
        live.enable(connection, None, suiteapp, clock)
    assert all(one.advice for one in caught.value.missing)
    return [one.subject for one in caught.value.missing]


def known(intake: RunningIntake) -> KnownConnection:
    return intake.store.directory.find(ACCOUNT, DATABASE)


async def until(look: Callable[[], bool]) -> None:
    await asyncio.to_thread(eventually, look)


def confirm(connection: Connection, suiteapp: SuiteApp, clock: Clock) -> None:
    ada = User.objects.create_user("ada@example.com", "Ada", Role.ADMINISTRATOR, None)
    order.confirm(connection, inspect(connection, suiteapp, clock), ada, clock)


@pytest.mark.requirement("live-01")
def test_real_time_is_refused_with_the_list_of_everything_that_is_missing(
    connection: Connection, clock: Clock
) -> None:
    live.disable(connection, None, clock)
    Connection.objects.update(tested_at=None)
    connection.refresh_from_db()
    wrong = finished(bundles=Bundles("3.9", "3.0"))
    wrong = msgspec.structs.replace(
        wrong,
        role=msgspec.structs.replace(wrong.role, lacking=("ADMI_CERTIFICATES",)),
        settings=msgspec.structs.replace(wrong.settings, count=2),
    )
    assert missing(connection, SuiteApp(wrong), clock) == [
        "connection",
        "bundles",
        "permissions",
        "settings",
        "deployments",
        "order",
        "certificate",
    ]
    Workflow.objects.update(real_time=False)
    assert missing(connection, SuiteApp(), clock) == ["connection", "workflows", "certificate"]
    assert not live.is_enabled(connection)


@pytest.mark.requirement("live-01")
@pytest.mark.requirement("app-04")
def test_a_suiteapp_without_a_setup_restlet_is_to_be_updated(
    connection: Connection, certificate: Certificate, clock: Clock
) -> None:
    with pytest.raises(live.NotReadyError) as caught:
        live.enable(connection, None, SuiteApp(None), clock)
    (found,) = caught.value.missing
    assert (found.subject, found.message) == ("bundles", "SuiteApp 1.0.0 is installed.")
    assert found.advice.startswith("Update the SuiteApp")


def test_who_makes_a_connection_live_owns_its_real_time_runs(
    connection: Connection, certificate: Certificate, clock: Clock
) -> None:
    suiteapp = SuiteApp()
    assert missing(connection, suiteapp, clock) == ["order"]
    confirm(connection, suiteapp, clock)
    live.disable(connection, None, clock)
    ada = User.objects.get()
    live.enable(connection, ada, suiteapp, clock)
    connection.refresh_from_db()
    assert (connection.real_time_owner, live.is_enabled(connection)) == (ada, True)


def test_an_expired_certificate_is_a_reason_not_to_go_live(
    connection: Connection, certificate: Certificate, clock: Clock
) -> None:
    confirm(connection, SuiteApp(), clock)
    clock.advance(timedelta(days=400))
    assert missing(connection, SuiteApp(), clock) == ["certificate"]


def test_one_answer_serves_everybody_until_somebody_asks_again(connection: Connection, clock: Clock) -> None:
    suiteapp = SuiteApp()
    assert latest(connection) is None
    first = inspect(connection, suiteapp, clock)
    clock.advance(timedelta(days=1))
    assert latest(connection) == first
    assert suiteapp.calls == ["GET customscript_landbridge_setup"]
    assert inspect(connection, SuiteApp(None), clock).inspection is None
    kept = latest(connection)
    assert kept is not None
    assert (kept.inspection, kept.version, kept.at) == (None, "1.0.0", clock())


@pytest.mark.requirement("place-03")
def test_an_order_that_could_not_be_read_cannot_be_confirmed(connection: Connection, clock: Clock) -> None:
    with pytest.raises(order.OrderUnseenError, match=r"SuiteApp 1\.0\.0 is installed"):
        order.confirm(connection, inspect(connection, SuiteApp(None), clock), None, clock)
    Workflow.objects.update(real_time=False)
    with pytest.raises(order.OrderUnseenError, match="No record type is live"):
        order.confirm(connection, inspect(connection, SuiteApp(), clock), None, clock)
    assert order.confirmation(connection) is None


@pytest.mark.requirement("place-04")
def test_a_newer_confirmation_counts_again(connection: Connection, clock: Clock) -> None:
    confirm(connection, SuiteApp(), clock)
    updated = SuiteApp(finished("customer", bundles=Bundles("5.02", "4.01")))
    seen = inspect(connection, updated, clock)
    (void,) = [one for one in live.standing(connection, seen, clock()) if one.subject == "order"]
    assert (void.state, "another version is installed" in void.message) == ("failed", True)
    order.confirm(connection, seen, User.objects.get(), clock)
    (found,) = [one for one in live.standing(connection, seen, clock()) if one.subject == "order"]
    assert (found.state, "by Ada" in found.message) == ("ok", True)


@pytest.mark.requirement("beside-04")
def test_a_workflow_whose_native_trigger_is_deployed_does_not_go_live(
    connection: Connection, clock: Clock
) -> None:
    beside = finished("employee", build="beside-native")
    inspect(connection, SuiteApp(beside), clock)
    with pytest.raises(
        WorkflowRefused, match="native connector's trigger is deployed for employee"
    ) as refused:
        activation.set_real_time(connection, "employees", live=True, by=None)
    assert refused.value.code == "not_ready"
    assert not Workflow.objects.get(key="employees").real_time
    ours = trigger(
        "employee",
        script=BESIDE_NATIVE.trigger,
        script_id=BESIDE_NATIVE.deployment("employee"),
        run_as_role=BESIDE_NATIVE.role,
    )
    idle = trigger("employee", deployed=False)
    inspect(connection, SuiteApp(finished(build="beside-native", deployments=(ours, idle))), clock)
    assert activation.set_real_time(connection, "employees", live=True, by=None).real_time


def test_a_missing_deployment_is_told_and_keeps_no_workflow_from_being_live(
    connection: Connection, clock: Clock
) -> None:
    assert golive.objections(connection.pk, "employees") == []
    inspect(connection, SuiteApp(), clock)
    assert activation.set_real_time(connection, "employees", live=True, by=None).real_time
    (objection,) = golive.objections(connection.pk, "employees")
    assert (objection.refuses, "not deployed for employee" in objection.text) == (False, True)


@pytest.mark.requirement("live-02")
async def test_switching_off_works_from_the_next_notice_on(
    connection: Connection, certificate: Certificate, opened_intake: Opening, clock: Clock
) -> None:
    key = issued().key

    async def answer(record_type: str = "customer") -> str:
        status, said = await intake.post(sign(claims(record_type=record_type), key))
        assert status == 202
        return said["code"]

    async with opened_intake() as intake:
        assert await answer() != "workflow_inactive"
        assert await answer("employee") == "workflow_inactive"
        await sync_to_async(activation.set_real_time)(connection, "employees", live=True, by=None)
        await until(lambda: known(intake).live_types == {"customer", "employee"})
        assert await answer("employee") != "workflow_inactive"
        await sync_to_async(activation.set_real_time)(connection, "customers", live=False, by=None)
        await until(lambda: known(intake).live_types == {"employee"})
        assert await answer() == "workflow_inactive"
        assert await answer("lead") == "workflow_inactive"
        assert await answer("employee") != "workflow_inactive"
        await sync_to_async(live.disable)(connection, None, clock)
        await until(lambda: not known(intake).real_time)
        assert await answer("employee") == "real_time_off"
    assert not (await LiveSwitch.objects.aget()).enabled
