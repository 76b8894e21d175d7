"""A worker dies at each numbered step of its links: before every single statement that it sends to the database.

Between two statements lies all the rest: NetSuite is asked, records are mapped, transactions are committed. Whatever was committed
when the worker died, whoever takes the run up must come to the end that a worker comes to whom nothing happens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection as database

from landbridge.service.connections.models import Connection
from landbridge.service.ports import Reference
from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.projects.models import AuditEntry, SppRecord, User
from landbridge.service.projects.roles import Role
from landbridge.service.runs import queueing
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.lanes import sweeping
from landbridge.service.runs.models import Attention, Run, RunItem, RunRequest
from landbridge.service.runs.services import Services
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.runs.testing import MemoryNetSuite, TurnedClock
from landbridge.service.workflows.activation import activate, set_real_time
from landbridge.service.workflows.models import Link, Workflow

from .conftest import FLAG, make_connection
from .queue import fetch, finish, register_worker, work_one

MOST_STEPS = 500


class Killed(BaseException):
    """The process is gone: nothing that it has open is committed, and nothing more is sent."""


class Reaper:
    """Lets so many statements through and then cuts the session off, as the kernel does it with a killed process's sockets."""

    def __init__(self, spared: int | None) -> None:
        self.seen = 0
        self._spared = spared

    def __call__(
        self, execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if self._spared is not None and self.seen >= self._spared:
            context["connection"].connection.close()
            raise Killed
        self.seen += 1
        return execute(sql, parameters, many, context)


@dataclass
class Place:
    """One connection with records of its own in NetSuite, and a run of one kind that was asked for."""

    connection: Connection
    netsuite: MemoryNetSuite
    clock: TurnedClock

    def services(self) -> Services:
        """What a process of its own has: nothing is open in it from before. Each batch is a link."""
        return Services(
            lambda _: self.netsuite,
            lambda place: BuiltInAccount(place.spp_database_id),
            self.clock,
            link_time=timedelta(0),
        )


def make_place(number: int, kind: str) -> Place:
    """Make a connection whose NetSuite has an employee, three customers (one comes to be changed) and two projects."""
    admin = User.objects.filter(email="admin@example.com").first() or User.objects.create_user(
        "admin@example.com", "Ada Admin", Role.ADMINISTRATOR, None
    )
    connection = make_connection(f"Place {number}", f"TSTDRV{number}")
    clock = TurnedClock()
    netsuite = MemoryNetSuite(clock, page_size=2)
    place = Place(connection, netsuite, clock)
    for key in ("employees", "customers", "projects"):
        activate(connection, key, by=admin)
        set_real_time(connection, key, live=True, by=admin)
    customer = {FLAG: True, "stage": "_customer", "isInactive": False}
    netsuite.save("customer", "1", entityId="Before", phone="1", **customer)
    start_run(connection, queueing.MANUAL, by=admin, now=clock())
    work_to_the_end(place)
    clock.advance(60)
    netsuite.save("customer", "1", phone="2")
    for internal_id in ("2", "3"):
        netsuite.save("customer", internal_id, entityId=f"Customer {internal_id}", **customer)
    netsuite.save("employee", "4", entityId="Grace", isInactive=False, **{FLAG: True})
    for internal_id, parent in (("5", "2"), ("6", "3")):
        values = {FLAG: True, "companyName": f"Project {internal_id}", "isInactive": False}
        netsuite.save("job", internal_id, parent=Reference(parent, f"Customer {parent}"), **values)
    if kind == queueing.REAL_TIME:
        for netsuite_type, internal_id in (("job", "5"), ("customer", "1"), ("customer", "2")):
            RunRequest.objects.create(
                connection=connection,
                netsuite_type=netsuite_type,
                internal_id=internal_id,
                requested_at=clock(),
            )
        defer(connection.pk, kind)
    else:
        start_run(connection, kind, by=admin, now=clock())
    return place


def work_to_the_end(place: Place) -> None:
    """Do every job that waits, as a worker whom nothing happens."""
    worker, services = register_worker(), place.services()
    while work_one(place.connection.pk, services, worker):
        pass


def work_until_killed(place: Place, spared: int | None) -> int:
    """Do every job until the reaper comes; return how many statements the links sent."""
    worker, services, reaper = register_worker(timedelta(minutes=1)), place.services(), Reaper(spared)
    while (job := fetch(worker)) is not None:
        with database.execute_wrapper(reaper):
            try:
                run_link(place.connection.pk, job[1], services)
            except Killed:
                break
        finish(job[0])
    database.close()
    return reaper.seen


def outcome(place: Place) -> dict[str, Any]:
    """What can be seen from outside once all is done, without numbers that differ by chance."""
    connection = place.connection
    records = list(SppRecord.objects.filter(account=connection.spp_database_id))
    names = {record.spp_id: record.name for record in records}

    def named(field: str, value: Any) -> Any:
        return names[value] if field == "customerid" and value else value

    audit = AuditEntry.objects.filter(record__in=records)
    items = RunItem.objects.filter(run__connection=connection).select_related("workflow").order_by("pk")
    return {
        "records": sorted(
            (
                record.type,
                record.name,
                sorted((name, named(name, value)) for name, value in record.fields.items()),
            )
            for record in records
        ),
        "links": sorted(
            (link.netsuite_type, link.internal_id, names[link.spp_id], link.source_modified)
            for link in Link.objects.filter(connection=connection)
        ),
        "changes": Counter(
            (names[str(row.record_id)], row.field, named(row.field, row.before), named(row.field, row.after))
            for row in audit
        ),
        # What a notice asked for is read again by whoever takes the run up, and is then "unchanged" (design, rule 1).
        "log": Counter(
            (item.workflow.key, item.internal_id, item.outcome)
            for item in items
            if item.outcome != "unchanged"
        ),
        "runs": Counter(Run.objects.filter(connection=connection).values_list("kind", "state")),
        "marks": sorted(
            Workflow.objects.filter(connection=connection).values_list("key", "bookmark", "swept")
        ),
        "open requests": RunRequest.objects.filter(connection=connection, run=None).count(),
        "attention": Attention.objects.filter(workflow__connection=connection).count(),
    }


def jobs_left() -> int:
    with database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
        return int(cursor.fetchone()[0])


def kill_at_each(kind: str, steps_of: Callable[[int], range]) -> None:
    """Compare what comes of a run whose worker dies at each of the steps chosen with what comes of one that lives."""
    numbers = count(1)
    unharmed = make_place(next(numbers), kind)
    steps = work_until_killed(unharmed, None)
    wanted = outcome(unharmed)
    assert 30 < steps < MOST_STEPS
    assert len(wanted["records"]) == (
        5 if kind == queueing.REAL_TIME else 6
    )  # no notice came for the employee
    assert jobs_left() == 0
    for spared in steps_of(steps):
        place = make_place(next(numbers), kind)
        work_until_killed(place, spared)
        sweeping.sweep_stalled()
        sweeping.sweep_orphans(place.clock())
        sweeping.queue_open_requests(place.clock())
        work_to_the_end(place)
        found = outcome(place)
        assert (spared, {what: value for what, value in found.items() if value != wanted[what]}) == (
            spared,
            {},
        )
        assert jobs_left() == 0


KINDS = [queueing.MANUAL, queueing.REAL_TIME, queueing.FULL]


@pytest.mark.full
@pytest.mark.requirement("recovery-01")
@pytest.mark.parametrize("kind", KINDS)
def test_a_worker_killed_in_the_middle_loses_nothing_and_does_nothing_twice(
    db_committed: str, kind: str
) -> None:
    first = KINDS.index(kind) * 5  # each kind dies at other steps
    kill_at_each(kind, lambda steps: range(first, steps + 1, 15))


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.requirement("recovery-01")
@pytest.mark.parametrize("kind", KINDS)
def test_a_worker_killed_before_any_statement_loses_nothing_and_does_nothing_twice(
    db_committed: str, kind: str
) -> None:
    kill_at_each(kind, lambda steps: range(steps + 1))
