"""A local NetSuite account that really runs, and what its records became in SuiteProjects Pro."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from landbridge.local.testing import RunningAccount
from landbridge.netsuite.choosing import CredentialParts
from landbridge.netsuite.protocols import Protocol
from landbridge.service import composition
from landbridge.service.connections import operations
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.ports import Reader
from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.projects.models import SppRecord, User
from landbridge.service.projects.roles import Role
from landbridge.service.runs import queueing
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.models import Run, RunItem, RunRequest
from landbridge.service.runs.services import Services
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.workflows import administration
from landbridge.service.workflows.activation import activate, deactivate, set_real_time
from landbridge.service.workflows.catalogue import CATALOGUE

SPP = "spp-1"


@dataclass
class Arrivals:
    """What a test acts on."""

    connection: Connection
    admin: User
    reader: Reader
    services: Services

    def activate_all(self, *, but: str) -> None:
        """Make every workflow active except one."""
        administration.allow(
            self.connection, [key for key, one in CATALOGUE.items() if not one.standard], by=self.admin
        )
        for key in CATALOGUE:
            if key != but:
                activate(self.connection, key, by=self.admin)

    def change_over(self, off: str, on: str) -> None:
        """Deactivate one workflow and activate another."""
        deactivate(self.connection, off, by=self.admin)
        activate(self.connection, on, by=self.admin)

    def run(self, *keys: str, kind: str = queueing.MANUAL) -> Run:
        """Import, by hand and everything unless said."""
        run = start_run(self.connection, kind, list(keys) or None, by=self.admin, now=self.reader.now())
        return self._to_end(run)

    def real_time(self, saved: Mapping[str, str]) -> Run:
        """Import as when notices of saves have come: internal ids by the workflow."""
        for key, internal_id in saved.items():
            set_real_time(self.connection, key, live=True, by=self.admin)
            RunRequest.objects.create(
                connection=self.connection,
                netsuite_type=CATALOGUE[key].netsuite_type,
                internal_id=internal_id,
                reason="notice",
                requested_at=self.reader.now(),
            )
        run_link(self.connection.pk, queueing.REAL_TIME, self.services)
        run = self._to_end(Run.objects.get(kind=queueing.REAL_TIME))
        for key in saved:
            set_real_time(self.connection, key, live=False, by=self.admin)
        return run

    def _to_end(self, run: Run) -> Run:
        for _ in range(100):
            if run.finished_at or run.next_link_at:
                break
            run_link(self.connection.pk, run.kind, self.services)
            run.refresh_from_db()
        return run

    def item(self, run: Run, key: str, internal_id: str) -> tuple[str, str, str]:
        """Outcome, code and reason of a record."""
        row = RunItem.objects.get(run=run, workflow__key=key, internal_id=internal_id)
        return row.outcome, row.code, row.reason

    def of(self, table: str, netsuite_id: str, field: str = "") -> dict[str, Any]:
        """The record that a NetSuite record or line became, with its internal id as ``id``."""
        name = field or f"netsuite_{table}_id__c"
        record = SppRecord.objects.get(account=SPP, type=table, fields__contains={name: netsuite_id})
        return {**record.fields, "id": str(record.pk)}


@contextmanager
def arrivals(netsuite: RunningAccount, protocol: Protocol) -> Iterator[Arrivals]:
    """Connect to the account."""
    admin = User.objects.create_user("ada@example.com", "Ada", Role.ADMINISTRATOR, None)
    draft = ConnectionDraft(
        name="Local",
        netsuite_account="1234567-sb1",
        spp_database_id=SPP,
        credentials=CredentialParts(**asdict(netsuite.secrets)),
        connect_to=netsuite.connect_to,
        ca_file=str(netsuite.ca_file),
        protocol=protocol,
    ).checked()
    connection = operations.create(draft, by=admin)
    reader = composition.reader_for(connection)
    services = Services(
        lambda _: reader,
        lambda place: BuiltInAccount(place.spp_database_id),
        reader.now,
        timedelta(seconds=60),
    )
    try:
        yield Arrivals(connection, admin, reader, services)
    finally:
        composition.close_clients()
