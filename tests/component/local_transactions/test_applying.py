"""Payments and credits: what they settle, what is left, and what the documents and balances say afterwards."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import LineChanges, Record
from tests.component.local_transactions.conftest import Books, applications

pytestmark = pytest.mark.requirement("type-04")


def open_of(books: Books, document: Record) -> tuple[float, float, str]:
    values = books.read(document)
    return values["amountPaid"], values["amountRemaining"], values["status"]


def test_a_payment_settles_invoices_and_gives_way_again(books: Books) -> None:
    customer = books.customer()
    first, second = books.invoice(customer, 100.0), books.invoice(customer, 50.0)
    payment = books.payment(customer, (first, 100.0), (second, 20.0))
    assert (payment.values["payment"], payment.values["applied"], payment.values["unapplied"]) == (
        120.0,
        120.0,
        0.0,
    )
    assert open_of(books, first) == (100.0, 0.0, "Paid In Full")
    assert open_of(books, second) == (20.0, 30.0, "Open")
    assert books.read(customer)["balance"] == 30.0
    change = LineChanges([{"doc": int(first.id), "apply": False}], replace_all=False)
    books.save("customerPayment", {"applyList": change}, payment)
    assert open_of(books, first) == (0.0, 100.0, "Open")
    assert books.read(payment)["unapplied"] == 100.0
    assert books.read(customer)["balance"] == 30.0
    books.delete(payment)
    assert open_of(books, second) == (0.0, 50.0, "Open")
    assert books.read(customer)["balance"] == 150.0


def test_a_settled_document_counts_as_modified_its_customer_does_not(books: Books) -> None:
    customer = books.customer()
    invoice = books.invoice(customer, 10.0)
    books.payment(customer, (invoice, 10.0))
    assert books.read(invoice)["lastModifiedDate"] > invoice.modified
    assert books.read(customer)["lastModifiedDate"] == customer.modified


def test_a_line_without_an_amount_takes_what_is_due_or_left(books: Books) -> None:
    customer = books.customer()
    invoices = [books.invoice(customer, amount) for amount in (30.0, 40.0)]
    lines = [{"apply": True, "doc": int(one.id)} for one in invoices]
    payment = books.save("customerPayment", {"customer": customer.id, "applyList": lines})
    assert payment.values["payment"] == 70.0
    books.delete(payment)
    payment = books.save("customerPayment", {"customer": customer.id, "payment": 50.0, "applyList": lines})
    assert [line["amount"] for line in payment.values["applyList"]] == [30.0, 20.0]


def test_auto_apply_settles_what_is_due_first(books: Books) -> None:
    customer = books.customer()
    later = books.invoice(customer, 30.0, dueDate=date(2026, 6, 1))
    sooner = books.invoice(customer, 40.0, dueDate=date(2026, 4, 1))
    payment = books.save("customerPayment", {"customer": customer.id, "payment": 60.0, "autoApply": True})
    assert open_of(books, sooner)[1] == 0.0
    assert open_of(books, later)[1] == 10.0
    assert (payment.values["unapplied"], payment.values["autoApply"]) == (0.0, False)


def test_a_discount_taken_settles_too(books: Books) -> None:
    customer = books.customer()
    invoice = books.invoice(customer, 100.0)
    lines = [{"apply": True, "doc": int(invoice.id), "disc": 2.0}]
    payment = books.save("customerPayment", {"customer": customer.id, "applyList": lines})
    assert payment.values["payment"] == 98.0
    assert open_of(books, invoice) == (100.0, 0.0, "Paid In Full")


def test_a_credit_memo_is_applied_and_used_by_a_payment(books: Books) -> None:
    customer = books.customer()
    first, second = books.invoice(customer, 100.0), books.invoice(customer, 50.0)
    credit = books.save(
        "creditMemo",
        {
            "entity": customer.id,
            "itemList": [{"item": books.item(), "amount": 60.0}],
            "applyList": applications((first, 40.0)),
        },
    )
    assert (credit.values["applied"], credit.values["unapplied"], credit.values["status"]) == (
        40.0,
        20.0,
        "Open",
    )
    assert books.read(customer)["balance"] == 90.0
    payment = books.payment(customer, (second, 50.0), creditList=applications((credit, 20.0)))
    assert payment.values["payment"] == 30.0
    assert (books.read(credit)["unapplied"], books.read(credit)["status"]) == (0.0, "Fully Applied")
    assert open_of(books, second) == (50.0, 0.0, "Paid In Full")
    assert books.read(customer)["balance"] == 60.0
    assert books.refusal(lambda: books.delete(credit)).code == "CANT_DELETE_RCRD"


def test_invoices_of_a_project_are_its_customers(books: Books) -> None:
    customer = books.customer()
    project = books.save("job", {"companyName": "Relaunch", "parent": customer.id})
    invoice = books.invoice(project, 80.0)
    assert invoice.values["job"] == project.id
    assert books.read(customer)["balance"] == 80.0
    books.payment(customer, (invoice, 80.0))
    assert books.read(customer)["balance"] == 0.0


def test_overdue_is_what_is_due_before_today(books: Books) -> None:
    customer = books.customer()
    today = date.fromisoformat(books.account.records.looking.today())
    books.invoice(customer, 10.0, dueDate=today)
    books.invoice(customer, 5.0, dueDate=today - timedelta(days=1))
    assert (books.read(customer)["balance"], books.read(customer)["overdueBalance"]) == (15.0, 5.0)


def test_bills_are_paid_and_credited(books: Books) -> None:
    vendor = books.vendor()
    bill = books.bill(vendor, 70.0, 30.0)
    credit = books.save(
        "vendorCredit",
        {
            "entity": vendor.id,
            "expenseList": [{"account": books.account_of("_expense"), "amount": 25.0}],
            "applyList": applications((bill, 20.0)),
        },
    )
    assert (credit.values["unApplied"], credit.values["total"]) == (5.0, 25.0)
    assert open_of(books, bill) == (20.0, 80.0, "Open")
    assert books.read(vendor)["balance"] == 75.0
    payment = books.save(
        "vendorPayment",
        {
            "entity": vendor.id,
            "applyList": applications((bill, 80.0)),
            "creditList": applications((credit, 5.0)),
        },
    )
    assert payment.values["total"] == 75.0
    assert open_of(books, bill) == (100.0, 0.0, "Paid In Full")
    assert books.read(credit)["status"] == "Fully Applied"
    assert books.read(vendor)["balance"] == 0.0


def test_an_expense_report_is_approved_and_reimbursed(books: Books) -> None:
    employee = books.employee()
    category = books.save("expenseCategory", {"name": "Hotels", "expenseAcct": books.account_of("_expense")})
    lines = [{"category": category.id, "amount": 90.0}]
    report = books.save("expenseReport", {"entity": employee.id, "expenseList": lines})
    pay: dict[str, Any] = {"entity": employee.id, "applyList": applications((report, 90.0))}
    states = [report.values["status"]]
    for flag in ("complete", "supervisorApproval", "accountingApproval"):
        assert "Unable to find" in books.refusal(lambda: books.save("vendorPayment", pay)).message
        states.append(books.save("expenseReport", {flag: True}, report).values["status"])
    assert states == [
        "In Progress",
        "Pending Supervisor Approval",
        "Pending Accounting Approval",
        "Approved by Accounting",
    ]
    payment = books.save("vendorPayment", pay)
    assert open_of(books, report) == (90.0, 0.0, "Paid In Full")
    books.delete(payment)
    assert books.read(report)["status"] == "Approved by Accounting"


def test_an_expense_report_is_rejected_and_handed_in_again(books: Books) -> None:
    category = books.save("expenseCategory", {"name": "Taxis", "expenseAcct": books.account_of("_expense")})
    report = books.save(
        "expenseReport",
        {
            "entity": books.employee().id,
            "expenseList": [{"category": category.id, "amount": 9.0}],
            "complete": True,
        },
    )
    rejected = books.save("expenseReport", {"approvalStatus": "3", "complete": False}, report)
    assert rejected.values["status"] == "Rejected by Supervisor"
    assert books.save("expenseReport", {"memo": "why"}, report).values["status"] == "Rejected by Supervisor"
    assert (
        books.save("expenseReport", {"complete": True}, report).values["status"]
        == "Pending Supervisor Approval"
    )


def test_a_payment_is_deposited_when_it_names_an_account(books: Books) -> None:
    customer = books.customer()
    bank = books.account_of("_bank")
    payment = books.save("customerPayment", {"customer": customer.id, "payment": 5.0})
    assert payment.values["status"] == "Not Deposited"
    assert books.save("customerPayment", {"account": bank}, payment).values["status"] == "Deposited"


def test_a_bill_waits_for_approval(books: Books) -> None:
    vendor = books.vendor()
    bill = books.bill(vendor, 10.0, approvalStatus="1")
    assert bill.values["status"] == "Pending Approval"
    pay = {"entity": vendor.id, "applyList": applications((bill, 10.0))}
    assert "Unable to find" in books.refusal(lambda: books.save("vendorPayment", pay)).message
    assert books.save("vendorBill", {"approvalStatus": "2"}, bill).values["status"] == "Open"
    assert books.save("vendorPayment", pay).values["total"] == 10.0


def test_payments_at_the_same_time_settle_no_more_than_is_due(books: Books) -> None:
    customer = books.customer()
    invoice = books.invoice(customer, 50.0)

    def pay(_: int) -> bool:
        try:
            books.payment(customer, (invoice, 10.0))
        except RecordError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(pay, range(8))) == 5
    assert open_of(books, invoice) == (50.0, 0.0, "Paid In Full")
    assert books.read(customer)["balance"] == 0.0
