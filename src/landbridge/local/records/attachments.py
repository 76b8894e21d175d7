"""Contacts of customers, projects and vendors: SOAP's ``attach`` and ``detach``, REST's ``!attach`` and ``!detach``.

A customer lists its contacts with their roles (``contactRolesList``). A project or vendor lists none in SOAP: there the contact's
own ``company`` says where it belongs, so that one contact belongs to one of them, and without a role. Everything else that
NetSuite attaches (files above all) is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import LineChanges, Record

CONTACT = "contact"
ROLES = "contactRolesList"
HOLDERS = ("customer", "job", "vendor")
"""What contacts are attached to."""

Change = tuple[Record, dict[str, Any]]
"""A record to save, and what changes of it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A contact and the record that it is attached to, with its role (``""``: none is given)."""

    holder: Record
    contact: Record
    role: str = ""


def check_types(holder: str, attached: str) -> None:
    """Raise ``RecordError`` FEATURE_UNAVAILABLE unless such records are attached here."""
    if attached != CONTACT or holder not in HOLDERS:
        raise RecordError(
            "FEATURE_UNAVAILABLE",
            f"The local account attaches contacts to customers, projects and vendors, not a {attached} to a {holder}.",
        )


def attached(pair: Attachment) -> Change:
    """Return which record changes when the contact is attached, and how. Raises ``RecordError`` FEATURE_UNAVAILABLE."""
    if pair.holder.type == "customer":
        line = {"contact": pair.contact.id} | ({"role": pair.role} if pair.role else {})
        return pair.holder, {ROLES: LineChanges([line], replace_all=False)}
    company = pair.contact.values.get("company")
    if pair.role or company not in (None, pair.holder.id):
        raise RecordError(
            "FEATURE_UNAVAILABLE",
            f"In the local account a contact belongs to one {pair.holder.type}, and has no role there.",
        )
    return pair.contact, {"company": pair.holder.id}


def detached(pair: Attachment) -> Change:
    """Return which record changes when the contact is detached, and how. Raises ``RecordError`` RCRD_DSNT_EXIST."""
    if pair.holder.type == "customer":
        lines = pair.holder.values.get(ROLES, [])
        kept = [line for line in lines if line.get("contact") != pair.contact.id]
        if len(kept) < len(lines):
            return pair.holder, {ROLES: LineChanges(kept)}
    if pair.contact.values.get("company") != pair.holder.id:
        raise RecordError("RCRD_DSNT_EXIST", f"The contact is not attached to this {pair.holder.type}.")
    return pair.contact, {"company": None}
