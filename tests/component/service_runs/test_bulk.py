"""What a large import tells: how many records to expect, and PostgreSQL that its tables have grown."""

from __future__ import annotations

from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from landbridge.service.runs.execution.growth import FIRST_AFTER, Growth
from landbridge.service.runs.models import RunItem, RunStep

from .conftest import Stand


def test_a_step_knows_how_many_records_netsuite_counted(stand: Stand) -> None:
    for number in range(7):
        stand.customer(str(100 + number))
    stand.netsuite.page_size = 3
    run = stand.run(keys=["customers"])
    assert RunStep.objects.get(run=run).expected == 7


def test_statements_of_a_batch_do_not_grow_with_its_records(stand: Stand) -> None:
    stand.run(keys=["customers"])  # looks at the fields of customers, which the runs that follow need not
    counts = []
    for start, size in ((100, 2), (200, 40)):
        for number in range(size):
            stand.customer(str(start + number))
        with CaptureQueriesContext(database) as captured:
            run = stand.run(keys=["customers"])
        assert RunItem.objects.filter(run=run, outcome="created").count() == size
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_postgresql_is_told_each_time_the_tables_have_doubled(db: None) -> None:
    growth = Growth()
    told = []
    for _ in range(8):
        with CaptureQueriesContext(database) as captured:
            growth.add(FIRST_AFTER // 2)
        told.append(len(captured))
    assert told == [0, 1, 0, 1, 0, 0, 0, 1]
