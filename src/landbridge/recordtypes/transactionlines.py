"""Lines of transactions: items, expenses, and the documents that a payment or credit is applied to."""

from __future__ import annotations

from landbridge.recordtypes.fields import day, flag, number, ref, text, whole
from landbridge.recordtypes.model import Field, Structure, Sublist
from landbridge.recordtypes.transactions import CUSTOMER, Home

NUMBERS_AS_TEXT = frozenset({"rate", "discountRate"})
"""Fields that SOAP has as text, since they may be a percentage (``-10%``). REST and SuiteQL have a number when it is one.

The ``rate`` of an expense line is a number in SOAP too.
"""

LINE = whole("line", "Line")
ITEM = ref("item", "Item", "item", mandatory=True)
DESCRIPTION = text("description", "Description")
QUANTITY = number("quantity", "Quantity")
UNITS = ref("units", "Units", "unitsType")
PRICE = ref("price", "Price Level", "priceLevel")
RATE = text("rate", "Rate")
AMOUNT = number("amount", "Amount")
DEPARTMENT = ref("department", "Department", "department")
CLASS = ref("class", "Class", "classification")
LOCATION = ref("location", "Location", "location")
JOB = ref("job", "Project", "job")
CUSTOMER_OF_LINE = ref("customer", "Customer", CUSTOMER)
IS_TAXABLE = flag("isTaxable", "Taxable")
IS_BILLABLE = flag("isBillable", "Billable")
IS_CLOSED = flag("isClosed", "Closed")
TAX_CODE = ref("taxCode", "Tax Code", "taxCode")
TAX_RATE_1 = number("taxRate1", "Tax Rate")
TAX_RATE_2 = number("taxRate2", "Tax Rate 2")
TAX_1_AMT = number("tax1Amt", "Tax Amount")
GROSS_AMT = number("grossAmt", "Gross Amount")
CATEGORY = ref("category", "Category", "expenseCategory")
EXPENSE_ACCOUNT = ref("account", "Account", "account")
EXPENSE_MEMO = text("memo", "Memo")
VENDOR_NAME = text("vendorName", "Vendor Name")
QUANTITY_BILLED = number("quantityBilled", "Billed", computed=True)
BILLING_SCHEDULE = ref("billingSchedule", "Billing Schedule", "billingSchedule")
ORDER_LINE = whole("orderLine", "Order Line")
ORDER_DOC = whole("orderDoc", "Order", refers_to="purchaseOrder")

APPLY = flag("apply", "Apply")
DOCUMENT_LINE = whole("line", "Line")
APPLY_DATE = day("applyDate", "Date", computed=True)
CREDIT_DATE = day("creditDate", "Date", computed=True)
APPLIED_JOB = text("job", "Project", computed=True)
TYPE = text("type", "Type", computed=True)
REF_NUM = text("refNum", "Ref. No.", computed=True)
ORIGINAL_TOTAL = number("total", "Orig. Amt.", computed=True)
DUE = number("due", "Amt. Due", computed=True)
CURRENCY_TEXT = text("currency", "Currency", computed=True)
DISC_DATE = day("discDate", "Disc. Date", computed=True)
DISC_AMT = number("discAmt", "Disc. Avail.", computed=True)
DISC = number("disc", "Disc. Taken")
PAYMENT = number("amount", "Payment")


def applied_document(to: str) -> Field:
    """The document that a line applies to: a number in SOAP, a reference in REST."""
    return whole("doc", "Document", refers_to=to)


def lines(
    owner: str,
    element: str,
    label: str,
    home: Home,
    fields: tuple[Field, ...],
    *,
    before: str = "",
    key: str = "line",
    custom_fields: bool = False,
    computed: bool = False,
) -> Sublist:
    """Return the sublist ``{element}List`` of the SOAP class ``owner``; ``before`` as in ``Sublist``, ``key`` tells its lines apart."""
    part = element[0].upper() + element[1:]
    return Sublist(
        name=f"{element}List",
        label=label,
        soap_class=f"{owner}{part}List",
        element=element,
        line=Structure(
            soap_class=f"{owner}{part}",
            namespace=home.namespace,
            group="transactions",
            prefix=home.prefix,
            fields=fields,
            custom_fields=custom_fields,
        ),
        script=element,
        rest=element,
        keys=(key,),
        before=before,
        computed=computed,
    )


def credits(owner: str, home: Home, to: str, *, before: str = "") -> Sublist:  # noqa: A001 - NetSuite's word for the sublist
    """Return the ``creditList`` of a payment: credits that are used together with it."""
    fields = (
        APPLY,
        applied_document(to),
        DOCUMENT_LINE,
        CREDIT_DATE,
        TYPE,
        REF_NUM,
        text("appliedTo", "Applied To", computed=True),
        ORIGINAL_TOTAL,
        DUE,
        CURRENCY_TEXT,
        PAYMENT,
    )
    return lines(owner, "credit", "Credits", home, fields, before=before, key="doc")
