"""A connection to a local NetSuite account that really runs, its workflows, and the people who look at the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pytest
from django.test import Client

from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account
from landbridge.netsuite.choosing import CredentialParts
from landbridge.service import composition
from landbridge.service.connections import operations
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.workflows.activation import activate
from landbridge.service.workflows.models import Workflow


@dataclass
class Desk:
    """Somebody at the pages of one workflow's mapping."""

    connection: Connection
    key: str
    client: Client
    user: User

    @property
    def workflow(self) -> Workflow:
        """The workflow as stored."""
        return Workflow.objects.get(connection=self.connection, key=self.key)

    @property
    def address(self) -> str:
        """The mapping page."""
        return f"/mapping/{self.connection.pk}/{self.key}/"

    def revision(self) -> int:
        """The revision of the draft, as a page shown now has it."""
        draft = self.workflow.drafts.filter(user=self.user).first()
        return draft.revision if draft else 0

    def post(self, address: str, **values: object) -> Any:
        """Press a button of a page shown now, and see where it leads."""
        given = {"revision": self.revision(), **values}
        return self.client.post(f"{self.address}{address}", given, follow=True)

    def text(self, address: str = "") -> str:
        """The text of a page."""
        return self.client.get(f"{self.address}{address}").content.decode()

    def targets(self, group: str = "main") -> list[str]:
        """The fields that the stored rows of a group set, in order."""
        rows = self.workflow.mapping_rows.filter(group=group).order_by("position")
        return list(rows.values_list("target", flat=True))


@pytest.fixture(scope="package")
def netsuite() -> Iterator[RunningAccount]:
    with running_account(suiteapp=suiteapp_folder()) as running:
        yield running


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada@example.com", "Ada", Role.ADMINISTRATOR, "a long enough password")


@pytest.fixture
def connection(netsuite: RunningAccount, ada: User) -> Iterator[Connection]:
    draft = ConnectionDraft(
        name="Local",
        netsuite_account="1234567-sb1",
        spp_database_id="spp-1",
        credentials=CredentialParts(**asdict(netsuite.secrets)),
        connect_to=netsuite.connect_to,
        ca_file=str(netsuite.ca_file),
    ).checked()
    made = operations.create(draft, by=ada)
    for key in ("employees", "customers", "projects"):
        activate(made, key, by=ada)
    yield made
    composition.close_clients()


@pytest.fixture
def browser(ada: User) -> Client:
    return signed_in(ada)


def signed_in(user: User) -> Client:
    """Return a browser of a user."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


@pytest.fixture
def customers(connection: Connection, browser: Client, ada: User) -> Desk:
    return Desk(connection, "customers", browser, ada)
