"""Sign-in users of the built-in account."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Permission, Role


def test_a_user_signs_in_with_the_address_in_any_case(db: None) -> None:
    made = User.objects.create_user("Ada@Example.com", "Ada", Role.ADMINISTRATOR, "correct horse battery")
    assert authenticate(username="ADA@example.COM", password="correct horse battery") == made
    assert authenticate(username="ada@example.com", password="wrong") is None


def test_the_password_is_kept_as_an_argon2_digest(db: None) -> None:
    made = User.objects.create_user("ada@example.com", "Ada", Role.VIEWER, "correct horse battery")
    assert made.password.startswith("argon2$argon2id$")


def test_an_inactive_user_cannot_sign_in_and_may_nothing(db: None) -> None:
    made = User.objects.create_user("ada@example.com", "Ada", Role.ADMINISTRATOR, "correct horse battery")
    made.is_active = False
    made.save()
    assert authenticate(username="ada@example.com", password="correct horse battery") is None
    assert not made.may(Permission.VIEW_RECORDS)


def test_the_database_knows_the_roles(db: None) -> None:
    with pytest.raises(IntegrityError, match="user_role_is_known"), transaction.atomic():
        User.objects.create(email="a@example.com", name="A", role="emperor")
