"""Documents made of others, and what payments show that could be applied."""

from __future__ import annotations

from typing import Any

import pytest

from landbridge.local.records.model import Record
from landbridge.local.records.transforming import PAIRS, Proposal
from tests.component.local_transactions.conftest import Books, applications

pytestmark = pytest.mark.requirement("type-03")


def proposal(books: Books, source: Record, target: str) -> Proposal:
    return books.account.records.propose(source.type, source.id, target)


def sources(books: Books) -> dict[str, Record]:
    customer, vendor, employee = books.customer(), books.vendor(), books.employee()
    items = [{"item": books.item(), "quantity": 4.0, "rate": "25"}]
    category = books.save(
        "expenseCategory", {"name": f"Fees {employee.id}", "expenseAcct": books.account_of("_expense")}
    )
    return {
        "customer": customer,
        "vendor": vendor,
        "employee": employee,
        "salesOrder": books.save("salesOrder", {"entity": customer.id, "itemList": items, "memo": "Spring"}),
        "invoice": books.invoice(customer, 100.0),
        "purchaseOrder": books.save("purchaseOrder", {"entity": vendor.id, "itemList": items}),
        "vendorBill": books.bill(vendor, 100.0),
        "expenseReport": books.save(
            "expenseReport",
            {
                "entity": employee.id,
                "expenseList": [{"category": category.id, "amount": 100.0}],
                "accountingApproval": True,
            },
        ),
    }


@pytest.mark.requirement("rest-07")
def test_every_pair_of_documents_gives_what_can_be_saved(books: Books) -> None:
    for source_type, target in sorted(PAIRS):
        source = sources(books)[source_type]
        proposed = proposal(books, source, target)
        if source_type in ("customer", "vendor", "employee"):
            assert list(proposed.values.values()) == [source.id]
            continue
        assert proposed.shown.get("total", proposed.shown.get("userTotal")) == 100.0, (source_type, target)
        saved = books.save(target, dict(proposed.values))
        assert saved.values.get("total", saved.values.get("userTotal")) == 100.0
        state = books.read(source)["status"]
        assert state in ("Billed", "Fully Billed", "Paid In Full")


def test_a_partly_billed_order_proposes_the_rest(books: Books) -> None:
    order = sources(books)["salesOrder"]
    proposed = dict(proposal(books, order, "invoice").values)
    assert (proposed["memo"], proposed["createdFrom"]) == ("Spring", order.id)
    proposed["itemList"] = [{**proposed["itemList"][0], "quantity": 1.0, "amount": 25.0}]
    books.save("invoice", proposed)
    rest = proposal(books, order, "invoice").values["itemList"]
    assert [(line["quantity"], line["amount"], line["orderLine"]) for line in rest] == [(3.0, 75.0, 1)]


def test_an_invoice_that_names_its_order_and_no_lines_bills_what_is_open(books: Books) -> None:
    order = sources(books)["salesOrder"]
    invoice = books.save("invoice", {"entity": order.values["entity"], "createdFrom": order.id})
    assert invoice.values["total"] == 100.0
    assert books.read(order)["status"] == "Billed"


def code(books: Books, source: Record, target: str) -> str:
    return books.refusal(lambda: proposal(books, source, target)).code


def test_sources_that_cannot_become_the_target(books: Books) -> None:
    there = sources(books)
    assert code(books, there["invoice"], "vendorBill") == "INVALID_RCRD_INITIALIZE"
    assert code(books, there["salesOrder"], "unheardOf") == "INVALID_RCRD_TYPE"
    books.payment(there["customer"], (there["invoice"], 100.0))
    assert code(books, there["invoice"], "customerPayment") == "INVALID_INITIALIZE_REF"
    books.save("salesOrder", {"orderStatus": "_closed"}, there["salesOrder"])
    assert code(books, there["salesOrder"], "invoice") == "INVALID_INITIALIZE_REF"
    missing = books.refusal(lambda: books.account.records.propose("salesOrder", "999999", "invoice"))
    assert missing.message == "You can not initialize invoice: invalid reference 999999."
    books.save("purchaseOrder", {"supervisorApproval": False}, there["purchaseOrder"])
    assert code(books, there["purchaseOrder"], "vendorBill") == "INVALID_INITIALIZE_REF"


def shown(books: Books, record: Record, **how: bool) -> list[dict[str, Any]]:
    found = books.account.records.get(record.type, record.id)
    assert found is not None
    lines: list[dict[str, Any]] = books.account.records.shown([found], **how)[0].values["applyList"]
    return lines


def test_a_payment_shows_what_else_is_open(books: Books) -> None:
    customer = books.customer()
    project = books.save("job", {"companyName": f"Project {customer.id}", "parent": customer.id})
    paid, open_, closed = (books.invoice(customer, amount) for amount in (10.0, 20.0, 30.0))
    of_project = books.invoice(project, 40.0)
    for other in (books.invoice(customer, 5.0, currency="4"), books.invoice(books.customer(), 5.0)):
        assert other.values["amountRemaining"] == 5.0
    books.payment(customer, (closed, 30.0))
    payment = books.payment(customer, (paid, 6.0))
    lines = shown(books, payment)
    assert [
        (line["doc"], line["apply"], line["total"], line["due"], line.get("amount")) for line in lines
    ] == [
        (int(paid.id), True, 10.0, 10.0, 6.0),
        (int(open_.id), False, 20.0, 20.0, None),
        (int(of_project.id), False, 40.0, 40.0, None),
    ]
    assert (lines[0]["type"], lines[0]["refNum"]) == ("Invoice", paid.values["tranId"])
    assert lines[0]["currency"] == books.account.records.display("currency", "1")
    assert [line["doc"] for line in shown(books, payment, with_open=False)] == [int(paid.id)]


def test_a_payment_that_is_read_and_sent_back_stays_as_it_is(books: Books) -> None:
    customer = books.customer()
    paid = books.invoice(customer, 10.0)
    books.invoice(customer, 20.0)
    payment = books.payment(customer, (paid, 6.0))
    again = books.save("customerPayment", {"applyList": shown(books, payment)}, payment)
    assert again.values["applyList"] == payment.values["applyList"]


def test_a_page_of_payments_is_completed_together(books: Books) -> None:
    vendor = books.vendor()
    bills = [books.bill(vendor, 10.0) for _ in range(3)]
    payments = [
        books.save("vendorPayment", {"entity": vendor.id, "applyList": applications((bill, 4.0))})
        for bill in bills
    ]
    page = books.account.records.shown([*payments, *bills])
    assert [len(one.values["applyList"]) for one in page[:3]] == [3, 3, 3]
    assert page[3:] == bills
