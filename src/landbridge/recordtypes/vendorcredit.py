"""The vendor credit. Fields of ``VendorCredit`` in schema order; ``unApplied`` has its capital in SOAP only."""

from __future__ import annotations

from landbridge.recordtypes import transactionlines as line
from landbridge.recordtypes import transactions as tran
from landbridge.recordtypes.fields import day, flag, number, ref
from landbridge.recordtypes.notkept import with_not_kept

_FIELDS = with_not_kept(
    (
        tran.CREATED_DATE,
        tran.LAST_MODIFIED_DATE,
        tran.NEXUS,
        flag("taxDetailsOverride", "Tax Details Override"),
        tran.CUSTOM_FORM,
        tran.ACCOUNT,
        number("unApplied", "Unapplied", computed=True),
        tran.BILL_ADDRESS_LIST,
        flag("autoApply", "Auto Apply"),
        number("applied", "Applied", computed=True),
        tran.TRANSACTION_NUMBER,
        tran.TRAN_ID,
        tran.created_from("vendorBill"),
        tran.entity("Vendor", "vendor"),
        tran.TOTAL,
        number("userTotal", "Amount"),
        tran.CURRENCY,
        tran.CURRENCY_NAME,
        tran.BILLING_ADDRESS,
        tran.TRAN_DATE,
        tran.EXCHANGE_RATE,
        tran.TAX_POINT_DATE,
        number("userTaxTotal", "Tax", computed=True),
        tran.POSTING_PERIOD,
        tran.MEMO,
        tran.DEPARTMENT,
        tran.CLASS,
        tran.LOCATION,
        tran.SUBSIDIARY,
    ),
    {
        "taxDetailsOverride": "ref:subsidiaryTaxRegNum flag:taxRegOverride",
        "taxPointDate": "ref:entityTaxRegNum",
    },
)

_AMORTIZATION = (
    ref("amortizationSched", "Amortization Schedule", "amortizationSchedule"),
    day("amortizStartDate", "Amort. Start"),
    day("amortizationEndDate", "Amort. End"),
)

_ITEMS = with_not_kept(
    (
        line.ITEM,
        line.VENDOR_NAME,
        line.LINE,
        line.ORDER_LINE,
        line.QUANTITY,
        line.UNITS,
        line.DESCRIPTION,
        line.RATE,
        line.AMOUNT,
        line.TAX_CODE,
        line.TAX_RATE_1,
        line.TAX_RATE_2,
        line.GROSS_AMT,
        line.TAX_1_AMT,
        line.DEPARTMENT,
        line.CLASS,
        line.LOCATION,
        line.CUSTOMER_OF_LINE,
        line.IS_BILLABLE,
        *_AMORTIZATION,
    ),
    {
        "description": "part:inventoryDetail refs:serialNumbersList",
        "taxCode": "text:binNumbers",
        "department": "part:options",
        "": "text:amortizationResidual number:taxAmount text:taxDetailsReference",
    },
)

_EXPENSES = with_not_kept(
    (
        line.ORDER_LINE,
        line.LINE,
        line.CATEGORY,
        line.EXPENSE_ACCOUNT,
        line.AMOUNT,
        line.TAX_CODE,
        line.TAX_RATE_1,
        line.TAX_RATE_2,
        line.TAX_1_AMT,
        line.GROSS_AMT,
        line.EXPENSE_MEMO,
        line.DEPARTMENT,
        line.CLASS,
        line.LOCATION,
        line.CUSTOMER_OF_LINE,
        line.IS_BILLABLE,
        *_AMORTIZATION,
    ),
    {
        "taxCode": "number:taxAmount",
        "memo": "text:taxDetailsReference",
        "": "text:amortizationResidual",
    },
)

_APPLY = (
    line.APPLY,
    line.APPLY_DATE,
    line.applied_document("vendorBill"),
    line.DOCUMENT_LINE,
    line.TYPE,
    line.REF_NUM,
    line.ORIGINAL_TOTAL,
    line.DUE,
    line.CURRENCY_TEXT,
    line.PAYMENT,
)

VENDOR_CREDIT = tran.transaction(
    "vendorCredit",
    "Bill Credit",
    "Bill Credits",
    tran.PURCHASES,
    permission="TRAN_VENDCRED",
    suiteql_type="VendCred",
    fields=_FIELDS,
    sublists=(
        line.lines("VendorCredit", "expense", "Expenses", tran.PURCHASES, _EXPENSES, custom_fields=True),
        line.lines("VendorCredit", "item", "Items", tran.PURCHASES, _ITEMS, custom_fields=True),
        line.lines("VendorCredit", "apply", "Apply", tran.PURCHASES, _APPLY, key="doc"),
    ),
    beyond_soap=(tran.STATUS,),
)
