"""Vendors, contacts, resources and address books."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from landbridge.local.access.model import Session
from landbridge.local.account import Account
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import LineChanges, Record

pytestmark = pytest.mark.requirement("type-01")

Save = Callable[..., Record]
Refused = Callable[..., RecordError]


@pytest.fixture(scope="module")
def customer(save: Save) -> Record:
    return save("customer", companyName="Elm Street Books", email="books@elm.example", subsidiary="2")


def test_a_vendor_has_a_number_and_a_name(account: Account, save: Save) -> None:
    company = save("vendor", companyName="Oak Supplies")
    person = save("vendor", isPerson=True, firstName="Ida", lastName="Rhodes")
    assert (company.values["entityId"], company.values["altName"]) == ("VEND1", "Oak Supplies")
    assert (person.values["entityId"], person.values["altName"]) == ("VEND2", "Ida Rhodes")
    assert account.records.display("vendor", company.id) == "VEND1 Oak Supplies"
    assert company.values["subsidiary"] == company.values["currency"] == "1"


def test_entities_share_their_internal_ids(save: Save, customer: Record) -> None:
    one, other = save("vendor", companyName="Pine"), save("contact", entityId="Pine")
    assert len({one.id, other.id, customer.id}) == 3


@pytest.mark.parametrize(
    ("record_type", "values", "label"),
    [
        ("vendor", {}, "Company Name"),
        ("vendor", {"isPerson": True}, "First Name, Last Name"),
        ("contact", {"email": "x@y.example"}, "Contact"),
        ("supportCase", {"title": "Broken"}, "Company"),
        ("projectTask", {"title": "Plan"}, "Project"),
    ],
)
@pytest.mark.requirement("type-07")
def test_what_must_be_filled(refused: Refused, record_type: str, values: dict[str, Any], label: str) -> None:
    error = refused(record_type, **values)
    assert (error.code, error.message) == ("USER_ERROR", f"Please enter value(s) for: {label}")


def test_a_contact_is_named_by_its_parts_and_belongs_to_a_company(
    account: Account, save: Save, customer: Record
) -> None:
    contact = save("contact", firstName="Jean", lastName="Sammet", company=customer.id)
    assert contact.values["entityId"] == "Jean Sammet"
    assert contact.values["subsidiary"] == "2"
    assert account.records.display("contact", contact.id) == "Jean Sammet"
    renamed = save("contact", contact.id, entityId="J. Sammet", lastName="S.")
    assert renamed.values["entityId"] == "J. Sammet"


@pytest.mark.requirement("type-07")
def test_a_contact_is_there_once_in_a_company(save: Save, refused: Refused, customer: Record) -> None:
    save("contact", entityId="Mary Keller")
    save("contact", entityId="Mary Keller", company=customer.id)
    error = refused("contact", entityId="mary keller", company=customer.id)
    assert error.code == "DUP_ENTITY"


@pytest.mark.requirement("type-07")
@pytest.mark.parametrize(
    ("record_type", "values"),
    [
        ("contact", {"entityId": "Nobody's", "company": "999"}),
        ("vendor", {"companyName": "Ash", "terms": "99"}),
        ("customer", {"companyName": "Ash", "priceLevel": "99"}),
        ("employee", {"firstName": "A", "lastName": "B", "rolesList": [{"selectedRole": "99"}]}),
        ("subsidiary", {"name": "Asia", "parent": "99"}),
    ],
)
def test_a_reference_points_at_something(refused: Refused, record_type: str, values: dict[str, Any]) -> None:
    assert refused(record_type, **values).code == "INVALID_KEY_OR_REF"


def test_an_address_book_is_numbered_and_has_one_default(account: Account, save: Save) -> None:
    home = {"addr1": "1 Main St", "city": "Reno", "state": "NV", "zip": "89501", "country": "_unitedStates"}
    made = save(
        "customer",
        companyName="Beech",
        addressbookList=[
            {"label": "Home", "defaultBilling": True, "addressbookAddress": home},
            {"label": "Depot", "defaultBilling": True, "addressbookAddress": {"addr1": "2 Side St"}},
        ],
    )
    stored = account.records.get("customer", made.id)
    assert stored is not None
    lines = stored.values["addressbookList"]
    assert [line["internalId"] for line in lines] == ["1", "2"]
    assert [line["defaultBilling"] for line in lines] == [False, True]
    printed = "1 Main St<br>Reno NV 89501<br>United States"
    assert lines[0]["addressbookAddress"]["addrText"] == printed
    assert stored.values["defaultAddress"] == "2 Side St"


def test_an_address_is_changed_by_its_id_and_others_stay(
    account: Account, session: Session, save: Save
) -> None:
    lines = [{"label": "One", "addressbookAddress": {"city": "Reno"}}, {"label": "Two"}]
    made = save("vendor", companyName="Cedar", addressbookList=lines)
    change = LineChanges([{"internalId": "2", "label": "Second"}, {"label": "Three"}], replace_all=False)
    changed = account.records.save(session, "vendor", {"addressbookList": change}, id=made.id).record
    after = [(line["internalId"], line["label"]) for line in changed.values["addressbookList"]]
    assert after == [("1", "One"), ("2", "Second"), ("3", "Three")]


def test_an_overridden_address_keeps_its_text(save: Save) -> None:
    address = {"city": "Reno", "override": True}
    made = save("vendor", companyName="Fir", addressbookList=[{"addressbookAddress": address}])
    assert made.values["addressbookList"][0]["addressbookAddress"]["addrText"] == "Reno"


def test_resources_of_a_project_bring_their_address(save: Save) -> None:
    employee = save("employee", firstName="Betty", lastName="Holberton", email="betty@demo.example")
    project = save(
        "job", companyName="Roll-out", jobResourcesList=[{"jobResource": employee.id, "role": "2"}]
    )
    assert project.values["jobResourcesList"] == [
        {"jobResource": employee.id, "role": "2", "email": "betty@demo.example"}
    ]


@pytest.mark.requirement("type-07")
def test_a_line_without_its_key_field_is_refused(refused: Refused) -> None:
    error = refused("job", companyName="Empty", jobResourcesList=[{"role": "2"}])
    assert (error.code, error.field) == ("USER_ERROR", "jobResourcesList.jobResource")


def test_read_only_columns_of_lines_are_left_out(save: Save) -> None:
    lines = [{"currency": "4", "balance": 1_000_000.0}]
    made = save("customer", companyName="Rich", currencyList=lines)
    assert made.values["currencyList"] == [{"currency": "4"}]
