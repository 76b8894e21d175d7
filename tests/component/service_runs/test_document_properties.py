"""Documents, their lines, products and tasks, saved and imported in any order: twice changes nothing, the order of the unrelated neither."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.service.projects.models import AuditEntry, SppRecord
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.runs import queueing
from landbridge.service.runs.models import RunItem
from landbridge.service.workflows.models import Link
from tests.component.service_runs.conftest import make_stand
from tests.component.service_runs.purchases import PRODUCT_FLAG, Purchases, line, make_purchases

LINE = st.tuples(
    st.integers(1, 4), st.sampled_from(["40", "41", "42"]), st.booleans(), st.sampled_from([1.0, 2.5, "x"])
)
ORDER = st.tuples(st.sampled_from(["5", "6", "7"]), st.lists(LINE, max_size=4))
PRODUCT = st.tuples(st.sampled_from(["41", "42"]), st.booleans())
SAVES = st.lists(st.one_of(ORDER, PRODUCT), min_size=1, max_size=6)
SLOW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

KEYS = ["products", "purchase_orders"]

Save = tuple[str, list[tuple[int, str, bool, object]] | bool]


def save(purchases: Purchases, one: Save) -> None:
    internal_id, what = one
    if isinstance(what, bool):
        purchases.product(internal_id, **{PRODUCT_FLAG: what})
        return
    lines = {
        number: line(number, item, marked=marked, quantity=quantity)
        for number, item, marked, quantity in what
    }
    purchases.order(internal_id, [lines[number] for number in sorted(lines)])


def state() -> dict[tuple[str, str], dict[str, object]]:
    """Every record by table and key of the part, references by what they point at."""
    keys = {(link.spp_type, link.spp_id): link.internal_id for link in Link.objects.all()}
    shown: dict[tuple[str, str], dict[str, object]] = {}
    for record in SppRecord.objects.all():
        kind = SPP_TYPES[record.type]
        fields = {
            name: keys.get((kind.field(name).refers_to, str(value)), value)  # type: ignore[union-attr]  # only declared fields are asked
            if kind.field(name)
            else value
            for name, value in record.fields.items()
        }
        shown[record.type, keys[record.type, record.spp_id]] = fields
    return shown


@pytest.mark.full
@pytest.mark.timeout(400)
@pytest.mark.requirement("prove-01", "import-14")
@SLOW
@given(SAVES, st.integers(0, 2))
def test_importing_twice_changes_nothing_and_no_document_is_there_in_part(
    db: None, saves: Sequence[Save], runs: int
) -> None:
    with transaction.atomic():
        purchases = make_purchases(make_stand())
        for number, one in enumerate(saves):
            save(purchases, one)
            if number % 3 < runs:
                purchases.run(queueing.MANUAL, KEYS)
        purchases.run()
        before, audited = state(), AuditEntry.objects.count()

        run = purchases.run(queueing.FULL)

        assert (state(), AuditEntry.objects.count()) == (before, audited)
        outcomes = set(RunItem.objects.filter(run=run).values_list("outcome", flat=True))
        assert outcomes <= {"unchanged", "skipped", "failed", "waiting"}
        for table, key in before:
            if "-" in key:
                assert ("purchaseorder", key.partition("-")[0]) in before
                assert table == "purchase_item" or ("purchase_item", key) in before
        transaction.set_rollback(True)


@pytest.mark.full
@pytest.mark.timeout(400)
@pytest.mark.requirement("prove-02")
@SLOW
@given(SAVES, st.randoms(use_true_random=False), st.integers(1, 4))
def test_the_order_of_unrelated_records_does_not_matter(
    db: None, saves: Sequence[Save], random: Random, page_size: int
) -> None:
    last = dict(saves)  # one save of each record, so that no order of saves tells what it holds

    def imported(
        order: Sequence[Save], size: int, *, apart: bool
    ) -> dict[tuple[str, str], dict[str, object]]:
        with transaction.atomic():
            purchases = make_purchases(make_stand())
            purchases.stand.netsuite.page_size = size
            for one in order:
                save(purchases, one)
                if apart:
                    purchases.run(queueing.MANUAL, KEYS)
            purchases.run()
            found = state()
            transaction.set_rollback(True)
        return found

    shuffled = list(last.items())
    random.shuffle(shuffled)
    assert imported(shuffled, page_size, apart=True) == imported(list(last.items()), 1000, apart=False)
