"""Items: unique names over all nine types, accounts, the tree of subitems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record
from landbridge.local.records.rules import trees
from landbridge.local.records.rules.base import Rules
from landbridge.local.records.types import TypeDefinition
from landbridge.recordtypes import ITEM, ITEM_TYPES

ACCOUNTS = {"incomeAccount": ("_income",), "expenseAccount": ("_costOfGoodsSold", "_expense")}
"""Field -> types of account that it may begin with, the first one first."""

FIRST_ENTRIES = {"subsidiaryList": ["1"], "taxSchedule": "1"}


class ItemRules(Rules):
    """The rules of service, non-inventory and other-charge items."""

    def defaults(self, definition: TypeDefinition, script_type: str | None) -> dict[str, Any]:
        """Accounts, subsidiary, tax schedule: the account's first ones (assumed: they are set-up preferences in NetSuite)."""
        del script_type
        found: dict[str, Any] = {
            name: value
            for name, value in FIRST_ENTRIES.items()
            if self.look.exists(definition.fields[name].refers_to, "1")
        }
        accounts = self.look.entries("account")
        for name, kinds in ACCOUNTS.items():
            fitting = [one.id for kind in kinds for one in accounts if one.values["acctType"] == kind]
            if name in definition.fields and fitting:
                found[name] = fitting[0]
        return found

    def mandatory(self, definition: TypeDefinition, values: Mapping[str, Any]) -> Sequence[str]:
        """An item that is sold has an income account, one that is bought an expense account."""
        del values
        return [name for name in ACCOUNTS if name in definition.fields]

    def check(
        self,
        definition: TypeDefinition,
        changes: Mapping[str, Any],
        after: Mapping[str, Any],
        before: Record | None,
    ) -> None:
        """Refuse the name of an item of another type, and an item below itself."""
        if changes.get("parent"):
            trees.check_parent(self.look, ITEM, after, before, "item")
        scope, name = self.unique_name(definition, after)
        for kind in ITEM_TYPES:
            if kind.name != definition.name and self.look.name_owner(kind.name, scope, name):
                raise self.duplicate(definition)

    def unique_name(self, definition: TypeDefinition, values: Mapping[str, Any]) -> tuple[str, str]:
        """The item's name within its parent."""
        del definition
        return str(values.get("parent", "")), str(values["itemId"])

    def duplicate(self, definition: TypeDefinition) -> RecordError:
        """DUP_ITEM (code from the schema, text assumed)."""
        del definition
        return RecordError(
            "DUP_ITEM",
            "Uniqueness error - an item with this name already exists. Item names must be unique.",
            field="itemId",
        )

    def display(self, record: Record) -> str:
        """The name after those of its parents (documented: subitems)."""
        return trees.full_name(self.look, ITEM, record.values, "itemId")
