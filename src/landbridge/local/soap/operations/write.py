"""``add``, ``update``, ``upsert``, ``delete`` and their lists.

A message is read whole before anything is written; then each record is saved by itself, in request order, with its own status
(list operations are not atomic: documented).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from landbridge.local.access.model import Session
from landbridge.local.records.deletions import NO_REASON, Reason
from landbridge.local.records.errors import RecordError, does_not_exist
from landbridge.local.records.model import UNCHANGED, SaveResult
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call
from landbridge.local.soap.defects import log_defect
from landbridge.local.soap.operations.responses import refused, response, response_list, status_of
from landbridge.local.soap.recordreader import RecordInput, RecordReader
from landbridge.local.soap.recordrefs import (
    RecordRef,
    read_record_ref,
    record_type_of,
    resolve,
    write_record_ref,
)
from landbridge.local.soap.statuses import failure
from landbridge.local.soap.xmlreader import Node
from landbridge.recordtypes import RecordType

ADD_LIST_LIMIT = 200
UPDATE_LIST_LIMIT = 100
UPSERT_LIST_LIMIT = 100
DELETE_LIST_LIMIT = 200
"""Records of the synchronous list operations (documented)."""

Save = Callable[[Call, RecordInput], SaveResult]


def add(call: Call) -> str:
    """Create a record."""
    return _one(call, _add)


def update(call: Call) -> str:
    """Change a record, named by internal or external id."""
    return _one(call, _update)


def upsert(call: Call) -> str:
    """Create or change the record with this external id."""
    return _one(call, _upsert)


def add_list(call: Call) -> str:
    """Create records."""
    return _list(call, _add, ADD_LIST_LIMIT, "addList")


def update_list(call: Call) -> str:
    """Change records."""
    return _list(call, _update, UPDATE_LIST_LIMIT, "updateList")


def upsert_list(call: Call) -> str:
    """Create or change records by external id."""
    return _list(call, _upsert, UPSERT_LIST_LIMIT, "upsertList")


def delete(call: Call) -> str:
    """Delete a record."""
    return _delete(call, _elements(call, "baseRef", 1, "delete")[0], _reason(call))


def delete_list(call: Call) -> str:
    """Delete records."""
    nodes = _elements(call, "baseRef", DELETE_LIST_LIMIT, "deleteList")
    reason = _reason(call)
    return response_list([_delete(call, node, reason) for node in nodes])


def _reason(call: Call) -> Reason:
    """Return why records are deleted. The code's entry is not looked up: the account has no list of reasons (assumed)."""
    node = call.node.child("deletionReason")
    if node is None:
        return NO_REASON
    code = node.child("deletionReasonCode")
    if code is None:
        raise faults.malformed("deletionReason needs a deletionReasonCode")
    return Reason(code.attributes.get("internalId", ""), node.text_of("deletionReasonMemo"))


def _one(call: Call, save: Save) -> str:
    return _responses(call, save, _elements(call, "record", 1, call.node.name))[0]


def _list(call: Call, save: Save, limit: int, operation: str) -> str:
    return response_list(_responses(call, save, _elements(call, "record", limit, operation)))


def _elements(call: Call, name: str, limit: int, operation: str) -> list[Node]:
    nodes = list(call.node.named(name))
    if not nodes:
        raise faults.malformed(f"{operation} needs a {name}")
    if len(nodes) > limit:
        raise faults.too_many_records(limit, operation)
    return nodes


def _responses(call: Call, save: Save, nodes: list[Node]) -> list[str]:
    reader = RecordReader(
        call.account, call.namespaces, ignore_read_only=call.preferences.ignore_read_only_fields
    )
    sent = [_read(reader, node) for node in nodes]
    return [_save(call, save, record) for record in sent]


def _read(reader: RecordReader, node: Node) -> RecordInput | RecordError:
    try:
        return reader.read(node)
    except RecordError as error:
        return error


def _save(call: Call, save: Save, sent: RecordInput | RecordError) -> str:
    if isinstance(sent, RecordError):
        return refused(sent)
    try:
        result = save(call, sent)
    except RecordError as error:
        return refused(error)
    except Exception:  # noqa: BLE001 - a defect at one record must not hide what became of the others
        return response(failure("UNEXPECTED_ERROR", log_defect(call.ids.error_id())))
    record = result.record
    status = status_of(result.after_submit_error)
    return response(
        status + write_record_ref(call.account, "baseRef", sent.kind, record.id, record.external_id)
    )


def _session(call: Call) -> Session:
    """Return the session with what the request's preferences say of saves."""
    lenient = call.preferences.disable_mandatory_custom_fields
    return replace(call.session, needs_custom_fields=not lenient)


def _add(call: Call, sent: RecordInput) -> SaveResult:
    external_id = sent.external_id or UNCHANGED
    return call.account.records.save(
        _session(call), sent.kind.name, dict(sent.values), external_id=external_id
    )


def _update(call: Call, sent: RecordInput) -> SaveResult:
    if not sent.internal_id and not sent.external_id:
        raise RecordError("UNIQUE_RCRD_ID_REQD", "An internalId or externalId is required.")
    found = resolve(call.account, sent.kind.name, sent.internal_id, sent.external_id)
    if found is None:
        raise does_not_exist()
    # With both ids the internal one names the record and the external one is set (assumed).
    external_id = sent.external_id if sent.internal_id and sent.external_id else UNCHANGED
    return call.account.records.save(
        _session(call), sent.kind.name, dict(sent.values), id=found, external_id=external_id
    )


def _upsert(call: Call, sent: RecordInput) -> SaveResult:
    """The external id alone decides which record is meant (documented); an internal id beside it is ignored (assumed)."""
    if not sent.external_id:
        raise RecordError("EXTERNALID_REQD", "upsert needs an externalId.")
    found = resolve(call.account, sent.kind.name, "", sent.external_id)
    if found is None:
        return _add(call, sent)
    return call.account.records.save(_session(call), sent.kind.name, dict(sent.values), id=found)


def _delete(call: Call, node: Node, reason: Reason) -> str:
    try:
        ref = read_record_ref(node, call.namespaces)
        kind = record_type_of(call.account, ref)
        found = _named(call, kind, ref)
        failed = call.account.records.delete(call.session, kind.name, found, reason)
    except RecordError as error:
        return refused(error)
    # Beside an internal id the external one was not looked at, so that it may be another record's.
    external_id = "" if ref.internal_id else ref.external_id
    return response(status_of(failed) + write_record_ref(call.account, "baseRef", kind, found, external_id))


def _named(call: Call, kind: RecordType, ref: RecordRef) -> str:
    if not ref.internal_id and not ref.external_id:
        raise RecordError("UNIQUE_RCRD_ID_REQD", "An internalId or externalId is required.")
    found = resolve(call.account, kind.name, ref.internal_id, ref.external_id)
    if found is None:
        raise does_not_exist()
    return found
