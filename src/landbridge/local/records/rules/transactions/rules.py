"""The rules of transactions: in which order a save works its values out, and what it touches."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from landbridge.local.records.model import Record
from landbridge.local.records.rules.base import Rules
from landbridge.local.records.rules.transactions import refusals
from landbridge.local.records.rules.transactions.applying import apply_lines
from landbridge.local.records.rules.transactions.billing import billed_of, link_lines, set_billed
from landbridge.local.records.rules.transactions.facts import BILLED_LISTS
from landbridge.local.records.rules.transactions.head import defaults_of, fill_head, give_numbers
from landbridge.local.records.rules.transactions.lines import (
    priced_expenses,
    priced_items,
    reported_expenses,
)
from landbridge.local.records.rules.transactions.parties import debtor, party_record
from landbridge.local.records.rules.transactions.proposals import propose_missing_lines
from landbridge.local.records.rules.transactions.settling import applied_lines, set_open_amounts, settled
from landbridge.local.records.rules.transactions.states import set_state
from landbridge.local.records.rules.transactions.totals import set_totals
from landbridge.local.records.types import TypeDefinition
from landbridge.recordtypes import RECORD_TYPES


class TransactionRules(Rules):
    """The rules of all nine transactions; what tells them apart is in ``facts``."""

    def defaults(self, definition: TypeDefinition, script_type: str | None) -> dict[str, Any]:
        """Today's date, and the state that a new transaction begins in."""
        del script_type
        return defaults_of(definition.name, self.look)

    def derive(
        self, definition: TypeDefinition, values: dict[str, Any], record_id: str | None
    ) -> dict[str, Any]:
        """Head, lines, totals, applied and open amounts, state: each step uses what the ones before it have set."""
        name = definition.name
        old = self.look.record(name, record_id) if record_id is not None else None
        values = {
            key: [dict(line) for line in value] if key in definition.shape.lists else value
            for key, value in values.items()
        }
        fill_head(name, values, old, self.look)
        if old is None:
            propose_missing_lines(name, values, self.look)
        link_lines(name, values, old, self.look)
        self._price(name, values, old)
        set_totals(name, values)
        apply_lines(name, values, record_id, old, self.look)
        set_open_amounts(name, values, record_id, self.look)
        billed = (
            billed_of(name, record_id, self.look) if record_id is not None and name in BILLED_LISTS else {}
        )
        set_billed(name, values, billed)
        set_state(name, values, old, billed, self.look)
        return values

    def _price(self, name: str, values: dict[str, Any], old: Record | None) -> None:
        before: Mapping[str, Any] = old.values if old is not None else {}
        if "itemList" in values:
            values["itemList"] = priced_items(name, values["itemList"], before.get("itemList", ()), self.look)
        if "expenseList" not in values:
            return
        lines, former = values["expenseList"], before.get("expenseList", ())
        if name == "expenseReport":
            taken = {
                "expenseDate": values.get("tranDate"),
                "currency": values.get("expenseReportCurrency"),
            }
            values["expenseList"] = reported_expenses(lines, former, self.look, taken)
        else:
            values["expenseList"] = priced_expenses(lines, former, self.look)

    def check(
        self,
        definition: TypeDefinition,
        changes: Mapping[str, Any],
        after: Mapping[str, Any],
        before: Record | None,
    ) -> None:
        """Refuse what ``refusals`` lists. Raises ``RecordError``."""
        del changes
        name = definition.name
        if name == "invoice":
            refusals.check_source(after, before, self.look)
        refusals.check_period(after, before, self.look)
        refusals.check_lines(name, after, before)
        refusals.check_applied(name, after, before, self.look)
        used = settled(name, before.id, self.look) if before is not None else Decimal(0)
        refusals.check_amounts(name, after, before, used)
        if name == "vendorBill":
            refusals.check_orders(after, before, self.look)

    def first_values(
        self, connection: sqlite3.Connection, definition: TypeDefinition, values: dict[str, Any]
    ) -> None:
        """The numbers."""
        give_numbers(connection, definition.name, values)

    def touched(self, before: Record | None, after: Record | None) -> Iterable[tuple[str, str]]:
        """The documents that it is applied to, the orders that it bills, and last the entity, whose balance follows from them."""
        versions = [record for record in (before, after) if record is not None]
        for record in versions:
            yield from self._documents(record)
        for record in versions:
            party = party_record(record.type, record.values, self.look)
            if party is not None:
                yield debtor(party.type, party.id, self.look)

    def _documents(self, record: Record) -> Iterable[tuple[str, str]]:
        lists = {one.name: one for one in RECORD_TYPES[record.type].sublists}
        for sublist, line in applied_lines(record.type, record.values):
            doc = next(field for field in lists[sublist].line.fields if field.name == "doc")
            yield from self._existing(doc.refers_to, str(line["doc"]))
        if record.type == "invoice" and record.values.get("createdFrom"):
            yield from self._existing("salesOrder", record.values["createdFrom"])
        if record.type == "vendorBill":
            for sublist in BILLED_LISTS["purchaseOrder"]:
                for line in record.values.get(sublist, ()):
                    if line.get("orderDoc") is not None:
                        yield from self._existing("purchaseOrder", str(line["orderDoc"]))

    def _existing(self, record_types: str, record_id: str) -> Iterable[tuple[str, str]]:
        found = self.look.record(record_types, record_id)
        if found is not None:
            yield found.type, found.id

    def display(self, record: Record) -> str:
        """Type and number: ``Invoice #INV12`` (observed)."""
        number = record.values.get("tranId") or record.values.get("transactionNumber") or record.id
        return f"{RECORD_TYPES[record.type].label} #{number}"
