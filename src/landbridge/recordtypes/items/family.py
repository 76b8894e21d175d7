"""What the nine types of items have in common: their fields by name, the price matrix, the search."""

from __future__ import annotations

from landbridge.recordtypes.enumerations import COST_ESTIMATE_TYPES
from landbridge.recordtypes.fields import choice, flag, instant, number, ref, refs, text, whole
from landbridge.recordtypes.model import (
    COMMON_SEARCH,
    Field,
    RecordType,
    Search,
    SearchOnly,
    Structure,
    Sublist,
)

ITEM = "item"
"""The family that one search finds, that lines refer to, and that SuiteQL keeps in one table."""

QUANTITY_PRICING = (
    "_byLineQuantity",
    "_byOverallItemQuantity",
    "_byOverallParentQuantity",
    "_byOverallScheduleQuantity",
)
"""ItemOverallQuantityPricingType."""

_DESCRIBED = (
    instant("createdDate", "Date Created", search="created", computed=True),
    instant("lastModifiedDate", "Last Modified", search=True, computed=True),
    text("salesDescription", "Sales Description", search=True),
    text("purchaseDescription", "Purchase Description"),
    flag("includeChildren", "Include Children", search=True),
    ref("incomeAccount", "Income Account", "account"),
    ref("expenseAccount", "Expense Account", "account"),
    ref("intercoIncomeAccount", "Intercompany Income Account", "account"),
    ref("intercoExpenseAccount", "Intercompany Expense Account", "account"),
    flag("isTaxable", "Taxable", search=True),
    ref("taxSchedule", "Tax Schedule", "taxSchedule", search=True),
    choice(
        "costEstimateType", "Cost Estimate Type", "ItemCostEstimateType", COST_ESTIMATE_TYPES, search=True
    ),
    number("costEstimate", "Item Defined Cost", search=True),
    number("cost", "Purchase Price", search=True),
    text("costUnits", "Purchase Price Units", computed=True),
    ref("unitsType", "Units Type", "unitsType", search=True),
    ref("saleUnit", "Sale Unit", "unit", search=True),
    ref("purchaseUnit", "Purchase Unit", "unit", search=True),
    ref("billingSchedule", "Billing Schedule", "billingSchedule"),
    ref("deferredRevenueAccount", "Deferred Revenue Account", "account"),
    whole("minimumQuantity", "Minimum Quantity", search=True),
    whole("maximumQuantity", "Maximum Quantity", search=True),
    flag("pricesIncludeTax", "Prices Include Tax", search=True),
    flag("useMarginalRates", "Use Marginal Rates", search=True),
    choice(
        "overallQuantityPricingType",
        "Calculate Quantity Discounts",
        "ItemOverallQuantityPricingType",
        QUANTITY_PRICING,
        search=True,
    ),
    flag("isFulfillable", "Can Be Fulfilled/Received", search=True),
    flag("generateAccruals", "Generate Accruals", search=True),
    ref("costCategory", "Cost Category", "costCategory", search=True),
    ref("pricingGroup", "Pricing Group", "pricingGroup", search=True),
    flag("createJob", "Create Project", search=True),
    number("weight", "Weight", search=True),
    text("manufacturer", "Manufacturer", search=True),
    text("mpn", "MPN", search=True),
    text("stockDescription", "Stock Description", search=True),
    text("storeDisplayName", "Web Store Display Name"),
    text("storeDescription", "Web Store Description", search=True),
    ref("customForm", "Custom Form", "customForm"),
    text("itemId", "Item Name/Number", search=True, mandatory=True),
    text("upcCode", "UPC Code", search=True),
    text("displayName", "Display Name/Code", search=True),
    text("vendorName", "Vendor Name/Code", search=True),
    ref("parent", "Subitem Of", ITEM, search=True),
    flag("isOnline", "Display in Web Store", search=True),
    flag("offerSupport", "Offer Support", search=True),
    flag("isInactive", "Inactive", search=True),
    flag("availableToPartners", "Available to Partners", search=True),
    ref("department", "Department", "department", search=True),
    ref("class", "Class", "classification", search=True),
    ref("location", "Location", "location", search=True),
    refs(
        "subsidiaryList",
        "Subsidiaries",
        "subsidiary",
        search="subsidiary",
        script="subsidiary",
        suiteql="subsidiary",
    ),
    text("currency", "Currency", computed=True),
    ref("purchaseTaxCode", "Purchase Tax Code", "taxCode"),
    number("rate", "Rate"),
    ref("salesTaxCode", "Sales Tax Code", "taxCode"),
    ref("vendor", "Preferred Vendor", "vendor", search=True),
)
_BY_NAME = {field.name: field for field in _DESCRIBED}

PRICING_MATRIX = "pricingMatrix"

_PRICES = Sublist(
    name="priceList",
    label="Prices",
    soap_class="PriceList",
    element="price",
    line=Structure(
        "Price",
        "accounting",
        "lists",
        "listAcct",
        (number("value", "Price"), number("quantity", "Quantity")),
    ),
    script="price",
    keys=("quantity",),
    replaceable=False,
)


def _pricing(before: str) -> Sublist:
    """Return the price matrix: prices by currency, price level and quantity."""
    return Sublist(
        name=PRICING_MATRIX,
        label="Pricing",
        soap_class="PricingMatrix",
        element="pricing",
        line=Structure(
            "Pricing",
            "accounting",
            "lists",
            "listAcct",
            (
                ref("currency", "Currency", "currency", mandatory=True),
                ref("priceLevel", "Price Level", "priceLevel", mandatory=True),
                number("discount", "Discount"),
            ),
            sublists=(_PRICES,),
        ),
        script="price",
        rest="price",
        keys=("currency", "priceLevel"),
        before=before,
    )


def _laid_out(order: str) -> tuple[tuple[Field, ...], tuple[Sublist, ...]]:
    """Return the fields that ``order`` names, and the price matrix where it stands among them."""
    names = order.split()
    fields = tuple(_BY_NAME[name] for name in names if name != PRICING_MATRIX)
    if PRICING_MATRIX not in names:
        return fields, ()
    return fields, (_pricing(before=names[names.index(PRICING_MATRIX) + 1]),)


def item_type(
    *, kind: str, subtype: str, label: str, search_type: str, suiteql_type: str, script_type: str, order: str
) -> RecordType:
    """Describe one type of item.

    ``kind`` and ``subtype`` make its names (``service``, ``Sale``); ``search_type`` is what the criterion ``type`` calls it;
    ``order`` names its fields in schema order.
    """
    fields, sublists = _laid_out(order)
    name = f"{kind}{subtype}Item"
    soap_class = name[0].upper() + name[1:]
    return RecordType(
        name=name,
        label=label,
        plural=f"{label}s",
        soap_class=soap_class,
        namespace="accounting",
        group="lists",
        prefix="listAcct",
        search_basic="ItemSearchBasic",
        rest=name,
        suiteql="item",
        script_types=(script_type,),
        permission="LIST_ITEM",
        fields=fields,
        search_only=(*COMMON_SEARCH, SearchOnly("type", Search.ENUM), SearchOnly("subType", Search.ENUM)),
        id_family=ITEM,
        sublists=sublists,
        created_field="createdDate",
        search_class="ItemSearch",
        searched_as=ITEM,
        search_values=(("type", search_type), ("subType", f"_for{subtype}")),
        suiteql_type=suiteql_type,
    )
