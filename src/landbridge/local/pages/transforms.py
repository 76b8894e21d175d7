"""Buttons that make one transaction of another: Bill on an order, Accept Payment on an invoice.

NetSuite opens the new form filled in; here the proposal is saved as it is and can be edited afterwards.
"""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.access.model import Level
from landbridge.local.pages.recordpages import PAGES_OF_TYPE, record_address
from landbridge.local.pages.visit import NotFoundError, Visit
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record

BUTTONS: dict[str, dict[str, str]] = {
    "salesOrder": {"invoice": "Bill"},
    "invoice": {"customerPayment": "Accept Payment", "creditMemo": "Credit"},
    "purchaseOrder": {"vendorBill": "Bill"},
    "vendorBill": {"vendorPayment": "Make Payment", "vendorCredit": "Credit"},
    "expenseReport": {"vendorPayment": "Make Payment"},
}
"""Source -> target -> what the button says (assumed where NetSuite has several)."""


def buttons(visit: Visit, record: Record) -> list[tuple[str, str]]:
    """Return (target, label) of what the person's role may make of a record."""
    return [
        (target, label)
        for target, label in BUTTONS.get(record.type, {}).items()
        if visit.may(PAGES_OF_TYPE[target].record_type.permission, Level.CREATE)
    ]


def make(visit: Visit, record: Record, target: str) -> Response:
    """Save the document that a button stands for and show it. Raises ``NotFoundError``; a refusal is told on the source's page."""
    if target not in BUTTONS.get(record.type, {}):
        raise NotFoundError("There is no such button.")
    records, label = visit.account.records, PAGES_OF_TYPE[target].record_type.label
    try:
        proposal = records.propose(record.type, record.id, target)
        made = records.save(visit.session, target, proposal.values)
    except RecordError as error:
        visit.page_session.flash("error", f"No {label} was made", error.message)
        return visit.redirect(record_address(record.type, record.id))
    visit.page_session.flash("confirmation", "Confirmation", f"{label} successfully saved.")
    failure = made.after_submit_error
    if failure is not None:
        visit.page_session.flash(
            "error", "A script failed after the save", f"{failure.code}: {failure.message}"
        )
    return visit.redirect(record_address(target, made.record.id))
