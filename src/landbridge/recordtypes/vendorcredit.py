"""The vendor credit. Fields of ``VendorCredit`` in schema order; ``unApplied`` has its capital in SOAP only."""

from __future__ import annotations

from landbridge.recordtypes import transactionlines as line
from landbridge.recordtypes import transactions as tran
from landbridge.recordtypes.fields import day, flag, number, ref

_FIELDS = (
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
)

_AMORTIZATION = (
    ref("amortizationSched", "Amortization Schedule", "amortizationSchedule"),
    day("amortizStartDate", "Amort. Start"),
    day("amortizationEndDate", "Amort. End"),
)

_ITEMS = (
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
)

_EXPENSES = (
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
