"""What administrators do with users."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied

from landbridge.service.projects import people
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role

PASSWORD = "correct horse battery"


def test_the_first_administrator_is_made_on_the_command_line(db: None) -> None:
    made = people.add_person(" Ada@Example.com ", "Ada", "administrator", PASSWORD, by=None)
    assert (made.email, made.is_administrator) == ("ada@example.com", True)
    assert authenticate(username="ada@example.com", password=PASSWORD) == made


@pytest.mark.parametrize(
    ("email", "role", "password", "says"),
    [
        ("nobody", "viewer", PASSWORD, "valid email"),
        ("ada@example.com", "viewer", PASSWORD, "ada@example.com"),
        ("bob@example.com", "emperor", PASSWORD, "emperor"),
        ("bob@example.com", "viewer", "xyz123", "too short"),
        ("bob@example.com", "viewer", "password1234", "too common"),
    ],
)
def test_what_cannot_be_is_said(ada: User, email: str, role: str, password: str, says: str) -> None:
    with pytest.raises(people.PersonError, match=says) as caught:
        people.add_person(email, "Somebody", role, password, by=ada)
    assert password not in str(caught.value)
    assert User.objects.count() == 1


def test_the_last_administrator_stays(ada: User) -> None:
    with pytest.raises(people.PersonError, match="last active administrator"):
        people.set_active(ada, active=False, by=ada)
    with pytest.raises(people.PersonError, match="last active administrator"):
        people.set_role(ada, Role.VIEWER, by=ada)
    assert User.objects.get().is_administrator


def test_another_administrator_can_go(ada: User) -> None:
    bob = people.add_person("bob@example.com", "Bob", "administrator", None, by=ada)
    people.set_active(bob, active=False, by=ada)
    assert not User.objects.get(pk=bob.pk).is_active


def test_people_set_their_own_password_and_nobody_elses(ada: User) -> None:
    vera = people.add_person("vera@example.com", "Vera", "viewer", PASSWORD, by=ada)
    people.set_password(vera, "another horse battery", by=vera)
    assert authenticate(username="vera@example.com", password="another horse battery") == vera
    with pytest.raises(PermissionDenied):
        people.set_password(ada, "another horse battery", by=vera)
    with pytest.raises(people.PersonError, match="too short"):
        people.set_password(vera, "short", by=vera)


def test_only_administrators_manage_users(ada: User) -> None:
    vera = people.add_person("vera@example.com", "Vera", "viewer", PASSWORD, by=ada)
    with pytest.raises(PermissionDenied):
        people.add_person("eve@example.com", "Eve", "administrator", PASSWORD, by=vera)
