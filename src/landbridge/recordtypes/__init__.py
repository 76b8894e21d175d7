"""What the records are called: one file a record type, data only; lists share files by subject."""

from landbridge.recordtypes.contact import CONTACT
from landbridge.recordtypes.creditmemo import CREDIT_MEMO
from landbridge.recordtypes.customer import CUSTOMER
from landbridge.recordtypes.customerpayment import CUSTOMER_PAYMENT
from landbridge.recordtypes.employee import EMPLOYEE
from landbridge.recordtypes.expensecategory import EXPENSE_CATEGORY
from landbridge.recordtypes.expensereport import EXPENSE_REPORT
from landbridge.recordtypes.invoice import INVOICE
from landbridge.recordtypes.items import ITEM, ITEM_TYPES
from landbridge.recordtypes.job import JOB
from landbridge.recordtypes.lists import LIST_TYPES
from landbridge.recordtypes.model import Field, Kind, RecordType, Search, SearchOnly, Structure, Sublist
from landbridge.recordtypes.projecttask import PROJECT_TASK
from landbridge.recordtypes.purchaseorder import PURCHASE_ORDER
from landbridge.recordtypes.salesorder import SALES_ORDER
from landbridge.recordtypes.supportcase import SUPPORT_CASE
from landbridge.recordtypes.vendor import VENDOR
from landbridge.recordtypes.vendorbill import VENDOR_BILL
from landbridge.recordtypes.vendorcredit import VENDOR_CREDIT
from landbridge.recordtypes.vendorpayment import VENDOR_PAYMENT

ENTITY_TYPES = (EMPLOYEE, CUSTOMER, JOB, VENDOR, CONTACT)
"""People and companies; their internal ids are of one row."""

ACTIVITY_TYPES = (SUPPORT_CASE, PROJECT_TASK)

TRANSACTION_TYPES = (
    SALES_ORDER,
    INVOICE,
    CREDIT_MEMO,
    CUSTOMER_PAYMENT,
    PURCHASE_ORDER,
    VENDOR_BILL,
    VENDOR_CREDIT,
    VENDOR_PAYMENT,
    EXPENSE_REPORT,
)
"""What one search finds together; numbered together too."""

RECORD_TYPES: dict[str, RecordType] = {
    kind.name: kind
    for kind in (
        *ENTITY_TYPES,
        *ACTIVITY_TYPES,
        *ITEM_TYPES,
        EXPENSE_CATEGORY,
        *TRANSACTION_TYPES,
        *LIST_TYPES,
    )
}
"""Every record type that the project knows, by SOAP's RecordType value."""

SCRIPT_TYPES: dict[str, RecordType] = {
    script: kind for kind in reversed(RECORD_TYPES.values()) for script in kind.script_types
}
"""The record type behind each SuiteScript type: ``lead`` and ``prospect`` are customers. Of the three record types behind
``serviceitem`` it is the first, the one for sale; a script that creates another says so by the subtype."""

__all__ = [
    "ACTIVITY_TYPES",
    "CUSTOMER",
    "EMPLOYEE",
    "ENTITY_TYPES",
    "EXPENSE_CATEGORY",
    "ITEM",
    "ITEM_TYPES",
    "JOB",
    "LIST_TYPES",
    "RECORD_TYPES",
    "SCRIPT_TYPES",
    "TRANSACTION_TYPES",
    "Field",
    "Kind",
    "RecordType",
    "Search",
    "SearchOnly",
    "Structure",
    "Sublist",
]
