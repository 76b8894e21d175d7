"""Amounts of lines, totals, dates and numbers: what follows from what is sent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from landbridge.local.records.model import LineChanges
from tests.component.local_transactions.conftest import Books

pytestmark = pytest.mark.requirement("type-04")


@pytest.mark.parametrize(
    ("sent", "quantity", "rate", "amount"),
    [
        ({"quantity": 3.0, "rate": "19.99"}, 3.0, "19.99", 59.97),
        ({"quantity": 3.0}, 3.0, "12.50", 37.5),
        ({}, 1.0, "12.50", 12.5),
        ({"amount": 100.0}, 1.0, "100.00", 100.0),
        ({"quantity": 3.0, "amount": 100.0}, 3.0, "33.333333", 100.0),
        ({"quantity": 2.0, "rate": "10", "amount": 25.0}, 2.0, "10.00", 25.0),
        ({"quantity": 0.125, "rate": "0.1"}, 0.125, "0.10", 0.01),
    ],
)
def test_what_is_not_sent_of_a_line_follows(
    books: Books, sent: dict[str, Any], quantity: float, rate: str, amount: float
) -> None:
    item = books.item("otherChargePurchaseItem", cost=12.5)
    bill = books.save("vendorBill", {"entity": books.vendor().id, "itemList": [{"item": item, **sent}]})
    line = bill.values["itemList"][0]
    assert (line["quantity"], line["rate"], line["amount"], line["line"]) == (quantity, rate, amount, 1)
    assert bill.values["userTotal"] == amount


def test_a_changed_quantity_changes_the_amount_and_a_changed_amount_the_rate(books: Books) -> None:
    invoice = books.save(
        "invoice",
        {"entity": books.customer().id, "itemList": [{"item": books.item(), "quantity": 2.0, "rate": "10"}]},
    )

    def changed(**values: Any) -> dict[str, Any]:
        change = LineChanges([{"line": 1, **values}], replace_all=False)
        return dict(books.save("invoice", {"itemList": change}, invoice).values)

    after = changed(quantity=5.0)
    assert (after["itemList"][0]["amount"], after["total"], after["amountRemaining"]) == (50.0, 50.0, 50.0)
    after = changed(amount=40.0)
    assert (after["itemList"][0]["rate"], after["total"]) == ("8.00", 40.0)
    assert changed(description="Hours")["total"] == 40.0


def test_a_percentage_is_one_of_the_line_above(books: Books) -> None:
    lines = [{"item": books.item(), "amount": 80.0}, {"item": books.item(), "rate": "-10%"}]
    invoice = books.save("invoice", {"entity": books.customer().id, "itemList": lines})
    assert [line["amount"] for line in invoice.values["itemList"]] == [80.0, -8.0]
    assert invoice.values["total"] == 72.0


def test_a_total_is_its_parts(books: Books) -> None:
    lines = [
        {"item": books.item(), "amount": 100.0, "taxRate1": 8.25},
        {"item": books.item(), "amount": 50.0, "tax1Amt": 1.5},
    ]
    values = books.save(
        "invoice",
        {
            "entity": books.customer().id,
            "itemList": lines,
            "discountRate": "-10%",
            "shippingCost": 7.0,
            "handlingCost": 0.5,
        },
    ).values
    assert [line["grossAmt"] for line in values["itemList"]] == [108.25, 51.5]
    parts = {
        "subTotal": 150.0,
        "discountTotal": -15.0,
        "taxTotal": 9.75,
        "altShippingCost": 7.0,
        "total": 152.25,
    }
    assert {name: values[name] for name in parts} == parts


def test_a_rate_of_the_head_taxes_taxable_lines_less_the_discount(books: Books) -> None:
    lines = [
        {"item": books.item(), "amount": 60.0, "isTaxable": True},
        {"item": books.item(), "amount": 40.0, "isTaxable": False},
    ]
    values = books.save(
        "salesOrder",
        {
            "entity": books.customer().id,
            "itemList": lines,
            "isTaxable": True,
            "taxRate": 10.0,
            "discountRate": "-10",
        },
    ).values
    assert (values["taxTotal"], values["total"]) == (5.4, 95.4)


def test_an_expense_report_adds_up_what_is_to_be_reimbursed(books: Books) -> None:
    meals = books.save(
        "expenseCategory",
        {"name": "Meals for two", "expenseAcct": books.account_of("_expense"), "defaultRate": 0.5},
    ).id
    lines: list[dict[str, Any]] = [
        {"category": meals, "foreignAmount": 10.0, "exchangeRate": 1.25},
        {"category": meals, "quantity": 30.0},
        {"category": meals, "amount": 99.0, "isNonReimbursable": True},
        {"category": meals, "amount": 98.0, "corporateCreditCard": True},
    ]
    values = books.save(
        "expenseReport", {"entity": books.employee().id, "expenseList": lines, "advance": 2.5}
    ).values
    assert [line["amount"] for line in values["expenseList"]] == [12.5, 15.0, 99.0, 98.0]
    assert (values["total"], values["amount"], values["amountRemaining"]) == (27.5, 25.0, 25.0)
    assert values["expenseList"][0]["expenseDate"] == values["tranDate"] == date(2026, 3, 2)


def test_a_category_says_the_account_of_a_bills_expense(books: Books) -> None:
    account = books.account_of("_expense")
    category = books.save("expenseCategory", {"name": "Travel by train", "expenseAcct": account}).id
    bill = books.save(
        "vendorBill", {"entity": books.vendor().id, "expenseList": [{"category": category, "amount": 5.0}]}
    )
    assert bill.values["expenseList"][0]["account"] == account


def test_the_head_comes_from_the_entity(books: Books) -> None:
    customer = books.customer(currency="4", terms="2")
    values = books.invoice(customer, 10.0).values
    assert (values["currency"], values["terms"], values["subsidiary"]) == ("4", "2", "1")
    assert values["currencyName"] == books.account.records.display("currency", "4")
    assert (values["tranDate"], values["dueDate"]) == (date(2026, 3, 2), date(2026, 4, 1))
    period = books.account.records.get("accountingPeriod", values["postingPeriod"])
    assert period is not None
    assert period.values["startDate"] == date(2026, 3, 1)


def test_a_due_date_follows_the_date_unless_it_is_sent(books: Books) -> None:
    invoice = books.invoice(books.customer(), 10.0, terms="1")
    assert books.save("invoice", {"tranDate": date(2026, 3, 10)}, invoice).values["dueDate"] == date(
        2026, 3, 25
    )
    sent = books.save("invoice", {"tranDate": date(2026, 3, 11), "dueDate": date(2026, 5, 1)}, invoice)
    assert sent.values["dueDate"] == date(2026, 5, 1)
    assert books.save("invoice", {"memo": "later"}, invoice).values["dueDate"] == date(2026, 5, 1)


def test_numbers_are_given_by_type_and_may_be_sent(books: Books) -> None:
    customer = books.customer()
    first, second = books.invoice(customer, 1.0), books.invoice(customer, 1.0)
    numbers = [int(one.values["tranId"].removeprefix("INV")) for one in (first, second)]
    assert numbers[1] == numbers[0] + 1
    assert books.invoice(customer, 1.0, tranId="A-7").values["tranId"] == "A-7"
    assert "tranId" not in books.bill(books.vendor(), 1.0).values
    assert books.account.records.display("transaction", first.id) == f"Invoice #{first.values['tranId']}"


def test_nothing_is_posted_to_a_closed_period(books: Books) -> None:
    period = books.account.records.put(
        "accountingPeriod",
        "900",
        {
            "periodName": "Jan 2019",
            "startDate": date(2019, 1, 1),
            "endDate": date(2019, 1, 31),
            "closed": True,
        },
    )
    refused = books.refusal(lambda: books.invoice(books.customer(), 1.0, tranDate=date(2019, 1, 5)))
    assert (refused.code, period.values["periodName"] in refused.message) == ("TRAN_PRD_CLOSED", True)
