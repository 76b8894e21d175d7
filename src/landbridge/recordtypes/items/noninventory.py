"""Non-inventory items for sale, purchase and resale; field order of the schema."""

from __future__ import annotations

from functools import partial

from landbridge.recordtypes.items.family import item_type

_item = partial(
    item_type,
    kind="nonInventory",
    search_type="_nonInventoryItem",
    suiteql_type="NonInvtPart",
    script_type="noninventoryitem",
)

NON_INVENTORY_SALE_ITEM = _item(
    subtype="Sale",
    label="Non-inventory Item for Sale",
    order="""
        createdDate lastModifiedDate salesDescription includeChildren incomeAccount isTaxable taxSchedule costEstimateType costEstimate
        weight unitsType saleUnit billingSchedule deferredRevenueAccount stockDescription manufacturer mpn minimumQuantity maximumQuantity
        isFulfillable costCategory pricesIncludeTax useMarginalRates overallQuantityPricingType pricingGroup storeDisplayName
        storeDescription customForm itemId upcCode displayName parent isOnline offerSupport isInactive availableToPartners department
        class location subsidiaryList pricingMatrix purchaseTaxCode rate salesTaxCode
    """,
)

NON_INVENTORY_PURCHASE_ITEM = _item(
    subtype="Purchase",
    label="Non-inventory Item for Purchase",
    order="""
        createdDate lastModifiedDate purchaseDescription cost costUnits expenseAccount isTaxable unitsType purchaseUnit customForm itemId
        upcCode displayName includeChildren vendorName parent isInactive availableToPartners department class location subsidiaryList
        taxSchedule isFulfillable generateAccruals costCategory currency purchaseTaxCode salesTaxCode vendor
    """,
)

NON_INVENTORY_RESALE_ITEM = _item(
    subtype="Resale",
    label="Non-inventory Item for Resale",
    order="""
        createdDate lastModifiedDate purchaseDescription cost costUnits expenseAccount intercoExpenseAccount salesDescription
        includeChildren incomeAccount intercoIncomeAccount isTaxable taxSchedule costEstimateType costEstimate weight unitsType
        purchaseUnit saleUnit billingSchedule deferredRevenueAccount stockDescription manufacturer mpn minimumQuantity maximumQuantity
        isFulfillable generateAccruals costCategory pricesIncludeTax useMarginalRates overallQuantityPricingType pricingGroup
        storeDisplayName storeDescription customForm itemId upcCode displayName vendorName parent isOnline offerSupport isInactive
        availableToPartners department class location subsidiaryList currency pricingMatrix purchaseTaxCode rate salesTaxCode vendor
    """,
)
