"""Columns of the tables of transactions; ``transactions`` makes their rows."""

from __future__ import annotations

from landbridge.local.suiteql import codes
from landbridge.local.suiteql.columns import KIND
from landbridge.local.suiteql.model import Column, Type

ENTITY = "customer|vendor|employee|job"
ENTITY_OF = {
    **dict.fromkeys(("salesOrder", "invoice", "creditMemo", "customerPayment"), "customer|job"),
    **dict.fromkeys(("vendorBill", "vendorCredit", "purchaseOrder"), "vendor|customer|job"),
    "vendorPayment": "vendor|employee",
    "expenseReport": "employee|customer|job",
}
"""Whom each type of transaction, or a line of it, may be with; records of different types may have the same id."""

BODY = (
    KIND,
    Column("recordtype", Type.TEXT),
    Column("type", Type.TEXT, codes=codes.TRANSACTION_TEXTS, required=True),
    Column("abbrevtype", Type.TEXT),
    Column("status", Type.TEXT, shown="_status"),
    Column("_status", Type.TEXT),
    Column("entity", Type.WHOLE, refers_to=ENTITY, by_kind=ENTITY_OF),
    Column("trandisplayname", Type.TEXT),
    Column("transactionnumber", Type.TEXT),
    Column("number", Type.WHOLE),
    Column("posting", Type.TEXT),
    Column("foreigntotal", Type.NUMBER),
    Column("foreignamountunpaid", Type.NUMBER),
    Column("foreignamountpaid", Type.NUMBER),
    Column("postingperiod", Type.WHOLE, refers_to="accountingPeriod"),
    Column("createdby", Type.WHOLE, refers_to="employee"),
    Column("lastmodifiedby", Type.WHOLE, refers_to="employee"),
    Column("closedate", Type.DATE),
    Column("isreversal", Type.TEXT),
    Column("reversal", Type.WHOLE, refers_to="transaction"),
    Column("voided", Type.TEXT),
    Column("billingaddress", Type.WHOLE),
    Column("shippingaddress", Type.WHOLE),
)
"""Columns of ``transaction`` that are not simply a field of the record."""

LINE = (
    KIND,
    Column("uniquekey", Type.WHOLE, required=True),
    Column("id", Type.WHOLE, required=True),
    Column("transaction", Type.WHOLE, refers_to="transaction", required=True),
    Column("linesequencenumber", Type.WHOLE, required=True),
    Column("mainline", Type.TEXT),
    Column("taxline", Type.TEXT),
    Column("accountinglinetype", Type.TEXT),
    Column("item", Type.WHOLE, refers_to="item"),
    Column("category", Type.WHOLE, refers_to="expenseCategory"),
    Column("expenseaccount", Type.WHOLE, refers_to="account"),
    Column("entity", Type.WHOLE, refers_to=ENTITY, by_kind=ENTITY_OF),
    Column("class", Type.WHOLE, refers_to="classification"),
    Column("department", Type.WHOLE, refers_to="department"),
    Column("location", Type.WHOLE, refers_to="location"),
    Column("subsidiary", Type.WHOLE, refers_to="subsidiary"),
    Column("quantity", Type.NUMBER),
    Column("quantitybilled", Type.NUMBER),
    Column("quantityshiprecv", Type.NUMBER),
    Column("rate", Type.NUMBER),
    Column("taxrate1", Type.NUMBER),
    Column("tax1amt", Type.NUMBER),
    Column("price", Type.WHOLE, refers_to="priceLevel"),
    Column("units", Type.WHOLE, refers_to="unitsType"),
    Column("netamount", Type.NUMBER),
    Column("foreignamount", Type.NUMBER),
    Column("creditforeignamount", Type.NUMBER),
    Column("debitforeignamount", Type.NUMBER),
    Column("memo", Type.TEXT),
    Column("isclosed", Type.TEXT),
    Column("isbillable", Type.TEXT),
    Column("iscogs", Type.TEXT),
    Column("donotdisplayline", Type.TEXT),
    Column("createdfrom", Type.WHOLE, refers_to="transaction"),
    Column("expectedreceiptdate", Type.DATE),
    Column("linelastmodifieddate", Type.DATE),
)

ACCOUNTING = (
    KIND,
    Column("transaction", Type.WHOLE, refers_to="transaction", required=True),
    Column("transactionline", Type.WHOLE, required=True),
    Column("accountingbook", Type.WHOLE),
    Column("account", Type.WHOLE, refers_to="account"),
    Column("accounttype", Type.TEXT),
    Column("amount", Type.NUMBER),
    Column("debit", Type.NUMBER),
    Column("credit", Type.NUMBER),
    Column("netamount", Type.NUMBER),
    Column("amountpaid", Type.NUMBER),
    Column("amountunpaid", Type.NUMBER),
    Column("amountlinked", Type.NUMBER),
    Column("paymentamountused", Type.NUMBER),
    Column("posting", Type.TEXT),
    Column("exchangerate", Type.NUMBER),
    Column("lastmodifieddate", Type.DATE),
)

LINK = (
    KIND,
    Column("previousdoc", Type.WHOLE, refers_to="transaction", required=True),
    Column("previousline", Type.WHOLE),
    Column("nextdoc", Type.WHOLE, refers_to="transaction", required=True),
    Column("nextline", Type.WHOLE),
    Column("nexttype", Type.TEXT, codes=codes.TRANSACTION_TEXTS),
    Column("linktype", Type.TEXT),
    Column("foreignamount", Type.NUMBER),
)
