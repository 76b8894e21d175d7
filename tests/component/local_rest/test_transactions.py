"""Documents over REST: lines, totals, statuses, what is made of what."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.component.local_rest.client import BASE, SITE, Client

numbers = itertools.count(1)


def customer(client: Client) -> str:
    return client.create("customer", {"companyName": f"Buyer {next(numbers)}", "subsidiary": {"id": "1"}})


def vendor(client: Client) -> str:
    return client.create("vendor", {"companyName": f"Seller {next(numbers)}", "subsidiary": {"id": "1"}})


def account_of(client: Client, kind: str) -> str:
    """Return an account of one type."""
    return sorted(client.ids("account", f"acctType ANY_OF [{kind}]"), key=int)[0]


def service(client: Client) -> str:
    body = {"itemId": f"Hour {next(numbers)}", "incomeAccount": {"id": account_of(client, "Income")}}
    return client.create("serviceSaleItem", body)


def order(client: Client, buyer: str, *lines: dict[str, Any], **more: Any) -> str:
    return client.create("salesOrder", {"entity": {"id": buyer}, "item": {"items": list(lines)}, **more})


def line(item: str, quantity: float = 2, rate: float = 50) -> dict[str, Any]:
    return {"item": {"id": item}, "quantity": quantity, "rate": rate}


def location_id(answer: Any, kind: str) -> str:
    assert answer.status == 204, answer.document
    start = f"{SITE}{BASE}/{kind}/"
    assert answer.headers["Location"].startswith(start)
    return str(answer.headers["Location"].removeprefix(start))


@pytest.fixture(scope="module")
def item(client: Client) -> str:
    return service(client)


@pytest.mark.requirement("rest-01", "rest-03")
def test_an_order_has_lines_totals_and_a_status(client: Client, item: str) -> None:
    created = order(client, customer(client), line(item), line(item, 1, 25.5))
    document = client.get(f"/salesOrder/{created}", expandSubResources="true")
    assert (document["total"], document["subtotal"]) == (125.5, 125.5)
    assert document["status"].keys() == {"id", "refName"}
    assert len(document["status"]["id"]) == 1
    lines = document["item"]["items"]
    assert [(one["line"], one["quantity"], one["rate"], one["amount"]) for one in lines] == [
        (1, 2.0, 50.0, 100.0),
        (2, 1.0, 25.5, 25.5),
    ]
    assert lines[0]["item"]["id"] == item
    assert document["item"]["totalResults"] == 2
    plain = client.get(f"/salesOrder/{created}")
    assert plain["item"] == {"links": [{"rel": "self", "href": f"{SITE}{BASE}/salesOrder/{created}/item"}]}


@pytest.mark.requirement("rest-03")
def test_lines_are_merged_by_their_key_or_replaced(client: Client, item: str) -> None:
    created = order(client, customer(client), line(item), line(item, 1, 10))

    def quantities() -> list[tuple[int, float]]:
        found = client.get(f"/salesOrder/{created}/item", expandSubResources="true")["items"]
        return [(one["line"], one["quantity"]) for one in found]

    def patch(*lines: dict[str, Any], **parameters: Any) -> int:
        body = {"item": {"items": list(lines)}}
        return client.call("PATCH", f"/salesOrder/{created}", body, **parameters).status

    assert patch({"line": 1, "quantity": 5}) == 204
    assert quantities() == [(1, 5.0), (2, 1.0)]
    assert patch(line(item, 7)) == 204
    assert quantities() == [(1, 5.0), (2, 1.0), (3, 7.0)]
    assert patch({"line": 2}, line(item, 9), replace="item") == 204
    assert [quantity for _, quantity in quantities()] == [1.0, 9.0]
    assert client.refused("PATCH", f"/salesOrder/{created}", {}, replace="nonsense")[0] == 400


@pytest.mark.requirement("rest-03")
def test_sublists_and_lines_have_addresses_of_their_own(client: Client, item: str) -> None:
    created = order(client, customer(client), line(item), line(item, 3))
    base = f"/salesOrder/{created}/item"
    page = client.get(base, limit=1, offset=1)
    assert (page["count"], page["totalResults"], page["hasMore"]) == (1, 2, False)
    assert page["items"] == [{"links": [{"rel": "self", "href": f"{SITE}{BASE}{base}/2"}]}]
    assert client.get(f"{base}/2")["quantity"] == 3.0
    assert client.get(f"{base}/2/item")["id"] == item

    added = client.call("POST", base, line(item, 4))
    assert added.headers["Location"] == f"{SITE}{BASE}{base}/3"
    assert client.call("PATCH", f"{base}/3", {"quantity": 6}).status == 204
    assert client.get(f"{base}/3")["quantity"] == 6.0
    assert client.refused("PATCH", f"{base}/9", {"quantity": 6})[0] == 404
    assert client.refused("GET", f"{base}/9")[0] == 404
    assert client.refused("GET", f"/salesOrder/{created}/nosuch")[0] == 404
    assert client.refused("DELETE", f"{base}/3")[0] == 405
    assert client.refused("POST", f"{base}/3", {})[0] == 405


@pytest.mark.requirement("rest-03", "rest-06")
def test_the_path_of_an_error_leads_to_the_line(client: Client, item: str) -> None:
    body = {"entity": {"id": customer(client)}, "item": {"items": [line(item), line("99999")]}}
    status, detail = client.refused("POST", "/salesOrder", body)
    assert (status, detail["o:errorCode"], detail["o:errorPath"]) == (
        400,
        "INVALID_CONTENT",
        "item.items[1].item",
    )
    assert "Invalid Field Value 99999 for the following field: item" in detail["detail"]


@pytest.mark.requirement("rest-03")
def test_addresses_are_subrecords(client: Client) -> None:
    address = {"addr1": "1 Main St", "city": "Springfield", "country": {"id": "US"}, "zip": 12345}
    book = {"items": [{"label": "HQ", "defaultBilling": True, "addressBookAddress": address}]}
    created = client.create("customer", {"companyName": f"Housed {next(numbers)}", "addressBook": book})
    (link,) = client.get(f"/customer/{created}/addressBook")["items"]
    path = link["links"][0]["href"].removeprefix(f"{SITE}{BASE}")
    assert client.get(path)["label"] == "HQ"
    found = client.get(f"{path}/addressBookAddress")
    assert (found["city"], found["zip"]) == ("Springfield", "12345")
    assert found["country"] == {"id": "US", "refName": "United States"}


@pytest.mark.requirement("rest-02")
def test_transactions_are_filtered_by_status_and_amount(client: Client, item: str) -> None:
    buyer = customer(client)
    small, large = order(client, buyer, line(item, 1, 10)), order(client, buyer, line(item, 10, 100))
    mine = f"entity ANY_OF [{buyer}]"
    assert client.ids("salesOrder", f"{mine} AND total GREATER 500") == {large}
    letter = client.get(f"/salesOrder/{small}")["status"]["id"]
    assert client.ids("salesOrder", f"{mine} AND status ANY_OF [{letter}]") == {small, large}
    assert client.ids("salesOrder", f"{mine} AND status ANY_OF_NOT [{letter}]") == set()


@pytest.mark.requirement("rest-07")
def test_an_order_becomes_an_invoice_and_the_invoice_is_paid(client: Client, item: str) -> None:
    buyer = customer(client)
    ordered = order(client, buyer, line(item, 4, 25), memo="as ordered", orderStatus={"id": "B"})
    invoice = location_id(client.call("POST", f"/salesOrder/{ordered}/!transform/invoice", {}), "invoice")
    document = client.get(f"/invoice/{invoice}", expandSubResources="true")
    assert document["createdFrom"]["id"] == ordered
    assert (document["entity"]["id"], document["total"], document["memo"]) == (buyer, 100.0, "as ordered")
    assert [one["quantity"] for one in document["item"]["items"]] == [4.0]

    answer = client.call("POST", f"/invoice/{invoice}/!transform/customerPayment", {"memo": "thanks"})
    payment = client.get(
        f"/customerPayment/{location_id(answer, 'customerPayment')}", expandSubResources="true"
    )
    assert (payment["customer"]["id"], payment["memo"]) == (buyer, "thanks")
    applied = [one for one in payment["apply"]["items"] if one["apply"]]
    assert [(one["doc"]["id"], one["amount"]) for one in applied] == [(invoice, 100.0)]
    assert client.get(f"/invoice/{invoice}")["status"] == {"id": "B", "refName": "Paid In Full"}


@pytest.mark.requirement("rest-07")
def test_a_body_changes_what_is_proposed(client: Client, item: str) -> None:
    ordered = order(client, customer(client), line(item, 4, 25), line(item, 1, 7), orderStatus={"id": "B"})
    body = {"memo": "in part", "item": {"items": [{"orderLine": 1, "quantity": 3, "amount": 75}]}}
    answer = client.call("POST", f"/salesOrder/{ordered}/!transform/invoice", body)
    document = client.get(f"/invoice/{location_id(answer, 'invoice')}", expandSubResources="true")
    assert document["memo"] == "in part"
    assert [one["quantity"] for one in document["item"]["items"]] == [3.0, 1.0]
    assert document["total"] == 82.0


@pytest.mark.requirement("rest-07", "rest-06")
def test_transformations_that_there_are_not(client: Client, item: str) -> None:
    buyer = customer(client)
    ordered = order(client, buyer, line(item))
    assert client.refused("POST", f"/salesOrder/{ordered}/!transform/vendorBill", {})[0] == 400
    assert client.refused("POST", f"/salesOrder/{ordered}/!transform/nonsense", {})[0] == 404
    assert client.refused("POST", "/salesOrder/99999/!transform/invoice", {})[0] == 404
    assert client.refused("POST", f"/salesOrder/{ordered}/!explode/invoice", {})[0] == 404


@pytest.mark.requirement("rest-07")
def test_a_purchase_order_becomes_a_bill(client: Client) -> None:
    expense = {"account": {"id": account_of(client, "Expense")}, "amount": 80, "memo": "desk"}
    body = {"entity": {"id": vendor(client)}, "expense": {"items": [expense]}, "orderStatus": {"id": "B"}}
    ordered = client.create("purchaseOrder", body)
    answer = client.call("POST", f"/purchaseOrder/{ordered}/!transform/vendorBill", {"tranId": "V-1"})
    bill = client.get(f"/vendorBill/{location_id(answer, 'vendorBill')}", expandSubResources="true")
    assert [one["amount"] for one in bill["expense"]["items"]] == [80.0]
    assert bill["tranId"] == "V-1"


@pytest.mark.requirement("rest-01")
def test_a_contact_is_attached_and_detached(client: Client) -> None:
    buyer = customer(client)
    contact = client.create(
        "contact",
        {"firstName": "Con", "lastName": f"Tact {next(numbers)}", "entityId": f"Con Tact {next(numbers)}"},
    )
    path = f"/customer/{buyer}/!attach/contact/{contact}"
    assert client.call("POST", path).status == 204
    (link,) = client.get(f"/customer/{buyer}/contactRoles")["items"]
    assert link["links"][0]["href"].endswith(f"/contactRoles/{contact}")
    assert client.call("POST", path.replace("!attach", "!detach")).status == 204
    assert client.get(f"/customer/{buyer}/contactRoles")["items"] == []
    assert client.refused("POST", f"/customer/{buyer}/!attach/contact/99999")[0] == 404
    assert client.refused("POST", path.replace("!attach", "!detach"))[0] == 404
    role = sorted(client.ids("contactRole"), key=int)[0]
    assert client.call("POST", path, {"role": {"id": role}}).status == 204
    assert client.get(f"/customer/{buyer}/contactRoles/{contact}/role")["id"] == role
    assert client.refused("POST", path, {"role": {"id": 99999}})[0] == 400
    seller = vendor(client)
    assert client.call("POST", f"/vendor/{seller}/!attach/contact/{contact}").status == 204
    assert client.get(f"/contact/{contact}")["company"]["id"] == seller


@pytest.mark.requirement("rest-03")
def test_project_tasks_have_the_names_and_enumerations_of_rest(client: Client) -> None:
    project = client.create("job", {"companyName": f"Project {next(numbers)}"})
    body = {
        "title": "Dig",
        "project": {"id": project},
        "status": {"id": "PROGRESS"},
        "constraintType": {"id": "FIXEDSTART"},
        "priority": {"id": "HIGH"},
        "startDateTime": "2026-03-02T08:00:00Z",
        "estimatedWork": 8,
    }
    first = client.create("projectTask", body)
    document = client.get(f"/projectTask/{first}")
    assert document["project"]["id"] == project
    assert document["status"] == {"id": "PROGRESS", "refName": "In Progress"}
    assert document["constraintType"] == {"id": "FIXEDSTART", "refName": "Fixed Start"}
    assert document["priority"]["id"] == "HIGH"
    assert document["startDateTime"] == "2026-03-02T08:00:00Z"
    assert "company" not in document
    before = {"items": [{"predecessor": {"id": first}, "type": {"id": "FS"}}]}
    second = client.create(
        "projectTask", {"title": "Build", "project": {"id": project}, "predecessor": before}
    )
    (one,) = client.get(f"/projectTask/{second}/predecessor", expandSubResources="true")["items"]
    assert (one["predecessor"]["id"], one["type"]["id"]) == (first, "FS")
    mine = f"project ANY_OF [{project}]"
    assert client.ids("projectTask", f"{mine} AND status ANY_OF [PROGRESS]") == {first}
    assert client.ids("projectTask", f"{mine} AND lastModifiedDate AFTER 1/1/2020") == {first, second}
    assert client.ids("projectTask", f"{mine} AND lastModifiedDate BEFORE 1/1/2020") == set()
