"""What NetSuite refuses of transactions, and that nothing is saved then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from landbridge.local.records.model import Record
from tests.component.local_transactions.conftest import Books, applications

pytestmark = pytest.mark.requirement("type-04")

EMPTY = "You must enter at least one line item for this transaction."


@pytest.mark.parametrize(
    ("record_type", "field", "party"),
    [
        ("salesOrder", "entity", "customer"),
        ("invoice", "entity", "customer"),
        ("creditMemo", "entity", "customer"),
        ("purchaseOrder", "entity", "vendor"),
        ("vendorBill", "entity", "vendor"),
        ("vendorCredit", "entity", "vendor"),
        ("vendorPayment", "entity", "vendor"),
        ("expenseReport", "entity", "employee"),
    ],
)
def test_a_transaction_has_an_entity_and_lines(
    books: Books, record_type: str, field: str, party: str
) -> None:
    refused = books.refusal(lambda: books.save(record_type, {}))
    assert (refused.code, refused.field) == ("USER_ERROR", field)
    entity: Record = getattr(books, party)()
    refused = books.refusal(lambda: books.save(record_type, {field: entity.id}))
    assert (refused.code, refused.message) == ("USER_ERROR", EMPTY)


def test_a_payment_is_something(books: Books) -> None:
    refused = books.refusal(lambda: books.save("customerPayment", {"customer": books.customer().id}))
    assert (refused.code, refused.message) == ("USER_ERROR", "Please enter value(s) for: Payment Amount")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ({"itemList": [{"item": "{item}"}]}, "Please enter value(s) for: Amount"),
        ({"expenseList": [{"amount": 1.0}]}, "Please enter value(s) for: Account"),
        (
            {"itemList": [{"item": "{item}", "amount": -1.0}]},
            "The total of this transaction cannot be negative.",
        ),
        ({"itemList": [{"item": "{item}", "rate": "ten"}]}, "Invalid value 'ten' for field rate."),
        ({"itemList": [{"item": "{item}", "amount": 1e300}]}, "Invalid value '1e+300' for field amount."),
        ({"itemList": [{"item": "{item}", "quantity": 9e14, "rate": "9000000"}]}, "The amount is too large."),
        ({"itemList": [{"item": "99999", "amount": 1.0}]}, "Invalid item reference key 99999."),
    ],
)
def test_lines_that_say_too_little_or_too_much(books: Books, lines: dict[str, Any], message: str) -> None:
    item = books.item("otherChargePurchaseItem")
    sent = {
        name: [{key: item if value == "{item}" else value for key, value in line.items()} for line in some]
        for name, some in lines.items()
    }
    vendor = books.vendor()
    assert books.refusal(lambda: books.save("vendorBill", {"entity": vendor.id, **sent})).message == message


def no_line(document: Record) -> str:
    return f"Unable to find a matching line for sublist apply with key: [doc,line] and value: [{document.id},null]."


def test_only_what_the_list_offers_is_applied(books: Books) -> None:
    customer, other = books.customer(), books.customer()
    paid, foreign = books.invoice(customer, 10.0), books.invoice(customer, 10.0, currency="4")
    books.payment(customer, (paid, 10.0))
    theirs, unapproved = books.invoice(other, 10.0), books.invoice(customer, 10.0, approvalStatus="1")
    for document in (paid, theirs, unapproved, foreign, customer):
        refused = books.refusal(lambda document=document: books.payment(customer, (document, 1.0)))
        assert (refused.code, refused.message) == ("USER_ERROR", no_line(document))


@pytest.mark.parametrize(
    ("amount", "more", "code"),
    [
        (10.01, {}, "USER_ERROR"),
        (-1.0, {}, "NEGATIVE_PAYMENT_DISALLWD"),
        (8.0, {"payment": 7.0}, "TRANS_APPLIED_AMTS_UNBALNCD"),
        (1.0, {"payment": -1.0}, "NEGATIVE_PAYMENT_DISALLWD"),
    ],
)
def test_amounts_that_cannot_be_applied(books: Books, amount: float, more: dict[str, Any], code: str) -> None:
    customer = books.customer()
    invoice = books.invoice(customer, 10.0)
    assert books.refusal(lambda: books.payment(customer, (invoice, amount), **more)).code == code
    assert books.read(invoice)["amountRemaining"] == 10.0


def test_what_is_settled_stays_as_it_is(books: Books) -> None:
    customer, other = books.customer(), books.customer()
    invoice = books.invoice(customer, 10.0)
    books.payment(customer, (invoice, 6.0))
    lines = [{"item": invoice.values["itemList"][0]["item"], "line": 1, "amount": 5.0}]
    changes: list[Callable[[], object]] = [
        lambda: books.save("invoice", {"itemList": lines}, invoice),
        lambda: books.save("invoice", {"entity": other.id}, invoice),
        lambda: books.save("invoice", {"currency": "4"}, invoice),
        lambda: books.delete(invoice),
    ]
    before = books.read(invoice)
    assert [books.refusal(change).code for change in changes] == ["USER_ERROR"] * 3 + ["CANT_DELETE_RCRD"]
    assert books.read(invoice) == before


def test_a_credit_settles_no_more_than_it_is_worth(books: Books) -> None:
    customer = books.customer()
    invoice = books.invoice(customer, 100.0)
    values = {
        "entity": customer.id,
        "itemList": [{"item": books.item(), "amount": 30.0}],
        "applyList": applications((invoice, 31.0)),
    }
    assert books.refusal(lambda: books.save("creditMemo", values)).code == "TRANS_APPLIED_AMTS_UNBALNCD"


def test_deposits_are_no_record_type_here(books: Books) -> None:
    values = {"customer": books.customer().id, "payment": 5.0, "depositList": [{"apply": True, "doc": 1}]}
    refused = books.refusal(lambda: books.save("customerPayment", values))
    assert (refused.code, refused.field) == ("INSUFFICIENT_PERMISSION", "depositList")


@pytest.mark.parametrize("name", ["promoCode", "salesGroup", "revRecSchedule", "vsoeAutoCalc"])
def test_fields_of_features_that_there_are_not_are_read_only(books: Books, name: str) -> None:
    lines = [{"item": books.item(), "amount": 1.0}]
    values = {"entity": books.customer().id, "itemList": lines, name: "1"}
    refused = books.refusal(lambda: books.save("invoice", values))
    assert (refused.code, refused.field) == ("INSUFFICIENT_PERMISSION", name)
