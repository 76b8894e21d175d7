"""A sandbox that is set up, and a production connection that has only its credentials."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from landbridge.netsuite.check import CheckLine, CheckState
from landbridge.netsuite.choosing import CredentialParts
from landbridge.service.connections import operations
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.notifications import channels
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.runs.history.keeping import keep_log
from landbridge.service.runs.starts import groups, scheduling
from landbridge.service.workflows import activation

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TOKENS = CredentialParts(
    consumer_key="key-4711", consumer_secret="hush-4712", token_id="id-4713", token_secret="hush-4714"
)


def untested(draft: ConnectionDraft) -> Iterator[CheckLine]:
    yield CheckLine("host", "Host", CheckState.PASSED, "Not asked.")


def failing(draft: ConnectionDraft) -> Iterator[CheckLine]:
    yield CheckLine("host", "Host", CheckState.FAILED, "No answer.")


def make_connection(name: str, account: str) -> Connection:
    draft = ConnectionDraft(
        name, account, f"spp-{account}", TOKENS, retries=0
    )  # there is no such account to wait for
    return operations.create(draft, by=None, tester=untested)


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada@example.com", "Ada", Role.ADMINISTRATOR, None)


@pytest.fixture
def sandbox(ada: User) -> Connection:
    made = make_connection("Sandbox", "1234567_SB1")
    made.integration_user = ada
    made.save()
    for key in ("employees", "customers", "projects"):
        activation.activate(made, key, by=ada)
    activation.set_options(made, "customers", {"include_leads": False}, by=ada)
    activation.set_real_time(made, "customers", True, by=ada)  # noqa: FBT003 - the function's own signature
    groups.create_group(made, "Nightly", ["employees", "customers"])
    scheduling.add_schedule(
        made, 0, 3, by=ada, now=NOW, time_zone="Europe/Berlin", group=groups.group_named(made, "Nightly")
    )
    scheduling.add_schedule(made, by=ada, now=NOW, cron="30 5 * * 1-5", workflows=["projects"])
    keep_log(made, 90, by=ada)
    return made


@pytest.fixture
def production(ada: User) -> Connection:
    return make_connection("Production", "1234567")


@pytest.fixture
def channel(sandbox: Connection, ada: User) -> None:
    wishes = channels.Wishes(connection=sandbox, digest="daily", time_zone="Europe/Berlin")
    channels.add_email("Night shift", ["ops@example.com"], wishes, by=ada, now=NOW)
