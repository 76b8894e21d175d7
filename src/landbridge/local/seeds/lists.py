"""Entries of the lists that every account begins with; list data belongs to the account, names and ids are an example.

What an entry refers to stands before it. Ids of customer statuses, approval statuses and built-in roles are the usual ones
(observed), all others are assumed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

Entries = dict[str, dict[str, Any]]


def _named(*names: str) -> Entries:
    """Number names from 1."""
    return {str(number): {"name": name} for number, name in enumerate(names, 1)}


def _account(number: str, name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"acctNumber": number, "acctName": name, "acctType": kind, **more}


def _periods(year: int) -> Entries:
    """A fiscal year, its quarters and months, as accounting periods."""
    starts = [date(year + month // 12, month % 12 + 1, 1) for month in range(13)]
    ends = [start - timedelta(days=1) for start in starts]
    entries: Entries = {
        "1": {"periodName": f"FY {year}", "startDate": starts[0], "endDate": ends[12], "isYear": True}
    }
    for quarter in range(4):
        first = quarter * 3
        number = str(2 + quarter * 4)
        entries[number] = {
            "periodName": f"Q{quarter + 1} {year}",
            "startDate": starts[first],
            "endDate": ends[first + 3],
            "isQuarter": True,
            "parent": "1",
        }
        for month in range(first, first + 3):
            entries[str(int(number) + 1 + month - first)] = {
                "periodName": f"{starts[month]:%b} {year}",
                "startDate": starts[month],
                "endDate": ends[month + 1],
                "parent": number,
            }
    return entries


ENTRIES: dict[str, Entries] = {
    "customForm": _named("Standard Form", "Custom Form"),
    "role": {
        "3": {"name": "Administrator"},
        "14": {"name": "Customer Center"},
        "15": {"name": "Employee Center"},
        "16": {"name": "Vendor Center"},
    },
    "currency": {
        "1": {"name": "US Dollar", "symbol": "USD", "isBaseCurrency": True, "displaySymbol": "$", "exchangeRate": 1.0},
        "2": {"name": "British Pound", "symbol": "GBP", "displaySymbol": "£", "exchangeRate": 1.25},
        "3": {"name": "Canadian Dollar", "symbol": "CAD", "displaySymbol": "C$", "exchangeRate": 0.75},
        "4": {"name": "Euro", "symbol": "EUR", "displaySymbol": "€", "exchangeRate": 1.1},
    },
    "subsidiary": {
        "1": {"name": "Parent Company", "currency": "1", "country": "_unitedStates", "legalName": "Parent Company, Inc."},
        "2": {"name": "Europe", "parent": "1", "currency": "4", "country": "_germany", "legalName": "Parent Company GmbH"},
    },
    "department": {**_named("Services", "Sales", "Engineering"), "4": {"name": "Support", "parent": "1"}},
    "classification": {**_named("Consulting", "Products"), "3": {"name": "Training", "parent": "1"}},
    "location": _named("Main Office", "Remote"),
    "account": {
        "1": _account("1000", "Checking", "_bank", currency="1"),
        "2": _account("1100", "Savings", "_bank", currency="1"),
        "3": _account("1200", "Accounts Receivable", "_accountsReceivable"),
        "4": _account("1300", "Undeposited Funds", "_otherCurrentAsset"),
        "5": _account("2000", "Accounts Payable", "_accountsPayable"),
        "6": _account("2100", "Unapproved Expense Reports", "_otherCurrentLiability"),
        "7": _account("2200", "Corporate Card", "_creditCard", currency="1"),
        "8": _account("3000", "Opening Balance", "_equity"),
        "9": _account("4000", "Services Revenue", "_income"),
        "10": _account("4100", "Product Revenue", "_income"),
        "11": _account("5000", "Cost of Services", "_costOfGoodsSold"),
        "12": _account("6000", "Travel", "_expense"),
        "13": _account("6010", "Airfare", "_expense", parent="12"),
        "14": _account("6100", "Office Supplies", "_expense"),
        "15": _account("6200", "Subcontractors", "_expense"),
        "16": _account("2300", "Deferred Revenue", "_deferredRevenue"),
        "17": _account("9000", "Purchase Orders", "_nonPosting"),
        "18": _account("9010", "Sales Orders", "_nonPosting"),
    },
    "accountingPeriod": _periods(2026),
    "term": {
        "1": {"name": "Net 15", "daysUntilNetDue": 15},
        "2": {"name": "Net 30", "daysUntilNetDue": 30},
        "3": {"name": "Net 60", "daysUntilNetDue": 60},
        "4": {"name": "Due on receipt", "daysUntilNetDue": 0},
        "5": {"name": "1% 10 Net 30", "daysUntilNetDue": 30, "discountPercent": 1.0, "daysUntilExpiry": 10},
    },
    "paymentMethod": {
        "1": {"name": "Cash", "undepFunds": True},
        "2": {"name": "Check", "undepFunds": True},
        "3": {"name": "Wire", "account": "1"},
        "4": {"name": "VISA", "creditCard": True},
    },
    "priceLevel": {
        "1": {"name": "Base Price"},
        "2": {"name": "Preferred", "discountpct": -10.0},
        "3": {"name": "Partner", "discountpct": -20.0},
        "5": {"name": "Online Price", "isOnline": True},
    },
    "pricingGroup": _named("Standard"),
    "unitsType": {
        "1": {
            "name": "Time",
            "uomList": [
                {"unitName": "Hour", "pluralName": "Hours", "abbreviation": "h", "pluralAbbreviation": "h", "conversionRate": 1.0, "baseUnit": True},
                {"unitName": "Day", "pluralName": "Days", "abbreviation": "d", "pluralAbbreviation": "d", "conversionRate": 8.0},
            ],
        },
        "2": {
            "name": "Pieces",
            "uomList": [
                {"unitName": "Each", "pluralName": "Each", "abbreviation": "ea", "pluralAbbreviation": "ea", "conversionRate": 1.0, "baseUnit": True},
            ],
        },
    },
    "unit": _named("Hour", "Day", "Each"),
    "taxSchedule": _named("Taxable", "Non-Taxable"),
    "taxCode": _named("Not Taxable", "Standard"),
    "costCategory": _named("Default", "Service"),
    "nexus": _named("US"),
    "billingSchedule": _named("Monthly", "Milestones"),
    "billingRateCard": _named("Standard Rates"),
    "billingClass": _named("Consultant", "Senior Consultant"),
    "projectExpenseType": _named("Regular", "Overhead"),
    "customerStatus": {
        "6": {"name": "Unqualified", "stage": "_lead", "probability": 0.0},
        "7": {"name": "Qualified", "stage": "_lead", "probability": 10.0},
        "8": {"name": "In Discussion", "stage": "_prospect", "probability": 20.0},
        "9": {"name": "Identified Decision Makers", "stage": "_prospect", "probability": 30.0},
        "10": {"name": "Proposal", "stage": "_prospect", "probability": 50.0},
        "11": {"name": "In Negotiation", "stage": "_prospect", "probability": 75.0},
        "12": {"name": "Purchasing", "stage": "_prospect", "probability": 90.0},
        "13": {"name": "Closed Won", "stage": "_customer", "probability": 100.0},
        "14": {"name": "Closed Lost", "stage": "_prospect", "probability": 0.0},
        "15": {"name": "Renewal", "stage": "_customer", "probability": 100.0},
        "16": {"name": "Lost Customer", "stage": "_customer", "probability": 0.0},
    },
    "customerCategory": _named("Corporate", "Individual"),
    "vendorCategory": {
        **_named("Consultant", "Supplier"),
        "3": {"name": "Tax Agency", "isTaxAgency": True},
    },
    "jobStatus": _named("Not Started", "In Progress", "Completed", "Closed", "On Hold"),
    "jobType": _named("External", "Internal"),
    "jobCategory": _named("Standard"),
    "jobResourceRole": _named("Project Manager", "Staff"),
    "projectTaskPriority": _named("High", "Medium", "Low"),
    "timeApproval": _named("Automatic", "Project Manager"),
    "contactRole": _named("Decision Maker", "Consultant"),
    "salesRole": {"1": {"name": "Sales Rep", "isSalesRep": True}, "2": {"name": "Account Manager"}},
    "leadSource": _named("Web", "Trade Show", "Referral"),
    "territory": _named("North", "South"),
    "salesReadiness": _named("Ready", "Not Ready"),
    "buyingReason": _named("New Project", "Replacement"),
    "buyingTimeFrame": _named("This Month", "This Quarter", "This Year"),
    "incoterm": _named("EXW", "DDP"),
    "partner": _named("Alder Partners"),
    "employeeType": _named("Regular Employee", "Contractor"),
    "employeeStatus": _named("Active", "Terminated"),
    "workCalendar": _named("Default Work Calendar"),
    "workplace": _named("Head Office"),
    "approvalStatus": {**_named("Pending Approval", "Approved", "Rejected"), "11": {"name": "Open"}},
    "supportCaseStatus": {
        "1": {"name": "Not Started", "stage": "_open"},
        "2": {"name": "In Progress", "stage": "_open"},
        "3": {"name": "Escalated", "stage": "_escalated"},
        "4": {"name": "Re-Opened", "stage": "_open"},
        "5": {"name": "Closed", "stage": "_closed"},
    },
    "supportCasePriority": _named("High", "Medium", "Low"),
    "supportCaseOrigin": _named("E-mail", "Phone", "Web"),
    "supportCaseType": _named("Question", "Problem", "Concern"),
    "supportCaseIssue": _named("Installation", "Billing"),
    "supportCaseProduct": _named("Portal"),
    "supportCaseModule": _named("Reports"),
    "supportCaseProfile": _named("Default Profile"),
}  # fmt: skip
"""List -> internal id -> values."""
