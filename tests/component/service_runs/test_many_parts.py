"""Documents with very many lines, and batches of very many documents: a handful of statements, and a log that stays readable."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from landbridge.service.projects.models import SppRecord
from landbridge.service.runs.execution.outcomes import LISTED_CHANGES
from landbridge.service.workflows.models import Link
from tests.component.service_runs.conftest import Stand
from tests.component.service_runs.purchases import TABLES, Purchases, line, make_purchases


@pytest.fixture
def purchases(stand: Stand) -> Purchases:
    return make_purchases(stand)


def _statements(purchases: Purchases, first: int, count: int) -> int:
    """Import so many new orders of three lines, then their changes, and return the statements that it took."""
    for number in range(first, first + count):
        purchases.order(str(number), [line(1), line(2), line(3)])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        purchases.run()
        for number in range(first, first + count):
            purchases.order(str(number), [line(1, quantity=5.0), line(2)])
        purchases.run()
    return len(queries)


@pytest.mark.requirement("rate-03")
def test_a_batch_takes_as_many_statements_for_forty_documents_as_for_two(purchases: Purchases) -> None:
    purchases.order("99", [line(1)])
    purchases.run()

    few, many = _statements(purchases, 100, 2), _statements(purchases, 1000, 40)

    assert many == few
    assert SppRecord.objects.filter(type="purchase_item", fields__quantity=0).count() == 42


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.requirement("hard-03")
def test_ten_thousand_lines_on_one_transaction_arrive_whole(purchases: Purchases) -> None:
    purchases.order("5", [line(number) for number in range(1, 10_001)])
    purchases.order("6", [line(1)])

    statements: list[int] = []

    def counted(execute: Callable[..., object], *given: object) -> object:
        statements.append(1)
        return execute(*given)

    with connection.execute_wrapper(counted):
        run = purchases.run()

    assert len(statements) < 1000
    row = purchases.item(run, "5")
    assert row.outcome == "created"
    assert purchases.item(run, "6").outcome == "created"
    assert len(row.changes) == LISTED_CHANGES
    assert row.changes_left_out > 39_000
    for table in TABLES[1:]:
        assert SppRecord.objects.filter(type=table).count() == 10_001
    assert Link.objects.filter(record_id="5").count() == 40_001

    purchases.order("5", [line(number) for number in range(1, 10_000)])
    assert purchases.item(purchases.run(), "5").outcome == "updated"
    assert SppRecord.objects.filter(type="fulfillment", fields__quantity=0).count() == 1
