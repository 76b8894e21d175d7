"""Making one document of another: SOAP ``initialize``, REST ``!transform``, ``record.transform`` of SuiteScript.

The pairs are those of NetSuite among the types that the account has (documented: *initialize*, *Transforming Records*). Nothing is
saved: a proposal is what NetSuite would fill the new form with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from landbridge.local.records.errors import RecordError
from landbridge.local.records.looking import Looking
from landbridge.local.records.model import Record
from landbridge.local.records.openlines import Sees
from landbridge.local.records.rules.transactions.applying import is_open
from landbridge.local.records.rules.transactions.facts import FACTS, REMAINING
from landbridge.local.records.rules.transactions.proposals import proposed_lines
from landbridge.local.records.rules.transactions.refusals import BILLABLE_ORDERS, cannot_initialize
from landbridge.local.records.types import TypeDefinition, Types
from landbridge.recordtypes import RECORD_TYPES, Field

Values = dict[str, Any]

PAIRS: frozenset[tuple[str, str]] = frozenset(
    {
        ("customer", "salesOrder"),
        ("customer", "invoice"),
        ("customer", "creditMemo"),
        ("customer", "customerPayment"),
        ("salesOrder", "invoice"),
        ("invoice", "creditMemo"),
        ("invoice", "customerPayment"),
        ("vendor", "purchaseOrder"),
        ("vendor", "vendorBill"),
        ("vendor", "vendorCredit"),
        ("vendor", "vendorPayment"),
        ("purchaseOrder", "vendorBill"),
        ("vendorBill", "vendorCredit"),
        ("vendorBill", "vendorPayment"),
        ("employee", "expenseReport"),
        ("employee", "vendorPayment"),
        ("expenseReport", "vendorPayment"),
    }
)
"""Source and target. Those of employees and expense reports are offered by SuiteScript and REST, not by SOAP's InitializeRefType."""

ENTITIES = frozenset({"customer", "vendor", "employee"})
PAYMENTS = frozenset({"customerPayment", "vendorPayment"})

_NOT_TAKEN_OVER = frozenset(
    {
        "tranId",
        "tranDate",
        "dueDate",
        "customForm",
        "createdFrom",
        "orderStatus",
        "approvalStatus",
        "supervisorApproval",
        "postingPeriod",
        "startDate",
        "endDate",
        "autoApply",
        "userTotal",
        "purchaseOrderList",
        "discountDate",
        "discountAmount",
    }
)
"""Fields that a new document does not take from its source though both have them."""

_PAYMENT_TAKES = frozenset({"subsidiary", "department", "class", "location", "exchangeRate", "currency"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record that is not saved. ``values`` can be saved as they are, with changes; ``shown`` has the computed fields and lists too."""

    record_type: str
    values: Mapping[str, Any]
    shown: Mapping[str, Any]


class Transforming:
    """Proposes records. ``preview`` works out what a save of values would give."""

    def __init__(
        self,
        look: Looking,
        types: Types,
        preview: Callable[[str, Mapping[str, Any]], Record],
        complete: Callable[..., list[Record]],
    ) -> None:
        self._look = look
        self._types = types
        self._preview = preview
        self._complete = complete

    def propose(
        self, source_type: str, source_id: str, target_type: str, sees: Sees = lambda _: True
    ) -> Proposal:
        """Return what NetSuite would propose to somebody who ``sees`` some types: see ``OpenLines.shown``.

        Raises ``RecordError``: INVALID_RCRD_TYPE; INVALID_RCRD_INITIALIZE for a pair that there is not (code from the schema, text
        observed in SuiteScript); INVALID_INITIALIZE_REF for a source that is not there or in no state for it (observed);
        VALID_LINE_ITEM_REQD when nothing of it is open (observed).
        """
        for record_type in (source_type, target_type):
            self._types.get(record_type)
        if (source_type, target_type) not in PAIRS:
            raise RecordError(
                "INVALID_RCRD_INITIALIZE",
                "That type of record transformation is not allowed. Please see the documentation for a list of "
                "supported transformation types.",
            )
        source = self._look.record(source_type, source_id)
        if source is None or not _fit(source, target_type):
            raise cannot_initialize(target_type, source_id)
        values = self._values(source, target_type)
        preview = self._preview(target_type, values)
        return Proposal(target_type, values, self._complete([preview], sees=sees)[0].values)

    def _values(self, source: Record, target_type: str) -> Values:
        target = self._types.get(target_type)
        if source.type in ENTITIES:
            return {FACTS[target_type].entity: source.id}
        values = self._head(source, target)
        if target_type in PAYMENTS:
            values["applyList"] = [_applied(source)]
            return values
        if "createdFrom" in target.fields:
            values["createdFrom"] = source.id
        lines = proposed_lines(source, target_type, self._look)
        if not lines:
            raise RecordError(
                "VALID_LINE_ITEM_REQD", "You must have at least one valid line item for this transaction."
            )
        values |= lines
        if source.type == "purchaseOrder":
            values["purchaseOrderList"] = [source.id]
        if "applyList" in target.shape.lists and float(source.values[REMAINING[source.type]]) > 0:
            values["applyList"] = [{"apply": True, "doc": int(source.id), "line": 0}]
        return values

    def _head(self, source: Record, target: TypeDefinition) -> Values:
        """Return the body fields that both have, the entity and the currency under the target's own names."""
        facts, own = FACTS[target.name], FACTS[source.type]
        names = {
            name
            for name, field in target.fields.items()
            if name in source.values and not field.computed and name not in _NOT_TAKEN_OVER
        }
        if target.name in PAYMENTS:
            names = {name for name in names if name in _PAYMENT_TAKES or name.startswith("cust")} - {
                "customer"
            }
        values = {name: source.values[name] for name in names if _alike(target, name, source)}
        values[facts.entity] = source.values[own.entity]
        if source.values.get(own.currency):
            values[facts.currency] = source.values[own.currency]
            values[facts.rate] = source.values[own.rate]
        payable = {"customerPayment": "arAcct", "vendorPayment": "apAcct"}.get(target.name)
        if payable is not None and source.values.get("account"):
            values[payable] = source.values["account"]
        return values


def _alike(target: TypeDefinition, name: str, source: Record) -> bool:
    """Say whether a field means the same on both: what a customer's project is to an invoice it is to a credit memo."""
    if name.startswith("cust"):
        return True
    theirs: Field | None = next(
        (field for field in RECORD_TYPES[source.type].fields if field.name == name), None
    )
    return theirs is not None and theirs.kind is target.fields[name].kind


def _applied(source: Record) -> Values:
    return {"apply": True, "doc": int(source.id), "line": 0, "amount": source.values[REMAINING[source.type]]}


def _fit(source: Record, target_type: str) -> bool:
    """Say whether a document is in a state to become another: approved and open."""
    if source.type in ENTITIES:
        return True
    if source.type == "salesOrder":
        return source.values.get("orderStatus") in BILLABLE_ORDERS
    if source.type == "purchaseOrder":
        return source.values.get("orderStatus") in ("_pendingReceipt", "_pendingBilling")
    if target_type in PAYMENTS:
        return is_open(source) and float(source.values[REMAINING[source.type]]) > 0
    return is_open(source)
