"""Accounts, periods, currencies, terms, prices, units and ways to pay."""

from __future__ import annotations

from landbridge.recordtypes.fields import choice, day, flag, number, ref, refs, text, whole
from landbridge.recordtypes.lists.shape import ACCOUNTING, INACTIVE, NAME, line, list_type
from landbridge.recordtypes.model import Search, SearchOnly, Sublist

ACCOUNT_TYPE_CODES = {
    "_accountsPayable": "AcctPay",
    "_accountsReceivable": "AcctRec",
    "_bank": "Bank",
    "_costOfGoodsSold": "COGS",
    "_creditCard": "CredCard",
    "_deferredExpense": "DeferExpense",
    "_deferredRevenue": "DeferRevenue",
    "_equity": "Equity",
    "_expense": "Expense",
    "_fixedAsset": "FixedAsset",
    "_income": "Income",
    "_longTermLiability": "LongTermLiab",
    "_nonPosting": "NonPosting",
    "_otherAsset": "OthAsset",
    "_otherCurrentAsset": "OthCurrAsset",
    "_otherCurrentLiability": "OthCurrLiab",
    "_otherExpense": "OthExpense",
    "_otherIncome": "OthIncome",
    "_statistical": "Stat",
    "_unbilledReceivable": "UnbilledRec",
}
"""AccountType, with the code that REST and SuiteQL have for each (observed in REST, assumed in SuiteQL)."""

ACCOUNT_TYPES = tuple(ACCOUNT_TYPE_CODES)

RATES = ("_average", "_current", "_historical")
"""ConsolidatedRate."""

FREQUENCIES = ("_annually", "_daily", "_monthly", "_weekly")
"""TermRecurrenceFrequency."""

ACCOUNT = list_type(
    "account",
    "Account",
    "Accounts",
    ACCOUNTING,
    "LIST_ACCOUNT",
    choice("acctType", "Type", "AccountType", ACCOUNT_TYPES, search="type", mandatory=True),
    text("acctNumber", "Number", search="number"),
    text("acctName", "Name", search="name", mandatory=True),
    text("legalName", "Legal Name", search=True),
    flag("includeChildren", "Include Children"),
    ref("currency", "Currency", "currency"),
    text("exchangeRate", "Exchange Rate", computed=True),
    choice("generalRate", "General Rate Type", "ConsolidatedRate", RATES, search="generalRateType"),
    ref("parent", "Subaccount of", "account", search=True),
    choice("cashFlowRate", "Cash Flow Rate Type", "ConsolidatedRate", RATES, search="cashFlowRateType"),
    text("description", "Description", search=True),
    whole("curDocNum", "Next Check Number"),
    INACTIVE,
    ref("department", "Department", "department"),
    ref("class", "Class", "classification"),
    ref("location", "Location", "location"),
    flag("inventory", "Inventory"),
    flag("eliminate", "Eliminate Intercompany Transactions"),
    refs(
        "subsidiaryList",
        "Subsidiaries",
        "subsidiary",
        search="subsidiary",
        script="subsidiary",
        suiteql="subsidiary",
    ),
    number("openingBalance", "Opening Balance"),
    day("tranDate", "Date"),
    flag("revalue", "Revalue Open Balance for Foreign Currency Transactions"),
    custom_fields=True,
)

ACCOUNTING_PERIOD = list_type(
    "accountingPeriod",
    "Accounting Period",
    "Accounting Periods",
    ACCOUNTING,
    "ADMI_ACCTPERIODS",
    text("periodName", "Period Name", search=True, mandatory=True),
    ref("parent", "Sub-Period of", "accountingPeriod", search=True),
    day("startDate", "Start Date", search=True, mandatory=True),
    day("endDate", "End Date", search=True, mandatory=True),
    day("closedOnDate", "Closed On", search=True, computed=True),
    flag("isAdjust", "Adjustment", search=True),
    flag("isQuarter", "Quarter", search=True),
    flag("isYear", "Year", search=True),
    flag("closed", "Closed", search=True),
    flag("apLocked", "A/P Locked", search=True),
    flag("arLocked", "A/R Locked", search=True),
    flag("payrollLocked", "Payroll Locked", search=True),
    flag("allLocked", "All Locked", search=True),
    search_only=(SearchOnly("internalId", Search.MULTISELECT), SearchOnly("internalIdNumber", Search.LONG)),
)

CURRENCY = list_type(
    "currency",
    "Currency",
    "Currencies",
    ACCOUNTING,
    "LIST_CURRENCY",
    NAME,
    text("symbol", "ISO Code", search=True, mandatory=True),
    flag("isBaseCurrency", "Base Currency"),
    INACTIVE,
    flag("overrideCurrencyFormat", "Override Currency Format"),
    text("displaySymbol", "Symbol"),
    choice(
        "symbolPlacement", "Symbol Placement", "CurrencySymbolPlacement", ("_afterNumber", "_beforeNumber")
    ),
    text("formatSample", "Format Sample", computed=True),
    number("exchangeRate", "Exchange Rate"),
    flag("inclInFxRateUpdates", "Automatic Update"),
    choice("currencyPrecision", "Currency Precision", "CurrencyCurrencyPrecision", ("_two", "_zero")),
    searchable=False,
)

TERM = list_type(
    "term",
    "Term",
    "Terms",
    ACCOUNTING,
    "ADMI_ACCOUNTINGLIST",
    NAME,
    flag("dateDriven", "Date Driven", search=True),
    whole("daysUntilNetDue", "Days Till Net Due", search=True),
    number("discountPercent", "% Discount", search=True),
    whole("daysUntilExpiry", "Days Till Discount Expires", search=True),
    whole("dayOfMonthNetDue", "Day of Month Net Due", search=True),
    whole("dueNextMonthIfWithinDays", "Due Next Month if Within Days", search=True),
    number("discountPercentDateDriven", "% Discount (Date Driven)", search=True),
    whole("dayDiscountExpires", "Day Discount Expires", search=True),
    flag("preferred", "Preferred", search=True),
    INACTIVE,
    flag("installment", "Installment", search=True),
    choice(
        "recurrenceFrequency", "Recurrence Frequency", "TermRecurrenceFrequency", FREQUENCIES, search=True
    ),
    whole("recurrenceCount", "Recurrence Count", search=True),
    whole("repeatEvery", "Repeat Every", search=True),
    flag("splitEvenly", "Split Evenly", search=True),
)

PAYMENT_METHOD = list_type(
    "paymentMethod",
    "Payment Method",
    "Payment Methods",
    ACCOUNTING,
    "ADMI_ACCOUNTINGLIST",
    NAME,
    flag("creditCard", "Credit Card", search=True),
    flag("undepFunds", "Group with Undeposited Funds"),
    ref("account", "Account", "account", search=True),
    INACTIVE,
    flag("isOnline", "Display in Web Store"),
    flag("isDebitCard", "Requires Line Level Data", search=True),
)

PRICE_LEVEL = list_type(
    "priceLevel",
    "Price Level",
    "Price Levels",
    ACCOUNTING,
    "ADMI_ACCOUNTINGLIST",
    NAME,
    number("discountpct", "Markup/Discount %", search="discountPct"),
    flag("updateExistingPrices", "Update Existing Prices"),
    flag("isOnline", "Available Online", search=True),
    INACTIVE,
)

PRICING_GROUP = list_type(
    "pricingGroup",
    "Pricing Group",
    "Pricing Groups",
    ACCOUNTING,
    "ADMI_ACCOUNTINGLIST",
    NAME,
    INACTIVE,
)

UNITS_TYPE = list_type(
    "unitsType",
    "Units Type",
    "Units Types",
    ACCOUNTING,
    "LIST_UNIT",
    NAME,
    flag("isInactive", "Inactive", search="isInActive"),
    sublists=(
        Sublist(
            name="uomList",
            label="Units",
            soap_class="UnitsTypeUomList",
            element="uom",
            line=line(
                ACCOUNTING,
                "UnitsTypeUom",
                text("internalId", "Internal ID"),
                text("unitName", "Name", mandatory=True),
                text("pluralName", "Plural Name"),
                text("abbreviation", "Abbreviation"),
                text("pluralAbbreviation", "Plural Abbreviation"),
                number("conversionRate", "Conversion Rate (/Base)"),
                flag("baseUnit", "Base Unit"),
            ),
            script="uom",
            rest="uom",
            keys=("internalId",),
        ),
    ),
)
