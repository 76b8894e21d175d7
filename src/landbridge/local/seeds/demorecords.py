"""The records of the seed ``demo``: several of each everyday type, the first of each under internal id 1.

Entities of different types may carry the same id here, which NetSuite, numbering them together, never gives out (decision 0033).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from landbridge.local.seeds import demoimports
from landbridge.local.seeds.marks import ENTITY, EVENT, MARKS, PRODUCT, SERVICE
from landbridge.local.seeds.numbered import Numbered

if TYPE_CHECKING:
    from landbridge.local.account import Account
    from landbridge.local.records.types import TypeDefinition

RECORDS: Numbered = {
    "customer": {
        "1": {"companyName": "Dogwood Health", "email": "billing@dogwood.example", "terms": "2", **ENTITY},
        "2": {
            "companyName": "Birch Lane Bakery",
            "email": "hello@birch.example",
            "entityStatus": "6",
            **ENTITY,
        },
        "3": {
            "companyName": "Cedar Robotics",
            "email": "office@cedar.example",
            "phone": "555 0101",
            "entityStatus": "8",
            **ENTITY,
        },
    },
    "job": {
        "1": {
            "companyName": "Clinic roll-out",
            "parent": "1",
            "entityStatus": "2",
            "jobBillingType": "_timeAndMaterials",
            "projectManager": "3",
            **ENTITY,
        },
        "2": {"companyName": "Patient portal", "parent": "1", "entityStatus": "1"},
        "3": {"companyName": "Shop floor pilot", "parent": "3", "entityStatus": "1"},
    },
    "vendor": {
        "1": {"companyName": "Elm Office Supply", "email": "orders@elm.example", **ENTITY},
        "2": {"companyName": "Fir Travel Agency", "email": "desk@fir.example"},
        "3": {
            "companyName": "Ginkgo Contractors",
            "email": "work@ginkgo.example",
            "terms": "2",
            **ENTITY,
        },
    },
    "contact": {
        "1": {"firstName": "Hazel", "lastName": "Dogwood", "company": "1", "email": "hazel@dogwood.example"},
        "2": {"firstName": "Jun", "lastName": "Cedar", "company": "3", "email": "jun@cedar.example"},
    },
    "serviceSaleItem": {"1": {"itemId": "Consulting", "incomeAccount": "9", **SERVICE}},
    "servicePurchaseItem": {"2": {"itemId": "Subcontracted Work", "expenseAccount": "15", **PRODUCT}},
    "serviceResaleItem": {
        "3": {"itemId": "Partner Consulting", "incomeAccount": "9", "expenseAccount": "15", **SERVICE},
    },
    "nonInventorySaleItem": {"4": {"itemId": "User Manual", "incomeAccount": "10"}},
    "nonInventoryPurchaseItem": {"5": {"itemId": "Paper", "expenseAccount": "14"}},
    "nonInventoryResaleItem": {
        "6": {"itemId": "Tablet", "incomeAccount": "10", "expenseAccount": "11", **PRODUCT},
    },
    "otherChargeSaleItem": {"7": {"itemId": "Travel Charge", "incomeAccount": "9", **SERVICE}},
    "otherChargePurchaseItem": {"8": {"itemId": "Freight", "expenseAccount": "11", **PRODUCT}},
    "otherChargeResaleItem": {
        "9": {"itemId": "Courier", "incomeAccount": "10", "expenseAccount": "11"},
    },
    "expenseCategory": {
        "1": {"name": "Airfare", "expenseAcct": "13"},
        "2": {"name": "Hotel", "expenseAcct": "12"},
        "3": {"name": "Meals", "expenseAcct": "12"},
    },
    "supportCase": {
        "1": {"title": "Portal does not open", "company": "1", "status": "1", "priority": "1"},
        "2": {"title": "Invoice address", "company": "3", "status": "1", "priority": "3"},
    },
    "projectTask": {
        "1": {"title": "Kick-off", "company": "1", "estimatedWork": 8.0, **EVENT},
        "2": {"title": "Training", "company": "1", "estimatedWork": 40.0, **EVENT},
    },
    "salesOrder": {
        "1": {"entity": "1", "itemList": [{"item": "1", "quantity": 10.0, "rate": "150.0"}]},
        "2": {"entity": "1", "itemList": [{"item": "4", "quantity": 5.0, "rate": "20.0"}]},
    },
    "invoice": {
        "3": {"entity": "1", "itemList": [{"item": "1", "quantity": 4.0, "rate": "150.0"}]},
        "4": {"entity": "1", "itemList": [{"item": "7", "quantity": 1.0, "rate": "90.0"}]},
    },
    "creditMemo": {"5": {"entity": "1", "itemList": [{"item": "1", "quantity": 1.0, "rate": "150.0"}]}},
    "customerPayment": {
        "6": {
            "customer": "1",
            "payment": 200.0,
            "applyList": [{"apply": True, "doc": 3, "amount": 200.0}],
        },
    },
    "purchaseOrder": {
        "7": {"entity": "1", "itemList": [{"item": "5", "quantity": 20.0, "rate": "4.5"}]},
    },
    "vendorBill": {
        "8": {"entity": "1", "expenseList": [{"account": "14", "amount": 90.0}]},
        "9": {"entity": "3", "expenseList": [{"account": "15", "amount": 1200.0}]},
    },
    "vendorCredit": {"10": {"entity": "1", "expenseList": [{"account": "14", "amount": 15.0}]}},
    "vendorPayment": {
        "11": {"entity": "3", "applyList": [{"apply": True, "doc": 9, "amount": 500.0}]},
    },
    "expenseReport": {
        "12": {"entity": "2", "expenseList": [{"category": "1", "amount": 320.0}]},
    },
}
"""Type -> id -> values; what a record refers to stands before it. Project manager is the third of the users."""


def put(account: Account) -> None:
    """Put the records; people and lists are there already. Without the SuiteApp there are neither its marks nor the records of imports."""
    groups = [RECORDS]
    if account.records.types.known(demoimports.INSTALLED):
        groups += [demoimports.CUSTOM_RECORDS, demoimports.RECORDS]
    for group in groups:
        for record_type, found in group.items():
            definition = account.records.definition(record_type)
            for record_id, values in found.items():
                account.records.put(record_type, record_id, _fitting(definition, values))


def _fitting(definition: TypeDefinition, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of which the account has the fields."""
    return {name: value for name, value in values.items() if name in definition.fields or name not in MARKS}
