"""Whatever is saved, applied, changed and deleted in whatever order: the books agree with themselves, from both sides."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import LineChanges, Record
from tests.component.local_transactions.conftest import Books

pytestmark = pytest.mark.requirement("type-04")

AMOUNTS = st.integers(-500, 30_000).map(lambda cents: cents / 100)
PICK = st.integers(0, 7)
STEP = st.tuples(
    st.sampled_from(
        [
            "invoice",
            "credit",
            "pay",
            "pay some",
            "pay all",
            "change invoice",
            "change payment",
            "give way",
            "delete",
        ]
    ),
    PICK,
    PICK,
    AMOUNTS,
)


class Ledger:
    """One customer's documents, and the steps that may happen to them. A refused step must leave everything as it was."""

    def __init__(self, books: Books, item: str) -> None:
        self.books = books
        self.item = item
        self.customer = books.customer()
        self.documents: dict[str, list[Record]] = {"invoice": [], "creditMemo": [], "customerPayment": []}

    def take(self, step: tuple[str, int, int, float]) -> None:
        action, first, second, amount = step
        steps: dict[str, Callable[[int, int, float], None]] = {
            "invoice": self.invoice,
            "credit": self.credit,
            "pay": self.pay,
            "pay some": self.pay_some,
            "pay all": self.pay_all,
            "change invoice": self.change_invoice,
            "change payment": self.change_payment,
            "give way": self.give_way,
            "delete": self.delete,
        }
        before = self.state()
        try:
            steps[action](first, second, amount)
        except RecordError:
            assert self.state() == before

    def picked(self, kind: str, number: int) -> Record | None:
        there = self.documents[kind]
        return there[number % len(there)] if there else None

    def add(self, kind: str, values: dict[str, Any]) -> None:
        self.documents[kind].append(self.books.save(kind, values))

    def line(self, document: Record | None, amount: float | None) -> list[dict[str, Any]]:
        named = {} if amount is None else {"amount": amount}
        return [] if document is None else [{"apply": True, "doc": int(document.id), **named}]

    def invoice(self, first: int, second: int, amount: float) -> None:
        lines = [
            {"item": self.item, "quantity": first + 0.5, "rate": str(amount)},
            {"item": self.item, "amount": second},
        ]
        self.add("invoice", {"entity": self.customer.id, "itemList": lines})

    def credit(self, first: int, second: int, amount: float) -> None:
        del second
        lines = [{"item": self.item, "amount": amount}]
        applied = self.line(self.picked("invoice", first), None)
        self.add("creditMemo", {"entity": self.customer.id, "itemList": lines, "applyList": applied})

    def pay(self, first: int, second: int, amount: float) -> None:
        lines = self.line(self.picked("invoice", first), amount) + self.line(
            self.picked("invoice", second), None
        )
        self.add("customerPayment", {"customer": self.customer.id, "applyList": lines})

    def pay_some(self, first: int, second: int, amount: float) -> None:
        values = {
            "customer": self.customer.id,
            "payment": amount,
            "applyList": self.line(self.picked("invoice", first), None),
            "creditList": self.line(self.picked("creditMemo", second), None),
        }
        self.add("customerPayment", values)

    def pay_all(self, first: int, second: int, amount: float) -> None:
        del first, second
        self.add("customerPayment", {"customer": self.customer.id, "payment": amount, "autoApply": True})

    def change_invoice(self, first: int, second: int, amount: float) -> None:
        invoice = self.picked("invoice", first)
        if invoice is not None:
            change = LineChanges([{"line": 1 + second % 2, "amount": amount}], replace_all=False)
            self.books.save("invoice", {"itemList": change}, invoice)

    def change_payment(self, first: int, second: int, amount: float) -> None:
        payment = self.picked("customerPayment", first)
        if payment is not None:
            lines = self.line(self.picked("invoice", second), amount)
            self.books.save("customerPayment", {"applyList": LineChanges(lines, replace_all=False)}, payment)

    def give_way(self, first: int, second: int, amount: float) -> None:
        del amount
        payer = self.picked(("customerPayment", "creditMemo")[second % 2], first)
        if payer is not None:
            self.books.save(payer.type, {"applyList": []}, payer)

    def delete(self, first: int, second: int, amount: float) -> None:
        del amount
        kind = list(self.documents)[second % 3]
        document = self.picked(kind, first)
        if document is not None:
            self.books.delete(document)
            self.documents[kind].remove(document)

    def state(self) -> list[dict[str, Any]]:
        return [self.books.read(one) for some in self.documents.values() for one in (*some, self.customer)]

    def check(self) -> None:
        """Work out every amount anew, from the lines alone."""
        read = {kind: {one.id: self.books.read(one) for one in some} for kind, some in self.documents.items()}
        settled = sums(read["customerPayment"], "applyList") + sums(read["creditMemo"], "applyList")
        used = sums(read["customerPayment"], "creditList") + own_sums(read["creditMemo"], "applyList")
        owed = Decimal(0)
        for record_id, values in read["invoice"].items():
            total = exact(values["total"])
            assert total == sum((exact(line["amount"]) for line in values["itemList"]), Decimal(0))
            assert all(is_cents(line["amount"]) for line in values["itemList"])
            assert exact(values["amountPaid"]) == total_of(settled, record_id)
            assert exact(values["amountRemaining"]) == total - exact(values["amountPaid"]) >= 0
            assert values["status"] == ("Open" if values["amountRemaining"] else "Paid In Full")
            owed += exact(values["amountRemaining"])
        for record_id, values in read["creditMemo"].items():
            assert exact(values["applied"]) == total_of(used, record_id)
            assert exact(values["unapplied"]) == exact(values["total"]) - exact(values["applied"]) >= 0
            full = values["total"] > 0 and not values["unapplied"]
            assert values["status"] == ("Fully Applied" if full else "Open")
            owed -= exact(values["unapplied"])
        for values in read["customerPayment"].values():
            applied, credited = (line_sum(values, name) for name in ("applyList", "creditList"))
            assert exact(values["applied"]) == applied
            assert exact(values["unapplied"]) == exact(values["payment"]) + credited - applied >= 0
            owed -= exact(values["unapplied"])
        assert exact(self.books.read(self.customer).get("balance", 0.0)) == owed


Sums = list[tuple[str, Decimal]]


def exact(amount: float) -> Decimal:
    return Decimal(str(amount))


def is_cents(amount: float) -> bool:
    return exact(amount) == round(exact(amount), 2)


def line_sum(values: dict[str, Any], sublist: str) -> Decimal:
    return sum((exact(line["amount"]) for line in values.get(sublist, ())), Decimal(0))


def sums(records: dict[str, dict[str, Any]], sublist: str) -> Sums:
    return [
        (str(line["doc"]), exact(line["amount"]))
        for values in records.values()
        for line in values.get(sublist, ())
    ]


def own_sums(records: dict[str, dict[str, Any]], sublist: str) -> Sums:
    return [(record_id, line_sum(values, sublist)) for record_id, values in records.items()]


def total_of(amounts: Sums, record_id: str) -> Decimal:
    return sum((amount for one, amount in amounts if one == record_id), Decimal(0))


@pytest.fixture(scope="session")
def item(books: Books) -> str:
    return books.item()


def keep_books(books: Books, item: str, steps: list[tuple[str, int, int, float]]) -> None:
    ledger = Ledger(books, item)
    for step in steps:
        ledger.take(step)
        ledger.check()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEP, min_size=4, max_size=10))
def test_the_books_agree_after_every_step(
    books: Books, item: str, steps: list[tuple[str, int, int, float]]
) -> None:
    keep_books(books, item, steps)


@pytest.mark.full
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEP, min_size=10, max_size=30))
def test_the_books_agree_after_long_histories(
    books: Books, item: str, steps: list[tuple[str, int, int, float]]
) -> None:
    keep_books(books, item, steps)
