"""The stand of the runs' tests, and browsers of people with different roles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from tests.component.service_runs.conftest import Stand, make_stand

NOW = datetime.now(UTC)


@pytest.fixture
def stand(db: None) -> Stand:
    made = make_stand()
    made.clock.at = NOW
    return made


@pytest.fixture
def client_of() -> Callable[[str], Any]:
    """A browser of a person with a role."""

    def sign_in(role: str) -> Any:
        person = User.objects.filter(role=role).first() or User.objects.create_user(
            f"{role}@example.com", role.capitalize(), Role(role), None
        )
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def admin(stand: Stand, client_of: Callable[[str], Any]) -> Any:
    return client_of("administrator")


@pytest.fixture
def viewer(stand: Stand, client_of: Callable[[str], Any]) -> Any:
    return client_of("viewer")
