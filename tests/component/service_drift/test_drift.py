"""Fields of NetSuite that appear, vanish or hold something else: what is noticed, what stands still, who is told and decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from landbridge.netsuite import PermissionMissing
from landbridge.recordtypes import Kind
from landbridge.service.drift import deciding, duties, looking, reporting
from landbridge.service.drift.models import Drift, DriftPolicy, KnownType
from landbridge.service.notifications.channels import Wishes, add_email
from landbridge.service.notifications.models import Message
from landbridge.service.ports import SourceField
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.runs.models import Run
from landbridge.service.runs.queueing import HEALTH_QUEUE
from landbridge.service.runs.testing import MemoryNetSuite
from landbridge.service.workflows.activation import deactivate, set_real_time
from landbridge.service.workflows.adding import delete
from landbridge.service.workflows.catalogue import CATALOGUE, MAIN, Row, Source
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.rows import default_rows, replace_rows
from tests.component.service_cli.conftest import Commands, command
from tests.component.service_runs.conftest import Stand, make_stand
from tests.component.service_runs.queue import jobs

__all__ = ["Commands", "command"]

REGION = SourceField("custentity_region", "Region", Kind.STRING, custom=True)
REGION_AS_LIST = SourceField(
    "custentity_region", "Region", Kind.REF, refers_to="customlist_region", custom=True
)
TIER = SourceField("custentity_tier", "Tier", Kind.STRING, custom=True)


@pytest.fixture
def stand(db: None) -> Stand:
    return mapped_stand()


@pytest.fixture
def committed_stand(db_committed: str) -> Stand:
    return mapped_stand()


def mapped_stand() -> Stand:
    """Return a stand whose customers are mapped with a custom field of their own."""
    made = make_stand()
    made.clock.at = timezone.now()
    set_real_time(made.connection, "customers", live=False, by=made.admin)
    rows = default_rows(CATALOGUE["customers"])[MAIN]
    rows.append((Row("region__c", Source.FIELD, REGION.name), True))
    replace_rows(made.connection, "customers", {MAIN: rows}, by=made.admin)
    made.netsuite.described["customer"] = [REGION]
    look(made)
    return made


def look(stand: Stand) -> None:
    stand.clock.advance(3600)
    looking.look(stand.connection, stand.netsuite, stand.clock())


def describe(stand: Stand, *fields: SourceField) -> None:
    stand.netsuite.described["customer"] = list(fields)
    look(stand)


def noticed() -> list[tuple[str, str, str]]:
    return [(one.field, one.change, one.state) for one in Drift.objects.order_by("pk")]


def stopped(key: str = "customers") -> str:
    return Workflow.objects.get(key=key).stopped_because


def set_policy(stand: Stand, policy: str) -> None:
    deciding.set_policy(stand.connection, "customers", policy, by=stand.admin)


def told() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("created_at").values_list("event", "title"))


@pytest.mark.requirement("drift-01")
def test_the_first_look_is_what_later_ones_are_compared_with(stand: Stand) -> None:
    assert noticed() == []
    describe(stand, REGION, TIER)
    assert noticed() == [("custentity_tier", "appeared", "open")]
    describe(stand, REGION_AS_LIST, TIER)
    assert noticed()[1:] == [("custentity_region", "changed", "open")]
    changed = Drift.objects.get(change="changed")
    assert changed.in_words == "was string (Region), is ref to customlist_region (Region)"
    describe(stand, REGION_AS_LIST, TIER)
    assert len(noticed()) == 2


@pytest.mark.requirement("drift-01")
@pytest.mark.parametrize(
    ("policy", "state", "stands"),
    [("accept", "accepted", False), ("freeze", "open", True), ("ask", "open", False)],
)
def test_the_policy_decides_about_a_field_that_holds_something_else(
    stand: Stand, policy: str, state: str, stands: bool
) -> None:
    set_policy(stand, policy)
    describe(stand, REGION_AS_LIST)
    assert noticed() == [("custentity_region", "changed", state)]
    assert bool(stopped()) is stands
    stand.customer("7", "Wolfe")
    run = stand.run(keys=["customers"])
    assert (run.state == Run.State.FAILED) is stands
    assert ("Wolfe" in stand.spp("customer")) is not stands


@pytest.mark.requirement("drift-02")
def test_a_mapped_field_that_vanished_stops_its_workflow_alone_and_the_administrator_is_told(
    stand: Stand,
) -> None:
    add_email("Operators", ["ops@example.com"], Wishes(), by=None, now=stand.clock())
    stand.customer("7", "Wolfe", custentity_region="North")
    stand.run(keys=["customers"])
    describe(stand)
    stand.customer("7", "Wolfe", custentity_region=None, phone="2")
    stand.employee("1", "Grace")
    run = stand.run(keys=["employees", "customers"])
    assert run.state == Run.State.FAILED
    assert "NetSuite has no field custentity_region of customer records any more" in run.error
    assert stand.spp("customer")["Wolfe"].fields["region__c"] == "North"
    assert "Grace" in stand.spp("user")
    assert not stopped("employees")
    assert ("drift.noticed", "Demo: NetSuite's fields changed: Customers (Customers) stands still") in told()
    describe(stand, REGION)
    assert not stopped()
    assert noticed()[-1] == ("custentity_region", "appeared", "returned")
    assert told()[-1] == ("drift.settled", "Demo: NetSuite's fields: settled")
    assert stand.run(keys=["customers"]).state == Run.State.COMPLETED


@pytest.mark.requirement("drift-02")
def test_a_real_time_run_stands_still_by_the_last_look_and_goes_on_when_the_mapping_lets_go(
    stand: Stand,
) -> None:
    stand.run(keys=["customers"])
    set_real_time(stand.connection, "customers", live=True, by=stand.admin)
    describe(stand)
    asked = stand.netsuite.requests["metadata"]
    stand.customer("8", "Fox")
    stand.notice("customer", "8")
    assert stand.real_time().state == Run.State.FAILED
    assert stand.netsuite.requests["metadata"] == asked
    set_real_time(stand.connection, "customers", live=False, by=stand.admin)
    replace_rows(stand.connection, "customers", default_rows(CATALOGUE["customers"]), by=stand.admin)
    duties.judge_anew(stand.clock())
    assert not stopped()
    assert stand.run(keys=["customers"]).state == Run.State.COMPLETED
    assert "Fox" in stand.spp("customer")


@pytest.mark.requirement("drift-01")
def test_a_person_freezes_and_accepts(stand: Stand) -> None:
    describe(stand, REGION_AS_LIST)
    drift = Drift.objects.get()
    deciding.decide(drift.pk, "frozen", by=stand.admin, now=stand.clock())
    assert "accept the change on the page Schema drift" in stopped()
    deciding.decide(drift.pk, "accepted", by=stand.admin, now=stand.clock())
    assert not stopped()
    with pytest.raises(WorkflowRefused, match="accepted already"):
        deciding.decide(drift.pk, "frozen", by=stand.admin, now=stand.clock())
    describe(stand)
    vanished = Drift.objects.get(change="vanished")
    with pytest.raises(WorkflowRefused, match="reads custentity_region"):
        deciding.decide(vanished.pk, "accepted", by=stand.admin, now=stand.clock())


@pytest.mark.requirement("drift-01")
def test_a_bulk_run_looks_before_it_reads_and_a_field_that_is_as_before_leaves_nothing_to_decide(
    stand: Stand,
) -> None:
    stand.clock.advance(3600)
    stand.netsuite.described["customer"] = []
    stand.customer("7", "Wolfe")
    assert stand.run(keys=["customers"]).state == Run.State.FAILED
    stand.clock.advance(3600)
    stand.netsuite.described["customer"] = [REGION]
    assert stand.run(keys=["customers"]).state == Run.State.COMPLETED
    assert {state for _, _, state in noticed()} == {"returned"}


class _Silent(MemoryNetSuite):
    """An account whose role may not read the metadata."""

    def fields(self, netsuite_type: str) -> list[SourceField]:
        raise PermissionMissing(f"Permission Violation: {netsuite_type}")


def test_what_netsuite_does_not_tell_has_not_vanished(stand: Stand) -> None:
    looking.look(stand.connection, _Silent(stand.clock), stand.clock())
    assert (noticed(), stopped()) == ([], "")


def test_looks_are_queued_when_due(stand: Stand) -> None:
    duties.look_when_due(stand.clock())
    assert queued() == []
    duties.look_when_due(stand.clock() + timedelta(hours=1))
    assert queued() == [f"fields:{stand.connection.pk}"]
    KnownType.objects.all().delete()
    Workflow.objects.update(real_time=False)
    Workflow.objects.update(active=False)
    assert looking.types_in_use(stand.connection.pk) == []


def test_a_look_is_due_for_each_type_and_one_that_netsuite_refuses_is_not_asked_every_minute(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(duties.queueing, "defer", asked.append)
    looking.look(stand.connection, stand.netsuite, stand.clock(), ["customer"])
    KnownType.objects.filter(netsuite_type="job").delete()
    for _ in range(3):
        stand.clock.advance(60)
        duties.look_when_due(stand.clock())
    assert asked == [stand.connection.pk]
    looking.look(stand.connection, _Silent(stand.clock), stand.clock())
    assert KnownType.objects.get(netsuite_type="job").seen_at is None
    stand.netsuite.described["job"] = [TIER]
    looking.look(stand.connection, stand.netsuite, stand.clock())
    assert noticed() == []


@pytest.mark.requirement("drift-01")
def test_what_a_person_froze_stays_frozen_when_the_field_changes_once_more(stand: Stand) -> None:
    describe(stand, REGION_AS_LIST)
    deciding.decide(Drift.objects.get().pk, "frozen", by=stand.admin, now=stand.clock())
    describe(stand, replace(REGION_AS_LIST, refers_to="customlist_other"))
    assert noticed()[-1] == ("custentity_region", "changed", "frozen")
    assert "customlist_other" in stopped()
    describe(stand, REGION)
    assert noticed()[-1] == ("custentity_region", "changed", "returned")
    assert not stopped()


@pytest.mark.requirement("drift-01")
def test_what_is_open_is_listed_before_newer_changes_that_are_settled(stand: Stand) -> None:
    for number, state in enumerate(["open", "accepted", "accepted"]):
        Drift.objects.create(
            connection=stand.connection,
            netsuite_type="customer",
            field=f"custentity_{number}",
            change="appeared",
            state=state,
            noticed_at=stand.clock() + timedelta(hours=number),
        )
    listed = reporting.drifts(stand.connection)[:2]
    assert [one.field for one in listed] == ["custentity_0", "custentity_2"]


def test_a_workflow_that_is_deleted_or_off_is_not_judged(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    describe(stand)
    assert stopped()
    set_real_time(stand.connection, "projects", live=False, by=stand.admin)
    deactivate(stand.connection, "projects", by=stand.admin)
    deactivate(stand.connection, "customers", by=stand.admin)
    judged: list[object] = []
    monkeypatch.setattr(duties.judging, "judge", judged.append)
    duties.judge_anew(stand.clock())
    assert judged == []
    delete(stand.connection, "customers", by=stand.admin)
    assert not stopped()


def queued() -> list[str]:
    return [lock for lock, _ in jobs(queue=HEALTH_QUEUE) if lock.startswith("fields:")]


def signed_in_as(role: Role) -> Client:
    user = User.objects.create_user(f"{role}@example.com", "Someone", role, None)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


@pytest.mark.requirement("drift-01")
def test_the_page_shows_changes_and_stores_decisions_and_policies(stand: Stand) -> None:
    describe(stand, REGION_AS_LIST)
    manager = signed_in_as(Role.INTEGRATION_MANAGER)
    page = manager.get(reverse("drift")).content.decode()
    assert "was string (Region), is ref to customlist_region (Region)" in page
    drift = Drift.objects.get()
    said = manager.post(reverse("drift-decide", args=[drift.pk]), {"decision": "frozen"}, follow=True)
    assert "Look at the mapping, then accept the change" in said.content.decode()
    place = reverse("drift-policy", args=[stand.connection.pk, "customers"])
    manager.post(place, {"policy": "freeze"})
    assert DriftPolicy.objects.get().policy == "freeze"
    assert "one of accept, freeze, ask" in manager.post(place, {"policy": "x"}, follow=True).content.decode()
    viewer = signed_in_as(Role.VIEWER)
    assert (
        "Accept"
        not in viewer.get(reverse("drift")).content.decode().split("<main", 1)[-1].split("</table>")[0]
    )
    assert viewer.post(place, {"policy": "ask"}).status_code == 403


def test_the_api_and_the_command_say_and_decide_the_same(committed_stand: Stand, command: Commands) -> None:
    connection = committed_stand.connection
    describe(committed_stand, REGION_AS_LIST)
    manager = signed_in_as(Role.INTEGRATION_MANAGER)
    listed = manager.get(f"/api/connections/{connection.pk}/drift").json()
    assert [(one["field"], one["change"], one["state"]) for one in listed] == noticed()
    assert command.json("drift", "list")["drift"] == listed
    assert "custentity_region" in command("drift", "list")
    assert "accepted" in command("drift", "decide", str(listed[0]["id"]), "accepted")
    again = manager.post(
        f"/api/drift/{listed[0]['id']}", {"decision": "frozen"}, content_type="application/json"
    )
    assert (again.status_code, again.json()["code"]) == (409, "settled")
    put = manager.put(
        f"/api/connections/{connection.pk}/drift/customers",
        {"policy": "accept"},
        content_type="application/json",
    )
    assert put.json() == {"policy": "accept"}
    assert "customers: ask" in command("drift", "policy", "customers", "ask")
    assert DriftPolicy.objects.get().policy == "ask"
    assert "there is no change 999" in command("drift", "decide", "999", "accepted", code=1)
