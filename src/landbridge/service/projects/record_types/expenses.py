"""Expense reports (envelopes) with their receipts (tickets), and what was paid back."""

from __future__ import annotations

from landbridge.service.projects.record_types import fields
from landbridge.service.projects.record_types.fields import (
    choice,
    date,
    flag,
    money,
    number,
    price,
    reference,
)
from landbridge.service.projects.record_types.model import LONGEST_NOTES, Demand, SppField, SppType

FAMILY = "Expenses"
ENVELOPE_NUMBER_TAKEN = 814
NOT_APPROVED = Demand("status", "A", 827, "approved")

ENVELOPE = SppType(
    table="envelope",
    element="Envelope",
    label="Expense report",
    plural="Expense reports",
    family=FAMILY,
    belongs_to="userid",
    name_field="number",
    name_from=("name", "date"),
    described_by=("name",),
    described_as="Name",
    numbers={"number": ENVELOPE_NUMBER_TAKEN},
    required=("userid",),
    made_by_hand=True,
    declared=(
        SppField("name", "Name"),
        SppField("number", "Number"),
        fields.USER,
        fields.DATE,
        date("date_start", "From"),
        date("date_end", "Until"),
        choice("status", "Status", fields.APPROVAL),
        date("submitted", "Submitted"),
        date("approved", "Approved"),
        reference("approver", "Approver", "user"),
        fields.CURRENCY,
        money("total", "Total"),
        number("tottickets", "Number of receipts"),
        money("totreimburse", "To be paid back"),
        money("advance", "Cash advance"),
        money("balance", "Balance"),
        SppField("trip_reason", "Reason of the trip"),
        fields.TAX_LOCATION,
        fields.ACCOUNTING_DATE,
        fields.EXTERNAL_ID,
        fields.NOTES,
    ),
)
TICKET = SppType(
    table="ticket",
    element="Ticket",
    label="Receipt",
    plural="Receipts",
    family=FAMILY,
    belongs_to="envelopeid",
    name_field="",
    name_from=("date", "description", "total"),
    required=("envelopeid",),
    made_by_hand=True,
    declared=(
        reference("envelopeid", "Expense report", "envelope"),
        reference("itemid", "Expense item", "item"),
        fields.USER,
        fields.CUSTOMER,
        fields.PROJECT,
        reference("projecttaskid", "Project task", "project_task"),
        fields.DATE,
        SppField("description", "Description", longest=LONGEST_NOTES),
        number("quantity", "Quantity"),
        SppField("unitm", "Unit of measure"),
        price("cost", "Cost per unit"),
        money("total", "Total"),
        fields.CURRENCY,
        flag("non_billable", "Not billable"),
        reference("vendorid", "Vendor", "vendor"),
        fields.COST_CENTER,
        fields.ACCOUNTING_DATE,
        fields.NOTES,
    ),
)
REIMBURSEMENT = SppType(
    table="reimbursement",
    element="Reimbursement",
    label="Reimbursement",
    plural="Reimbursements",
    family=FAMILY,
    belongs_to="envelopeid",
    name_field="",
    name_from=("date", "total"),
    required=("date", "envelopeid"),
    declared=(
        fields.DATE,
        reference("envelopeid", "Expense report", "envelope", demand=NOT_APPROVED),
        fields.USER,
        money("total", "Total"),
        fields.CURRENCY,
        fields.EXTERNAL_ID,
        fields.NOTES,
    ),
)

TYPES = (ENVELOPE, TICKET, REIMBURSEMENT)
