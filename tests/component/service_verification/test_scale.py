"""Twenty thousand records: range by range, on indexes, in the memory of one range."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from landbridge.service.ports import KeyRange
from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.projects.models import SppRecord
from landbridge.service.runs.testing import START
from landbridge.service.verification.models import VerifiedRange
from landbridge.service.workflows.links import in_range
from landbridge.service.workflows.models import Link

from .conftest import Bench


def fill(bench: Bench, first: int, last: int) -> None:
    """Customers that are in NetSuite and, linked, in SuiteProjects Pro."""
    place = bench.stand.connection
    numbers = range(first, last + 1)
    for number in numbers:
        bench.stand.customer(str(number))
    made = SppRecord.objects.bulk_create(
        [
            SppRecord(
                account=place.spp_database_id,
                type="customer",
                name=f"Customer {number}",
                fields={
                    "name": f"Customer {number}",
                    "netsuite_customer_id__c": str(number),
                    "type": "C",
                    "active": True,
                },
                created=START,
                updated=START,
            )
            for number in numbers
        ],
        batch_size=2000,
    )
    Link.objects.bulk_create(
        [
            Link(
                connection=place,
                netsuite_type="customer",
                internal_id=str(number),
                record_id=str(number),
                spp_type="customer",
                spp_id=record.spp_id,
                source_modified=START,
                source_digest="",
            )
            for number, record in zip(numbers, made, strict=True)
        ],
        batch_size=2000,
    )
    bench.stand.clock.advance(3600)


@contextmanager
def plans() -> Iterator[list[str]]:
    """Collect how PostgreSQL answers each query inside."""
    found: list[str] = []
    with CaptureQueriesContext(database) as captured:
        yield found
    with database.cursor() as cursor:
        cursor.execute("ANALYZE")
        for query in captured.captured_queries:
            cursor.execute("EXPLAIN " + query["sql"])
            found.append("\n".join(row[0] for row in cursor.fetchall()))


@pytest.mark.requirement("verify-02")
def test_ranges_are_read_by_their_indexes(bench: Bench) -> None:
    fill(bench, 1, 3000)
    place = bench.stand.connection
    account = BuiltInAccount(place.spp_database_id)
    with plans() as found:
        held = account.holdings("customer", KeyRange(100, 150))
        linked = in_range(place.pk, "customer", "customer", KeyRange(100, 150))

    assert (len(held), len(linked)) == (51, 51)
    assert "spprecord_nsids_in_order" in found[0]
    assert "link_by_number" in found[1]


@pytest.mark.full
@pytest.mark.timeout(300)
@pytest.mark.requirement("verify-01")
def test_twenty_thousand_records_take_the_memory_and_the_queries_of_one_range_at_a_time(bench: Bench) -> None:
    peaks, queries = [], []
    for first, last in ((1, 4000), (4001, 20_000)):
        fill(bench, first, last)
        tracemalloc.start()
        with CaptureQueriesContext(database) as captured:
            ended = bench.verify(["customers"])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        ranges = VerifiedRange.objects.filter(verification=ended).count()
        queries.append(len(captured) / ranges)
        assert (ended.state, bench.found(ended)) == ("completed", {})

    assert VerifiedRange.objects.filter(verification=ended).count() == 20
    assert peaks[1] < 1.5 * peaks[0]
    assert queries[1] <= queries[0]
    assert max(queries) < 30
