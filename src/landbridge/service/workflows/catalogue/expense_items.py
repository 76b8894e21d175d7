"""Expense Items (Expense Categories): every active expense category to expense item. There is no mark."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group, Reads
from landbridge.service.workflows.catalogue.row_kinds import ACTIVE, constant, field, netsuite_id

EXPENSE_ITEMS = Declaration(
    key="expense_items",
    label="Expense Items (Expense Categories)",
    netsuite_type="expenseCategory",
    groups=(
        Group(
            key=MAIN,
            label="Expense item",
            spp_type="item",
            integration_point="EXPENSE_CATEGORY_TO_ITEM",
            netsuite_id_field="netsuite_item_id__c",
            name_field="name",
            rows=(
                netsuite_id("netsuite_item_id__c"),
                field("name", "name", required=True),
                constant("type", "R"),
                field("cost", "defaultRate"),
                field("notes", "description"),
                ACTIVE,
            ),
        ),
    ),
    reads=Reads.WHOLE,
    inactive_option="",
)
