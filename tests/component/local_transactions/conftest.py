"""One account for all tests of transactions: every test makes its own entities, so that none sees another's documents."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from landbridge.local.access.model import ADMINISTRATOR, Context, Session
from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record
from landbridge.local.seeds.lists import ENTRIES
from landbridge.local.settings import AccountSettings

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@dataclass
class Books:
    """The account's records, as tests keep the books with them: saving and reading by one call each."""

    account: Account
    session: Session
    numbers: Iterator[int]

    def save(self, record_type: str, values: dict[str, Any], record: Record | None = None) -> Record:
        record_id = record.id if record is not None else None
        return self.account.records.save(self.session, record_type, values, id=record_id).record

    def read(self, record: Record) -> dict[str, Any]:
        found = self.account.records.get(record.type, record.id)
        assert found is not None
        return dict(found.values)

    def delete(self, record: Record) -> None:
        self.account.records.delete(self.session, record.type, record.id)

    def refusal(self, work: Callable[[], object]) -> RecordError:
        with pytest.raises(RecordError) as refused:
            work()
        return refused.value

    def customer(self, **values: Any) -> Record:
        return self.save("customer", {"companyName": f"Customer {next(self.numbers)}", **values})

    def vendor(self, **values: Any) -> Record:
        return self.save("vendor", {"companyName": f"Vendor {next(self.numbers)}", **values})

    def employee(self) -> Record:
        return self.save("employee", {"firstName": "Ada", "lastName": f"Byron {next(self.numbers)}"})

    def item(self, record_type: str = "serviceSaleItem", **values: Any) -> str:
        return self.save(record_type, {"itemId": f"Item {next(self.numbers)}", **values}).id

    def account_of(self, kind: str) -> str:
        return next(
            one.id
            for one in self.account.records.looking.entries("account")
            if one.values.get("acctType") == kind
        )

    def invoice(self, customer: Record, *amounts: float, **values: Any) -> Record:
        lines = [{"item": self.item(), "amount": amount} for amount in amounts]
        return self.save("invoice", {"entity": customer.id, "itemList": lines, **values})

    def bill(self, vendor: Record, *amounts: float, **values: Any) -> Record:
        expense = self.account_of("_expense")
        lines = [{"account": expense, "amount": amount} for amount in amounts]
        return self.save("vendorBill", {"entity": vendor.id, "expenseList": lines, **values})

    def payment(self, customer: Record, *applied: tuple[Record, float], **values: Any) -> Record:
        return self.save(
            "customerPayment", {"customer": customer.id, "applyList": applications(*applied), **values}
        )


def applications(*applied: tuple[Record, float]) -> list[dict[str, Any]]:
    """Return lines of an ``applyList``."""
    return [{"apply": True, "doc": int(document.id), "amount": amount} for document, amount in applied]


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    account = Account(
        AccountSettings(),
        authority_folder=tmp_path_factory.mktemp("transactions") / "tls",
        clock=Clock(lambda: START),
        rng=random.Random(7),
    )
    for record_type, entries in ENTRIES.items():
        for record_id, values in entries.items():
            account.records.put(record_type, record_id, values)
    yield Books(account, Session("1", ADMINISTRATOR, Context.WEBSERVICES), count(1))
    account.close()
