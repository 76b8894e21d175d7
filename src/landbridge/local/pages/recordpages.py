"""Which record types have pages, where they are, and what their lists show. Data only.

Addresses are NetSuite's own (observed) unless marked assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from landbridge.recordtypes import (
    CUSTOMER,
    EMPLOYEE,
    EXPENSE_CATEGORY,
    ITEM,
    ITEM_TYPES,
    JOB,
    RECORD_TYPES,
    RecordType,
)
from landbridge.recordtypes.forms import FORMS

LISTS, TRANSACTIONS = "Lists", "Transactions"


@dataclass(frozen=True, slots=True)
class RecordPages:
    """The two pages of a record type. ``columns`` are the list's columns and ``inline`` those that can be edited there.

    ``searched`` are the fields that the list's text filter looks into. ``members`` are the types of a family that shares its
    pages, as items do; ``new`` what in the form's address says which of them a new record is. Lists that share an address are
    told apart by ``listed``, a part of the query.
    """

    record_type: RecordType
    form: str
    listing: str
    columns: tuple[str, ...]
    inline: tuple[str, ...]
    searched: tuple[str, ...]
    name: str = ""
    label: str = ""
    plural: str = ""
    members: tuple[RecordType, ...] = ()
    new: tuple[str, ...] = ()
    listed: str = ""
    section: str = LISTS

    @property
    def types(self) -> tuple[RecordType, ...]:
        """The record types that these pages are of."""
        return self.members or (self.record_type,)

    @property
    def searched_type(self) -> str:
        """The type or family that one search finds."""
        return self.name or self.record_type.name

    @property
    def title(self) -> str:
        """What the list is called."""
        return self.plural or self.record_type.plural

    @property
    def list_address(self) -> str:
        """The list's address with its query."""
        return f"{self.listing}?{self.listed}" if self.listed else self.listing

    @property
    def list_query(self) -> dict[str, str]:
        """The part of the query that tells this list from others at the same address."""
        return dict(parse_qsl(self.listed))

    def is_listed(self, query: Mapping[str, str]) -> bool:
        """Whether a query asks for this list."""
        return all(query.get(name) == value for name, value in self.list_query.items())

    def kind_of_new(self, query: Mapping[str, str]) -> RecordType:
        """Return which type a new record is; the first one where the query names none."""
        for kind, wanted in zip(self.members, self.new, strict=True):
            if all(query.get(name) == value for name, value in parse_qsl(wanted)):
                return kind
        return self.record_type


_ITEM_CLASSES = {"service": "Service", "nonInventory": "NonInvtPart", "otherCharge": "OthCharge"}
_SUBTYPES = {"Sale": "Sale", "Purchase": "Purchase", "Resale": "Resale"}


def _item_query(kind: RecordType) -> str:
    """Return ``itemtype`` and ``subtype`` of an item's form (values observed)."""
    item_type = next(value for name, value in _ITEM_CLASSES.items() if kind.name.startswith(name))
    subtype = next(value for name, value in _SUBTYPES.items() if kind.name.endswith(f"{name}Item"))
    return f"itemtype={item_type}&subtype={subtype}"


def _transaction(name: str, code: str, *columns: str) -> RecordPages:
    """Return the pages of a transaction type; ``code`` is what NetSuite calls it in ``Transaction_TYPE``."""
    return RecordPages(
        RECORD_TYPES[name],
        FORMS[name],
        "/app/accounting/transactions/transactionlist.nl",
        ("tranId", "tranDate", *columns, "memo"),
        ("memo",),
        ("tranId", "memo"),
        listed=f"Transaction_TYPE={code}",
        section=TRANSACTIONS,
    )


RECORD_PAGES: dict[str, RecordPages] = {
    "employee": RecordPages(
        EMPLOYEE,
        FORMS["employee"],
        "/app/common/entity/employeelist.nl",
        ("entityId", "altName", "title", "email", "phone", "department", "supervisor", "isInactive"),
        ("title", "email", "phone", "isInactive"),
        ("entityId", "firstName", "lastName", "email"),
    ),
    "customer": RecordPages(
        CUSTOMER,
        FORMS["customer"],
        "/app/common/entity/custjoblist.nl",
        ("entityId", "altName", "stage", "entityStatus", "email", "phone", "salesRep", "isInactive"),
        ("email", "phone", "isInactive"),
        ("entityId", "companyName", "firstName", "lastName", "email"),
    ),
    "vendor": RecordPages(
        RECORD_TYPES["vendor"],
        FORMS["vendor"],
        "/app/common/entity/vendorlist.nl",
        ("entityId", "altName", "category", "email", "phone", "terms", "isInactive"),
        ("email", "phone", "isInactive"),
        ("entityId", "companyName", "firstName", "lastName", "email"),
    ),
    "contact": RecordPages(
        RECORD_TYPES["contact"],
        FORMS["contact"],
        "/app/common/entity/contactlist.nl",
        ("entityId", "company", "title", "email", "phone", "isInactive"),
        ("title", "email", "phone", "isInactive"),
        ("entityId", "firstName", "lastName", "email"),
    ),
    "job": RecordPages(
        JOB,
        FORMS["job"],
        "/app/accounting/project/projectlist.nl",
        ("entityId", "companyName", "parent", "entityStatus", "startDate", "projectManager", "isInactive"),
        ("companyName", "startDate", "isInactive"),
        ("entityId", "companyName"),
    ),
    "supportCase": RecordPages(
        RECORD_TYPES["supportCase"],
        FORMS["supportCase"],
        "/app/crm/support/caselist.nl",
        ("caseNumber", "title", "company", "status", "priority", "assigned", "startDate", "isInactive"),
        ("title", "isInactive"),
        ("caseNumber", "title", "email"),
    ),
    "projectTask": RecordPages(
        RECORD_TYPES["projectTask"],
        FORMS["projectTask"],
        "/app/accounting/project/projecttasklist.nl",  # assumed
        ("title", "company", "parent", "status", "startDate", "endDate", "estimatedWork"),
        ("title", "startDate", "estimatedWork"),
        ("title",),
    ),
    "item": RecordPages(
        ITEM_TYPES[0],
        FORMS[ITEM_TYPES[0].name],
        "/app/common/item/itemlist.nl",
        ("itemId", "displayName", "isInactive"),
        ("displayName", "isInactive"),
        ("itemId", "displayName"),
        name=ITEM,
        label="Item",
        plural="Items",
        members=ITEM_TYPES,
        new=tuple(map(_item_query, ITEM_TYPES)),
    ),
    "expenseCategory": RecordPages(
        EXPENSE_CATEGORY,
        FORMS["expenseCategory"],
        "/app/accounting/account/expcategories.nl",  # assumed
        ("name", "description", "expenseAcct", "defaultRate", "isInactive"),
        ("description", "isInactive"),
        ("name", "description"),
    ),
    "salesOrder": _transaction("salesOrder", "SalesOrd", "entity", "orderStatus", "total"),
    "invoice": _transaction("invoice", "CustInvc", "entity", "status", "total"),
    "creditMemo": _transaction("creditMemo", "CustCred", "entity", "status", "total"),
    "customerPayment": _transaction("customerPayment", "CustPymt", "customer", "status", "total"),
    "purchaseOrder": _transaction("purchaseOrder", "PurchOrd", "entity", "orderStatus", "total"),
    "vendorBill": _transaction("vendorBill", "VendBill", "entity", "status", "userTotal"),
    "vendorCredit": _transaction("vendorCredit", "VendCred", "entity", "total"),
    "vendorPayment": _transaction("vendorPayment", "VendPymt", "entity", "status", "total"),
    "expenseReport": _transaction("expenseReport", "ExpRept", "entity", "status", "total"),
}
"""By record type, or family, in the order of the navigation."""


def _pages_of_types() -> dict[str, RecordPages]:
    return {kind.name: pages for pages in RECORD_PAGES.values() for kind in pages.types}


PAGES_OF_TYPE: Mapping[str, RecordPages] = {**_pages_of_types(), ITEM: RECORD_PAGES["item"]}
"""The pages by record type, also for a family that references name."""


def record_address(record_type: str, internal_id: str) -> str:
    """Return the address that views a record; ``KeyError`` for a type without pages."""
    return f"{PAGES_OF_TYPE[record_type].form}?id={internal_id}"
