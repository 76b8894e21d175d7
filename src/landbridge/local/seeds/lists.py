"""Entries of the lists that every account begins with; list data belongs to the account, names and ids are an example.

Ids of customer statuses are the usual ones (observed); those of project statuses are assumed.
"""

from __future__ import annotations

from typing import Any

ENTRIES: dict[str, dict[str, dict[str, Any]]] = {
    "subsidiary": {"1": {"name": "Parent Company"}, "2": {"name": "Parent Company : Europe"}},
    "department": {"1": {"name": "Services"}, "2": {"name": "Sales"}, "3": {"name": "Engineering"}},
    "classification": {"1": {"name": "Consulting"}, "2": {"name": "Products"}},
    "location": {"1": {"name": "Main Office"}, "2": {"name": "Remote"}},
    "currency": {
        "1": {"name": "US Dollar", "symbol": "USD"},
        "2": {"name": "British Pound", "symbol": "GBP"},
        "3": {"name": "Canadian Dollar", "symbol": "CAD"},
        "4": {"name": "Euro", "symbol": "EUR"},
    },
    "customerStatus": {
        "6": {"name": "Unqualified", "stage": "_lead"},
        "7": {"name": "Qualified", "stage": "_lead"},
        "8": {"name": "In Discussion", "stage": "_prospect"},
        "9": {"name": "Identified Decision Makers", "stage": "_prospect"},
        "10": {"name": "Proposal", "stage": "_prospect"},
        "11": {"name": "In Negotiation", "stage": "_prospect"},
        "12": {"name": "Purchasing", "stage": "_prospect"},
        "13": {"name": "Closed Won", "stage": "_customer"},
        "14": {"name": "Closed Lost", "stage": "_prospect"},
        "15": {"name": "Renewal", "stage": "_customer"},
        "16": {"name": "Lost Customer", "stage": "_customer"},
    },
    "customerCategory": {"1": {"name": "Corporate"}, "2": {"name": "Individual"}},
    "jobStatus": {
        "1": {"name": "Not Started"},
        "2": {"name": "In Progress"},
        "3": {"name": "Completed"},
        "4": {"name": "Closed"},
    },
    "jobType": {"1": {"name": "External"}, "2": {"name": "Internal"}},
    "jobCategory": {"1": {"name": "Standard"}},
    "employeeType": {"1": {"name": "Regular Employee"}, "2": {"name": "Contractor"}},
    "employeeStatus": {"1": {"name": "Active"}, "2": {"name": "Terminated"}},
    "term": {"1": {"name": "Net 15"}, "2": {"name": "Net 30"}, "3": {"name": "Net 60"}},
    "timeApproval": {"1": {"name": "Automatic"}, "2": {"name": "Project Manager"}},
}
