"""The integration user: who can be, and what cannot happen to them meanwhile."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connections, transaction
from django.db import connection as database
from django.urls import get_resolver

from landbridge.service.connections import operations
from landbridge.service.connections.models import Connection
from landbridge.service.projects import people
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from tests.component.service_connections.conftest import DRAFT, passing


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create_user("bob@example.com", "Bob", Role.ADMINISTRATOR, None)


@pytest.mark.requirement("spp-02", "owner-01")
def test_only_active_administrators_are_offered(ada: User, vera: User, bob: User) -> None:
    people.set_active(bob, active=False, by=ada)
    assert operations.candidates() == [ada]


@pytest.mark.requirement("spp-02", "owner-01")
def test_others_are_refused(connection: Connection, ada: User, vera: User, bob: User) -> None:
    people.set_active(bob, active=False, by=ada)
    for user in (vera, bob):
        with pytest.raises(operations.IntegrationUserError, match=user.name):
            operations.select_integration_user(connection, user, by=ada)


@pytest.mark.requirement("spp-02", "owner-03")
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


@pytest.mark.requirement("spp-02", "owner-03")
def test_the_database_enforces_both_sides(connection: Connection, ada: User, bob: User, vera: User) -> None:
    with pytest.raises(IntegrityError, match="active administrator"), transaction.atomic():
        Connection.objects.update(integration_user=vera)
    Connection.objects.update(integration_user=bob)
    for values in ({"is_active": False}, {"role": Role.VIEWER}):
        with pytest.raises(IntegrityError, match="integration user"), transaction.atomic():
            User.objects.filter(pk=bob.pk).update(**values)
    User.objects.filter(pk=bob.pk).update(name="Robert")
    assert User.objects.get(pk=bob.pk).name == "Robert"


@pytest.mark.requirement("spp-02", "owner-01")
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


@pytest.mark.requirement("owner-03")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE projects_user SET is_active = false WHERE id = %(id)s",
        "UPDATE projects_user SET role = 'operator' WHERE id = %(id)s",
        "UPDATE projects_user SET role = 'viewer', is_active = false",
        """
        INSERT INTO projects_user (id, email, name, role, is_active, created, password)
        VALUES (%(id)s, 'x@example.com', 'X', 'viewer', true, now(), '')
        ON CONFLICT (id) DO UPDATE SET role = excluded.role
        """,
        "DELETE FROM projects_user WHERE id = %(id)s",
    ],
    ids=["inactive", "role", "everybody", "upsert", "deleted"],
)
def test_no_statement_takes_the_integration_user_away(
    connection: Connection, bob: User, statement: str
) -> None:
    operations.select_integration_user(connection, bob, by=None)
    with database.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(statement, {"id": bob.pk})
    assert User.objects.get(pk=bob.pk).is_administrator


@pytest.mark.requirement("owner-01", "owner-03")
def test_the_api_offers_and_takes_active_administrators_only(
    connection: Connection, ada: User, bob: User, vera: User, django_client: Any
) -> None:
    django_client.force_login(ada)
    address = f"/api/connections/{connection.pk}/integration-user"

    def select(email: str | None) -> Any:
        return django_client.put(address, {"email": email}, content_type="application/json")

    assert django_client.get("/api/connections/integration-users").json() == [ada.email, bob.email]
    for email in (vera.email, "nobody@example.com"):
        refused = select(email)
        assert (refused.status_code, refused.json()["code"]) == (409, "not_an_administrator")
    assert select(bob.email).json()["integration_user"] == bob.email
    assert select(None).json()["integration_user"] is None
    django_client.force_login(vera)
    assert select(bob.email).status_code == 403


def test_nobody_changes_people_but_through_the_commands() -> None:
    """There is no page, no JSON call and no Django admin that changes a role or makes inactive: the rule has no other way in."""
    assert not apps.is_installed("django.contrib.admin")
    changed = [str(pattern) for pattern in addresses_of(get_resolver()) if re.search(r"user|people", pattern)]
    assert sorted(changed) == [
        "api/connections/<int:connection_id>/integration-user",
        "api/connections/integration-users",
        "connections/<int:pk>/integration-user",
    ]


def addresses_of(resolver: Any, start: str = "") -> list[str]:
    """Every address of the service."""
    found: list[str] = []
    for pattern in resolver.url_patterns:
        address = start + str(pattern.pattern)
        found += addresses_of(pattern, address) if hasattr(pattern, "url_patterns") else [address]
    return found
