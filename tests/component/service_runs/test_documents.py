"""Records that fall into parts: whole or not at all, lines that come, change and go, and what the log says of it."""

from __future__ import annotations

import pytest

from landbridge.service.ports import Reference
from landbridge.service.projects.models import AuditEntry
from landbridge.service.runs.models import Attention, OpenReference, RunItem
from landbridge.service.workflows.activation import activate
from landbridge.service.workflows.models import Link
from tests.component.service_runs.conftest import Stand
from tests.component.service_runs.purchases import PRODUCT_FLAG, TABLES, Purchases, line, make_purchases


@pytest.fixture
def purchases(stand: Stand) -> Purchases:
    return make_purchases(stand)


@pytest.mark.requirement("import-14")
def test_a_document_becomes_its_parts_each_with_its_link(purchases: Purchases) -> None:
    purchases.order("5", [line(1), line(2, marked=False), line(3, quantity=4.0)])

    run = purchases.run()

    assert purchases.item(run, "5").outcome == "created"
    assert {table: sorted(purchases.held(table)) for table in TABLES} == {
        "purchaseorder": ["5"],
        **{table: ["5-1", "5-3"] for table in TABLES[1:]},
    }
    order, item = purchases.held("purchaseorder")["5"], purchases.held("purchase_item")["5-3"]
    assert item.fields["purchaseorderid"] == str(order.pk)
    assert item.fields["quantity"] == 4
    fulfillment = purchases.held("fulfillment")["5-3"]
    assert fulfillment.fields["purchase_item_id"] == str(item.pk)
    links = Link.objects.filter(netsuite_type="purchaseOrder")
    assert set(links.values_list("record_id", flat=True)) == {"5"}
    assert links.count() == 9


@pytest.mark.requirement("import-14")
def test_a_refused_line_leaves_nothing_of_its_document_and_the_others_arrive(purchases: Purchases) -> None:
    purchases.order("5", [line(1), line(2, quantity="many")])
    purchases.order("6", [line(1)])

    run = purchases.run()

    failed = purchases.item(run, "5")
    assert (failed.outcome, failed.code, failed.field) == ("failed", "unmappable", "quantity")
    assert failed.reason.startswith("Purchase item 5-2: ")
    assert purchases.item(run, "6").outcome == "created"
    assert {table: sorted(purchases.held(table)) for table in TABLES} == {
        "purchaseorder": ["6"],
        **{table: ["6-1"] for table in TABLES[1:]},
    }
    assert not Link.objects.filter(record_id="5").exists()
    assert not AuditEntry.objects.filter(after="5").exists()
    purchases.order("5", [line(1), line(2, quantity=7.0)])
    assert purchases.item(purchases.run(), "5").outcome == "created"
    assert not Attention.objects.exists()


@pytest.mark.requirement("import-14")
def test_a_refused_line_undoes_the_changes_of_its_document(purchases: Purchases) -> None:
    purchases.order("5", [line(1)], memo="First")
    purchases.run()
    purchases.order("5", [line(1, quantity="many")], memo="Second")

    assert purchases.item(purchases.run(), "5").outcome == "failed"

    assert purchases.held("purchaseorder")["5"].fields["notes"] == "First"


@pytest.mark.requirement("import-14")
def test_a_line_that_went_is_withdrawn_once_and_comes_back(purchases: Purchases) -> None:
    purchases.order("5", [line(1), line(2)])
    purchases.run()
    before = purchases.held("purchase_item")["5-2"].pk

    purchases.order("5", [line(1)])
    gone = purchases.item(purchases.run(), "5")

    assert gone.outcome == "updated"
    assert {"field": "purchase_item 5-2: quantity", "before": 2, "after": 0} in gone.changes
    withdrawn = purchases.held("purchase_item")["5-2"]
    assert (withdrawn.pk, withdrawn.fields["quantity"], withdrawn.fields["total"]) == (before, 0, 0)
    assert purchases.held("purchase_item")["5-1"].fields["quantity"] == 2
    assert purchases.item(purchases.run("full"), "5").outcome == "unchanged"

    purchases.order("5", [line(1), line(2, marked=False)])
    assert purchases.item(purchases.run(), "5").outcome == "unchanged"
    purchases.order("5", [line(1), line(2)])
    back = purchases.item(purchases.run(), "5")
    assert {"field": "purchase_item 5-2: quantity", "before": 0, "after": 2} in back.changes
    assert purchases.held("purchase_item")["5-2"].pk == before


@pytest.mark.requirement("import-14")
def test_a_document_that_lost_its_mark_is_skipped_and_nothing_is_withdrawn(purchases: Purchases) -> None:
    purchases.order("5", [line(1)])
    purchases.run()
    purchases.order("5", [line(1)], custbody_oa_export_to_openair=False)

    assert purchases.item(purchases.run(), "5").outcome == "skipped"

    assert purchases.held("purchase_item")["5-1"].fields["quantity"] == 2


@pytest.mark.requirement("import-14")
def test_a_new_line_is_named_and_a_changed_one_by_its_field(purchases: Purchases) -> None:
    purchases.order("5", [line(1)])
    purchases.run()
    purchases.order("5", [line(1, rate=12.5), line(2)])

    row = purchases.item(purchases.run(), "5")

    changes = {change["field"]: (change["before"], change["after"]) for change in row.changes}
    assert row.outcome == "updated"
    assert changes["purchase_item 5-1: cost"] == (10, 12.5)
    assert changes["purchase_item 5-2"] == (None, str(purchases.held("purchase_item")["5-2"].pk))


@pytest.mark.requirement("import-14", "hard-01")
def test_a_line_whose_product_is_not_exported_is_left_out_until_it_is(purchases: Purchases) -> None:
    purchases.product("41", **{PRODUCT_FLAG: False})
    purchases.order("5", [line(1), line(2, "41")])

    row = purchases.item(purchases.run(), "5")

    assert row.outcome == "created"
    assert "Purchase item 5-2: Item Part 41 (NetSuite id 41) is not imported" in row.reason
    assert sorted(purchases.held("purchase_item")) == ["5-1"]

    purchases.product("41")
    run = purchases.run()

    assert purchases.item(run, "5").outcome == "updated"
    assert sorted(purchases.held("fulfillment")) == ["5-1", "5-2"]
    assert not OpenReference.objects.exists()


@pytest.mark.requirement("import-14")
def test_a_document_waits_for_a_product_and_not_for_the_service_of_the_same_item(
    purchases: Purchases,
) -> None:
    activate(purchases.stand.connection, "services", by=purchases.stand.admin)
    purchases.order("5", [line(1, "42")])
    purchases.stand.netsuite.save(
        "item", "42", custitem_oa_export_to_openair=True, itemId="Both", subtype="Resale", recordType="x"
    )
    first = purchases.run()
    assert purchases.item(first, "42", "services").outcome == "created"
    assert purchases.item(first, "5").outcome == "created"
    assert purchases.held("purchase_item") == {}

    purchases.product("42", itemId="Both", subtype="Resale")
    purchases.run()

    item = purchases.held("purchase_item")["5-1"]
    assert item.fields["productid"] == str(purchases.held("product")["42"].pk)


@pytest.mark.requirement("hard-01")
def test_a_document_of_an_unknown_vendor_waits_whole(purchases: Purchases) -> None:
    purchases.order("5", [line(1)], entity=Reference("51", "Nobody yet"))
    row = purchases.item(purchases.run(), "5")
    assert (row.outcome, row.code) == ("waiting", "parent_not_read")
    assert purchases.held("purchase_item") == {}

    purchases.stand.netsuite.save("vendor", "51", custentity_oa_export_to_openair=True, entityId="Nobody yet")
    run = purchases.run()

    assert RunItem.objects.filter(run=run, internal_id="5", outcome="created").exists()
