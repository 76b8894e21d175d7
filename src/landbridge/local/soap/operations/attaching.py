"""``attach`` and ``detach``: contacts of customers, projects and vendors (documented: *attach / detach*). See ``records.attachments``."""

from __future__ import annotations

from landbridge.local.records.attachments import CONTACT, Attachment, Change, attached, check_types, detached
from landbridge.local.records.errors import RecordError, does_not_exist
from landbridge.local.records.model import Record
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call
from landbridge.local.soap.operations.permissions import require_view
from landbridge.local.soap.operations.responses import refused, response, status_of
from landbridge.local.soap.recordrefs import read_record_ref, record_type_of, resolve, write_record_ref
from landbridge.local.soap.xmlreader import Node
from landbridge.recordtypes import RECORD_TYPES


def attach(call: Call) -> str:
    """Attach a contact, or give one that is attached another role."""
    node = _reference(call, "attachReference", {"AttachContactReference", "AttachBasicReference"})
    try:
        pair = _pair(call, node, "attachTo", "contact" if node.child("contact") else "attachedRecord")
        return _saved(call, pair, attached(pair))
    except RecordError as error:
        return refused(error)


def detach(call: Call) -> str:
    """Detach a contact."""
    node = _reference(call, "detachReference", {"DetachBasicReference"})
    try:
        pair = _pair(call, node, "detachFrom", "detachedRecord")
        return _saved(call, pair, detached(pair))
    except RecordError as error:
        return refused(error)


def _reference(call: Call, name: str, types: set[str]) -> Node:
    node = call.node.child(name)
    if node is None or node.type is None:
        raise faults.malformed(f"{call.node.name} needs a {name} with an xsi:type")
    if node.type[0] != call.namespaces.core or node.type[1] not in types:
        raise faults.malformed(f"{name} cannot be a {node.type[1]!r}")
    return node


def _pair(call: Call, node: Node, holder: str, what: str) -> Attachment:
    target, contact = node.child(holder), node.child(what)
    if target is None or contact is None:
        raise faults.malformed(f"{node.name} needs a {holder} and a {what}")
    other = _record(call, contact, CONTACT if what == "contact" else "")
    held = _record(call, target, "")
    check_types(held.type, other.type)
    return Attachment(held, other, _role(call, node))


def _record(call: Call, node: Node, type_name: str) -> Record:
    """Return the record that a reference names. A ``contact`` needs no type (schema: it is a RecordRef already)."""
    if type_name:
        kind = RECORD_TYPES[type_name]
        internal_id, external_id = (node.attributes.get(name, "") for name in ("internalId", "externalId"))
    else:
        ref = read_record_ref(node, call.namespaces)
        kind = record_type_of(call.account, ref)
        internal_id, external_id = ref.internal_id, ref.external_id
    require_view(call.account, call.session, kind.name)
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


def _saved(call: Call, pair: Attachment, change: Change) -> str:
    record, values = change
    result = call.account.records.save(call.session, record.type, values, id=record.id)
    holder = pair.holder
    ref = write_record_ref(call.account, "baseRef", RECORD_TYPES[holder.type], holder.id, holder.external_id)
    return response(status_of(result.after_submit_error) + ref)
