"""Users, a draft that needs no network, and a test of it that passes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.netsuite.check import CheckLine, CheckState
from landbridge.netsuite.choosing import CredentialParts
from landbridge.service.connections import operations
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role

SECRETS = ("key-4711", "hush-4712", "id-4713", "hush-4714")
DRAFT = ConnectionDraft("Production", "1234567", "spp-1", CredentialParts(*SECRETS))


def line(key: str, state: CheckState) -> CheckLine:
    return CheckLine(
        key, key.title(), state, f"{key} {state.value}", "" if state is CheckState.PASSED else "Mend it."
    )


def passing(draft: ConnectionDraft) -> Iterator[CheckLine]:
    yield line("host", CheckState.PASSED)
    yield line("clock", CheckState.WARNED)


def failing(draft: ConnectionDraft) -> Iterator[CheckLine]:
    yield line("host", CheckState.PASSED)
    yield line("sign_in", CheckState.FAILED)
    yield line("clock", CheckState.SKIPPED)


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada@example.com", "Ada", Role.ADMINISTRATOR, None)


@pytest.fixture
def vera(db: None) -> User:
    return User.objects.create_user("vera@example.com", "Vera", Role.VIEWER, None)


@pytest.fixture
def connection(ada: User) -> Connection:
    return operations.create(DRAFT, by=ada, tester=passing)
