"""A publisher's account and two customers', all running: one has the record by auto-installation, the other by a bundle."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.utils import timezone

from landbridge.local.access.integration import Arrival, Box, Integration
from landbridge.local.access.locks import FAILURES_TO_LOCK
from landbridge.local.access.model import Context, Session
from landbridge.local.bundles.saved import Availability
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_accounts
from landbridge.netsuite import AccountId, Client, ClientOptions, UserCredentials
from landbridge.netsuite.choosing import CredentialParts
from landbridge.netsuite.installation import install_integration
from landbridge.netsuite.protocols import Protocol
from landbridge.service import composition
from landbridge.service.connections import operations, publishing
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisher import PublisherRecord
from landbridge.service.projects.models import SppRecord, User
from landbridge.service.projects.roles import Role
from landbridge.service.runs import queueing
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.models import RunRequest
from landbridge.service.workflows.activation import activate, set_real_time

FLAG = "custentity_oa_export_to_openair"
ADMIN, INTEGRATION = "admin@demo.example", "integration@demo.example"
PASSWORD = "landbridge"
NAME = "Landbridge of the publisher"
BOXES = (Box.TOKENS, Box.USER_CREDENTIALS)


@dataclass
class Publisher:
    """The account that owns the record."""

    running: RunningAccount
    made: Integration

    @property
    def record(self) -> PublisherRecord:
        """What NetSuite shows of it."""
        now = self.running.account.access.applications.integration(self.made.id)
        assert now is not None
        return PublisherRecord(
            now.consumer_key, now.definition.consumer_secret, now.application_id, name=NAME
        )

    def reset_credentials(self) -> PublisherRecord:
        self.running.account.access.applications.reset_credentials(self.made.id)
        return self.record


@dataclass
class Customer:
    """An account that has the record, and a token for it."""

    running: RunningAccount
    arrival: Arrival
    protocol: Protocol

    def token(self) -> CredentialParts:
        """Make an access token for the record, as an administrator does who has nothing else to do."""
        access = self.running.account.access
        user = access.user_by_email(INTEGRATION)
        (record,) = (one for one in access.applications.integrations() if one.name == NAME)
        assert user is not None
        assert record.arrival is self.arrival
        made = access.token_records.create(NAME, record.id, user.id, user.role_ids[0], numbered=True)
        return CredentialParts(token_id=made.token_id, token_secret=made.token_secret)

    def draft(self) -> ConnectionDraft:
        """What is entered of the connection: account, token id and token secret, and how a local account is reached."""
        return ConnectionDraft(
            name=self.running.account_id,
            netsuite_account=self.running.account_id,
            spp_database_id=f"spp-{self.running.account_id}",
            credentials=self.token(),
            protocol=self.protocol,
            use_publisher_record=True,
            connect_to=self.running.connect_to,
            ca_file=str(self.running.ca_file),
        ).checked()

    def save(self, name: str) -> str:
        """Save a customer in NetSuite, marked for export; its internal id."""
        account = self.running.account
        user = account.access.user_by_email(ADMIN)
        assert user is not None
        session = Session(user.id, user.role_ids[0], Context.CSVIMPORT)
        values = {FLAG: True, "companyName": name, "isPerson": False}
        return str(account.records.save(session, "customer", values).record.id)

    @property
    def refusals(self) -> list[str]:
        """The details of refused sign-ins since the last success, the newest first."""
        details: list[str] = []
        for row in self.running.account.access.audit():
            if row.status == "Success":
                break
            details.append(row.detail)
        return details

    @property
    def is_near_the_lock(self) -> bool:
        return len(self.refusals) >= FAILURES_TO_LOCK


@dataclass
class Scene:
    """The three accounts, and a connection to each customer's that uses the publisher's record."""

    publisher: Publisher
    customers: tuple[Customer, Customer]
    connections: dict[str, Connection]
    admin: User
    database_url: str

    def save(self, customer: Customer, name: str) -> str:
        """Save a record in NetSuite, of which the intake gets a notice."""
        internal_id = customer.save(name)
        connection = self.connections[customer.running.account_id]
        RunRequest.objects.create(
            connection=connection,
            netsuite_type="customer",
            internal_id=internal_id,
            reason="notice",
            requested_at=timezone.now(),
        )
        defer(connection.pk, queueing.REAL_TIME)
        return internal_id

    def save_everywhere(self, name: str) -> None:
        for customer in self.customers:
            self.save(customer, name)

    def arrived(self, name: str) -> int:
        """How many accounts of SuiteProjects Pro have the customer."""
        return SppRecord.objects.filter(type="customer", fields__contains={"company": name}).count()

    def connection(self, customer: Customer) -> Connection:
        return Connection.objects.get(pk=self.connections[customer.running.account_id].pk)

    @contextmanager
    def worker(self) -> Iterator[None]:
        """A worker process, for as long as the block."""
        process = subprocess.Popen(
            [sys.executable, "-m", "landbridge.service.runs.worker"],
            env={**os.environ, "DATABASE_URL": self.database_url},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="module")
def accounts() -> Iterator[tuple[Publisher, Customer, Customer]]:
    settings = [AccountSettings(account_id=one) for one in ("1111111", "2222222", "3333333")]
    with running_accounts(*settings, suiteapp=suiteapp_folder()) as (owner, first, second):
        made = owner.account.access.applications.create_integration(NAME, boxes=BOXES)
        asyncio.run(install_by_request(first, made.application_id))
        install_by_bundle(owner, second, made)
        yield (
            Publisher(owner, made),
            Customer(first, Arrival.AUTO_INSTALLED, Protocol.SOAP),
            Customer(second, Arrival.BUNDLE, Protocol.REST),
        )


async def install_by_request(running: RunningAccount, application_id: str) -> None:
    """Send what `landbridge integration install` sends."""
    credentials = UserCredentials(ADMIN, PASSWORD, application_id)
    options = ClientOptions(connect_to=running.connect_to, ca_file=str(running.ca_file))
    async with Client(AccountId.parse(running.account_id), credentials, "2020_1", options) as client:
        assert (await install_integration(client)).is_enabled


def install_by_bundle(owner: RunningAccount, running: RunningAccount, made: Integration) -> None:
    """Make a bundle with the record, share it, and install it."""
    assert owner.account.bundles is not None
    assert running.account.bundles is not None
    saved = owner.account.bundles.saved
    bundle = saved.create("Landbridge bundle", "1.0", "", [made.id])
    saved.set_availability(bundle.id, Availability.PUBLIC)
    running.account.bundles.install(bundle.id)


@pytest.fixture
def scene(accounts: tuple[Publisher, Customer, Customer], db_committed: str) -> Iterator[Scene]:
    publisher, *customers = accounts
    admin = User.objects.create_user("admin@example.com", "Ada Admin", Role.ADMINISTRATOR, None)
    publishing.set_record(publisher.record, by=admin)
    connections = {}
    for customer in customers:
        connection = operations.create(customer.draft(), by=admin)
        activate(connection, "customers", by=admin)
        set_real_time(connection, "customers", live=True, by=admin)
        connections[customer.running.account_id] = connection
    yield Scene(publisher, (customers[0], customers[1]), connections, admin, db_committed)
    composition.close_clients()
