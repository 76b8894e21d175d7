"""One function an operation on records: its body in the order of the schema. Sizes of lists: help book_156388532579."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from landbridge.netsuite.options import RequestKind
from landbridge.netsuite.records import Record, RecordToWrite, Ref
from landbridge.netsuite.soap.envelope import Preferences, SoapRequest
from landbridge.netsuite.soap.fieldvalues import reference
from landbridge.netsuite.soap.kinds import is_custom
from landbridge.netsuite.soap.scalars import attribute, text
from landbridge.netsuite.soap.writing import render_record
from landbridge.netsuite.versions import Version

GET_LIST_LIMIT = 1000
LIST_LIMITS = {"addList": 200, "updateList": 100, "upsertList": 100, "deleteList": 200}
"""Records of one request of each operation that writes a list."""

CONTACT = "contact"


def get(type_name: str, ref: Ref) -> SoapRequest:
    """``get`` of one record, by internal id or, without one, by external id."""
    return _request("get", base_ref("platformMsgs:baseRef", type_name, ref), "read")


def get_list(type_name: str, refs: Sequence[Ref]) -> SoapRequest:
    """``getList`` of at most 1000 records."""
    _bounded("getList", refs, GET_LIST_LIMIT)
    return _request("getList", _base_refs(type_name, refs), "read")


def write(
    operation: str, record: Record | RecordToWrite, version: Version, preferences: Preferences | None = None
) -> SoapRequest:
    """``add``, ``update`` or ``upsert`` of one record."""
    return _request(operation, _record(operation, record, version), "write", preferences)


def write_list(
    operation: str,
    records: Sequence[Record | RecordToWrite],
    version: Version,
    preferences: Preferences | None = None,
) -> SoapRequest:
    """``addList``, ``updateList`` or ``upsertList`` of at most as many records as the operation takes."""
    _bounded(operation, records, LIST_LIMITS[operation])
    single = operation.removesuffix("List")
    content = "".join([_record(single, record, version) for record in records])
    return _request(operation, content, "write", preferences)


def delete(type_name: str, ref: Ref, reason: str = "", preferences: Preferences | None = None) -> SoapRequest:
    """``delete`` of one record."""
    content = base_ref("platformMsgs:baseRef", type_name, ref) + reason
    return _request("delete", content, "write", preferences)


def delete_list(
    type_name: str, refs: Sequence[Ref], reason: str = "", preferences: Preferences | None = None
) -> SoapRequest:
    """``deleteList`` of at most 200 records."""
    _bounded("deleteList", refs, LIST_LIMITS["deleteList"])
    return _request("deleteList", _base_refs(type_name, refs) + reason, "write", preferences)


def deletion_reason(code: Ref | str | None, memo: str) -> str:
    """Render why transactions are deleted, where the account asks for it; empty without a code."""
    if code is None:
        if memo:
            raise ValueError("a memo of a deletion needs a reason's code")
        return ""
    return (
        f"<platformMsgs:deletionReason><platformCore:deletionReasonCode {reference(code)}/>"
        f"<platformCore:deletionReasonMemo>{text(memo)}</platformCore:deletionReasonMemo></platformMsgs:deletionReason>"
    )


def initialize(type_name: str, sources: Sequence[Ref], auxiliary: Ref | None) -> SoapRequest:
    """``initialize``: the record of ``type_name`` that NetSuite would make of ``sources``."""
    if not sources:
        raise ValueError("initialize needs a record to begin with")
    content = f"<platformCore:type>{text(type_name)}</platformCore:type>"
    if len(sources) == 1:
        content += _initialize_ref("reference", sources[0])
    if auxiliary is not None:
        content += _initialize_ref("auxReference", auxiliary)
    if len(sources) > 1:
        listed = "".join([_initialize_ref("initializeRef", source) for source in sources])
        content += f"<platformCore:referenceList>{listed}</platformCore:referenceList>"
    return _request(
        "initialize", f"<platformMsgs:initializeRecord>{content}</platformMsgs:initializeRecord>", "read"
    )


def attach(attached: Ref, to: Ref, contact_role: Ref | str | None) -> SoapRequest:
    """``attach`` of a contact, perhaps in a role, or of another record such as a file."""
    target = base_ref("platformCore:attachTo", to.type, to)
    if attached.type == CONTACT:
        role = "" if contact_role is None else f"<platformCore:contactRole {reference(contact_role)}/>"
        concrete, content = "AttachContactReference", f"<platformCore:contact {reference(attached)}/>{role}"
    elif contact_role is not None:
        raise ValueError("only a contact is attached in a role")
    else:
        concrete = "AttachBasicReference"
        content = base_ref("platformCore:attachedRecord", attached.type, attached)
    return _request("attach", _attachment("attachReference", concrete, target + content), "write")


def detach(detached: Ref, holder: Ref) -> SoapRequest:
    """``detach`` of a contact or another record."""
    content = base_ref("platformCore:detachFrom", holder.type, holder)
    content += base_ref("platformCore:detachedRecord", detached.type, detached)
    return _request("detach", _attachment("detachReference", "DetachBasicReference", content), "write")


def base_ref(element: str, type_name: str, ref: Ref) -> str:
    """Render a reference to a record of a type; of a custom record the type is named by its script id."""
    if not type_name:
        raise ValueError("a reference here says its type: Ref(id, type=...)")
    if is_custom(type_name):
        concrete, of_type = "CustomRecordRef", f"scriptId={attribute(type_name)}"
    else:
        concrete, of_type = "RecordRef", f"type={attribute(type_name)}"
    return f'<{element} xsi:type="platformCore:{concrete}" {_identity(ref)} {of_type}/>'


def _request(
    operation: str, content: str, kind: RequestKind, preferences: Preferences | None = None
) -> SoapRequest:
    body = f"<platformMsgs:{operation}>{content}</platformMsgs:{operation}>"
    return SoapRequest(operation, body, kind, preferences)


def _record(operation: str, record: Record | RecordToWrite, version: Version) -> str:
    if operation == "update" and not (record.internal_id or record.external_id):
        raise ValueError("a record is updated by its internal or external id")
    if operation == "upsert" and not record.external_id:
        raise ValueError("a record is upserted by its external id")
    return render_record(
        record.type,
        record.values,
        version,
        internal_id=record.internal_id if operation == "update" else None,
        external_id=record.external_id,
    )


def _attachment(element: str, concrete: str, content: str) -> str:
    return f'<platformMsgs:{element} xsi:type="platformCore:{concrete}">{content}</platformMsgs:{element}>'


def _initialize_ref(element: str, ref: Ref) -> str:
    if not ref.type:
        raise ValueError("a reference here says its type: Ref(id, type=...)")
    return f"<platformCore:{element} type={attribute(ref.type)} {_identity(ref)}/>"


def _base_refs(type_name: str, refs: Iterable[Ref]) -> str:
    return "".join([base_ref("platformMsgs:baseRef", type_name, ref) for ref in refs])


def _identity(ref: Ref) -> str:
    if ref.internal_id:
        return f"internalId={attribute(ref.internal_id)}"
    if ref.external_id:
        return f"externalId={attribute(ref.external_id)}"
    raise ValueError("a record is named by its internal or external id")


def _bounded(operation: str, records: Sequence[object], limit: int) -> None:
    if not 1 <= len(records) <= limit:
        raise ValueError(f"{operation} takes 1 to {limit} records, not {len(records)}")
