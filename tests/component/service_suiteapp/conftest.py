"""A local account with the SuiteApp, and a connection to it with its workflows live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

import pytest

from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account
from landbridge.netsuite.choosing import CredentialParts
from landbridge.service import composition
from landbridge.service.connections import operations
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.suiteapp.restlets import Restlets
from landbridge.service.workflows.activation import activate, set_real_time
from tests.netsuite_side import fill_settings

DATABASE_ID = "4711"


@dataclass
class Clock:
    """A clock that stands until it is turned."""

    now: datetime = datetime(2026, 11, 21, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def account() -> Iterator[RunningAccount]:
    """One for all of these tests; each fills the settings record anew."""
    with running_account(suiteapp=suiteapp_folder()) as running:
        yield running


@pytest.fixture
def connection(account: RunningAccount, db: None, clock: Clock) -> Iterator[Connection]:
    """Tested, every workflow active and in real time, and the settings record as this connection needs it."""
    draft = ConnectionDraft(
        name="Local",
        netsuite_account=account.account_id,
        spp_database_id=DATABASE_ID,
        credentials=CredentialParts(**asdict(account.secrets)),
        connect_to=account.connect_to,
        ca_file=str(account.ca_file),
    ).checked()
    made = Connection(tested_at=clock())
    operations.fill(made, draft)
    made.save()
    for key in ("employees", "customers", "projects"):
        activate(made, key, by=None)
        set_real_time(made, key, live=True, by=None)
    fill_settings(account, DATABASE_ID, custrecord_landbridge_record_types="")
    yield made
    composition.close_clients()


@pytest.fixture
def restlets(connection: Connection) -> Restlets:
    """What calls the account's RESTlets."""
    return composition.restlets_for(connection)
