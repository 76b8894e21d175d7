"""Values that only one record of a table may have: further NetSuite IDs, numbers, ids of custom workflows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from landbridge.service.ports import KeyRange, Outcome
from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.projects.models import SppRecord
from landbridge.service.projects.statements import UnknownKeyError
from tests.component.service_projects.conftest import Write, change, outcomes

Create = Callable[..., str]
BILL, CREDIT = "netsuite_vendorbill_id__c", "netsuite_vendor_credit_id__c"
LINE = "netsuite_vendorbill_purchase_item_id__c"
CUSTOM = "netsuite_custom_customrecord_region_id__c"


@pytest.fixture
def vendor(create: Create) -> str:
    return create("vendor", name="Cloud Hosting")


@pytest.mark.requirement("match-01")
def test_each_netsuite_id_field_of_a_table_is_apart_and_belongs_to_one_record(
    write: Write, vendor: str
) -> None:
    answers = write(
        "purchaseorder",
        change("1", vendorid=vendor, netsuite_purchaseorder_id__c="5"),
        change("2", vendorid=vendor, **{BILL: "5"}),
        change("3", vendorid=vendor, **{CREDIT: "5"}),
        change("4", vendorid=vendor, **{BILL: "5"}),
    )
    assert outcomes(answers) == [Outcome.CREATED] * 3 + [Outcome.CONFLICT]
    assert answers[3].field == BILL
    (again,) = write("purchaseorder", change("5", vendorid=vendor, **{CREDIT: "5"}))
    assert (again.outcome, again.field) == (Outcome.CONFLICT, CREDIT)
    assert f"purchase order {answers[2].spp_id}" in again.reason


@pytest.mark.requirement("match-01")
def test_found_by_each_of_them(account: BuiltInAccount, create: Create, vendor: str) -> None:
    order = create("purchaseorder", vendorid=vendor, netsuite_purchaseorder_id__c="5")
    bill = create("purchaseorder", vendorid=vendor, **{BILL: "5"})

    def found(field: str) -> list[str]:
        records = account.find("purchaseorder", netsuite_id_field=field, netsuite_ids=["5", "6"])
        return [one.spp_id for one in records]

    assert (found(""), found(BILL), found(CREDIT)) == ([order], [bill], [])
    with pytest.raises(UnknownKeyError, match="netsuite_invoice_id__c"):
        found("netsuite_invoice_id__c")


def test_lines_lie_in_the_range_of_their_record(account: BuiltInAccount, create: Create, vendor: str) -> None:
    order = create("purchaseorder", vendorid=vendor, **{BILL: "5"})
    lines = [
        create("purchase_item", purchaseorderid=order, **{LINE: f"{at}"}) for at in ("5-1", "5-2", "60-1")
    ]

    def held(first: int, last: int) -> list[str]:
        found = account.holdings("purchase_item", KeyRange(first, last), netsuite_id_field=LINE)
        return sorted(one.spp_id for one in found)

    assert held(5, 5) == sorted(lines[:2])
    assert held(6, 100) == lines[2:]
    usual = create("purchase_item", purchaseorderid=order, netsuite_purchase_item_id__c="7-12")
    found = account.holdings("purchase_item", KeyRange(7, 7))
    assert [one.spp_id for one in found] == [usual]


def test_a_key_moves_and_is_free_again(write: Write, create: Create, vendor: str) -> None:
    first = create("purchaseorder", vendorid=vendor, **{BILL: "5"})
    second = create("purchaseorder", vendorid=vendor)
    assert outcomes(write("purchaseorder", change("1", second, **{BILL: "5"}))) == [Outcome.CONFLICT]
    assert outcomes(write("purchaseorder", change("1", first, **{BILL: "6"}))) == [Outcome.UPDATED]
    assert outcomes(write("purchaseorder", change("1", second, **{BILL: "5"}))) == [Outcome.UPDATED]
    assert outcomes(write("purchaseorder", change("1", second, **{BILL: None}))) == [Outcome.UPDATED]
    SppRecord.objects.filter(pk=first).delete()
    both = write("purchaseorder", *(change(at, vendorid=vendor, **{BILL: at}) for at in ("5", "6")))
    assert outcomes(both) == [Outcome.CREATED] * 2


@pytest.mark.requirement("custom-01")
def test_ids_of_custom_workflows_are_keys_of_any_table(
    account: BuiltInAccount, write: Write, create: Create
) -> None:
    create("category", name="Region North", netsuite_category_id__c="3")
    custom = create("category", name="Region South", **{CUSTOM: "3"})
    assert [one.spp_id for one in account.find("category", netsuite_id_field=CUSTOM, netsuite_ids=["3"])] == [
        custom
    ]
    assert outcomes(write("category", change("1", name="Third", **{CUSTOM: "3"}))) == [Outcome.CONFLICT]


@pytest.mark.parametrize(
    ("table", "code", "fields"),
    [
        ("invoice", 802, {"customerid": ""}),
        ("envelope", 814, {"userid": ""}),
        ("purchaseorder", 828, {"vendorid": ""}),
    ],
    ids=["invoice", "envelope", "purchaseorder"],
)
def test_a_number_is_taken_once(
    write: Write, create: Create, table: str, code: int, fields: dict[str, str]
) -> None:
    owner = {"customerid": "customer", "userid": "user", "vendorid": "vendor"}
    name = {"user": "nickname"}
    for field in fields:
        fields[field] = create(owner[field], **{name.get(owner[field], "name"): "Acme"})
    first = create(table, number="007", **fields)
    again, other = write(table, change("1", number="007", **fields), change("2", number="7", **fields))
    assert (again.outcome, again.code, again.field) == (Outcome.REFUSED, code, "number")
    assert again.reason.startswith("Number '007' is taken by ")
    assert again.reason.endswith(first)
    assert other.outcome is Outcome.CREATED
