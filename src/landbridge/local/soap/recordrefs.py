"""``RecordRef``: what a request points at."""

from __future__ import annotations

from dataclasses import dataclass

from landbridge.local.account import Account
from landbridge.local.records.errors import RecordError
from landbridge.local.soap import faults
from landbridge.local.soap.customrecords import is_custom, kind_by_key, number_of
from landbridge.local.soap.markup import attribute
from landbridge.local.soap.versions import Namespaces
from landbridge.local.soap.xmlreader import Node
from landbridge.recordtypes import RECORD_TYPES, RecordType


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A reference as sent: either id may be missing (``""``). ``type`` is a script id when it is a ``custom`` record's."""

    internal_id: str
    external_id: str
    type: str
    custom: bool = False
    type_id: str = ""


def read_record_ref(node: Node, namespaces: Namespaces) -> RecordRef:
    """Read a ``baseRef``; raises SoapFault for an untyped one and RecordError for a kind of reference not supported."""
    if node.type is None:
        raise faults.malformed(f"{node.name} is abstract and needs an xsi:type")
    namespace, name = node.type
    if namespace != namespaces.core:
        raise faults.malformed(f"{node.name} has the type {name!r} of namespace {namespace!r}")
    if name not in {"RecordRef", "CustomRecordRef"}:
        raise RecordError(
            "INVALID_UNSUPRTD_RCRD_TYP", f"The local account does not support references of type {name}."
        )
    custom = name == "CustomRecordRef"
    return RecordRef(
        internal_id=node.attributes.get("internalId", ""),
        external_id=node.attributes.get("externalId", ""),
        type=node.attributes.get("scriptId" if custom else "type", ""),
        custom=custom,
        type_id=node.attributes.get("typeId", ""),
    )


def record_type_of(account: Account, ref: RecordRef) -> RecordType:
    """Return the record type that ``ref`` names; raises :class:`RecordError`."""
    if ref.custom:
        return kind_by_key(account, ref.type, ref.type_id)
    if not ref.type:
        raise RecordError("RCRD_TYPE_REQD", "A record type is required.")
    kind = RECORD_TYPES.get(ref.type)
    if kind is None:
        raise RecordError(
            "INVALID_UNSUPRTD_RCRD_TYP", f"The local account does not support the record type {ref.type}."
        )
    return kind


def resolve(account: Account, type_name: str, internal_id: str, external_id: str) -> str | None:
    """Return the internal id behind a reference, ``None`` when nothing is there.

    Internal ids win; an external one beside them is ignored (section_N3432681).

    ``type_name`` may be a family (``item``) or alternatives (``customer|job``).
    """
    if internal_id or not external_id:
        return internal_id or None
    for member in account.records.types.members(type_name):
        record = account.records.by_external_id(member, external_id)
        if record is not None:
            return record.id
    return None


def write_record_ref(
    account: Account,
    tag: str,
    kind: RecordType,
    internal_id: str,
    external_id: str | None,
    *,
    content: str = "",
) -> str:
    """Return the reference that write responses carry (observed: ids and type as attributes)."""
    external = f' externalId="{attribute(external_id)}"' if external_id else ""
    if is_custom(kind):
        name, of_type = "CustomRecordRef", f'typeId="{number_of(account, kind)}" scriptId="{kind.name}"'
    else:
        name, of_type = "RecordRef", f'type="{kind.name}"'
    attributes = f'internalId="{attribute(internal_id)}"{external} {of_type}'
    return f'<{tag} {attributes} xsi:type="platformCore:{name}">{content}</{tag}>'
