"""What the transactions share: body fields, the search that finds all of them, what its criteria mean, their states.

Documented: *Transaction Body Fields*, *Transaction Search*; names and order of each type are those of endpoint 2023_2.
"""

from __future__ import annotations

from dataclasses import dataclass

from landbridge.recordtypes.address import ADDRESS
from landbridge.recordtypes.fields import day, flag, instant, number, part, ref, text
from landbridge.recordtypes.model import COMMON_SEARCH, Field, RecordType, Search, SearchOnly, Sublist

FAMILY = "transaction"
"""The family that one search finds together; its members are numbered together too."""

CUSTOMER = "customer|job"
"""Whom a document of sales may name: a customer or one of its projects."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a transaction's SOAP class lives: ``urn:{namespace}_V.transactions...``, usual prefix ``prefix``."""

    namespace: str
    prefix: str


SALES = Home("sales", "tranSales")
CUSTOMERS = Home("customers", "tranCust")
PURCHASES = Home("purchases", "tranPurch")
EMPLOYEES = Home("employees", "tranEmp")

CREATED_DATE = instant("createdDate", "Date Created", search="dateCreated", computed=True)
LAST_MODIFIED_DATE = instant("lastModifiedDate", "Last Modified", search=True, computed=True)
CUSTOM_FORM = ref("customForm", "Custom Form", "customForm")
TRAN_DATE = day("tranDate", "Date", search=True)
TRAN_ID = text("tranId", "Document Number", search=True)
TRANSACTION_NUMBER = text("transactionNumber", "Transaction Number", search=True, computed=True)
POSTING_PERIOD = ref("postingPeriod", "Posting Period", "accountingPeriod")
DUE_DATE = day("dueDate", "Due Date", search=True)
START_DATE = day("startDate", "Start Date", search=True)
END_DATE = day("endDate", "End Date", search=True)
MEMO = text("memo", "Memo", search="memoMain")
STATUS = text("status", "Status", computed=True)
SOURCE = text("source", "Source", computed=True)
CURRENCY = ref("currency", "Currency", "currency", search=True)
CURRENCY_NAME = text("currencyName", "Currency", computed=True)
EXCHANGE_RATE = number("exchangeRate", "Exchange Rate", search=True)
SUBSIDIARY = ref("subsidiary", "Subsidiary", "subsidiary", search=True)
DEPARTMENT = ref("department", "Department", "department")
CLASS = ref("class", "Class", "classification")
LOCATION = ref("location", "Location", "location")
TERMS = ref("terms", "Terms", "term", search=True)
SALES_REP = ref("salesRep", "Sales Rep", "employee", search=True)
PARTNER = ref("partner", "Partner", "partner", search=True)
LEAD_SOURCE = ref("leadSource", "Lead Source", "leadSource", search=True)
OPPORTUNITY = ref("opportunity", "Opportunity", "opportunity", search=True)
OTHER_REF_NUM = text("otherRefNum", "PO #")
JOB = ref("job", "Project", "job")
BILLING_SCHEDULE = ref("billingSchedule", "Billing Schedule", "billingSchedule", search=True)
APPROVAL_STATUS = ref("approvalStatus", "Approval Status", "approvalStatus")
NEXT_APPROVER = ref("nextApprover", "Next Approver", "employee", search=True)
ACCOUNT = ref("account", "Account", "account")
NEXUS = ref("nexus", "Nexus", "nexus", search=True)
TAX_POINT_DATE = day("taxPointDate", "Tax Point Date", search=True)
VAT_REG_NUM = text("vatRegNum", "Tax Reg. Number")
IS_TAXABLE = flag("isTaxable", "Taxable")
TAX_ITEM = ref("taxItem", "Tax Item", "taxCode", search=True)
TAX_RATE = number("taxRate", "Tax Rate", search=True)
DISCOUNT_ITEM = ref("discountItem", "Discount Item", "discountItem")
DISCOUNT_RATE = text("discountRate", "Rate")
SUB_TOTAL = number("subTotal", "Subtotal", computed=True)
DISCOUNT_TOTAL = number("discountTotal", "Discount", computed=True)
TAX_TOTAL = number("taxTotal", "Tax", computed=True)
TAX_2_TOTAL = number("tax2Total", "Tax 2", computed=True)
SHIPPING_COST = number("shippingCost", "Shipping Cost")
HANDLING_COST = number("handlingCost", "Handling Cost")
ALT_SHIPPING_COST = number("altShippingCost", "Shipping Cost", computed=True)
ALT_HANDLING_COST = number("altHandlingCost", "Handling Cost", computed=True)
TOTAL = number("total", "Total", computed=True)
AMOUNT_PAID = number("amountPaid", "Amount Paid", search=True, computed=True)
AMOUNT_REMAINING = number("amountRemaining", "Amount Remaining", search=True, computed=True)
TO_BE_PRINTED = flag("toBePrinted", "To Be Printed", search=True)
TO_BE_EMAILED = flag("toBeEmailed", "To Be E-mailed", search=True)
TO_BE_FAXED = flag("toBeFaxed", "To Be Faxed")
EMAIL = text("email", "Email", search=True, format="emails")
FAX = text("fax", "Fax")
MESSAGE = text("message", "Customer Message", search=True)
BILLING_ADDRESS = part("billingAddress", "Billing Address", ADDRESS)
BILL_ADDRESS_LIST = ref("billAddressList", "Bill To Select", "address")
SHIPPING_ADDRESS = part("shippingAddress", "Shipping Address", ADDRESS)
SHIP_ADDRESS_LIST = ref("shipAddressList", "Ship To Select", "address")
SHIP_DATE = day("shipDate", "Ship Date", search=True)
SHIP_METHOD = ref("shipMethod", "Ship Via", "shipItem", search=True)


def entity(label: str, to: str) -> Field:
    """Whom a transaction is with."""
    return ref("entity", label, to, mandatory=True)


def created_from(to: str) -> Field:
    """The document that a transaction was made from."""
    return ref("createdFrom", "Created From", to, search=True)


CRITERIA: dict[str, tuple[Search, tuple[str, ...]]] = {
    "entity": (Search.MULTISELECT, ("entity", "customer")),
    "mainName": (Search.MULTISELECT, ("entity", "customer")),
    "memo": (Search.STRING, ("memo", "itemList.description", "expenseList.memo")),
    "amount": (Search.DOUBLE, ("total", "userTotal", "itemList.amount", "expenseList.amount")),
    "totalAmount": (Search.DOUBLE, ("total", "userTotal")),
    "account": (Search.MULTISELECT, ("account", "arAcct", "apAcct", "expenseList.account")),
    "department": (Search.MULTISELECT, ("department", "itemList.department", "expenseList.department")),
    "class": (Search.MULTISELECT, ("class", "itemList.class", "expenseList.class")),
    "location": (Search.MULTISELECT, ("location", "itemList.location", "expenseList.location")),
    "item": (Search.MULTISELECT, ("itemList.item",)),
    "anyLineItem": (Search.MULTISELECT, ("itemList.item",)),
    "quantity": (Search.DOUBLE, ("itemList.quantity", "expenseList.quantity")),
    "quantityBilled": (Search.DOUBLE, ("itemList.quantityBilled",)),
    "closed": (Search.BOOLEAN, ("itemList.isClosed", "expenseList.isClosed")),
    "billable": (Search.BOOLEAN, ("itemList.isBillable", "expenseList.isBillable")),
    "expenseCategory": (Search.MULTISELECT, ("expenseList.category",)),
    "expenseDate": (Search.DATE, ("expenseList.expenseDate",)),
    "projectTask": (Search.MULTISELECT, ("expenseList.projectTask",)),
    "appliedToTransaction": (
        Search.MULTISELECT,
        ("applyList.doc", "creditList.doc", "createdFrom", "itemList.orderDoc", "expenseList.orderDoc"),
    ),
}
"""Criteria of ``TransactionSearchBasic`` that look into several fields: their search type and where they look.

A path without a dot is a body field, one with a dot a field of the lines. A transaction is found when one of the places
meets the criterion; with ``mainLine`` true only body fields count, with false only lines (documented: *Using the Main Line*).
"""

_OWN_MEANING: dict[str, Search] = {
    "type": Search.ENUM,
    "recordType": Search.STRING,
    "status": Search.ENUM,
    "approvalStatus": Search.ENUM,
    "mainLine": Search.BOOLEAN,
}
"""Criteria that ask for something else than a field's value: see ``RecordType.search_values``, ``STATES``, ``APPROVAL_STATUSES``."""

APPROVAL_STATUSES: dict[str, str] = {
    "_pendingApproval": "1",
    "_approved": "2",
    "_rejected": "3",
    "_open": "11",
}
"""What the criterion ``approvalStatus`` calls the entries of the list of approval statuses, by internal id (observed)."""

SEARCH_ONLY: tuple[SearchOnly, ...] = (
    *COMMON_SEARCH,
    *(SearchOnly(name, search) for name, search in _OWN_MEANING.items()),
    *(SearchOnly(name, search) for name, (search, _) in CRITERIA.items()),
)


@dataclass(frozen=True, slots=True)
class State:
    """A state of a transaction: the text of ``status``, the criterion's value, the letter that REST and SuiteQL have.

    Texts and values: schema (``TransactionStatus``). Letters observed for sales orders, the others assumed.
    """

    text: str
    value: str
    letter: str


STATES: dict[str, tuple[State, ...]] = {
    "salesOrder": (
        State("Pending Approval", "_salesOrderPendingApproval", "A"),
        State("Pending Fulfillment", "_salesOrderPendingFulfillment", "B"),
        State("Cancelled", "_salesOrderCancelled", "C"),
        State("Partially Fulfilled", "_salesOrderPartiallyFulfilled", "D"),
        State("Pending Billing/Partially Fulfilled", "_salesOrderPendingBillingPartiallyFulfilled", "E"),
        State("Pending Billing", "_salesOrderPendingBilling", "F"),
        State("Billed", "_salesOrderBilled", "G"),
        State("Closed", "_salesOrderClosed", "H"),
    ),
    "invoice": (
        State("Open", "_invoiceOpen", "A"),
        State("Paid In Full", "_invoicePaidInFull", "B"),
        State("Pending Approval", "_invoicePendingApproval", "D"),
        State("Rejected", "_invoiceRejected", "E"),
    ),
    "creditMemo": (
        State("Open", "_creditMemoOpen", "A"),
        State("Fully Applied", "_creditMemoFullyApplied", "B"),
    ),
    "customerPayment": (
        State("Unapproved Payment", "_paymentUnapprovedPayment", "A"),
        State("Not Deposited", "_paymentNotDeposited", "B"),
        State("Deposited", "_paymentDeposited", "C"),
    ),
    "vendorBill": (
        State("Open", "_billOpen", "A"),
        State("Paid In Full", "_billPaidInFull", "B"),
        State("Pending Approval", "_billPendingApproval", "D"),
        State("Rejected", "_billRejected", "E"),
    ),
    "vendorCredit": (
        State("Open", "", "A"),
        State("Fully Applied", "", "B"),
    ),
    "vendorPayment": (
        State("Pending Approval", "_billPaymentPendingApproval", "D"),
        State("Rejected", "_billPaymentRejected", "E"),
        State("Approved", "_billPaymentApproved", "F"),
    ),
    "purchaseOrder": (
        State("Pending Supervisor Approval", "_purchaseOrderPendingSupervisorApproval", "A"),
        State("Pending Receipt", "_purchaseOrderPendingReceipt", "B"),
        State("Rejected by Supervisor", "_purchaseOrderRejectedBySupervisor", "C"),
        State("Partially Received", "_purchaseOrderPartiallyReceived", "D"),
        State("Pending Billing/Partially Received", "_purchaseOrderPendingBillingPartiallyReceived", "E"),
        State("Pending Bill", "_purchaseOrderPendingBill", "F"),
        State("Fully Billed", "_purchaseOrderFullyBilled", "G"),
        State("Closed", "_purchaseOrderClosed", "H"),
    ),
    "expenseReport": (
        State("In Progress", "_expenseReportInProgress", "A"),
        State("Pending Supervisor Approval", "_expenseReportPendingSupervisorApproval", "B"),
        State("Pending Accounting Approval", "_expenseReportPendingAccountingApproval", "C"),
        State("Rejected by Supervisor", "_expenseReportRejectedBySupervisor", "D"),
        State("Rejected by Accounting", "_expenseReportRejectedByAccounting", "E"),
        State("Approved by Accounting", "_expenseReportApprovedByAccounting", "F"),
        State("Paid In Full", "_expenseReportPaidInFull", "I"),
    ),
}
"""The states that each type can be in here. A state without a value cannot be searched for in SOAP."""


def transaction(
    name: str,
    label: str,
    plural: str,
    home: Home,
    *,
    permission: str,
    suiteql_type: str,
    fields: tuple[Field, ...],
    sublists: tuple[Sublist, ...],
    beyond_soap: tuple[Field, ...] = (),
) -> RecordType:
    """Return a transaction's description. ``name`` is SOAP's RecordType value and, after an underscore, its TransactionType."""
    return RecordType(
        name=name,
        label=label,
        plural=plural,
        soap_class=name[0].upper() + name[1:],
        namespace=home.namespace,
        group="transactions",
        prefix=home.prefix,
        search_basic="TransactionSearchBasic",
        rest=name,
        suiteql="transaction",
        script_types=(name.lower(),),
        permission=permission,
        fields=fields,
        search_only=SEARCH_ONLY,
        id_family=FAMILY,
        sublists=sublists,
        beyond_soap=beyond_soap,
        created_field=CREATED_DATE.name,
        search_class="TransactionSearch",
        search_home=("sales", "transactions"),
        searched_as=FAMILY,
        search_values=(("type", f"_{name}"),),
        suiteql_type=suiteql_type,
    )
