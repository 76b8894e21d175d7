"""Record types as SOAP writes them: those of ``recordtypes``, and any custom record type by its script id."""

from __future__ import annotations

from functools import cache

from landbridge.recordtypes import RECORD_TYPES, RecordType, Search, SearchOnly
from landbridge.recordtypes.customrecords import custom_record_fields
from landbridge.recordtypes.families import kind_of
from landbridge.recordtypes.fields import ref

CUSTOM_RECORD = "customRecord"
REC_TYPE = "recType"
_SCRIPT_ID = "customrecord"
_CUSTOM_SEARCH_ONLY = (
    SearchOnly("externalId", Search.MULTISELECT),
    SearchOnly("externalIdString", Search.STRING),
    SearchOnly("id", Search.LONG),
    SearchOnly("internalId", Search.MULTISELECT),
    SearchOnly("internalIdNumber", Search.LONG),
)


def is_custom(type_name: str) -> bool:
    """Whether a type is a custom record type's script id, such as ``customrecord_cost_center``."""
    return type_name.startswith(_SCRIPT_ID) and type_name != CUSTOM_RECORD


def described(type_name: str) -> RecordType:
    """Return what is known of a record type; ``ValueError`` where that is nothing."""
    if is_custom(type_name):
        return _custom(type_name)
    try:
        return RECORD_TYPES[type_name]
    except KeyError:
        raise ValueError(f"no description of record type {type_name!r}") from None


def readable(type_name: str) -> RecordType:
    """Return what is known of a record type or family that can be read in batches; ``ValueError`` where that is nothing."""
    return kind_of(type_name) or described(type_name)


@cache
def _custom(type_name: str) -> RecordType:
    """Describe a custom record type: all have one SOAP class, and ``recType`` tells them apart."""
    return RecordType(
        name=type_name,
        label=type_name,
        plural=type_name,
        soap_class="CustomRecord",
        namespace="customization",
        group="setup",
        prefix="setupCustom",
        search_basic="CustomRecordSearchBasic",
        rest=type_name,
        suiteql=type_name,
        script_types=(type_name,),
        permission="",
        fields=(*custom_record_fields(type_name), ref(REC_TYPE, "Type", "customRecordType")),
        search_only=_CUSTOM_SEARCH_ONLY,
        id_family=type_name,
        created_field="created",
        modified_field="lastModified",
        search_class="CustomRecordSearch",
    )
