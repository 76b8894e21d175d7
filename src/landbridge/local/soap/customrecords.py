"""Custom records: one SOAP class for all custom record types, told apart by ``recType``.

A type is named by its script id (``scriptId`` of a CustomRecordRef or CustomizationRef) or by its number (``typeId`` of a
CustomRecordRef, ``internalId`` of a RecordRef to the type).
"""

from __future__ import annotations

from landbridge.local.account import Account
from landbridge.local.records.errors import RecordError
from landbridge.local.soap.xmlreader import Node
from landbridge.recordtypes import RECORD_TYPES, RecordType
from landbridge.recordtypes.customrecords import custom_record_fields
from landbridge.recordtypes.model import COMMON_SEARCH

SOAP_CLASS = "CustomRecord"


def custom_kind(account: Account, script_id: str) -> RecordType:
    """Describe a custom record type as standard ones are. Raises ``RecordError`` INVALID_CSTM_RCRD_TYPE_KEY."""
    definition = account.records.custom_record_type(script_id)
    if definition is None:
        raise RecordError(
            "INVALID_CSTM_RCRD_TYPE_KEY",
            f"There is no custom record type with the script id {script_id!r}.",
        )
    return RecordType(
        name=script_id,
        label=definition.name,
        plural=definition.name,
        soap_class=SOAP_CLASS,
        namespace="customization",
        group="setup",
        prefix="setupCustom",
        search_basic="CustomRecordSearchBasic",
        rest=script_id,
        suiteql=script_id,
        script_types=(script_id,),
        permission=account.records.permission(script_id),
        fields=custom_record_fields(script_id),
        search_only=COMMON_SEARCH,
        id_family=script_id,
    )


def kind_of(account: Account, type_name: str) -> RecordType:
    """Describe a record type, standard or custom. Raises ``RecordError``."""
    return RECORD_TYPES.get(type_name) or custom_kind(account, type_name)


def kind_by_rec_type(account: Account, node: Node | None) -> RecordType:
    """Return the type that the ``recType`` of ``node`` names. Raises ``RecordError``."""
    rec_type = node.child("recType") if node is not None else None
    if rec_type is None:
        raise RecordError("INVALID_CSTM_RCRD_TYPE_KEY", "A custom record needs its recType.")
    return kind_by_ref(account, rec_type)


def kind_by_ref(account: Account, node: Node) -> RecordType:
    """Return the type that a reference to it names, by script id or internal id. Raises ``RecordError``."""
    return kind_by_key(account, node.attributes.get("scriptId", ""), node.attributes.get("internalId", ""))


def kind_by_key(account: Account, script_id: str, number: str) -> RecordType:
    """Return the type with a script id or, where none is given, a number. Raises ``RecordError`` INVALID_CSTM_RCRD_TYPE_KEY."""
    if script_id or not number:
        return custom_kind(account, script_id)
    for kind in account.records.types.custom_types():
        if str(kind.number) == number:
            return custom_kind(account, kind.script_id)
    raise RecordError(
        "INVALID_CSTM_RCRD_TYPE_KEY", f"There is no custom record type with the internal id {number[:60]!r}."
    )


def number_of(account: Account, kind: RecordType) -> str:
    """Return the internal id of a custom record type."""
    definition = account.records.custom_record_type(kind.name)
    return str(definition.number) if definition is not None else ""


def is_custom(kind: RecordType) -> bool:
    """Say whether ``kind`` describes a custom record type."""
    return kind.soap_class == SOAP_CLASS
