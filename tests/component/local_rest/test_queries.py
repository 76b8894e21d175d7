"""How often one request asks the tables, however many records it reads."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from landbridge.local.account import Account
from tests.component.local_rest.client import BASE, SITE, Client

NUMBERS = (1, 10, 40)


@pytest.fixture(scope="module")
def payments(client: Client) -> list[str]:
    """Payments, each by a customer of its own for an invoice of its own, all with an external id."""
    income = sorted(client.ids("account", "acctType ANY_OF [Income]"), key=int)[0]
    item = client.create("serviceSaleItem", {"itemId": "Hour", "incomeAccount": {"id": income}})
    return [_payment(client, item, number) for number in range(max(NUMBERS))]


def _payment(client: Client, item: str, number: int) -> str:
    buyer = client.create("customer", {"companyName": f"Payer {number}", "subsidiary": {"id": "1"}})
    lines = {"items": [{"item": {"id": item}, "quantity": 1, "rate": 10 + number}]}
    invoice = client.create("invoice", {"entity": {"id": buyer}, "item": lines})
    path = f"/invoice/{invoice}/!transform/customerPayment"
    answer = client.call("POST", path, {"externalId": f"payment-{number}"})
    assert answer.status == 204, answer.document
    return answer.headers["Location"].removeprefix(f"{SITE}{BASE}/customerPayment/")


def _queries(client: Client, account: Account, ids: Sequence[str]) -> int:
    """Read records whole in one request; return how many statements that took."""
    statements: list[str] = []
    with account.database.transaction() as connection:
        connection.set_trace_callback(statements.append)
    try:
        page = client.get("/customerPayment", expandRecords="true", ids=",".join(ids))
    finally:
        connection.set_trace_callback(None)
    assert [one["customer"]["refName"].rpartition(" ")[2] for one in page["items"]] == [
        str(number) for number in range(len(ids))
    ]
    assert all(one["id"] for one in page["items"])
    return len(statements)


@pytest.mark.requirement("rest-01")
def test_records_by_id_take_as_many_queries_as_one(
    client: Client, account: Account, payments: list[str]
) -> None:
    assert len({_queries(client, account, payments[:number]) for number in NUMBERS}) == 1


@pytest.mark.requirement("rest-01")
def test_records_by_external_id_take_as_many_queries_as_one(
    client: Client, account: Account, payments: list[str]
) -> None:
    keys = [f"eid:payment-{number}" for number in range(len(payments))]
    assert len({_queries(client, account, keys[:number]) for number in NUMBERS}) == 1
