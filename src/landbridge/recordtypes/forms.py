"""Where NetSuite's record forms are, by record type (observed unless marked assumed): for pages, for N/url, and for links to a record."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.recordtypes.items import ITEM_TYPES

_TRANSACTIONS = "/app/accounting/transactions"

FORMS: Mapping[str, str] = {
    "employee": "/app/common/entity/employee.nl",
    "customer": "/app/common/entity/custjob.nl",
    "vendor": "/app/common/entity/vendor.nl",
    "contact": "/app/common/entity/contact.nl",
    "job": "/app/accounting/project/project.nl",
    "supportCase": "/app/crm/support/supportcase.nl",
    "projectTask": "/app/accounting/project/projecttask.nl",
    **{kind.name: "/app/common/item/item.nl" for kind in ITEM_TYPES},
    "item": "/app/common/item/item.nl",
    "expenseCategory": "/app/accounting/account/expcategory.nl",  # assumed
    "salesOrder": f"{_TRANSACTIONS}/salesord.nl",
    "invoice": f"{_TRANSACTIONS}/custinvc.nl",
    "creditMemo": f"{_TRANSACTIONS}/custcred.nl",
    "customerPayment": f"{_TRANSACTIONS}/custpymt.nl",
    "purchaseOrder": f"{_TRANSACTIONS}/purchord.nl",
    "vendorBill": f"{_TRANSACTIONS}/vendbill.nl",
    "vendorCredit": f"{_TRANSACTIONS}/vendcred.nl",
    "vendorPayment": f"{_TRANSACTIONS}/vendpymt.nl",
    "expenseReport": f"{_TRANSACTIONS}/exprept.nl",
}
"""Addresses without ``id``."""
