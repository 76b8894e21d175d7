"""The customer payment. Fields of ``CustomerPayment`` in schema order; ``customer`` is what other types call ``entity``."""

from __future__ import annotations

from landbridge.recordtypes import transactionlines as line
from landbridge.recordtypes import transactions as tran
from landbridge.recordtypes.fields import day, flag, number, ref, text, whole

_FIELDS = (
    tran.CREATED_DATE,
    tran.LAST_MODIFIED_DATE,
    tran.CUSTOM_FORM,
    ref("arAcct", "A/R Account", "account"),
    ref("customer", "Customer", tran.CUSTOMER, mandatory=True),
    number("balance", "Balance", computed=True),
    number("pending", "Pending", computed=True),
    tran.CURRENCY,
    number("payment", "Payment Amount"),
    flag("autoApply", "Auto Apply"),
    tran.TRAN_DATE,
    tran.TRAN_ID,
    tran.POSTING_PERIOD,
    ref("paymentMethod", "Payment Method", "paymentMethod", search=True),
    tran.MEMO,
    text("checkNum", "Check #"),
    tran.CURRENCY_NAME,
    tran.EXCHANGE_RATE,
    flag("undepFunds", "Undep. Funds"),
    tran.ACCOUNT,
    tran.TOTAL,
    tran.SUBSIDIARY,
    number("applied", "Applied", computed=True),
    number("unapplied", "Unapplied", computed=True),
    tran.CLASS,
    tran.DEPARTMENT,
    tran.LOCATION,
    tran.STATUS,
)

_APPLY = (
    line.APPLY,
    line.applied_document("invoice"),
    line.DOCUMENT_LINE,
    line.APPLY_DATE,
    line.APPLIED_JOB,
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

_DEPOSITS = (
    line.APPLY,
    whole("doc", "Document"),
    line.DOCUMENT_LINE,
    day("depositDate", "Date"),
    line.REF_NUM,
    line.ORIGINAL_TOTAL,
    number("remaining", "Remaining"),
    line.CURRENCY_TEXT,
    line.PAYMENT,
)
"""Customer deposits are no record type here: the list is always empty and cannot be written."""

CUSTOMER_PAYMENT = tran.transaction(
    "customerPayment",
    "Payment",
    "Payments",
    tran.CUSTOMERS,
    permission="TRAN_CUSTPYMT",
    suiteql_type="CustPymt",
    fields=_FIELDS,
    sublists=(
        line.lines("CustomerPayment", "apply", "Invoices", tran.CUSTOMERS, _APPLY, key="doc"),
        line.credits("CustomerPayment", tran.CUSTOMERS, "creditMemo"),
        line.lines(
            "CustomerPayment", "deposit", "Deposits", tran.CUSTOMERS, _DEPOSITS, key="doc", computed=True
        ),
    ),
    beyond_soap=(tran.TRANSACTION_NUMBER,),
)
