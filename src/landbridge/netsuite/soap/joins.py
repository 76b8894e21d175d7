"""The joins of searches that lead to described record types: ``salesRepJoin`` of a customer is an employee (names: schema 2023_2).

A join that is not here (to messages, files, notes, ...) can be used all the same: its criteria then say their search field type.
"""

from __future__ import annotations

_LEADS_TO = {
    "account": "accountJoin advanceToApplyAccountJoin defaultAdvanceToApplyAccountJoin expAccountJoin",
    "accountingPeriod": "accountingPeriodJoin",
    "classification": "classJoin",
    "contact": "contactJoin contactPrimaryJoin",
    "customer": "customerJoin customerMainJoin customerPrimaryJoin parentCustomerJoin shopperJoin subCustomerJoin topLevelParentJoin",
    "department": "departmentJoin",
    "employee": "employeeJoin ownerJoin projectManagerJoin requestorJoin salesRepJoin timeApproverJoin userJoin",
    "expenseCategory": "expenseCategoryJoin",
    "item": "assemblyJoin correlatedItemJoin itemJoin memberItemJoin parentJoin purchasedItemJoin upsellItemJoin webSiteItemJoin",
    "job": "jobJoin jobMainJoin jobPrimaryJoin managedJobJoin parentJobJoin",
    "location": (
        "fromLocationJoin inventoryLocationJoin locationJoin manufacturingLocationsJoin preferredLocationJoin toLocationJoin"
    ),
    "projectTask": "predecessorJoin projectTaskJoin successorJoin",
    "subsidiary": "subsidiaryJoin",
    "supportCase": "caseJoin",
    "transaction": (
        "appliedToTransactionJoin applyingTransactionJoin billingTransactionJoin cogsPurchaseJoin cogsSaleJoin createdFromJoin"
        " depositTransactionJoin fulfillingTransactionJoin paidTransactionJoin payingTransactionJoin purchaseOrderJoin"
        " revCommittingTransactionJoin rgPostingTransactionJoin salesOrderJoin transactionJoin"
    ),
    "vendor": (
        "outsourcingVendorJoin parentVendorJoin preferredVendorJoin vendorJoin vendorLineJoin vendorPrimaryJoin"
    ),
}
"""Record type or family -> the joins that lead to it, whatever search they stand in."""

_OFFERED = {
    "account": "userJoin",
    "accountingPeriod": "userJoin",
    "classification": "userJoin",
    "contact": (
        "caseJoin customerJoin customerPrimaryJoin jobJoin jobPrimaryJoin parentCustomerJoin parentJobJoin parentVendorJoin"
        " purchasedItemJoin transactionJoin upsellItemJoin userJoin vendorJoin vendorPrimaryJoin"
    ),
    "contactRole": "userJoin",
    "customRecord": "ownerJoin userJoin",
    "customer": (
        "caseJoin contactJoin contactPrimaryJoin jobJoin parentCustomerJoin purchasedItemJoin salesRepJoin subCustomerJoin"
        " topLevelParentJoin transactionJoin upsellItemJoin userJoin webSiteItemJoin"
    ),
    "customerCategory": "userJoin",
    "customerStatus": "userJoin",
    "department": "userJoin",
    "employee": "departmentJoin locationJoin managedJobJoin subsidiaryJoin transactionJoin userJoin",
    "expenseCategory": "userJoin",
    "item": (
        "correlatedItemJoin inventoryLocationJoin memberItemJoin parentJoin preferredLocationJoin preferredVendorJoin"
        " shopperJoin transactionJoin userJoin vendorJoin"
    ),
    "job": "contactPrimaryJoin customerJoin projectManagerJoin projectTaskJoin",
    "jobStatus": "userJoin",
    "jobType": "userJoin",
    "location": "userJoin",
    "paymentMethod": "userJoin",
    "priceLevel": "userJoin",
    "pricingGroup": "userJoin",
    "projectTask": "jobJoin predecessorJoin successorJoin transactionJoin userJoin",
    "salesRole": "userJoin",
    "subsidiary": "defaultAdvanceToApplyAccountJoin userJoin",
    "supportCase": "contactJoin customerJoin employeeJoin itemJoin transactionJoin userJoin",
    "term": "userJoin",
    "transaction": (
        "accountJoin accountingPeriodJoin advanceToApplyAccountJoin appliedToTransactionJoin applyingTransactionJoin assemblyJoin"
        " billingTransactionJoin caseJoin classJoin cogsPurchaseJoin cogsSaleJoin contactPrimaryJoin createdFromJoin customerJoin"
        " customerMainJoin departmentJoin depositTransactionJoin employeeJoin expenseCategoryJoin fromLocationJoin"
        " fulfillingTransactionJoin itemJoin jobJoin jobMainJoin locationJoin outsourcingVendorJoin paidTransactionJoin"
        " payingTransactionJoin projectTaskJoin purchaseOrderJoin requestorJoin revCommittingTransactionJoin"
        " rgPostingTransactionJoin salesOrderJoin salesRepJoin subsidiaryJoin toLocationJoin userJoin vendorJoin vendorLineJoin"
    ),
    "unitsType": "userJoin",
    "vendor": (
        "accountJoin contactJoin contactPrimaryJoin expAccountJoin manufacturingLocationsJoin timeApproverJoin transactionJoin"
        " userJoin"
    ),
    "vendorCategory": "userJoin",
}
"""Searched type or family -> its joins to described types."""

_TARGETS = {join: target for target, joins in _LEADS_TO.items() for join in joins.split()}

JOINS: dict[str, dict[str, str]] = {
    searched: {join: _TARGETS[join] for join in joins.split()} for searched, joins in _OFFERED.items()
}
"""Searched type or family -> its joins -> the record type or family each leads to."""
