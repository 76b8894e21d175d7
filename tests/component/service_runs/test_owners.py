"""Whose name stands on a run: the integration user, who pressed the button, who set it up, another administrator; and who is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from landbridge.service.connections import operations
from landbridge.service.projects import people
from landbridge.service.projects.models import AuditEntry, User
from landbridge.service.projects.roles import Role
from landbridge.service.runs import queueing
from landbridge.service.runs.errors import OwnerRefused
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.models import Run, RunItem, RunRequest, Schedule
from landbridge.service.runs.starts.scheduling import start_due
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.runs.ticking import tick

from .conftest import Stand
from .queue import jobs, register_worker, work_one

LACKS = "Vera Viewer owns this run and lacks the permission “View and run the NetSuite integration”"


def person(name: str, role: Role) -> User:
    address = f"{name.lower().replace(' ', '.')}@example.com"
    return User.objects.create_user(address, name, role, None)


@pytest.fixture
def vera(stand: Stand) -> User:
    return person("Vera Viewer", Role.VIEWER)


@pytest.fixture
def otto(stand: Stand) -> User:
    return person("Otto Operator", Role.OPERATOR)


def weekly(stand: Stand, by: User) -> Schedule:
    return Schedule.objects.create(
        connection=stand.connection,
        weekday=0,
        hour=9,
        set_by=by,
        next_at=stand.clock(),
        workflows=["customers"],
    )


def scheduled(stand: Stand) -> Run:
    """Start what is due and do its links."""
    start_due(stand.clock())
    run_link(stand.connection.pk, queueing.SCHEDULED, stand.services)
    return Run.objects.get(kind=queueing.SCHEDULED)


def authors(run: Run) -> set[tuple[str, str, int | None]]:
    return {(row.author_name, row.via, row.author_id) for row in AuditEntry.objects.filter(run_id=run.pk)}


@pytest.mark.requirement("owner-04")
def test_a_manual_run_is_of_who_pressed_the_button(stand: Stand, otto: User) -> None:
    stand.customer("20")
    run = start_run(stand.connection, queueing.MANUAL, by=otto, now=stand.clock())
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)
    assert run.owner == otto
    assert authors(run) == {("Otto Operator", "NetSuite integration", otto.pk)}


@pytest.mark.requirement("owner-04")
def test_a_scheduled_run_is_of_who_set_the_schedule_else_of_another_administrator(
    stand: Stand, otto: User
) -> None:
    schedule = weekly(stand, otto)
    assert scheduled(stand).owner == otto
    people.set_active(otto, active=False, by=stand.admin)
    Run.objects.all().delete()
    Schedule.objects.filter(pk=schedule.pk).update(next_at=stand.clock())
    assert scheduled(stand).owner == stand.admin


@pytest.mark.requirement("owner-04")
def test_a_real_time_run_is_of_who_switched_real_time_on_else_of_another_administrator(
    stand: Stand, otto: User
) -> None:
    stand.connection.real_time_owner = otto
    stand.connection.save()
    stand.customer("20")
    stand.notice("customer", "20")
    assert stand.real_time().owner == otto

    people.set_active(otto, active=False, by=stand.admin)
    stand.clock.advance(60)
    stand.customer("20", "Renamed")
    stand.notice("customer", "20")
    run = stand.real_time()
    assert run.owner == stand.admin
    assert authors(run) == {("Ada Admin", "NetSuite integration", stand.admin.pk)}


@pytest.mark.requirement("owner-04")
def test_one_record_on_demand_is_of_who_asked_for_it_and_of_real_times_owner_when_others_come_with_it(
    stand: Stand, otto: User
) -> None:
    stand.connection.real_time_owner = stand.admin
    stand.connection.save()
    wish = {"connection": stand.connection, "netsuite_type": "customer", "internal_id": "20"}
    stand.customer("20")
    RunRequest.objects.create(**wish, reason="retry", requested_by=otto, requested_at=stand.clock())
    assert stand.real_time().owner == otto

    RunRequest.objects.create(**wish, reason="retry", requested_by=otto, requested_at=stand.clock())
    stand.notice("customer", "20")
    assert stand.real_time().owner == stand.admin


@pytest.mark.requirement("owner-02")
@pytest.mark.parametrize("kind", queueing.KINDS)
def test_the_integration_user_owns_runs_of_every_kind_and_is_their_author(
    stand: Stand, otto: User, kind: str
) -> None:
    inge = person("Inge Integration", Role.ADMINISTRATOR)
    operations.select_integration_user(stand.connection, inge, by=stand.admin)
    stand.connection.real_time_owner = otto
    stand.connection.save()
    stand.customer("20")
    if kind == queueing.REAL_TIME:
        stand.notice("customer", "20")
        run = stand.real_time()
    else:
        run = start_run(stand.connection, kind, by=otto, now=stand.clock())
        run_link(stand.connection.pk, kind, stand.services)
    assert run.owner == inge
    assert authors(run) == {("Inge Integration", "NetSuite integration", inge.pk)}


@pytest.mark.requirement("owner-02")
def test_an_integration_user_that_is_selected_owns_what_waits_already(stand: Stand, otto: User) -> None:
    stand.customer("20")
    run = start_run(stand.connection, queueing.MANUAL, by=otto, now=stand.clock())
    inge = person("Inge Integration", Role.ADMINISTRATOR)
    operations.select_integration_user(stand.connection, inge, by=stand.admin)
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)
    run.refresh_from_db()
    assert run.owner == inge
    assert authors(run) == {("Inge Integration", "NetSuite integration", inge.pk)}


@pytest.mark.requirement("owner-05")
@pytest.mark.parametrize("kind", [queueing.MANUAL, queueing.FULL])
def test_who_may_not_run_the_integration_is_refused_by_name_and_nothing_is_queued(
    stand: Stand, vera: User, kind: str
) -> None:
    with pytest.raises(OwnerRefused, match=LACKS) as refused:
        start_run(stand.connection, kind, by=vera, now=stand.clock())
    assert refused.value.code == "owner_lacks_permission"
    assert "the role Viewer does not have it" in refused.value.message
    assert (Run.objects.count(), jobs()) == (0, [])


@pytest.mark.requirement("owner-05")
def test_an_owner_without_the_permission_may_still_start_under_an_integration_user(
    stand: Stand, vera: User
) -> None:
    operations.select_integration_user(stand.connection, stand.admin, by=stand.admin)
    assert start_run(stand.connection, queueing.MANUAL, by=vera, now=stand.clock()).owner == stand.admin


def assert_refused(stand: Stand, run: Run) -> None:
    run.refresh_from_db()
    assert run.state == Run.State.FAILED
    assert run.error.startswith(LACKS)
    assert "Give the owner a role with that permission" in run.hint
    assert (RunItem.objects.count(), stand.spp("customer"), AuditEntry.objects.count()) == (0, {}, 0)
    assert stand.netsuite.requests.total() == 0
    assert stand.connection.workflows.get(key="customers").bookmark is None


@pytest.mark.requirement("owner-05")
def test_a_schedule_of_somebody_who_lost_the_permission_fails_in_the_log_by_name(
    stand: Stand, vera: User
) -> None:
    stand.customer("20")
    weekly(stand, vera)
    assert_refused(stand, scheduled(stand))


@pytest.mark.requirement("owner-05")
def test_real_time_of_somebody_who_lost_the_permission_fails_by_name_and_what_it_missed_comes_later(
    stand: Stand, vera: User
) -> None:
    stand.connection.real_time_owner = vera
    stand.connection.save()
    stand.customer("20")
    stand.notice("customer", "20")
    assert_refused(stand, stand.real_time())

    people.set_role(vera, Role.OPERATOR, by=stand.admin)
    stand.clock.advance(15)
    tick(stand.clock())  # the settle pass after the notice
    work_one(stand.connection.pk, stand.services, register_worker())
    assert list(stand.spp("customer")) == ["Customer 20"]


@pytest.mark.requirement("owner-05")
def test_an_owner_who_loses_the_permission_between_two_links_writes_nothing_more(
    stand: Stand, otto: User
) -> None:
    stand.customer("20")
    stand.customer("21")
    stand.netsuite.page_size, stand.services.link_time = 1, timedelta(0)
    run = start_run(stand.connection, queueing.MANUAL, ["customers"], by=otto, now=stand.clock())
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)
    people.set_active(otto, active=False, by=stand.admin)

    run_link(stand.connection.pk, queueing.MANUAL, stand.services)

    run.refresh_from_db()
    assert (run.state, len(stand.spp("customer"))) == (Run.State.FAILED, 1)
    assert run.error.startswith("Otto Operator owns this run and lacks the permission")
    assert run.error.endswith("is not active.")
