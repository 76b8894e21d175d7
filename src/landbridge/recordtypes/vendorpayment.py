"""The vendor payment: bills and expense reports paid. Fields of ``VendorPayment`` in schema order."""

from __future__ import annotations

from landbridge.recordtypes import transactionlines as line
from landbridge.recordtypes import transactions as tran
from landbridge.recordtypes.address import ADDRESS
from landbridge.recordtypes.fields import flag, number, part, ref

_FIELDS = (
    tran.CREATED_DATE,
    tran.LAST_MODIFIED_DATE,
    tran.CUSTOM_FORM,
    tran.ACCOUNT,
    number("balance", "Balance", computed=True),
    ref("apAcct", "A/P Account", "account"),
    tran.entity("Payee", "vendor|employee"),
    tran.TRAN_DATE,
    tran.POSTING_PERIOD,
    tran.CURRENCY_NAME,
    tran.EXCHANGE_RATE,
    flag("toAch", "To ACH"),
    tran.TO_BE_PRINTED,
    flag("printVoucher", "Print Voucher"),
    tran.TRAN_ID,
    tran.TOTAL,
    tran.CURRENCY,
    tran.DEPARTMENT,
    tran.MEMO,
    tran.SUBSIDIARY,
    tran.CLASS,
    tran.LOCATION,
    tran.STATUS,
    tran.TRANSACTION_NUMBER,
    flag("billPay", "Bill Pay"),
    tran.APPROVAL_STATUS,
    tran.NEXT_APPROVER,
    ref("payeeAddressList", "Payee Address Select", "address"),
    part("payeeAddress", "Payee Address", ADDRESS),
)

_APPLY = (
    line.APPLY,
    line.applied_document("vendorBill|expenseReport"),
    line.DOCUMENT_LINE,
    line.APPLIED_JOB,
    line.APPLY_DATE,
    line.TYPE,
    line.REF_NUM,
    line.ORIGINAL_TOTAL,
    line.DUE,
    line.CURRENCY_TEXT,
    line.DISC_DATE,
    line.DISC_AMT,
    line.DISC,
    line.PAYMENT,
)

VENDOR_PAYMENT = tran.transaction(
    "vendorPayment",
    "Bill Payment",
    "Bill Payments",
    tran.PURCHASES,
    permission="TRAN_VENDPYMT",
    suiteql_type="VendPymt",
    fields=_FIELDS,
    sublists=(
        line.lines("VendorPayment", "apply", "Apply", tran.PURCHASES, _APPLY, before="creditList", key="doc"),
        line.credits("VendorPayment", tran.PURCHASES, "vendorCredit", before="billPay"),
    ),
)
