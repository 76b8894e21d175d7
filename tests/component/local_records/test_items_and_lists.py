"""Items, expense categories and the lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from landbridge.local.account import Account
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Criterion, Record
from landbridge.recordtypes import ITEM_TYPES, LIST_TYPES, RecordType

Save = Callable[..., Record]
Refused = Callable[..., RecordError]


@pytest.mark.requirement("type-02")
@pytest.mark.parametrize("kind", ITEM_TYPES, ids=lambda kind: kind.name)
def test_an_item_begins_with_accounts_and_a_subsidiary(
    account: Account, save: Save, kind: RecordType
) -> None:
    item = save(kind.name, itemId=f"A {kind.name}")
    stored = account.records.get(kind.name, item.id)
    assert stored is not None
    assert stored.values["subsidiaryList"] == ["1"]
    assert stored.values["createdDate"] == stored.values["lastModifiedDate"] == item.modified
    accounts = {
        name: stored.values[name] for name in ("incomeAccount", "expenseAccount") if name in stored.values
    }
    sold, bought = kind.name.endswith(("SaleItem", "ResaleItem")), not kind.name.endswith("SaleItem")
    expected = ({"incomeAccount": "9"} if sold else {}) | ({"expenseAccount": "11"} if bought else {})
    assert accounts == expected


@pytest.mark.requirement("type-02")
def test_all_items_are_found_together_and_have_ids_of_one_row(account: Account, save: Save) -> None:
    items = [save(kind.name, itemId=f"Together {kind.name}") for kind in ITEM_TYPES]
    named = [Criterion("itemId", "startsWith", ("Together",))]
    assert set(account.records.search("item", named)) == {item.id for item in items}
    assert len({item.id for item in items}) == len(ITEM_TYPES)
    services = [
        *named,
        Criterion("type", "anyOf", ("_service",)),
        Criterion("subType", "anyOf", ("_forResale",)),
    ]
    assert account.records.search("item", services) == [items[2].id]


@pytest.mark.requirement("type-02", "type-07")
def test_a_name_is_taken_for_items_of_every_type(save: Save, refused: Refused) -> None:
    item = save("serviceSaleItem", itemId="Consulting")
    assert refused("serviceSaleItem", itemId="consulting").code == "DUP_ITEM"
    assert refused("otherChargePurchaseItem", itemId="Consulting").code == "DUP_ITEM"
    assert save("otherChargePurchaseItem", itemId="Consulting", parent=item.id).values["parent"] == item.id


@pytest.mark.requirement("type-02")
def test_a_subitem_is_shown_after_its_parents(account: Account, save: Save, refused: Refused) -> None:
    top = save("nonInventorySaleItem", itemId="Books")
    below = save("nonInventorySaleItem", itemId="Novels", parent=top.id)
    lowest = save("nonInventorySaleItem", itemId="Short", parent=below.id)
    assert account.records.display("item", lowest.id) == "Books : Novels : Short"
    assert refused("nonInventorySaleItem", top.id, parent=lowest.id).code == "PARENT_CANT_ITSELF_BE_MEMBER"


@pytest.mark.requirement("type-02")
def test_prices_are_kept_by_currency_and_level(account: Account, save: Save) -> None:
    prices = [
        {"currency": "1", "priceLevel": "1", "priceList": [{"value": 150.0, "quantity": 0.0}]},
        {"currency": "4", "priceLevel": "1", "priceList": [{"value": 140.0, "quantity": 0.0}]},
    ]
    item = save("serviceResaleItem", itemId="Priced", pricingMatrix=prices, cost=90.0)
    stored = account.records.get("serviceResaleItem", item.id)
    assert stored is not None
    assert stored.values["pricingMatrix"] == prices


@pytest.mark.requirement("type-07")
def test_an_item_without_a_name_is_refused(refused: Refused) -> None:
    error = refused("serviceSaleItem", displayName="Nameless")
    assert (error.code, error.message) == ("USER_ERROR", "Please enter value(s) for: Item Name/Number")
    error = refused("serviceSaleItem", itemId="No account", incomeAccount=None)
    assert error.message == "Please enter value(s) for: Income Account"


@pytest.mark.requirement("type-02")
def test_an_expense_category_has_rates_in_the_subsidiarys_currency(save: Save) -> None:
    category = save(
        "expenseCategory",
        name="Mileage",
        expenseAcct="12",
        rateRequired=True,
        ratesList=[{"subsidiary": "2", "defaultRate": 0.3}],
    )
    assert category.values["ratesList"] == [{"subsidiary": "2", "defaultRate": 0.3, "currency": "4"}]
    assert category.values["subsidiaryList"] == ["1"]
    assert not {"createdDate", "lastModifiedDate"} & category.values.keys()


@pytest.mark.requirement("type-02", "type-07")
def test_an_expense_category_needs_its_account_and_a_required_rate(refused: Refused, save: Save) -> None:
    assert refused("expenseCategory", name="Hotel").message == "Please enter value(s) for: Expense Account"
    assert (
        refused("expenseCategory", name="Hotel", expenseAcct="12", rateRequired=True).message
        == "Please enter value(s) for: Default Rate"
    )
    save("expenseCategory", name="Hotel", expenseAcct="12")
    assert refused("expenseCategory", name="HOTEL", expenseAcct="12").code == "DUP_RCRD"


@pytest.mark.requirement("type-05")
@pytest.mark.parametrize("kind", LIST_TYPES, ids=lambda kind: kind.name)
def test_every_list_has_entries_that_can_be_changed_and_found(
    account: Account, save: Save, kind: RecordType
) -> None:
    everything = account.records.search(kind.name, [])
    assert everything
    entry = account.records.get(kind.name, min(everything, key=int))
    assert entry is not None
    assert account.records.display(kind.name, entry.id)
    if any(field.name == "isInactive" for field in kind.fields):
        assert save(kind.name, entry.id, isInactive=True).values["isInactive"]
        active = {value for value, _ in account.records.options(kind.name)}
        assert entry.id not in active
        save(kind.name, entry.id, isInactive=False)


@pytest.mark.requirement("type-05")
def test_trees_are_shown_with_their_parents(account: Account) -> None:
    displays = {
        "subsidiary": ("2", "Parent Company : Europe"),
        "department": ("4", "Services : Support"),
        "account": ("13", "6010 Travel : Airfare"),
        "accountingPeriod": ("3", "Jan 2026"),
        "customerStatus": ("13", "CUSTOMER-Closed Won"),
    }
    assert {
        name: (id_, account.records.display(name, id_)) for name, (id_, _) in displays.items()
    } == displays


@pytest.mark.requirement("type-05", "type-07")
def test_names_of_lists_are_unique_below_one_parent(save: Save, refused: Refused) -> None:
    assert (refused("department", name="sales").code, refused("department", name="sales").message) == (
        "DUP_RCRD",
        "This record already exists",
    )
    assert save("department", name="Sales", parent="1").values["parent"] == "1"
    assert refused("account", acctName="New", acctType="_bank", acctNumber="1000").code == "DUP_ACCT_NUM"
    assert refused("account", acctName="Checking", acctType="_bank").code == "DUP_ACCT_NAME"
    assert refused("account", acctName="Odd", acctType="_income", parent="1").code == "INVALID_PARENT"
    assert refused("location", "1", parent="1").code == "PARENT_CANT_ITSELF_BE_MEMBER"


@pytest.mark.requirement("type-05")
def test_addresses_of_a_subsidiary_are_printed(save: Save) -> None:
    address = {"addr1": "1 Kai", "city": "Kiel", "country": "_germany"}
    made = save("subsidiary", name="North", parent="2", currency="4", mainAddress=address)
    assert made.values["mainAddress"] == {**address, "addrText": "1 Kai<br>Kiel<br>Germany"}


@pytest.mark.requirement("type-05")
def test_units_are_numbered(account: Account, save: Save) -> None:
    units = account.records.get("unitsType", "1")
    assert units is not None
    assert [unit["internalId"] for unit in units.values["uomList"]] == ["1", "2"]
    more = [*units.values["uomList"], {"unitName": "Week", "conversionRate": 40.0}]
    changed = save("unitsType", "1", uomList=more)
    assert [unit["internalId"] for unit in changed.values["uomList"]] == ["1", "2", "3"]
