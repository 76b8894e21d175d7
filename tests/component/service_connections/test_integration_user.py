"""The integration user: who can be, and what cannot happen to them meanwhile."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connections, transaction

from landbridge.service.connections import operations
from landbridge.service.connections.models import Connection
from landbridge.service.projects import people
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from tests.component.service_connections.conftest import DRAFT, passing


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create_user("bob@example.com", "Bob", Role.ADMINISTRATOR, None)


@pytest.mark.requirement("spp-02")
def test_only_active_administrators_are_offered(ada: User, vera: User, bob: User) -> None:
    people.set_active(bob, active=False, by=ada)
    assert operations.candidates() == [ada]


@pytest.mark.requirement("spp-02")
def test_others_are_refused(connection: Connection, ada: User, vera: User, bob: User) -> None:
    people.set_active(bob, active=False, by=ada)
    for user in (vera, bob):
        with pytest.raises(operations.IntegrationUserError, match=user.name):
            operations.select_integration_user(connection, user, by=ada)


@pytest.mark.requirement("spp-02")
def test_while_selected_the_user_stays_an_active_administrator(
    connection: Connection, ada: User, bob: User
) -> None:
    operations.select_integration_user(connection, bob, by=ada)
    with pytest.raises(people.PersonError, match="integration user"):
        people.set_active(bob, active=False, by=ada)
    with pytest.raises(people.PersonError, match="integration user"):
        people.set_role(bob, Role.OPERATOR, by=ada)
    assert bob.is_administrator
    operations.select_integration_user(connection, None, by=ada)
    people.set_role(bob, Role.OPERATOR, by=ada)
    assert not User.objects.get(pk=bob.pk).is_administrator


@pytest.mark.requirement("spp-02")
def test_the_database_enforces_both_sides(connection: Connection, ada: User, bob: User, vera: User) -> None:
    with pytest.raises(IntegrityError, match="active administrator"), transaction.atomic():
        Connection.objects.update(integration_user=vera)
    Connection.objects.update(integration_user=bob)
    for values in ({"is_active": False}, {"role": Role.VIEWER}):
        with pytest.raises(IntegrityError, match="integration user"), transaction.atomic():
            User.objects.filter(pk=bob.pk).update(**values)
    User.objects.filter(pk=bob.pk).update(name="Robert")
    assert User.objects.get(pk=bob.pk).name == "Robert"


@pytest.mark.requirement("spp-02")
def test_selecting_waits_for_a_deactivation_under_way(db_committed: str) -> None:
    bob = User.objects.create_user("bob@example.com", "Bob", Role.ADMINISTRATOR, None)
    operations.create(DRAFT, by=None, tester=passing)
    failures: list[Exception] = []

    def select() -> None:
        try:
            Connection.objects.update(integration_user=bob)
        except IntegrityError as error:
            failures.append(error)
        finally:
            connections.close_all()

    with transaction.atomic():
        User.objects.filter(pk=bob.pk).update(is_active=False)
        selecting = threading.Thread(target=select)
        selecting.start()
        selecting.join(0.2)
        assert selecting.is_alive()
    selecting.join(10)
    assert len(failures) == 1


def test_selecting_needs_the_permission(connection: Connection, vera: User, ada: User) -> None:
    with pytest.raises(PermissionDenied):
        operations.select_integration_user(connection, ada, by=vera)
