"""A prospect that becomes a customer because a sales order is made out to it: no save of its form."""

from __future__ import annotations

from typing import Any

from landbridge.local.records.model import LineChanges


def test_a_sales_order_makes_a_lead_a_customer_without_its_user_events(company: Any) -> None:
    lead = company.lead("Converted")
    before = company.account.records.get("customer", lead).modified
    item = company.account.records.search("serviceSaleItem", [])[0]
    order = company.account.records.save(
        company.session(),
        "salesOrder",
        {"entity": lead, "itemList": LineChanges([{"item": item, "quantity": 1.0, "rate": "10"}])},
    )
    assert company.value(lead, "stage") == "_customer"
    assert company.account.records.get("customer", lead).modified > before
    assert company.seen(lead) == ["create USERINTERFACE"]
    assert company.seen(order.record.id)[-1] == "create USERINTERFACE"


def test_another_order_leaves_a_customer_as_it_is(company: Any) -> None:
    lead = company.lead("Converted once")
    item = company.account.records.search("serviceSaleItem", [])[0]
    values = {"entity": lead, "itemList": LineChanges([{"item": item, "quantity": 1.0, "rate": "10"}])}
    company.account.records.save(company.session(), "salesOrder", values)
    converted = company.account.records.get("customer", lead)
    company.account.records.save(company.session(), "salesOrder", values)
    assert company.account.records.get("customer", lead).modified == converted.modified
