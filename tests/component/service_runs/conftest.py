"""A connection with its workflows, a NetSuite in memory, the built-in SuiteProjects Pro account, and links run by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from landbridge.service.connections.models import Connection
from landbridge.service.ports import Reference
from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.projects.models import SppRecord, User
from landbridge.service.projects.roles import Role
from landbridge.service.runs import queueing
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.models import Run, RunItem, RunRequest
from landbridge.service.runs.services import Services
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.runs.testing import MemoryNetSuite, TurnedClock
from landbridge.service.workflows.activation import activate, set_options, set_real_time

FLAG = "custentity_oa_export_to_openair"


@dataclass
class Stand:
    """What a test acts on."""

    connection: Connection
    admin: User
    netsuite: MemoryNetSuite
    clock: TurnedClock
    services: Services

    def employee(self, internal_id: str, name: str = "", **values: object) -> None:
        given = {FLAG: True, "entityId": name or f"Employee {internal_id}", "isInactive": False}
        self.netsuite.save("employee", internal_id, **{**given, **values})

    def customer(self, internal_id: str, name: str = "", **values: object) -> None:
        given = {
            FLAG: True,
            "entityId": name or f"Customer {internal_id}",
            "stage": "_customer",
            "isInactive": False,
        }
        self.netsuite.save("customer", internal_id, **{**given, **values})

    def project(self, internal_id: str, customer: str, name: str = "", **values: object) -> None:
        given = {
            FLAG: True,
            "companyName": name or f"Project {internal_id}",
            "parent": Reference(customer, f"Customer {customer}"),
            "isInactive": False,
        }
        self.netsuite.save("job", internal_id, **{**given, **values})

    def run(self, kind: str = queueing.MANUAL, keys: list[str] | None = None, by: User | None = None) -> Run:
        """Ask for a run, the administrator unless said, and do its links until it ends."""
        run = start_run(self.connection, kind, keys, by=by or self.admin, now=self.clock())
        for _ in range(50):
            run_link(self.connection.pk, kind, self.services)
            run.refresh_from_db()
            if run.finished_at or run.next_link_at:
                break
        return run

    def notice(self, netsuite_type: str, internal_id: str) -> None:
        RunRequest.objects.create(
            connection=self.connection,
            netsuite_type=netsuite_type,
            internal_id=internal_id,
            reason="notice",
            requested_at=self.clock(),
        )

    def real_time(self) -> Run:
        run_link(self.connection.pk, queueing.REAL_TIME, self.services)
        return Run.objects.filter(kind=queueing.REAL_TIME).latest("pk")

    def outcomes(self, run: Run) -> dict[str, str]:
        return {
            f"{item.workflow.key} {item.internal_id}": item.outcome
            for item in RunItem.objects.filter(run=run).select_related("workflow")
        }

    def item(self, run: Run, internal_id: str) -> RunItem:
        return RunItem.objects.get(run=run, internal_id=internal_id)

    def set_options(self, key: str, **values: bool) -> None:
        """Set options of a live workflow: it is not live meanwhile."""
        set_real_time(self.connection, key, live=False, by=self.admin)
        set_options(self.connection, key, values, by=self.admin)
        set_real_time(self.connection, key, live=True, by=self.admin)

    def spp(self, table: str) -> dict[str, SppRecord]:
        return {record.name: record for record in SppRecord.objects.filter(type=table)}


def make_connection(name: str = "Demo", account: str = "TSTDRV1") -> Connection:
    return Connection.objects.create(
        name=name,
        netsuite_account=account,
        spp_database_id=f"spp-{account}",
        credentials=b"",
        credentials_key="",
    )


def make_stand() -> Stand:
    admin = User.objects.create_user("admin@example.com", "Ada Admin", Role.ADMINISTRATOR, None)
    connection = make_connection()
    clock = TurnedClock()
    netsuite = MemoryNetSuite(clock)
    services = Services(
        lambda _: netsuite, lambda place: BuiltInAccount(place.spp_database_id), clock, timedelta(seconds=30)
    )
    for key in ("employees", "customers", "projects"):
        activate(connection, key, by=admin)
        set_real_time(connection, key, live=True, by=admin)
    return Stand(connection, admin, netsuite, clock, services)


@pytest.fixture
def stand(db: None) -> Stand:
    return make_stand()


@pytest.fixture
def committed_stand(db_committed: str) -> Stand:
    return make_stand()
