"""``attach`` and ``detach``: contacts of customers, projects and vendors (documented: *attach / detach*).

A customer lists its contacts with their roles (``contactRolesList``). A project or vendor lists none in SOAP: there the contact's
own ``company`` says where it belongs, so that one contact belongs to one of them, and without a role. Everything else that
NetSuite attaches (files above all) is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from landbridge.local.records.errors import RecordError, does_not_exist
from landbridge.local.records.model import LineChanges, Record
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call
from landbridge.local.soap.operations.responses import refused, response, status_of
from landbridge.local.soap.recordrefs import read_record_ref, record_type_of, resolve, write_record_ref
from landbridge.local.soap.xmlreader import Node
from landbridge.recordtypes import RECORD_TYPES

CONTACT = "contact"
ROLES = "contactRolesList"
HOLDERS = ("customer", "job", "vendor")
"""What contacts are attached to."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A contact and the record that it is attached to, with its role (``""``: none is given)."""

    holder: Record
    contact: Record
    role: str


def attach(call: Call) -> str:
    """Attach a contact, or give one that is attached another role."""
    node = _reference(call, "attachReference", {"AttachContactReference", "AttachBasicReference"})
    try:
        pair = _pair(call, node, "attachTo", "contact" if node.child("contact") else "attachedRecord")
        return _saved(call, pair, _attached(pair))
    except RecordError as error:
        return refused(error)


def detach(call: Call) -> str:
    """Detach a contact."""
    node = _reference(call, "detachReference", {"DetachBasicReference"})
    try:
        pair = _pair(call, node, "detachFrom", "detachedRecord")
        return _saved(call, pair, _detached(pair))
    except RecordError as error:
        return refused(error)


def _reference(call: Call, name: str, types: set[str]) -> Node:
    node = call.node.child(name)
    if node is None or node.type is None:
        raise faults.malformed(f"{call.node.name} needs a {name} with an xsi:type")
    if node.type[0] != call.namespaces.core or node.type[1] not in types:
        raise faults.malformed(f"{name} cannot be a {node.type[1]!r}")
    return node


def _pair(call: Call, node: Node, holder: str, attached: str) -> _Pair:
    target, contact = node.child(holder), node.child(attached)
    if target is None or contact is None:
        raise faults.malformed(f"{node.name} needs a {holder} and a {attached}")
    other = _record(call, contact, CONTACT if attached == "contact" else "")
    held = _record(call, target, "")
    if other.type != CONTACT or held.type not in HOLDERS:
        raise RecordError(
            "FEATURE_UNAVAILABLE",
            f"The local account attaches contacts to customers, projects and vendors, not a {other.type} to a {held.type}.",
        )
    return _Pair(held, other, _role(call, node))


def _record(call: Call, node: Node, type_name: str) -> Record:
    """Return the record that a reference names. A ``contact`` needs no type (schema: it is a RecordRef already)."""
    if type_name:
        kind = RECORD_TYPES[type_name]
        internal_id, external_id = (node.attributes.get(name, "") for name in ("internalId", "externalId"))
    else:
        ref = read_record_ref(node, call.namespaces)
        kind = record_type_of(call.account, ref)
        internal_id, external_id = ref.internal_id, ref.external_id
    found = resolve(call.account, kind.name, internal_id, external_id)
    record = call.account.records.get(kind.name, found) if found else None
    if record is None:
        raise does_not_exist()
    return record


def _role(call: Call, node: Node) -> str:
    asked = node.child("contactRole")
    if asked is None:
        return ""
    found = resolve(
        call.account,
        "contactRole",
        asked.attributes.get("internalId", ""),
        asked.attributes.get("externalId", ""),
    )
    if found is None or call.account.records.get("contactRole", found) is None:
        raise RecordError("INVALID_KEY_OR_REF", f"Invalid contactRole reference key {found or '(no id)'}.")
    return found


def _attached(pair: _Pair) -> tuple[Record, dict[str, Any]]:
    """Return which record changes, and how."""
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


def _detached(pair: _Pair) -> tuple[Record, dict[str, Any]]:
    if pair.holder.type == "customer":
        lines = pair.holder.values.get(ROLES, [])
        kept = [line for line in lines if line.get("contact") != pair.contact.id]
        if len(kept) < len(lines):
            return pair.holder, {ROLES: LineChanges(kept)}
    if pair.contact.values.get("company") != pair.holder.id:
        raise RecordError("RCRD_DSNT_EXIST", f"The contact is not attached to this {pair.holder.type}.")
    return pair.contact, {"company": None}


def _saved(call: Call, pair: _Pair, change: tuple[Record, dict[str, Any]]) -> str:
    record, values = change
    result = call.account.records.save(call.session, record.type, values, id=record.id)
    holder = pair.holder
    ref = write_record_ref("baseRef", RECORD_TYPES[holder.type], holder.id, holder.external_id)
    return response(status_of(result.after_submit_error) + ref)
