"""Which form of the SuiteApp the assistant names before any answers; the bundles stand for the native connector."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import pytest
from django.utils import timezone

from landbridge.local.access.model import Level
from landbridge.local.testing import RunningAccount, running_account
from landbridge.netsuite.choosing import CredentialParts
from landbridge.service import composition
from landbridge.service.connections import operations
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.health.setup.checklist import checklist
from landbridge.service.health.setup.situation import Situation
from landbridge.service.suiteapp.inspecting import latest


@pytest.fixture
def account() -> Iterator[RunningAccount]:
    with running_account() as running:
        yield running


@pytest.fixture
def connection(account: RunningAccount, db: None) -> Iterator[Connection]:
    draft = ConnectionDraft(
        name="Local",
        netsuite_account=account.account_id,
        spp_database_id="4711",
        credentials=CredentialParts(**asdict(account.secrets)),
        connect_to=account.connect_to,
        ca_file=str(account.ca_file),
    ).checked()
    made = Connection(tested_at=timezone.now())
    operations.fill(made, draft)
    made.save()
    yield made
    composition.close_clients()


def advice(connection: Connection) -> str:
    situation = Situation(
        connection,
        None,
        composition.restlets_for,
        timezone.now,
        ask=True,
        queries_for=composition.queries_for,
    )
    found = checklist(situation).line("suiteapp")
    assert found is not None
    assert found.state == "missing"
    kept = latest(connection)
    assert kept is not None
    assert kept.advice in found.judgement.advice
    return found.judgement.advice


@pytest.mark.requirement("beside-02")
def test_the_form_is_named_before_a_suiteapp_answers(connection: Connection, account: RunningAccount) -> None:
    before = advice(connection)
    assert "the form is standalone" in before
    assert (
        "369637 first, then 369630" in before
    )  # other addresses stand for this account, so its bundles are ours

    account.account.bundles.install("369637", "3.9")
    assert "the form is beside-native" in advice(connection)


@pytest.mark.requirement("beside-02")
def test_it_is_said_where_the_form_cannot_be_known(connection: Connection, account: RunningAccount) -> None:
    account.account.bundles.install("369637", "3.9")
    for role in account.account.access.roles():
        role.permissions["LIST_CUSTJOB"] = Level.NONE
    found = advice(connection)
    assert "cannot be seen with this connection" in found
    assert "Search & Install Bundles > List" in found
