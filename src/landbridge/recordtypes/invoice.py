"""The invoice. Fields of ``Invoice`` in schema order."""

from __future__ import annotations

from landbridge.recordtypes import transactionlines as line
from landbridge.recordtypes import transactions as tran
from landbridge.recordtypes.fields import day, flag, number, ref, text
from landbridge.recordtypes.notkept import with_not_kept

_FIELDS = with_not_kept(
    (
        tran.CREATED_DATE,
        tran.LAST_MODIFIED_DATE,
        tran.NEXUS,
        flag("taxDetailsOverride", "Tax Details Override"),
        tran.CUSTOM_FORM,
        tran.NEXT_APPROVER,
        tran.entity("Customer", tran.CUSTOMER),
        ref("billingAccount", "Billing Account", "billingAccount", search=True),
        flag("recurringBill", "Recurring Bill", search=True),
        tran.TRAN_DATE,
        tran.TRAN_ID,
        tran.TAX_POINT_DATE,
        tran.SOURCE,
        tran.created_from("salesOrder|opportunity"),
        tran.POSTING_PERIOD,
        tran.OPPORTUNITY,
        tran.DEPARTMENT,
        tran.CLASS,
        tran.TERMS,
        tran.LOCATION,
        tran.SUBSIDIARY,
        tran.CURRENCY,
        tran.DUE_DATE,
        day("discountDate", "Discount Date"),
        number("discountAmount", "Discount Amount"),
        tran.SALES_REP,
        tran.PARTNER,
        tran.LEAD_SOURCE,
        tran.START_DATE,
        tran.END_DATE,
        tran.OTHER_REF_NUM,
        tran.MEMO,
        day("salesEffectiveDate", "Sales Effective Date", search=True),
        flag("excludeCommission", "Exclude Commissions", search=True),
        tran.AMOUNT_PAID,
        tran.AMOUNT_REMAINING,
        number("balance", "Balance", computed=True),
        tran.ACCOUNT,
        tran.EXCHANGE_RATE,
        tran.CURRENCY_NAME,
        tran.DISCOUNT_ITEM,
        tran.DISCOUNT_RATE,
        tran.IS_TAXABLE,
        tran.TAX_ITEM,
        tran.TAX_RATE,
        tran.TO_BE_PRINTED,
        tran.TO_BE_EMAILED,
        tran.TO_BE_FAXED,
        tran.FAX,
        tran.MESSAGE,
        tran.BILLING_ADDRESS,
        tran.BILL_ADDRESS_LIST,
        tran.SHIPPING_ADDRESS,
        flag("shipIsResidential", "Residential Address"),
        tran.SHIP_ADDRESS_LIST,
        text("fob", "FOB"),
        tran.SHIP_DATE,
        tran.SHIP_METHOD,
        tran.SHIPPING_COST,
        tran.HANDLING_COST,
        text("trackingNumbers", "Tracking Numbers", search=True),
        tran.SUB_TOTAL,
        tran.DISCOUNT_TOTAL,
        tran.TAX_TOTAL,
        tran.ALT_SHIPPING_COST,
        tran.ALT_HANDLING_COST,
        tran.TOTAL,
        tran.STATUS,
        tran.JOB,
        tran.BILLING_SCHEDULE,
        tran.EMAIL,
        tran.TAX_2_TOTAL,
        tran.VAT_REG_NUM,
        tran.APPROVAL_STATUS,
    ),
    {
        "taxDetailsOverride": "ref:subsidiaryTaxRegNum flag:taxRegOverride",
        "taxPointDate": "ref:entityTaxRegNum",
        "partner": "text:contribPct",
        "amountPaid": (
            "number:totalCostEstimate number:estGrossProfit number:estGrossProfitPercent "
            "ref:revRecSchedule day:revRecStartDate day:revRecEndDate"
        ),
        "exchangeRate": "text:onCreditHold",
        "discountItem": "ref:promoCode",
        "message": "ref:messageSel",
        "handlingCost": (
            "number:shippingTax1Rate text:shippingTax2Rate ref:shippingTaxCode "
            "ref:handlingTaxCode number:handlingTax1Rate"
        ),
        "trackingNumbers": "text:handlingTax2Rate",
        "subTotal": "text:linkedTrackingNumbers ref:salesGroup",
        "discountTotal": (
            "flag:canHaveStackable choice:revenueStatus number:recognizedRevenue "
            "number:deferredRevenue flag:revRecOnRevCommitment flag:syncSalesTeams"
        ),
        "approvalStatus": (
            "ref:expCostDiscount ref:itemCostDiscount ref:timeDiscount text:expCostDiscRate "
            "text:itemCostDiscRate text:timeDiscRate number:expCostDiscAmount "
            "number:expCostTaxRate1 number:expCostTaxRate2 number:itemCostDiscAmount "
            "ref:expCostTaxCode number:expCostDiscTax1Amt number:itemCostTaxRate1 "
            "number:timeDiscAmount ref:itemCostTaxCode flag:expCostDiscTaxable "
            "flag:itemCostDiscTaxable number:itemCostTaxRate2 number:itemCostDiscTax1Amt "
            "flag:itemCostDiscPrint flag:timeDiscTaxable number:timeTaxRate1 "
            "flag:expCostDiscPrint ref:timeTaxCode flag:timeDiscPrint number:giftCertApplied "
            "number:timeDiscTax1Amt flag:tranIsVsoeBundle number:timeTaxRate2 flag:vsoeAutoCalc "
            "flag:syncPartnerTeams"
        ),
        "": "flag:overrideInstallments",
    },
)

_ITEMS = with_not_kept(
    (
        line.JOB,
        line.ITEM,
        line.LINE,
        line.DESCRIPTION,
        line.AMOUNT,
        line.IS_TAXABLE,
        line.QUANTITY,
        line.UNITS,
        line.PRICE,
        line.RATE,
        number("percentComplete", "Percent Complete"),
        number("quantityOrdered", "Ordered", computed=True),
        number("quantityRemaining", "Remaining", computed=True),
        line.DEPARTMENT,
        line.ORDER_LINE,
        line.CLASS,
        line.LOCATION,
        line.GROSS_AMT,
        number("costEstimate", "Est. Extended Cost"),
        line.TAX_1_AMT,
        line.TAX_CODE,
        line.TAX_RATE_1,
        line.TAX_RATE_2,
    ),
    {
        "quantity": "part:options ref:subscriptionLine flag:deferRevRec",
        "units": "number:currentPercent",
        "price": "part:inventoryDetail text:serialNumbers text:binNumbers",
        "quantityOrdered": "number:quantityOnHand number:quantityAvailable",
        "department": "number:quantityFulfilled number:amountOrdered",
        "class": "text:licenseCode",
        "grossAmt": "ref:revRecSchedule day:revRecStartDate day:revRecEndDate",
        "costEstimate": "choice:costEstimateType",
        "tax1Amt": "text:taxDetailsReference flag:excludeFromRateRequest ref:catchUpPeriod",
        "": (
            "text:giftCertFrom text:giftCertRecipientName text:giftCertRecipientEmail "
            "text:giftCertMessage number:taxAmount text:giftCertNumber whole:shipGroup "
            "flag:itemIsFulfilled ref:shipAddress ref:shipMethod ref:chargeType refs:chargesList"
        ),
    },
)

INVOICE = tran.transaction(
    "invoice",
    "Invoice",
    "Invoices",
    tran.SALES,
    permission="TRAN_CUSTINVC",
    suiteql_type="CustInvc",
    fields=_FIELDS,
    sublists=(
        line.lines(
            "Invoice", "item", "Items", tran.SALES, _ITEMS, before="approvalStatus", custom_fields=True
        ),
    ),
    beyond_soap=(tran.TRANSACTION_NUMBER,),
)
