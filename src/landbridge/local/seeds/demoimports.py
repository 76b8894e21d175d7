"""Records of the seed ``demo`` that hang together as SuiteProjects Pro takes part in them: a project from its order to the payments.

They are there where the SuiteApp is. Ids 4 of projects and 5 of employees belong to no other entity of the demo, so a reference to them is never another record's.
"""

from __future__ import annotations

from landbridge.local.seeds.marks import BODY, ENTITY, EVENT, LINE, PRODUCT, SERVICE
from landbridge.local.seeds.numbered import Numbered

EMPLOYEE, PROJECT = "5", "4"

INSTALLED = "customrecord_oa_cost_center"
"""A type that is known where the SuiteApp is installed."""

CUSTOM_RECORDS: Numbered = {
    "customrecord_oa_project_stages": {
        "1": {"name": "Proposed"},
        "2": {"name": "In progress"},
        "3": {"name": "Completed"},
    },
    "customrecord_oa_project_templates": {"1": {"name": "Standard implementation"}},
    "customrecord_oa_cost_center": {
        "1": {"name": "Delivery", "custrecord_oa_cost_center_code": "0100"},
        "2": {
            "name": "Training",
            "custrecord_oa_cost_center_code": "0200",
            "custrecord_oa_cost_center_notes": "Courses for customers.",
        },
    },
    "customrecord_oa_project_rate_card": {
        "1": {"name": "Standard rates"},
        "2": {
            "name": "Partner rates",
            "custrecord_oa_project_rate_card_notes": "Ten percent below standard.",
        },
    },
}
"""Records of the SuiteApp's own types."""

RECORDS: Numbered = {
    "employee": {
        EMPLOYEE: {
            "firstName": "Carla",
            "lastName": "Moss",
            "email": "carla@demo.example",
            "title": "Consultant",
            "department": "1",
            "class": "1",
            "location": "1",
            "supervisor": "3",
            "isJobResource": True,
            **ENTITY,
        },
    },
    "job": {
        PROJECT: {
            "companyName": "Robot commissioning",
            "parent": "3",
            "entityStatus": "2",
            "jobBillingType": "_timeAndMaterials",
            "projectManager": "3",
            "custentity_oa_project_stage": "2",
            **ENTITY,
        },
    },
    "projectTask": {"3": {"title": "Commissioning", "company": PROJECT, "estimatedWork": 24.0, **EVENT}},
    "supportCase": {
        "3": {
            "title": "Robot stops at start",
            "company": PROJECT,
            "status": "2",
            "priority": "1",
            "assigned": EMPLOYEE,
            **EVENT,
        },
    },
    "serviceSaleItem": {
        "10": {"itemId": "Robot Engineering", "incomeAccount": "9", "rate": 180.0, **SERVICE},
        "11": {"itemId": "Robot Set-up", "incomeAccount": "9", **SERVICE},
    },
    "nonInventoryPurchaseItem": {
        "12": {"itemId": "Gripper", "expenseAccount": "11", "cost": 350.0, **PRODUCT},
    },
    "salesOrder": {
        "13": {
            "entity": PROJECT,
            "otherRefNum": "PO-4711",
            "department": "1",
            "itemList": [
                {"item": "10", "quantity": 40.0, "rate": "180.0", "job": PROJECT, "custcol_oa_billing_rule_type": "1"},
                {"item": "11", "quantity": 1.0, "rate": "5000.0", "job": PROJECT, "custcol_oa_billing_rule_type": "2"},
                {"item": "11", "quantity": 1.0, "rate": "2500.0", "job": PROJECT, "custcol_oa_billing_rule_type": "3"},
                {"item": "7", "quantity": 1.0, "rate": "90.0", "custcol_oa_billing_rule_type": "4"},
            ],
        },
    },
    "invoice": {
        "14": {
            "entity": PROJECT,
            "custbody_oa_invoice_number": "1001",
            "itemList": [
                {"item": "10", "quantity": 8.0, "rate": "180.0", "custcol_oa_time_entry_id": "1"},
                {"item": "10", "quantity": 4.0, "rate": "180.0", "custcol_oa_time_entry_id": "2"},
            ],
        },
        "25": {
            "entity": PROJECT,
            "custbody_oa_invoice_number": "1002",
            "itemList": [{"item": "10", "quantity": 5.0, "rate": "180.0", "custcol_oa_time_entry_id": "3"}],
        },
    },
    "creditMemo": {
        "15": {
            "entity": PROJECT,
            "itemList": [{"item": "10", "quantity": 2.0, "rate": "180.0"}],
            "applyList": [{"apply": True, "doc": 14, "amount": 360.0}],
        },
    },
    "customerPayment": {
        "16": {
            "customer": "3",
            "payment": 500.0,
            "applyList": [{"apply": True, "doc": 14, "amount": 500.0}],
        },
    },
    "purchaseOrder": {
        "17": {
            "entity": "3",
            **BODY,
            "itemList": [
                {"item": "12", "quantity": 2.0, "rate": "350.0", "customer": PROJECT, "custcol_oa_po_rate": 350.0, **LINE},
                {"item": "5", "quantity": 10.0, "rate": "4.5"},
            ],
        },
    },
    "vendorBill": {
        "18": {
            "entity": "3",
            "tranId": "G-100",
            **BODY,
            "itemList": [
                {"item": "2", "quantity": 16.0, "rate": "95.0", "customer": PROJECT, "custcol_oa_po_rate": 95.0, **LINE},
                {"item": "5", "quantity": 1.0, "rate": "4.5"},
            ],
        },
        "19": {
            "entity": "3",
            "tranId": "G-101",
            **BODY,
            "itemList": [
                {"item": "12", "quantity": 1.0, "rate": "350.0", "customer": PROJECT, "custcol_oa_po_rate": 350.0, **LINE}
            ],
        },
        "20": {
            "entity": "3",
            "tranId": "G-102",
            "approvalStatus": "1",
            **BODY,
            "itemList": [
                {"item": "12", "quantity": 3.0, "rate": "350.0", "customer": PROJECT, "custcol_oa_po_rate": 350.0, **LINE}
            ],
        },
    },
    "vendorCredit": {
        "21": {
            "entity": "3",
            "tranId": "GC-7",
            **BODY,
            "itemList": [
                {"item": "12", "quantity": 1.0, "rate": "350.0", "customer": PROJECT, "custcol_oa_po_rate": 350.0, **LINE}
            ],
        },
    },
    "expenseReport": {
        "22": {
            "entity": EMPLOYEE,
            "custbody_oa_expense_report_number": "2001",
            "accountingApproval": True,
            "expenseList": [
                {"category": "1", "amount": 410.0, "customer": PROJECT},
                {"category": "3", "amount": 38.5, "customer": PROJECT},
            ],
        },
        "26": {
            "entity": EMPLOYEE,
            "custbody_oa_expense_report_number": "2002",
            "accountingApproval": True,
            "expenseList": [{"category": "2", "amount": 120.0, "customer": PROJECT}],
        },
    },
    "vendorPayment": {
        "23": {"entity": "3", "applyList": [{"apply": True, "doc": 19, "amount": 350.0}]},
        "24": {"entity": EMPLOYEE, "applyList": [{"apply": True, "doc": 22, "amount": 448.5}]},
    },
}  # fmt: skip
"""Type -> id -> values; what a record refers to stands before it.

Of the bills one is open, one is paid and one waits for approval. Two invoices and two expense reports came from SuiteProjects Pro; a payment
and a credit memo settle a part of the first invoice, a bill payment all of the first report.
"""
