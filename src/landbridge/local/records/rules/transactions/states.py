"""The state of a transaction: text of ``status``, and ``orderStatus`` of the two orders.

Names of the states: schema. What leads to each is documented (*Sales Order Status*, *Purchase Order Status*, *Expense Report
Approval*), in part assumed: there are no fulfilments or receipts here, so an order whose items need none is pending billing at
once, and one with items that can be fulfilled or received waits for it until it is billed in advance.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landbridge.local.records.model import Record
from landbridge.local.records.rules.base import Lookup
from landbridge.local.records.rules.transactions.billing import Billed, order_lines, unbilled
from landbridge.local.records.rules.transactions.facts import UNAPPLIED
from landbridge.local.records.rules.transactions.lines import items_of

Values = dict[str, Any]

SALES_ORDER_TEXTS = {
    "_pendingApproval": "Pending Approval",
    "_pendingFulfillment": "Pending Fulfillment",
    "_cancelled": "Cancelled",
    "_partiallyFulfilled": "Partially Fulfilled",
    "_pendingBillingPartFulfilled": "Pending Billing/Partially Fulfilled",
    "_pendingBilling": "Pending Billing",
    "_fullyBilled": "Billed",
    "_closed": "Closed",
}
PURCHASE_ORDER_TEXTS = {
    "_pendingSupervisorApproval": "Pending Supervisor Approval",
    "_pendingReceipt": "Pending Receipt",
    "_rejectedBySupervisor": "Rejected by Supervisor",
    "_partiallyReceived": "Partially Received",
    "_pendingBillingPartiallyReceived": "Pending Billing/Partially Received",
    "_pendingBilling": "Pending Bill",
    "_fullyBilled": "Fully Billed",
    "_closed": "Closed",
}
PENDING, APPROVED, REJECTED, OPEN = "1", "2", "3", "11"
"""Internal ids of the approval statuses (observed)."""


def set_state(record_type: str, values: Values, old: Record | None, billed: Billed, look: Lookup) -> None:
    """Set the state that follows from approvals, from what is billed and from what is open."""
    if record_type == "salesOrder":
        _sales_order(values, old, billed, look)
    elif record_type == "purchaseOrder":
        _purchase_order(values, old, billed, look)
    elif record_type == "expenseReport":
        _expense_report(values, old)
    elif record_type == "customerPayment":
        values["status"] = "Not Deposited" if values.get("undepFunds") else "Deposited"
    elif record_type in ("creditMemo", "vendorCredit"):
        left: float = values[UNAPPLIED[record_type]]
        values["status"] = "Fully Applied" if left <= 0 < values["total"] else "Open"
    elif record_type == "vendorPayment":
        values["status"] = _approval(values) or "Approved"
    else:
        values["status"] = _approval(values) or _paid(values)


def _approval(values: Mapping[str, Any]) -> str:
    return {PENDING: "Pending Approval", REJECTED: "Rejected"}.get(values.get("approvalStatus", ""), "")


def _paid(values: Mapping[str, Any]) -> str:
    return "Open" if values.get("amountRemaining", 0.0) > 0 else "Paid In Full"


def _sent(values: Mapping[str, Any], old: Record | None, name: str) -> Any:
    """Return a value that this save gave to the record, ``None`` when it left the field as it was."""
    if old is not None and old.values.get(name) == values.get(name):
        return None
    return values.get(name)


def _sales_order(values: Values, old: Record | None, billed: Billed, look: Lookup) -> None:
    if _sent(values, old, "orderStatus") == "_closed":
        _close(values, "salesOrder")
    status = values.get("orderStatus")
    if status not in ("_pendingApproval", "_cancelled"):
        status = _progress("salesOrder", values, billed, look, waiting="_pendingFulfillment")
    values["orderStatus"] = status
    values["status"] = SALES_ORDER_TEXTS[status]


def _purchase_order(values: Values, old: Record | None, billed: Billed, look: Lookup) -> None:
    sent = _sent(values, old, "orderStatus") if "orderStatus" in values else None
    if sent == "_closed":
        _close(values, "purchaseOrder")
    _approve_purchase(values, old, sent)
    if values.get("approvalStatus") == REJECTED:
        status = "_rejectedBySupervisor"
    elif not values.get("supervisorApproval"):
        status = "_pendingSupervisorApproval"
    else:
        status = _progress("purchaseOrder", values, billed, look, waiting="_pendingReceipt")
    values["orderStatus"] = status
    values["status"] = PURCHASE_ORDER_TEXTS[status]


def _approve_purchase(values: Values, old: Record | None, order_status: str | None) -> None:
    """Let the three fields that can say whether an order is approved agree; the one that this save changed wins."""
    if order_status in ("_pendingSupervisorApproval", "_rejectedBySupervisor"):
        values["approvalStatus"] = PENDING if order_status == "_pendingSupervisorApproval" else REJECTED
        values["supervisorApproval"] = False
    elif order_status is not None and old is not None:
        values["approvalStatus"], values["supervisorApproval"] = APPROVED, True
    elif old is not None and _sent(values, old, "supervisorApproval") is None:
        values["supervisorApproval"] = values.get("approvalStatus", APPROVED) == APPROVED
    elif values.get("approvalStatus") in (PENDING, REJECTED) and old is None:
        values["supervisorApproval"] = False
    else:
        values["approvalStatus"] = APPROVED if values.get("supervisorApproval") else PENDING


def _close(values: Values, record_type: str) -> None:
    for _, line in order_lines(record_type, values):
        line["isClosed"] = True


def _progress(
    record_type: str, values: Mapping[str, Any], billed: Billed, look: Lookup, *, waiting: str
) -> str:
    """Return the state of an approved order."""
    lines = list(order_lines(record_type, values))
    if lines and all(unbilled(sublist, line, billed) <= 0 for sublist, line in lines):
        anything = any(amount > 0 for amount in billed.values())
        return "_fullyBilled" if anything else "_closed" if _all_closed(lines) else "_pendingBilling"
    waits = [line for sublist, line in lines if sublist == "itemList" and unbilled(sublist, line, billed) > 0]
    handled = any(item.values.get("isFulfillable") for item in items_of(waits, look).values())
    return waiting if handled else "_pendingBilling"


def _all_closed(lines: list[tuple[str, dict[str, Any]]]) -> bool:
    return all(line.get("isClosed") for _, line in lines)


def _expense_report(values: Values, old: Record | None) -> None:
    """Set approvals, which follow from one another, and the state."""
    sent = _sent(values, old, "approvalStatus")
    if sent == APPROVED:
        values["complete"] = values["supervisorApproval"] = values["accountingApproval"] = True
    if values.get("accountingApproval"):
        values["complete"], values["approvalStatus"] = True, APPROVED
        values["status"] = (
            "Approved by Accounting" if values.get("amountRemaining", 0.0) > 0 else "Paid In Full"
        )
    elif sent == REJECTED or (values.get("approvalStatus") == REJECTED and not _resubmitted(values, old)):
        by = "Accounting" if values.get("supervisorApproval") else "Supervisor"
        values["approvalStatus"], values["status"] = REJECTED, f"Rejected by {by}"
    elif values.get("supervisorApproval"):
        values["complete"], values["approvalStatus"] = True, PENDING
        values["status"] = "Pending Accounting Approval"
    elif values.get("complete"):
        values["approvalStatus"], values["status"] = PENDING, "Pending Supervisor Approval"
    else:
        values["approvalStatus"], values["status"] = OPEN, "In Progress"


def _resubmitted(values: Mapping[str, Any], old: Record | None) -> bool:
    return old is not None and any(
        values.get(name) and not old.values.get(name) for name in ("complete", "supervisorApproval")
    )
