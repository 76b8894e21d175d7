"""Which rules hold for which record type."""

from __future__ import annotations

from landbridge.local.records.rules.base import Lookup, Rules
from landbridge.local.records.rules.cases import CaseRules
from landbridge.local.records.rules.contacts import ContactRules
from landbridge.local.records.rules.entities import EntityRules
from landbridge.local.records.rules.items import ItemRules
from landbridge.local.records.rules.listentries import (
    AccountRules,
    CustomerStatusRules,
    ExpenseCategoryRules,
    ListRules,
    PeriodRules,
    UnitsRules,
)
from landbridge.local.records.rules.projecttasks import ProjectTaskRules
from landbridge.local.records.rules.transactions import TransactionRules
from landbridge.recordtypes import ITEM_TYPES, LIST_TYPES, TRANSACTION_TYPES

FAMILIES: dict[str, type[Rules]] = {
    "employee": EntityRules,
    "customer": EntityRules,
    "job": EntityRules,
    "vendor": EntityRules,
    "contact": ContactRules,
    "supportCase": CaseRules,
    "projectTask": ProjectTaskRules,
    "expenseCategory": ExpenseCategoryRules,
    **dict.fromkeys((kind.name for kind in ITEM_TYPES), ItemRules),
    **dict.fromkeys((kind.name for kind in TRANSACTION_TYPES), TransactionRules),
    **dict.fromkeys((kind.name for kind in LIST_TYPES), ListRules),
    "account": AccountRules,
    "customerStatus": CustomerStatusRules,
    "accountingPeriod": PeriodRules,
    "unitsType": UnitsRules,
}
"""Record type -> its rules; every other type has those of ``Rules``."""


def rules_of(look: Lookup) -> dict[str, Rules]:
    """Return the rules by record type; types with the same rules share one object."""
    made = {kind: kind(look) for kind in {*FAMILIES.values(), Rules}}
    return {name: made[kind] for name, kind in FAMILIES.items()} | {"": made[Rules]}
