"""Lists that are record types: unique names, trees, and the few things that NetSuite works out on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record
from landbridge.local.records.rules import trees
from landbridge.local.records.rules.addresses import with_text
from landbridge.local.records.rules.base import Rules
from landbridge.local.records.types import TypeDefinition

ADDRESSES = ("mainAddress", "shippingAddress", "returnAddress")


class ListRules(Rules):
    """The rules of a list: no two entries of one name below one parent; shown after the names of their parents."""

    name = "name"

    def derive(
        self, definition: TypeDefinition, values: dict[str, Any], record_id: str | None
    ) -> dict[str, Any]:
        """The printed form of addresses."""
        del definition, record_id
        for address in ADDRESSES:
            if address in values:
                values[address] = with_text(values[address])
        return values

    def check(
        self,
        definition: TypeDefinition,
        changes: Mapping[str, Any],
        after: Mapping[str, Any],
        before: Record | None,
    ) -> None:
        """Refuse an entry below itself."""
        if changes.get("parent"):
            trees.check_parent(self.look, definition.name, after, before, definition.label)

    def unique_name(self, definition: TypeDefinition, values: Mapping[str, Any]) -> tuple[str, str] | None:
        """The name within the parent (assumed)."""
        del definition
        return str(values.get("parent", "")), str(values[self.name])

    def duplicate(self, definition: TypeDefinition) -> RecordError:
        """DUP_RCRD (code and text observed)."""
        del definition
        return RecordError("DUP_RCRD", "This record already exists", field=self.name)

    def display(self, record: Record) -> str:
        """The name after those of the parents."""
        return trees.full_name(self.look, record.type, record.values, self.name)


class CustomerStatusRules(ListRules):
    """Customer statuses: shown after their stage."""

    def display(self, record: Record) -> str:
        """Stage and name: "CUSTOMER-Closed Won" (observed)."""
        stage = str(record.values.get("stage", "")).removeprefix("_").upper()
        return f"{stage}-{super().display(record)}"


class AccountRules(ListRules):
    """General ledger accounts: shown by number and name; the number is unique too."""

    name = "acctName"

    def check(
        self,
        definition: TypeDefinition,
        changes: Mapping[str, Any],
        after: Mapping[str, Any],
        before: Record | None,
    ) -> None:
        """Refuse a second account of one number, and a subaccount of another type than its parent's (both assumed)."""
        super().check(definition, changes, after, before)
        number, own = changes.get("acctNumber"), before.id if before else None
        if number and any(
            one.id != own and one.values.get("acctNumber") == number for one in self.look.entries("account")
        ):
            raise RecordError(
                "DUP_ACCT_NUM", f"An account with the number {number} already exists.", field="acctNumber"
            )
        above = next(trees.ancestors(self.look, "account", after), None)
        if above is not None and above.values["acctType"] != after["acctType"]:
            raise RecordError(
                "INVALID_PARENT", "A subaccount is of the same type as its parent.", field="parent"
            )

    def duplicate(self, definition: TypeDefinition) -> RecordError:
        """DUP_ACCT_NAME (code from the schema, text assumed)."""
        del definition
        return RecordError("DUP_ACCT_NAME", "An account with this name already exists.", field=self.name)

    def display(self, record: Record) -> str:
        """Number and name: "6010 Travel : Airfare"."""
        return f"{record.values.get('acctNumber', '')} {super().display(record)}".strip()


class PeriodRules(ListRules):
    """Accounting periods."""

    name = "periodName"

    def check(
        self,
        definition: TypeDefinition,
        changes: Mapping[str, Any],
        after: Mapping[str, Any],
        before: Record | None,
    ) -> None:
        """Refuse a period that ends before it begins (assumed)."""
        super().check(definition, changes, after, before)
        if after["endDate"] < after["startDate"]:
            raise RecordError("INVALID_FLD_VALUE", "A period ends after it begins.", field="endDate")

    def display(self, record: Record) -> str:
        """The period's own name."""
        return str(record.values.get(self.name, record.id))


class UnitsRules(ListRules):
    """Units types: their units are numbered."""

    def derive(
        self, definition: TypeDefinition, values: dict[str, Any], record_id: str | None
    ) -> dict[str, Any]:
        """Ids of the units: the record's own, 1, 2, 3 (assumed: NetSuite's are the account's)."""
        values = super().derive(definition, values, record_id)
        units = [dict(unit) for unit in values.get("uomList", ())]
        given = [unit["internalId"] for unit in units if str(unit.get("internalId", "")).isdecimal()]
        last = max(map(int, given), default=0)
        for unit in units:
            if not unit.get("internalId"):
                last += 1
                unit["internalId"] = str(last)
        return {**values, "uomList": units} if units else values


class ExpenseCategoryRules(ListRules):
    """Expense categories: a default rate where one is required; rates in the currency of their subsidiary."""

    def defaults(self, definition: TypeDefinition, script_type: str | None) -> dict[str, Any]:
        """The first subsidiary (assumed)."""
        del definition, script_type
        return {"subsidiaryList": ["1"]} if self.look.exists("subsidiary", "1") else {}

    def derive(
        self, definition: TypeDefinition, values: dict[str, Any], record_id: str | None
    ) -> dict[str, Any]:
        """The currency of a rate: that of its subsidiary."""
        del definition, record_id
        if "ratesList" in values:
            values["ratesList"] = [self._rate(line) for line in values["ratesList"]]
        return values

    def _rate(self, line: Mapping[str, Any]) -> dict[str, Any]:
        subsidiary = self.look.record("subsidiary", line.get("subsidiary", ""))
        currency = subsidiary.values.get("currency") if subsidiary else None
        return {**line, "currency": currency} if currency else dict(line)

    def mandatory(self, definition: TypeDefinition, values: Mapping[str, Any]) -> Sequence[str]:
        """The default rate, where lines need one (assumed)."""
        del definition
        rates = [line for line in values.get("ratesList", ()) if line.get("defaultRate") is not None]
        return ("defaultRate",) if values.get("rateRequired") and not rates else ()
