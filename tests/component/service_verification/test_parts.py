"""Comparisons of records that fall into parts, and of types without an instant."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from landbridge.service.projects.models import SppRecord
from landbridge.service.verification.models import Verification
from landbridge.service.verification.tallies import to_look_at
from landbridge.service.workflows.activation import activate
from landbridge.service.workflows.models import Link
from tests.component.service_runs.conftest import make_stand
from tests.component.service_runs.purchases import PRODUCT_FLAG, Purchases, line, make_purchases
from tests.component.service_verification.conftest import Bench


@dataclass
class Compared:
    """Orders on both sides, and what compares them."""

    purchases: Purchases
    bench: Bench

    def found(self, *keys: str) -> dict[str, str]:
        """Compare, and return the kind of each finding by the part that it names."""
        verification = self.verify(*keys)
        return {row.part or row.internal_id: row.kind for row in to_look_at(verification)}

    def verify(self, *keys: str) -> Verification:
        self.bench.stand.clock.advance(3600)
        return self.bench.verify(keys or ("purchase_orders",))


@pytest.fixture
def orders(db: None) -> Compared:
    stand = make_stand()
    purchases = make_purchases(stand)
    purchases.product("41", **{PRODUCT_FLAG: False})
    purchases.order("5", [line(1, rate=10.12345678), line(2), line(3, marked=False), line(4, "41")])
    purchases.order("6", [line(1)])
    purchases.order("7", [line(1)], custbody_oa_export_to_openair=False)
    purchases.run()
    return Compared(purchases, Bench(stand))


@pytest.mark.requirement("verify-01")
def test_documents_that_arrived_whole_are_equal_part_by_part(orders: Compared) -> None:
    verification = orders.verify()

    assert list(to_look_at(verification)) == []
    compared = verification.ranges.get()
    assert compared.netsuite_hash == compared.destination_hash
    assert (compared.netsuite - compared.left_out, compared.destination) == (14, 14)
    assert compared.left_out == 1


@pytest.mark.requirement("verify-01")
def test_a_part_that_somebody_changed_or_removed_is_named(orders: Compared) -> None:
    item = orders.purchases.held("purchase_item")["5-2"]
    item.fields["quantity"] = 3
    item.save()
    gone = orders.purchases.held("fulfillment")["5-1"]
    Link.objects.filter(spp_type="fulfillment", spp_id=str(gone.pk)).delete()
    gone.delete()

    verification = orders.verify()

    found = {row.part: row for row in to_look_at(verification)}
    assert {part: row.kind for part, row in found.items()} == {
        "purchase_item 5-2": "differs",
        "fulfillment 5-1": "missing",
    }
    assert found["purchase_item 5-2"].fields == [{"field": "quantity", "expected": 2, "found": 3}]
    assert {row.internal_id for row in found.values()} == {"5"}


@pytest.mark.requirement("verify-01", "import-14")
def test_a_withdrawn_part_is_equal_until_somebody_revives_it(orders: Compared) -> None:
    orders.purchases.order("5", [line(1), line(2, marked=False)])
    orders.purchases.run()
    assert orders.found() == {}

    item = orders.purchases.held("purchase_item")["5-2"]
    item.fields["quantity"] = 9
    item.save()

    assert orders.found() == {"purchase_item 5-2": "differs"}


@pytest.mark.requirement("verify-01")
def test_a_document_that_netsuite_deleted_is_surplus_with_all_its_parts(orders: Compared) -> None:
    orders.purchases.stand.netsuite.delete("purchaseOrder", "6")

    found = orders.found()

    assert set(found.values()) == {"surplus"}
    assert sorted(found) == [
        "6",
        "fulfillment 6-1",
        "purchase_item 6-1",
        "purchaserequest 6-1",
        "request_item 6-1",
    ]


@pytest.mark.requirement("verify-01")
def test_a_document_that_cannot_be_imported_is_one_finding(orders: Compared) -> None:
    orders.purchases.order("5", [line(1, quantity="many")])

    verification = orders.verify()

    (row,) = to_look_at(verification)
    assert (row.internal_id, row.part, row.kind) == ("5", "", "differs")
    assert "quantity" in row.reason


@pytest.mark.requirement("verify-01")
def test_an_item_that_is_a_service_and_a_product_is_compared_as_each(orders: Compared) -> None:
    stand = orders.purchases.stand
    activate(stand.connection, "services", by=stand.admin)
    orders.purchases.product(
        "40", custitem_oa_export_to_openair=True, subtype="Resale", recordType="serviceResaleItem"
    )
    orders.purchases.run()
    assert SppRecord.objects.filter(type="category").exists()

    assert orders.found("services", "products", "purchase_orders") == {}


@pytest.mark.requirement("verify-01")
def test_records_without_an_instant_are_compared_by_what_they_hold(orders: Compared) -> None:
    stand = orders.purchases.stand
    stand.netsuite.undated.add("expenseCategory")
    activate(stand.connection, "expense_items", by=stand.admin)
    stand.netsuite.save("expenseCategory", "1", name="Travel")
    orders.purchases.run()
    assert orders.found("expense_items") == {}

    record = SppRecord.objects.get(type="item")
    record.fields["name"] = "Trips"
    record.save()
    assert orders.found("expense_items") == {"1": "differs"}
