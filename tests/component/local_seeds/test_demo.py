"""The seed demo: records from id 1 of each everyday type, and two RESTlets that echo."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator

import pytest

from landbridge.local.testing import RunningAccount, running_account
from tests.component.local_scripting.signing import authorization

EVERYDAY = ("department", "classification", "location", "account", "currency", "vendor", "customer", "employee", "job")  # fmt: skip
FURTHER = ("contact", "supportCase", "projectTask", "expenseCategory", "serviceSaleItem")
TRANSACTIONS = (
    "salesOrder",
    "invoice",
    "creditMemo",
    "customerPayment",
    "purchaseOrder",
    "vendorBill",
    "vendorCredit",
    "vendorPayment",
    "expenseReport",
)


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account() as found:
        yield found


@pytest.mark.requirement("seed-01")
@pytest.mark.parametrize("record_type", EVERYDAY)
def test_several_of_each_everyday_type_from_id_1(running: RunningAccount, record_type: str) -> None:
    found = running.control.records(type=record_type)
    assert len(found) >= 2
    assert found[0]["id"] == "1"
    assert found[0]["values"]


@pytest.mark.requirement("seed-01")
@pytest.mark.parametrize("record_type", [*FURTHER, *TRANSACTIONS])
def test_there_are_some_of_every_other_type(running: RunningAccount, record_type: str) -> None:
    assert running.control.records(type=record_type) != []


@pytest.mark.requirement("seed-01")
def test_new_records_are_numbered_after_those_of_the_seed(running: RunningAccount) -> None:
    made = running.control.save(type="vendor", values={"companyName": "New Vendor"})
    entities = {
        row["id"]
        for kind in ("employee", "customer", "vendor", "job", "contact")
        for row in running.control.records(type=kind)
        if not (kind == "vendor" and row["id"] == made["id"])
    }
    assert made["id"] not in entities


@pytest.mark.requirement("seed-01")
@pytest.mark.parametrize("address", ["script=11&deploy=1", "script=12&deploy=1", "script=customscript_x&deploy=customdeploy_x"])  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_the_restlets_answer_what_they_are_sent(running: RunningAccount, address: str, method: str) -> None:
    with_body = method in ("POST", "PUT")
    query = "" if with_body else "&name=Ann&n=1"
    url = f"{running.http}/app/site/hosting/restlet.nl?{address}{query}"
    request = urllib.request.Request(
        url,
        data=b'{"name": "Ann", "n": [1, null]}' if with_body else None,
        method=method,
        headers={
            "Authorization": authorization(method, url, running.secrets, running.account_id),
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        found = json.loads(answer.read())
    sent = {"name": "Ann", "n": [1, None]} if with_body else {"name": "Ann", "n": "1"}
    assert found == {"method": method, "sent": sent}
