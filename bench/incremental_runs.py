"""What a run costs that finds ten changed customers: a program that ``incremental_cost`` starts, for one size of the account.

Ten customers of NetSuite are saved, then a manual run imports them in this process; so many customers stand in SuiteProjects Pro, each with its link.
CPU is that of this process and of its PostgreSQL backend. Prints one line of JSON.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.import_parts import Meter
from landbridge.service.cli.attach import Where, attach

if TYPE_CHECKING:
    from landbridge.netsuite.sync import SyncClient
    from landbridge.service.connections.models import Connection

CHANGED = 10
FIRST_FILLED = 10_000_000
"""Internal ids of the customers that stand in SuiteProjects Pro only, far above those of NetSuite."""

FILL = """
WITH filled AS (
    INSERT INTO projects_spprecord (account, type, name, fields, source_modified, created, updated)
    SELECT %(account)s, 'customer', 'Filled ' || n,
        jsonb_build_object('name', 'Filled ' || n, 'netsuite_customer_id__c', n::text, 'company', 'Filled ' || n, 'active', true),
        now() - interval '1 day', now(), now()
    FROM generate_series(%(first)s, %(last)s) AS n
    RETURNING id, fields ->> 'netsuite_customer_id__c' AS internal_id
)
INSERT INTO workflows_link
    (connection_id, netsuite_type, internal_id, record_id, spp_type, spp_id, source_modified, source_digest, linked_at)
SELECT %(connection)s, 'customer', internal_id, internal_id, 'customer', id::text, now() - interval '1 day', '', now() FROM filled
"""


def main() -> None:
    """Arguments: the installation's folder, the connection's name, how many customers to fill up to, how many runs to measure."""
    attach(Where(Path(sys.argv[1])))
    from django.db import connection as database  # noqa: PLC0415 - needs Django

    from landbridge.service.composition import close_clients  # noqa: PLC0415 - needs Django
    from landbridge.service.connections.clients import ClientPool  # noqa: PLC0415 - needs Django
    from landbridge.service.connections.models import Connection  # noqa: PLC0415 - needs Django
    from landbridge.service.projects.models import SppRecord  # noqa: PLC0415 - needs Django

    connection = Connection.objects.get(name=sys.argv[2])
    wanted, runs = int(sys.argv[3]), int(sys.argv[4])
    held = SppRecord.objects.filter(account=connection.spp_database_id).count()
    with database.cursor() as cursor:
        if held < wanted:
            fill = {"first": FIRST_FILLED + held, "last": FIRST_FILLED + wanted - 1}
            cursor.execute(FILL, {**fill, "account": connection.spp_database_id, "connection": connection.pk})
        cursor.execute("ANALYZE projects_spprecord, workflows_link, runs_runitem")
        cursor.execute("SELECT pg_backend_pid()")
        meter = Meter(int(cursor.fetchone()[0]))
    pool = ClientPool()
    try:
        client = pool.client_for(connection)
        costs = [_one(meter, connection, client, number) for number in range(runs)]
    finally:
        pool.close_all()
        close_clients()
    print(json.dumps({"records": max(held, wanted), "cpu_ms": statistics.median(costs[1:]) * 1000}))


def _one(meter: Meter, connection: Connection, client: SyncClient, number: int) -> float:
    """Save ten customers and import them; return the CPU seconds of the run."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.netsuite import RecordToWrite  # noqa: PLC0415 - beside the others
    from landbridge.service.composition import destination_for, reader_for  # noqa: PLC0415 - needs Django
    from landbridge.service.runs import queueing  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.execution.link import run_link  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.models import Run  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.services import Services  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.starts.starting import start_run  # noqa: PLC0415 - needs Django

    changed = [
        RecordToWrite("customer", {"phone": f"+1 555 {time.time_ns() % 10_000_000:07d}"}, internal_id=one)
        for one in _customers(client)
    ]
    client.soap.update_list(changed)
    services = Services(reader_for, destination_for, timezone.now)
    run = start_run(connection, queueing.MANUAL, ["customers"], by=None, now=timezone.now())
    part = f"run {number}"
    with meter.counting(part):
        while not Run.objects.filter(pk=run.pk, finished_at__isnull=False).exists():
            run_link(connection.pk, queueing.MANUAL, services)
    run.refresh_from_db()
    assert run.state == Run.State.COMPLETED, run.error
    if number:  # the first takes what was never imported
        assert run.counts["read"] == run.counts["updated"] + run.counts["seen"], run.counts
        assert run.counts["updated"] == CHANGED, run.counts
    return meter.spent[part].total


def _customers(client: SyncClient) -> list[str]:
    """Return ten customers of NetSuite that are marked for export."""
    from landbridge.netsuite import Criterion  # noqa: PLC0415 - beside the others

    flag = Criterion("custentity_oa_export_to_openair", "is", (True,))
    page = client.soap.search("customer", [flag], page_size=CHANGED)
    return sorted(record.internal_id for record in page.records)[:CHANGED]


if __name__ == "__main__":
    main()
