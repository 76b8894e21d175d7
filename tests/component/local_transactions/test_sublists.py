"""Lines replaced whole, or changed and added one by one; line numbers that stay."""

from __future__ import annotations

from typing import Any

import pytest

from landbridge.local.records.model import LineChanges, Record
from tests.component.local_transactions.conftest import Books, applications

pytestmark = pytest.mark.requirement("type-08")


def order(books: Books) -> Record:
    lines = [
        {"item": books.item(), "amount": amount, "description": str(amount)} for amount in (1.0, 2.0, 3.0)
    ]
    return books.save("salesOrder", {"entity": books.customer().id, "itemList": lines})


def numbered(values: dict[str, Any]) -> list[tuple[int, float]]:
    return [(line["line"], line["amount"]) for line in values["itemList"]]


def change(books: Books, record: Record, *lines: dict[str, Any], replace_all: bool) -> dict[str, Any]:
    books.save("salesOrder", {"itemList": LineChanges(lines, replace_all=replace_all)}, record)
    return books.read(record)


def test_replacing_leaves_only_what_is_sent(books: Books) -> None:
    record = order(books)
    after = change(
        books, record, {"line": 2, "amount": 20.0}, {"item": books.item(), "amount": 9.0}, replace_all=True
    )
    assert numbered(after) == [(2, 20.0), (4, 9.0)]
    assert after["itemList"][0]["description"] == "2.0"
    assert after["total"] == 29.0


def test_changing_keeps_the_others_and_adds_the_new(books: Books) -> None:
    record = order(books)
    after = change(
        books, record, {"line": 2, "amount": 20.0}, {"item": books.item(), "amount": 9.0}, replace_all=False
    )
    assert numbered(after) == [(1, 1.0), (2, 20.0), (3, 3.0), (4, 9.0)]


def test_a_plain_list_replaces_and_nothing_sent_changes_nothing(books: Books) -> None:
    record = order(books)
    books.save("salesOrder", {"memo": "as they are"}, record)
    assert numbered(books.read(record)) == [(1, 1.0), (2, 2.0), (3, 3.0)]
    books.save("salesOrder", {"itemList": [{"item": books.item(), "amount": 9.0}]}, record)
    assert numbered(books.read(record)) == [(4, 9.0)]


def test_a_line_number_that_no_line_has_is_refused(books: Books) -> None:
    record = order(books)
    refused = books.refusal(lambda: change(books, record, {"line": 9, "amount": 1.0}, replace_all=False))
    assert (
        refused.message == "Unable to find a matching line for sublist item with key: [line] and value: [9]."
    )
    assert numbered(books.read(record)) == [(1, 1.0), (2, 2.0), (3, 3.0)]


@pytest.mark.parametrize("replace_all", [True, False])
def test_applied_documents_are_told_apart_by_doc_alone(books: Books, *, replace_all: bool) -> None:
    customer = books.customer()
    first, second = books.invoice(customer, 10.0), books.invoice(customer, 20.0)
    payment = books.payment(customer, (first, 10.0), (second, 5.0))
    lines = LineChanges(applications((second, 20.0)), replace_all=replace_all)
    after = books.save("customerPayment", {"applyList": lines}, payment).values["applyList"]
    expected = {int(second.id): 20.0} if replace_all else {int(first.id): 10.0, int(second.id): 20.0}
    assert {line["doc"]: line["amount"] for line in after} == expected
