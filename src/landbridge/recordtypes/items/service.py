"""Service items for sale, purchase and resale; field order of the schema."""

from __future__ import annotations

from functools import partial

from landbridge.recordtypes.items.family import item_type

_item = partial(
    item_type, kind="service", search_type="_service", suiteql_type="Service", script_type="serviceitem"
)

SERVICE_SALE_ITEM = _item(
    subtype="Sale",
    label="Service for Sale Item",
    order="""
        createdDate lastModifiedDate salesDescription includeChildren incomeAccount isTaxable taxSchedule costEstimateType costEstimate
        unitsType saleUnit billingSchedule deferredRevenueAccount minimumQuantity maximumQuantity pricesIncludeTax useMarginalRates
        overallQuantityPricingType isFulfillable costCategory pricingGroup createJob storeDisplayName storeDescription customForm itemId
        upcCode displayName parent isOnline offerSupport isInactive availableToPartners department class location subsidiaryList
        pricingMatrix purchaseTaxCode rate salesTaxCode
    """,
)

SERVICE_PURCHASE_ITEM = _item(
    subtype="Purchase",
    label="Service for Purchase Item",
    order="""
        createdDate lastModifiedDate purchaseDescription cost costUnits includeChildren expenseAccount isTaxable unitsType purchaseUnit
        customForm itemId upcCode displayName vendorName parent isInactive availableToPartners department class location subsidiaryList
        taxSchedule isFulfillable generateAccruals costCategory currency purchaseTaxCode salesTaxCode vendor
    """,
)

SERVICE_RESALE_ITEM = _item(
    subtype="Resale",
    label="Service for Resale Item",
    order="""
        createdDate lastModifiedDate purchaseDescription cost costUnits expenseAccount intercoExpenseAccount salesDescription
        includeChildren incomeAccount intercoIncomeAccount taxSchedule isTaxable costEstimateType costEstimate unitsType purchaseUnit
        saleUnit billingSchedule deferredRevenueAccount minimumQuantity maximumQuantity pricesIncludeTax useMarginalRates
        overallQuantityPricingType isFulfillable generateAccruals costCategory pricingGroup createJob storeDisplayName storeDescription
        customForm itemId upcCode displayName vendorName parent isOnline offerSupport isInactive availableToPartners department class
        location subsidiaryList currency pricingMatrix purchaseTaxCode rate salesTaxCode vendor
    """,
)
