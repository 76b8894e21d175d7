"""Other-charge items for sale, purchase and resale; field order of the schema."""

from __future__ import annotations

from functools import partial

from landbridge.recordtypes.items.family import item_type

_item = partial(
    item_type,
    kind="otherCharge",
    search_type="_otherCharge",
    suiteql_type="OthCharge",
    script_type="otherchargeitem",
)

OTHER_CHARGE_SALE_ITEM = _item(
    subtype="Sale",
    label="Other Charge for Sale Item",
    order="""
        createdDate lastModifiedDate salesDescription includeChildren incomeAccount isTaxable taxSchedule costEstimateType costEstimate
        unitsType saleUnit billingSchedule deferredRevenueAccount minimumQuantity maximumQuantity isFulfillable costCategory
        pricesIncludeTax useMarginalRates overallQuantityPricingType pricingGroup customForm itemId upcCode displayName parent isOnline
        offerSupport isInactive availableToPartners department class location subsidiaryList pricingMatrix purchaseTaxCode rate
        salesTaxCode
    """,
)

OTHER_CHARGE_PURCHASE_ITEM = _item(
    subtype="Purchase",
    label="Other Charge for Purchase Item",
    order="""
        createdDate lastModifiedDate purchaseDescription cost costUnits expenseAccount isTaxable unitsType purchaseUnit includeChildren
        customForm itemId upcCode displayName vendorName parent isInactive availableToPartners department class subsidiaryList location
        taxSchedule isFulfillable generateAccruals costCategory currency purchaseTaxCode salesTaxCode vendor
    """,
)

OTHER_CHARGE_RESALE_ITEM = _item(
    subtype="Resale",
    label="Other Charge for Resale Item",
    order="""
        createdDate lastModifiedDate purchaseDescription cost costUnits expenseAccount intercoExpenseAccount salesDescription
        includeChildren incomeAccount intercoIncomeAccount isTaxable taxSchedule costEstimateType costEstimate unitsType purchaseUnit
        saleUnit billingSchedule deferredRevenueAccount minimumQuantity maximumQuantity isFulfillable generateAccruals costCategory
        pricesIncludeTax useMarginalRates overallQuantityPricingType pricingGroup customForm itemId upcCode displayName vendorName parent
        isOnline offerSupport isInactive availableToPartners department class location subsidiaryList currency pricingMatrix
        purchaseTaxCode rate salesTaxCode vendor
    """,
)
