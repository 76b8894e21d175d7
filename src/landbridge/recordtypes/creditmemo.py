"""The credit memo. Fields of ``CreditMemo`` in schema order."""

from __future__ import annotations

from landbridge.recordtypes import transactionlines as line
from landbridge.recordtypes import transactions as tran
from landbridge.recordtypes.fields import day, flag, number
from landbridge.recordtypes.notkept import with_not_kept

_FIELDS = with_not_kept(
    (
        tran.CREATED_DATE,
        tran.LAST_MODIFIED_DATE,
        tran.NEXUS,
        flag("taxDetailsOverride", "Tax Details Override"),
        tran.CUSTOM_FORM,
        tran.CURRENCY,
        tran.entity("Customer", tran.CUSTOMER),
        tran.VAT_REG_NUM,
        tran.TRAN_DATE,
        tran.TRAN_ID,
        tran.TAX_POINT_DATE,
        tran.created_from("invoice"),
        tran.POSTING_PERIOD,
        tran.DEPARTMENT,
        tran.CLASS,
        tran.LOCATION,
        tran.SUBSIDIARY,
        tran.JOB,
        tran.SALES_REP,
        tran.PARTNER,
        tran.OTHER_REF_NUM,
        tran.MEMO,
        flag("excludeCommission", "Exclude Commissions", search=True),
        tran.LEAD_SOURCE,
        number("balance", "Balance", computed=True),
        tran.ACCOUNT,
        tran.EXCHANGE_RATE,
        tran.AMOUNT_PAID,
        day("salesEffectiveDate", "Sales Effective Date", search=True),
        tran.CURRENCY_NAME,
        tran.AMOUNT_REMAINING,
        tran.DISCOUNT_ITEM,
        tran.SOURCE,
        tran.DISCOUNT_RATE,
        tran.IS_TAXABLE,
        tran.TAX_ITEM,
        tran.TAX_RATE,
        number("unapplied", "Unapplied", computed=True),
        flag("autoApply", "Auto Apply"),
        number("applied", "Applied", computed=True),
        tran.TO_BE_PRINTED,
        tran.TO_BE_EMAILED,
        tran.EMAIL,
        tran.TO_BE_FAXED,
        tran.FAX,
        tran.MESSAGE,
        tran.BILLING_ADDRESS,
        tran.BILL_ADDRESS_LIST,
        tran.SHIP_METHOD,
        tran.SHIPPING_COST,
        tran.HANDLING_COST,
        tran.SUB_TOTAL,
        tran.DISCOUNT_TOTAL,
        tran.TAX_TOTAL,
        tran.TAX_2_TOTAL,
        tran.ALT_SHIPPING_COST,
        tran.ALT_HANDLING_COST,
        tran.TOTAL,
        tran.STATUS,
    ),
    {
        "taxDetailsOverride": "ref:subsidiaryTaxRegNum flag:taxRegOverride",
        "taxPointDate": "ref:entityTaxRegNum",
        "otherRefNum": "text:contribPct",
        "amountPaid": "text:onCreditHold",
        "currencyName": "number:totalCostEstimate number:estGrossProfit number:estGrossProfitPercent",
        "amountRemaining": "ref:promoCode",
        "message": "ref:messageSel",
        "handlingCost": (
            "number:shippingTax1Rate ref:shippingTaxCode ref:handlingTaxCode "
            "text:shippingTax2Rate number:handlingTax1Rate text:handlingTax2Rate"
        ),
        "taxTotal": (
            "choice:revenueStatus number:recognizedRevenue number:deferredRevenue flag:revRecOnRevCommitment"
        ),
        "total": "flag:isMultiShipTo",
        "status": "ref:salesGroup flag:syncSalesTeams",
        "": (
            "ref:giftCert number:giftCertTotal number:giftCertApplied number:giftCertAvailable "
            "flag:tranIsVsoeBundle flag:vsoeAutoCalc flag:syncPartnerTeams"
        ),
    },
)

_ITEMS = with_not_kept(
    (
        line.JOB,
        line.ITEM,
        line.ORDER_LINE,
        line.LINE,
        line.QUANTITY,
        line.DESCRIPTION,
        line.PRICE,
        line.RATE,
        line.AMOUNT,
        line.IS_TAXABLE,
        line.TAX_CODE,
        line.TAX_RATE_1,
        line.TAX_RATE_2,
        line.TAX_1_AMT,
        line.GROSS_AMT,
        line.DEPARTMENT,
        line.CLASS,
        line.LOCATION,
        number("costEstimate", "Est. Extended Cost"),
        line.UNITS,
    ),
    {
        "price": "text:binNumbers",
        "taxCode": "part:options ref:shipAddress",
        "costEstimate": "choice:costEstimateType",
        "units": (
            "text:taxDetailsReference ref:revRecSchedule day:revRecStartDate "
            "whole:revRecTermInMonths day:revRecEndDate"
        ),
        "": (
            "part:inventoryDetail text:serialNumbers flag:deferRevRec text:giftCertFrom "
            "text:giftCertRecipientName text:giftCertRecipientEmail text:giftCertMessage "
            "number:taxAmount text:giftCertNumber ref:catchUpPeriod ref:chargeType "
            "ref:subscriptionLine refs:chargesList"
        ),
    },
)

_APPLY = (
    line.APPLY,
    line.applied_document("invoice"),
    line.APPLY_DATE,
    line.APPLIED_JOB,
    line.TYPE,
    line.REF_NUM,
    line.ORIGINAL_TOTAL,
    line.DUE,
    line.CURRENCY_TEXT,
    line.PAYMENT,
    line.DOCUMENT_LINE,
)

CREDIT_MEMO = tran.transaction(
    "creditMemo",
    "Credit Memo",
    "Credit Memos",
    tran.CUSTOMERS,
    permission="TRAN_CUSTCRED",
    suiteql_type="CustCred",
    fields=_FIELDS,
    sublists=(
        line.lines("CreditMemo", "item", "Items", tran.CUSTOMERS, _ITEMS, custom_fields=True),
        line.lines("CreditMemo", "apply", "Apply", tran.CUSTOMERS, _APPLY, key="doc"),
    ),
    beyond_soap=(tran.TRANSACTION_NUMBER,),
)
