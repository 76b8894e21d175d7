"""What waits for a parent says what the log knows of it by now: left out, or never come across. It follows all the same when the parent comes."""

from __future__ import annotations

import pytest

from landbridge.service.ports import Reference
from landbridge.service.runs.execution import parents
from landbridge.service.runs.models import Attention, RunItem
from landbridge.service.workflows.keys import ParentKey
from tests.component.service_runs.conftest import FLAG, Stand
from tests.component.service_runs.purchases import PRODUCT_FLAG, Purchases, line, make_purchases


@pytest.fixture
def purchases(stand: Stand) -> Purchases:
    return make_purchases(stand)


@pytest.mark.requirement("import-14", "hard-01")
def test_an_item_that_its_workflow_never_came_across_is_named_with_what_was_read(
    purchases: Purchases,
) -> None:
    purchases.order("5", [line(1), line(2, "77")])

    row = purchases.item(purchases.run(), "5")

    assert (row.outcome, row.code) == ("waiting", "parent_not_read")
    assert "Item Part 77 (NetSuite id 77) has not been imported" in row.reason
    assert "Products (Purchase Items) has read all changes up to the save of this record" in row.reason
    assert Attention.objects.get(internal_id="5").parent_id == "77"

    purchases.product("77")
    assert purchases.item(purchases.run(), "5").outcome == "created"
    assert not Attention.objects.exists()


@pytest.mark.requirement("hard-01")
def test_a_parent_that_is_newer_than_what_was_read_is_waited_for_without_more_ado(
    purchases: Purchases,
) -> None:
    purchases.run()
    purchases.order("5", [line(1, "77")])
    row = purchases.item(purchases.run(keys=["purchase_orders"]), "5")
    assert (row.outcome, row.code) == ("waiting", "parent_missing")


@pytest.mark.requirement("hard-01")
def test_what_waits_is_told_anew_once_its_parent_was_not_among_what_was_read(purchases: Purchases) -> None:
    purchases.run()
    purchases.order("5", [line(1, "77")])
    purchases.run(keys=["purchase_orders"])

    told = purchases.item(purchases.run(), "5")

    assert (told.outcome, told.code) == ("waiting", "parent_not_read")
    assert not RunItem.objects.filter(run=purchases.run(), internal_id="5").exists(), "told once"


@pytest.mark.requirement("hard-01")
def test_what_waits_is_told_anew_once_its_parent_was_left_out(purchases: Purchases) -> None:
    purchases.run()
    purchases.order("5", [line(1), line(2, "41")])
    purchases.run(keys=["purchase_orders"])
    purchases.product("41", **{PRODUCT_FLAG: False})

    told = purchases.item(purchases.run(), "5")

    assert told.outcome == "created"
    assert "Item Part 41 (NetSuite id 41) is not imported: The record is not marked" in told.reason
    assert not Attention.objects.exists()


@pytest.mark.requirement("hard-01")
def test_a_required_parent_that_was_left_out_meanwhile_is_told_with_its_reason(purchases: Purchases) -> None:
    purchases.run()
    purchases.order("5", [line(1)], entity=Reference("51", "Barred"))
    purchases.run(keys=["purchase_orders"])
    purchases.stand.netsuite.save("vendor", "51", **{FLAG: False, "entityId": "Barred"})

    told = purchases.item(purchases.run(), "5")

    assert (told.outcome, told.code) == ("skipped", "parent_not_exported")
    assert not RunItem.objects.filter(run=purchases.run(), internal_id="5").exists(), "told once"
    purchases.stand.netsuite.save("vendor", "51", **{FLAG: True})
    assert purchases.item(purchases.run(), "5").outcome == "created"


@pytest.mark.requirement("hard-01")
def test_a_workflow_that_stands_still_has_not_looked_for_anything(purchases: Purchases) -> None:
    connection = purchases.stand.connection
    unknown = ParentKey("item", "77", "product")
    purchases.run(keys=["products"])
    assert parents.fates(connection.pk, [unknown])[unknown].reader == "Products (Purchase Items)"

    connection.workflows.filter(key="products").update(stopped_because="A field vanished.")

    assert parents.fates(connection.pk, [unknown]) == {}
