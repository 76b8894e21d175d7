"""A real worker compares: from its own queue, and what another worker left in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from django.db import connection as database
from django.db import transaction

from landbridge.service.projects.models import SppRecord
from landbridge.service.verification import starting, tasks
from landbridge.service.verification.models import Verification
from tests.component.service_runs.test_worker import until, worker

from .conftest import Bench


def prepared(bench: Bench) -> Verification:
    """Something imported, something changed, a comparison asked for."""
    for number in ("1", "2", "3"):
        bench.stand.customer(number)
    bench.imported()
    record = SppRecord.objects.get(name="Customer 2")
    record.fields["phone"] = "meddled"
    record.save()
    return starting.start(bench.stand.connection, by=bench.stand.admin, now=bench.stand.clock())


@transaction.atomic
def left_in_the_middle(bench: Bench) -> Verification:
    """The worker that had taken the job is gone."""
    verification = prepared(bench)
    with database.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE queue_name = 'verification'")
    return verification


@pytest.mark.requirement("verify-01", "verify-03")
@pytest.mark.parametrize("begin", [prepared, left_in_the_middle])
async def test_worker_compares(
    committed_bench: Bench, monkeypatch: pytest.MonkeyPatch, begin: Callable[[Bench], Verification]
) -> None:
    monkeypatch.setattr(tasks, "SERVICES", committed_bench.stand.services)

    async with worker(committed_bench.stand, monkeypatch):
        verification = await asyncio.to_thread(begin, committed_bench)
        await until(lambda: Verification.objects.get().state == "completed", within_s=30)
        found = await asyncio.to_thread(committed_bench.found, verification)

    assert found == {"customers 2": "differs"}
