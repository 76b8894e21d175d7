"""Sales and purchase orders: what bills them, and the states that follow."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import LineChanges, Record
from tests.component.local_transactions.conftest import Books

pytestmark = pytest.mark.requirement("type-03")


def order(books: Books, *quantities: float, **values: Any) -> Record:
    lines = [{"item": books.item(), "quantity": quantity, "rate": "10"} for quantity in quantities]
    return books.save("salesOrder", {"entity": books.customer().id, "itemList": lines, **values})


def billed(books: Books, sold: Record, quantity: float, line: int = 1) -> Record:
    item = sold.values["itemList"][line - 1]["item"]
    lines = [{"item": item, "quantity": quantity, "rate": "10", "orderLine": line}]
    return books.save("invoice", {"entity": sold.values["entity"], "createdFrom": sold.id, "itemList": lines})


def test_an_order_begins_approved_and_pending_billing(books: Books) -> None:
    values = books.read(order(books, 10))
    assert (values["orderStatus"], values["status"]) == ("_pendingBilling", "Pending Billing")
    assert values["total"] == 100.0


def test_an_order_with_items_to_fulfill_waits_for_it(books: Books) -> None:
    goods = books.item("nonInventorySaleItem", isFulfillable=True)
    sold = books.save(
        "salesOrder", {"entity": books.customer().id, "itemList": [{"item": goods, "rate": "10"}]}
    )
    assert sold.values["status"] == "Pending Fulfillment"


def test_an_order_is_billed_part_by_part(books: Books) -> None:
    sold = order(books, 10, 4)
    billed(books, sold, 6)
    assert [line["quantityBilled"] for line in books.read(sold)["itemList"]] == [6.0, 0.0]
    assert books.read(sold)["status"] == "Pending Billing"
    billed(books, sold, 4)
    last = billed(books, sold, 4, line=2)
    assert (books.read(sold)["orderStatus"], books.read(sold)["status"]) == ("_fullyBilled", "Billed")
    books.delete(last)
    assert books.read(sold)["status"] == "Pending Billing"


def test_an_invoice_that_names_no_line_bills_the_one_with_its_item(books: Books) -> None:
    sold = order(books, 2, 3)
    item = sold.values["itemList"][1]["item"]
    books.save(
        "invoice",
        {
            "entity": sold.values["entity"],
            "createdFrom": sold.id,
            "itemList": [{"item": item, "quantity": 3.0}],
        },
    )
    assert [line["quantityBilled"] for line in books.read(sold)["itemList"]] == [0.0, 3.0]


def test_closing_every_open_line_closes_the_order(books: Books) -> None:
    sold = order(books, 1, 1)
    books.save(
        "salesOrder", {"itemList": LineChanges([{"line": 1, "isClosed": True}], replace_all=False)}, sold
    )
    assert books.read(sold)["status"] == "Pending Billing"
    books.save("salesOrder", {"orderStatus": "_closed"}, sold)
    assert books.read(sold)["status"] == "Closed"
    assert all(line["isClosed"] for line in books.read(sold)["itemList"])


@pytest.mark.parametrize("status", ["_pendingApproval", "_cancelled"])
def test_an_order_that_is_not_approved_is_not_billed(books: Books, status: str) -> None:
    sold = order(books, 1, orderStatus=status)
    refused = books.refusal(lambda: billed(books, sold, 1))
    assert refused.code == "INVALID_INITIALIZE_REF"
    assert refused.message == f"You can not initialize invoice: invalid reference {sold.id}."
    assert books.read(sold)["orderStatus"] == status


def test_approving_an_order_opens_it(books: Books) -> None:
    sold = order(books, 1, orderStatus="_pendingApproval")
    assert sold.values["status"] == "Pending Approval"
    books.save("salesOrder", {"orderStatus": "_pendingFulfillment"}, sold)
    assert books.read(sold)["status"] == "Pending Billing"


def test_a_billed_line_and_a_billed_order_stay(books: Books) -> None:
    sold = order(books, 1, 1)
    billed(books, sold, 1)
    keep = [{"line": 2, "item": sold.values["itemList"][1]["item"]}]
    assert (
        books.refusal(lambda: books.save("salesOrder", {"itemList": keep}, sold)).code
        == "CANT_DELETE_TRAN_LINE"
    )
    assert books.refusal(lambda: books.delete(sold)).code == "CANT_DELETE_RCRD"


def bought(books: Books, **values: Any) -> Record:
    lines = [{"item": books.item("servicePurchaseItem"), "quantity": 5.0, "rate": "20"}]
    return books.save("purchaseOrder", {"entity": books.vendor().id, "itemList": lines, **values})


def bill_of(books: Books, purchase: Record, quantity: float, line: int = 1) -> Record:
    lines = [
        {
            "item": purchase.values["itemList"][0]["item"],
            "quantity": quantity,
            "rate": "20",
            "orderDoc": int(purchase.id),
            "orderLine": line,
        }
    ]
    return books.save("vendorBill", {"entity": purchase.values["entity"], "itemList": lines})


def test_bills_bill_a_purchase_order(books: Books) -> None:
    purchase = bought(books)
    assert purchase.values["status"] == "Pending Bill"
    bill_of(books, purchase, 2)
    assert books.read(purchase)["itemList"][0]["quantityBilled"] == 2.0
    rest = bill_of(books, purchase, 3)
    assert books.read(purchase)["orderStatus"] == "_fullyBilled"
    assert books.refusal(lambda: books.delete(purchase)).code == "CANT_DELETE_RCRD"
    books.delete(rest)
    assert books.read(purchase)["orderStatus"] == "_pendingBilling"


def test_expenses_of_a_purchase_order_are_billed_by_amount(books: Books) -> None:
    expense = books.account_of("_expense")
    vendor = books.vendor()
    purchase = books.save(
        "purchaseOrder", {"entity": vendor.id, "expenseList": [{"account": expense, "amount": 50.0}]}
    )
    line = {"account": expense, "orderDoc": int(purchase.id), "orderLine": 1}
    books.save("vendorBill", {"entity": vendor.id, "expenseList": [{**line, "amount": 20.0}]})
    assert books.read(purchase)["status"] == "Pending Bill"
    books.save("vendorBill", {"entity": vendor.id, "expenseList": [{**line, "amount": 30.0}]})
    assert books.read(purchase)["status"] == "Fully Billed"


def test_a_purchase_order_is_approved_by_its_supervisor(books: Books) -> None:
    purchase = bought(books, supervisorApproval=False)
    assert (purchase.values["status"], purchase.values["approvalStatus"]) == (
        "Pending Supervisor Approval",
        "1",
    )
    assert "Unable to find a matching line" in books.refusal(lambda: bill_of(books, purchase, 1)).message
    books.save("purchaseOrder", {"approvalStatus": "3"}, purchase)
    assert books.read(purchase)["status"] == "Rejected by Supervisor"
    books.save("purchaseOrder", {"supervisorApproval": True}, purchase)
    assert (books.read(purchase)["status"], books.read(purchase)["approvalStatus"]) == ("Pending Bill", "2")


@pytest.mark.parametrize("line", [2, None])
def test_a_bill_names_lines_that_there_are(books: Books, line: int | None) -> None:
    purchase = bought(books)
    values = {"item": purchase.values["itemList"][0]["item"], "orderDoc": int(purchase.id), "rate": "1"}
    lines = [{**values, "orderLine": line} if line else values]
    refused = books.refusal(
        lambda: books.save("vendorBill", {"entity": purchase.values["entity"], "itemList": lines})
    )
    assert refused.message == (
        "Unable to find a matching line for sublist item with key: [orderDoc,orderLine] and value: "
        f"[{purchase.id},{line or 'null'}]."
    )


BILLING = st.tuples(
    st.sampled_from(["bill", "delete", "close", "reopen"]), st.integers(1, 3), st.integers(1, 8)
)


@pytest.mark.requirement("type-04")
@settings(max_examples=25, deadline=None)
@given(steps=st.lists(BILLING, min_size=3, max_size=9))
def test_what_is_billed_of_an_order_is_what_its_invoices_say(
    books: Books, steps: list[tuple[str, int, int]]
) -> None:
    sold = order(books, 4, 6, 8)
    invoices: list[Record] = []
    for action, line, quantity in steps:
        # An order that is billed or closed refuses another invoice.
        with suppress(RecordError):
            if action == "bill":
                invoices.append(billed(books, sold, quantity, line))
            elif action == "delete" and invoices:
                books.delete(invoices.pop(quantity % len(invoices)))
            elif action in ("close", "reopen"):
                change = LineChanges([{"line": line, "isClosed": action == "close"}], replace_all=False)
                books.save("salesOrder", {"itemList": change}, sold)
        check_billed(books, sold, invoices)


def check_billed(books: Books, sold: Record, invoices: list[Record]) -> None:
    sums = [0.0, 0.0, 0.0]
    for invoice in invoices:
        for line in books.read(invoice)["itemList"]:
            sums[line["orderLine"] - 1] += line["quantity"]
    values = books.read(sold)
    lines = values["itemList"]
    assert [line["quantityBilled"] for line in lines] == sums
    open_ = [
        one
        for one, total in zip(lines, sums, strict=True)
        if not one.get("isClosed") and total < one["quantity"]
    ]
    done = "Billed" if any(sums) else "Closed"
    assert values["status"] == ("Pending Billing" if open_ else done)
