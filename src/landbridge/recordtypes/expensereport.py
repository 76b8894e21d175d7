"""The expense report. Fields of ``ExpenseReport`` in schema order."""

from __future__ import annotations

from landbridge.recordtypes import transactionlines as line
from landbridge.recordtypes import transactions as tran
from landbridge.recordtypes.fields import day, flag, number, ref, whole
from landbridge.recordtypes.notkept import with_not_kept

_FIELDS = with_not_kept(
    (
        tran.CREATED_DATE,
        tran.LAST_MODIFIED_DATE,
        tran.STATUS,
        tran.CUSTOM_FORM,
        tran.ACCOUNT,
        tran.entity("Employee", "employee"),
        ref("expenseReportCurrency", "Currency", "currency"),
        number("expenseReportExchangeRate", "Exchange Rate"),
        tran.SUBSIDIARY,
        tran.TAX_POINT_DATE,
        tran.TRAN_ID,
        ref("acctCorpCardExp", "Account for Corporate Card Expenses", "account", search=True),
        tran.POSTING_PERIOD,
        tran.TRAN_DATE,
        tran.DUE_DATE,
        tran.APPROVAL_STATUS,
        tran.TOTAL,
        tran.NEXT_APPROVER,
        number("advance", "Advance to Apply"),
        number("tax1Amt", "Tax", computed=True),
        number("amount", "Amount", computed=True),
        tran.MEMO,
        flag("complete", "Complete"),
        flag("supervisorApproval", "Supervisor Approval"),
        flag("accountingApproval", "Accounting Approval"),
        flag("useMultiCurrency", "Use Multi Currency"),
        tran.DEPARTMENT,
        tran.CLASS,
        tran.LOCATION,
        tran.NEXUS,
    ),
    {
        "department": "number:tax2Amt",
        "": "ref:subsidiaryTaxRegNum flag:policyViolated",
    },
)

_EXPENSES = with_not_kept(
    (
        line.LINE,
        day("expenseDate", "Date"),
        line.CATEGORY,
        line.QUANTITY,
        number("rate", "Rate"),
        number("foreignAmount", "Foreign Amount"),
        ref("currency", "Currency", "currency"),
        number("exchangeRate", "Exchange Rate"),
        line.AMOUNT,
        line.TAX_CODE,
        line.EXPENSE_MEMO,
        line.TAX_RATE_1,
        line.TAX_1_AMT,
        line.DEPARTMENT,
        line.GROSS_AMT,
        line.TAX_RATE_2,
        line.CLASS,
        line.CUSTOMER_OF_LINE,
        line.LOCATION,
        line.IS_BILLABLE,
        ref("expMediaItem", "Attach File", "file"),
        flag("isNonReimbursable", "Non-Reimbursable"),
        flag("corporateCreditCard", "Corporate Card"),
        flag("receipt", "Receipt"),
        whole("refNumber", "Ref No."),
        ref("expenseAccount", "Expense Account", "account"),
    ),
    {
        "expenseAccount": "text:taxDetailsReference",
    },
)

EXPENSE_REPORT = tran.transaction(
    "expenseReport",
    "Expense Report",
    "Expense Reports",
    tran.EMPLOYEES,
    permission="TRAN_EXPREPT",
    suiteql_type="ExpRept",
    fields=_FIELDS,
    sublists=(
        line.lines(
            "ExpenseReport",
            "expense",
            "Expenses",
            tran.EMPLOYEES,
            _EXPENSES,
            before="nexus",
            custom_fields=True,
        ),
    ),
    beyond_soap=(tran.TRANSACTION_NUMBER, tran.AMOUNT_PAID, tran.AMOUNT_REMAINING),
)
