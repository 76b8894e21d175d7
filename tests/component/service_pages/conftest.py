"""A service with a connection, an administrator and a viewer, as the pages see it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from landbridge.netsuite.choosing import CredentialParts
from landbridge.service.connections.credentials import Secrets, seal
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PASSWORD = "a long enough password"


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_user("ada@example.test", "Ada", Role.ADMINISTRATOR, PASSWORD)


@pytest.fixture
def viewer(db: None) -> User:
    return User.objects.create_user("vic@example.test", "Vic", Role.VIEWER, PASSWORD)


@pytest.fixture
def connection(db: None) -> Connection:
    token = CredentialParts("consumer-key", "consumer-secret", "token-id", "token-secret")
    sealed, sealed_with = seal(Secrets(token), "1234567_SB1")
    return Connection.objects.create(
        name="Sandbox",
        netsuite_account="1234567_SB1",
        spp_database_id="4711",
        credentials=sealed,
        credentials_key=sealed_with,
        retries=0,  # there is no such account to wait for
        tested_at=NOON,
    )


@pytest.fixture
def browser(administrator: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(administrator)
    return client


@pytest.fixture
def onlooker(viewer: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(viewer)
    return client
