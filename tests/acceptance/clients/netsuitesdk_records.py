"""netsuitesdk's NetSuiteConnection: every api it has, posts and reads where the account keeps the type."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from typing import Any

from netsuitesdk import NetSuiteConnection


class Told(logging.Handler):
    """Keeps what the package warns of: a type of the WSDL that it misses."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


warnings = Told()
logging.getLogger("netsuitesdk").addHandler(warnings)

CURRENCY = {"internalId": "1"}
SUBSIDIARY = {"internalId": "1"}
CALENDAR = {"internalId": "1"}
NOTHING: dict[str, str] = {}
"""A reference without ids: the client wants one of every caller."""


def connection() -> NetSuiteConnection:
    environment = os.environ
    return NetSuiteConnection(
        account=environment["NETSUITE_ACCOUNT"],
        consumer_key=environment["NETSUITE_CONSUMER_KEY"],
        consumer_secret=environment["NETSUITE_CONSUMER_SECRET"],
        token_key=environment["NETSUITE_TOKEN_ID"],
        token_secret=environment["NETSUITE_TOKEN_SECRET"],
        caching=False,
        wsdl_version=sys.argv[1],
    )


def told(work: Callable[[], Any]) -> Any:
    """Return what ``work`` found, or in words what it raised."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - judged by the test
        return f"{type(error).__name__}: {error}"


def listed(api: Any) -> int:
    found = 0
    for page in api.get_all_generator():
        found += len(page) if isinstance(page, list) else 1
    return found


def reads(made: NetSuiteConnection) -> dict[str, Any]:
    apis = {name: api for name, api in vars(made).items() if name != "client"}
    return {name: told(lambda api=api: listed(api)) for name, api in sorted(apis.items())}


def posts(made: NetSuiteConnection) -> dict[str, Any]:
    ids = json.loads(os.environ["NETSUITE_IDS"])
    account, income, bank = (
        {"internalId": ids[name]} for name in ("expense_account", "income_account", "bank")
    )
    done: dict[str, Any] = {}

    def post(name: str, api: Any, data: dict[str, Any]) -> dict[str, Any]:
        done[name] = told(lambda: api.post(data)["internalId"])
        return {"internalId": done[name]}

    vendor = post(
        "vendor",
        made.vendors,
        {
            "externalId": "v1",
            "companyName": "Paper & Co",
            "subsidiary": SUBSIDIARY,
            "currency": CURRENCY,
            "representingSubsidiary": NOTHING,
            "workCalendar": CALENDAR,
        },
    )
    employee = post(
        "employee",
        made.employees,
        {
            "externalId": "e1",
            "firstName": "Erin",
            "lastName": "Example",
            "email": "erin@example.com",
            "subsidiary": SUBSIDIARY,
            "defaultExpenseReportCurrency": CURRENCY,
            "workCalendar": CALENDAR,
        },
    )
    customer = post(
        "customer",
        made.customers,
        {
            "externalId": "c1",
            "companyName": "Buyer Ltd",
            "subsidiary": SUBSIDIARY,
            "currency": CURRENCY,
            "representingSubsidiary": NOTHING,
            "monthlyClosing": NOTHING,
        },
    )
    done["term"] = told(
        lambda: made.terms.post({"externalId": "t1", "name": "Net 21", "daysUntilNetDue": 21})["body"][
            "writeResponse"
        ]["baseRef"]["internalId"]
    )
    bill = post(
        "vendor_bill",
        made.vendor_bills,
        {
            "externalId": "b1",
            "entity": vendor,
            "currency": CURRENCY,
            "tranId": "INV-77",
            "memo": "paper",
            "expenseList": [{"account": account, "amount": 120.5, "memo": "A4"}],
            "itemList": [{"item": {"internalId": ids["item"]}, "quantity": 2.0, "rate": 10.0}],
        },
    )
    post(
        "vendor_credit",
        made.vendor_credits,
        {
            "externalId": "vc1",
            "entity": vendor,
            "currency": CURRENCY,
            "tranId": "CR-1",
            "expenseList": {"expense": [{"account": account, "amount": 20.5}]},
        },
    )
    post(
        "vendor_payment",
        made.vendor_payments,
        {
            "externalId": "vp1",
            "entity": vendor,
            "currency": CURRENCY,
            "account": bank,
            "applyList": {"apply": [{"apply": True, "doc": bill["internalId"], "amount": 40.5}]},
        },
    )
    post(
        "expense_report",
        made.expense_reports,
        {
            "externalId": "x1",
            "entity": employee,
            "expenseReportCurrency": CURRENCY,
            "memo": "trip",
            "expenseList": [
                {
                    "category": {"internalId": ids["category"]},
                    "amount": 33.0,
                    "currency": CURRENCY,
                    "expenseDate": "2026-03-01T00:00:00",
                }
            ],
        },
    )
    lines = {"item": [{"item": {"internalId": ids["sale_item"]}, "quantity": 3.0, "rate": 100.0}]}
    post(
        "invoice",
        made.invoices,
        {"externalId": "i1", "entity": customer, "currency": CURRENCY, "itemList": lines},
    )
    post(
        "credit_memo",
        made.credit_memos,
        {"externalId": "cm1", "entity": customer, "currency": CURRENCY, "itemList": lines},
    )
    post(
        "custom_record",
        made.custom_records,
        {"externalId": "r1", "name": "Cost center 7", "recType": {"internalId": ids["custom_type"]}},
    )
    post(
        "journal_entry",
        made.journal_entries,
        {
            "externalId": "j1",
            "lineList": [{"account": income, "debit": 1.0}, {"account": account, "credit": 1.0}],
        },
    )
    post("folder", made.folders, {"externalId": "f1", "name": "Folder"})
    done["bill"] = told(lambda: made.vendor_bills.get(externalId="b1").userTotal)
    done["paid"] = told(lambda: made.vendor_payments.get(externalId="vp1").total)
    done["found"] = told(
        lambda: [one.companyName for one in made.vendors.search("entityId", "VEND", "startsWith")]
    )
    done["removed"] = told(lambda: made.invoices.delete(externalId="i1")["internalId"])
    return done


def got(made: NetSuiteConnection) -> dict[str, Any]:
    """Read back what was posted, by the external ids."""
    posted = (
        ("vendor", made.vendors, "v1", "companyName"),
        ("employee", made.employees, "e1", "lastName"),
        ("customer", made.customers, "c1", "companyName"),
        ("vendor_bill", made.vendor_bills, "b1", "tranId"),
        ("vendor_credit", made.vendor_credits, "vc1", "tranId"),
        ("vendor_payment", made.vendor_payments, "vp1", "total"),
        ("expense_report", made.expense_reports, "x1", "memo"),
        ("credit_memo", made.credit_memos, "cm1", "total"),
    )
    found = {
        name: told(lambda api=api, key=key, field=field: api.get(externalId=key)[field])
        for name, api, key, field in posted
    }
    found["removed"] = told(lambda: made.credit_memos.delete(externalId="cm1")["externalId"])
    found["gone"] = told(lambda: made.credit_memos.get(externalId="cm1"))
    found["item"] = told(lambda: made.items.get(internalId="1"))
    found["usage"] = told(lambda: made.usages.post({"externalId": "u1", "memo": "none"}))
    return found


made = connection()
warned = list(warnings.texts)
logging.disable(logging.WARNING)
found = {"warned": warned, "posts": posts(made), "got": got(made), "reads": reads(made)}
sys.stdout.write(json.dumps(found, default=str) + "\n")
