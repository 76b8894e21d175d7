"""A stand whose connection imports purchase orders too, with a vendor, a project and products to refer to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from landbridge.service.ports import Line, Reference
from landbridge.service.projects.models import SppRecord
from landbridge.service.runs import queueing
from landbridge.service.runs.models import Run, RunItem
from landbridge.service.workflows import administration
from landbridge.service.workflows.activation import activate, set_real_time
from landbridge.service.workflows.catalogue import CATALOGUE
from tests.component.service_runs.conftest import FLAG, Stand

BODY, COLUMN = "custbody_oa_export_to_openair", "custcol_oa_export_to_openair"
PRODUCT_FLAG = "custitem_oa_export_to_openair_product"
PROJECT, VENDOR = Reference("30", "Website"), Reference("50", "Acme Supplies")
TABLES = ("purchaseorder", "purchase_item", "purchaserequest", "request_item", "fulfillment")


@dataclass
class Purchases:
    """What a test acts on."""

    stand: Stand

    def product(self, internal_id: str, **values: object) -> None:
        """Save an item that is bought."""
        given = {PRODUCT_FLAG: True, "itemId": f"Part {internal_id}", "subtype": "Purchase"}
        self.stand.netsuite.save("item", internal_id, **{**given, **values})

    def order(self, internal_id: str, lines: Iterable[Line], **values: object) -> None:
        """Save a marked purchase order."""
        given = {BODY: True, "tranId": f"PO{internal_id}", "entity": VENDOR}
        self.stand.netsuite.save(
            "purchaseOrder", internal_id, lines={"itemList": tuple(lines)}, **{**given, **values}
        )

    def run(self, kind: str = queueing.MANUAL, keys: list[str] | None = None) -> Run:
        """Import everything that changed, or that of some workflows."""
        self.stand.clock.advance(60)
        return self.stand.run(kind, keys)

    def item(self, run: Run, internal_id: str, key: str = "purchase_orders") -> RunItem:
        """Return the row of the log about a record."""
        return RunItem.objects.get(run=run, workflow__key=key, internal_id=internal_id)

    def held(self, table: str) -> dict[str, SppRecord]:
        """Return the records of a table by the NetSuite id of the part."""
        field = f"netsuite_{table}_id__c"
        return {record.fields[field]: record for record in SppRecord.objects.filter(type=table)}


def line(number: int, item: str = "40", *, marked: bool = True, **values: object) -> Line:
    """Return a line of an order."""
    given = {
        "line": number,
        "item": Reference(item, f"Part {item}"),
        "quantity": 2.0,
        "rate": 10.0,
        "amount": 20.0,
        "customer": PROJECT,
        COLUMN: marked,
    }
    return {name: value for name, value in {**given, **values}.items() if value is not None}  # type: ignore[misc]  # values as a test gives them


def make_purchases(stand: Stand) -> Purchases:
    """Switch the workflows on and save what orders refer to."""
    administration.set_allowed(stand.connection, CATALOGUE, by=stand.admin)
    for key in ("vendors", "products", "purchase_orders"):
        activate(stand.connection, key, by=stand.admin)
    set_real_time(stand.connection, "purchase_orders", live=True, by=stand.admin)
    stand.customer("20")
    stand.project("30", "20", "Website")
    stand.netsuite.save("vendor", "50", **{FLAG: True, "entityId": "Acme Supplies"})
    purchases = Purchases(stand)
    purchases.product("40")
    return purchases
