"""One account for all tests of queries: a small company whose rows the tests know."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from landbridge.local.access.model import Session
from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.records.model import CustomField, CustomRecordType
from landbridge.local.seeds.lists import ENTRIES
from landbridge.local.settings import AccountSettings
from landbridge.local.suiteql.errors import QueryRefused
from landbridge.recordtypes import Kind

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # 2 a.m. in the account's zone

Rows = list[dict[str, str]]


@dataclass
class Company:
    """An account with its administrator's session and the ids of what was saved, by a name of the tests' own."""

    account: Account
    session: Session
    ids: dict[str, str] = field(default_factory=dict)

    def save(self, name: str, record_type: str, values: dict[str, Any], **more: Any) -> str:
        saved = self.account.records.save(self.session, record_type, values, **more)
        self.ids[name] = saved.record.id
        return saved.record.id

    def query(self, sql: str, *params: Any, session: Session | None = None) -> Rows:
        return self.account.suiteql.run(session or self.session, sql, params).items

    def column(self, sql: str, *params: Any) -> list[str | None]:
        """Return the one column of a query."""
        return [next(iter(row.values()), None) for row in self.query(sql, *params)]

    def value(self, expression: str, *params: Any) -> str | None:
        """Return an expression's value."""
        return self.column(f"SELECT {expression} FROM dual", *params)[0]

    def refused(self, sql: str, *params: Any, session: Session | None = None) -> str:
        """Return what the client reads of a query that must be refused."""
        with pytest.raises(QueryRefused) as refusal:
            self.query(sql, *params, session=session)
        return refusal.value.detail


def _people_and_companies(company: Company) -> None:
    save = company.save
    save("ada", "employee", {"firstName": "Ada", "lastName": "Byron", "email": "ada@x.example"})
    save("ben", "employee", {"firstName": "Ben", "lastName": "Cole", "supervisor": company.ids["ada"]})
    save("birch", "customer", {"companyName": "Birch"}, script_type="lead", external_id="E-1")
    save("cedar", "customer", {"companyName": "Cedar", "phone": "555"}, script_type="prospect")
    save("dogwood", "customer", {"companyName": "Dogwood", "creditLimit": 1000.5, "custentity_grade": "A"})
    save("east", "customer", {"companyName": "East", "parent": company.ids["dogwood"], "isInactive": True})
    save(
        "rollout",
        "job",
        {"companyName": "Roll-out", "parent": company.ids["dogwood"], "jobBillingType": "_timeAndMaterials"},
    )
    save("acme", "vendor", {"companyName": "Acme"})
    save("north", "customrecord_center", {"name": "North", "custrecord_owner": company.ids["ada"]})


def _documents(company: Company) -> None:
    ids, save = company.ids, company.save
    income = account_of(company, "_income")
    expense = account_of(company, "_expense")
    save("hours", "serviceSaleItem", {"itemId": "Hours", "incomeAccount": income, "salesDescription": "Work"})
    line = {"item": ids["hours"], "quantity": 2.0, "amount": 200.0}
    save(
        "order",
        "salesOrder",
        {"entity": ids["dogwood"], "itemList": [line, {**line, "amount": 50.0}], "memo": "first"},
    )
    save("invoice", "invoice", {"entity": ids["dogwood"], "itemList": [line]})
    save(
        "bill",
        "vendorBill",
        {
            "entity": ids["acme"],
            "tranId": "B-1",
            "expenseList": [{"account": expense, "amount": 80.0, "memo": "rent"}],
        },
    )
    apply = {"apply": True, "doc": int(ids["invoice"]), "line": 0, "amount": 120.0}
    save("payment", "customerPayment", {"customer": ids["dogwood"], "payment": 120.0, "applyList": [apply]})
    save("case", "supportCase", {"title": "Broken", "company": ids["dogwood"]})


def account_of(company: Company, kind: str) -> str:
    """Return an account of a type."""
    accounts = company.account.records.looking.entries("account")
    return next(one.id for one in accounts if one.values.get("acctType") == kind)


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock(lambda: START)


@pytest.fixture(scope="module")
def new_company(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[Callable[[], Company]]:
    made: list[Account] = []

    def new() -> Company:
        folder = tmp_path_factory.mktemp("tls")
        account = Account(AccountSettings(), authority_folder=folder, clock=clock, rng=random.Random(7))
        made.append(account)
        for record_type, entries in ENTRIES.items():
            for record_id, values in entries.items():
                account.records.put(record_type, record_id, values)
        account.records.fields.define(
            CustomField("custentity_grade", Kind.STRING, "Grade", frozenset({"customer"}))
        )
        account.records.define_type(
            CustomRecordType("customrecord_center", "Cost Center"),
            [
                CustomField(
                    "custrecord_owner", Kind.REF, "Owner", frozenset({"customrecord_center"}), "employee"
                )
            ],
        )
        return Company(account, account.access.system_session())

    yield new
    for account in made:
        account.close()


@pytest.fixture(scope="module")
def company(new_company: Callable[[], Company]) -> Company:
    made = new_company()
    _people_and_companies(made)
    _documents(made)
    return made
