"""One function an operation: its body in the order of the schema. Limits of lists: help book_156388532579."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.records import Criterion, Ref
from landbridge.netsuite.soap.criteria import render_criteria, search_fields
from landbridge.netsuite.soap.envelope import SearchPreferences, SoapRequest
from landbridge.netsuite.soap.scalars import attribute, text
from landbridge.netsuite.soap.writing import Writable, render_record
from landbridge.netsuite.versions import Version
from landbridge.recordtypes import RECORD_TYPES, Search

GET_LIST_LIMIT = 1000
DELETE_LIST_LIMIT = 200

_CUSTOM_RECORD = "customrecord"
_CUSTOM_SEARCH = {
    "created": Search.DATE,
    "externalId": Search.MULTISELECT,
    "externalIdString": Search.STRING,
    "id": Search.LONG,
    "internalId": Search.MULTISELECT,
    "internalIdNumber": Search.LONG,
    "isInactive": Search.BOOLEAN,
    "lastModified": Search.DATE,
    "name": Search.STRING,
}


def get(type_name: str, ref: Ref) -> SoapRequest:
    """``get`` of one record, by internal id or, without one, by external id."""
    return SoapRequest("get", _operation("get", _base_ref(type_name, ref)), "read")


def get_list(type_name: str, refs: Sequence[Ref]) -> SoapRequest:
    """``getList`` of at most 1000 records."""
    _bounded("getList", refs, GET_LIST_LIMIT)
    return SoapRequest("getList", _operation("getList", _base_refs(type_name, refs)), "read")


def write(
    operation: str,
    type_name: str,
    values: Mapping[str, Writable],
    version: Version,
    *,
    internal_id: str | None = None,
    external_id: str | None = None,
) -> SoapRequest:
    """``add``, ``update`` or ``upsert`` of one record."""
    record = render_record(type_name, values, version, internal_id=internal_id, external_id=external_id)
    return SoapRequest(operation, _operation(operation, record), "write")


def delete(type_name: str, ref: Ref) -> SoapRequest:
    """``delete`` of one record."""
    return SoapRequest("delete", _operation("delete", _base_ref(type_name, ref)), "write")


def delete_list(type_name: str, refs: Sequence[Ref]) -> SoapRequest:
    """``deleteList`` of at most 200 records."""
    _bounded("deleteList", refs, DELETE_LIST_LIMIT)
    return SoapRequest("deleteList", _operation("deleteList", _base_refs(type_name, refs)), "write")


def search(type_name: str, criteria: Sequence[Criterion], preferences: SearchPreferences) -> SoapRequest:
    """``search`` by a basic search of the type; all criteria must hold."""
    record = (
        _custom_search(type_name, criteria) if _is_custom(type_name) else _basic_search(type_name, criteria)
    )
    return SoapRequest("search", _operation("search", record), "read", preferences)


def search_more_with_id(search_id: str, page_index: int, preferences: SearchPreferences) -> SoapRequest:
    """``searchMoreWithId``: runs the search again and answers page ``page_index``, counted from 1."""
    body = (
        f"<platformMsgs:searchId>{text(search_id)}</platformMsgs:searchId>"
        f"<platformMsgs:pageIndex>{page_index}</platformMsgs:pageIndex>"
    )
    return SoapRequest("searchMoreWithId", _operation("searchMoreWithId", body), "read", preferences)


def get_server_time() -> SoapRequest:
    """``getServerTime``."""
    return SoapRequest("getServerTime", "<platformMsgs:getServerTime/>", "metadata")


def get_data_center_urls(account: AccountId) -> SoapRequest:
    """``getDataCenterUrls``, the one operation without authentication (help section_N3494684)."""
    body = f"<platformMsgs:account>{text(account.value)}</platformMsgs:account>"
    return SoapRequest(
        "getDataCenterUrls", _operation("getDataCenterUrls", body), "metadata", authenticated=False
    )


def _operation(name: str, content: str) -> str:
    return f"<platformMsgs:{name}>{content}</platformMsgs:{name}>"


def _basic_search(type_name: str, criteria: Sequence[Criterion]) -> str:
    kind = RECORD_TYPES.get(type_name)
    if kind is None or not kind.search_basic:
        raise ValueError(f"no description of record type {type_name!r} to search it by")
    content = render_criteria(kind.name, search_fields(kind), criteria)
    return _search_record(kind.search_basic, content)


def _custom_search(type_name: str, criteria: Sequence[Criterion]) -> str:
    """The type of a custom record comes first and is compulsory; it is named by its script id."""
    rec_type = (
        f'<platformCommon:recType xsi:type="platformCore:CustomizationRef" scriptId={attribute(type_name)}/>'
    )
    content = rec_type + render_criteria(type_name, _CUSTOM_SEARCH, criteria)
    return _search_record("CustomRecordSearchBasic", content)


def _search_record(basic: str, content: str) -> str:
    return (
        f'<platformMsgs:searchRecord xsi:type="platformCommon:{basic}">{content}</platformMsgs:searchRecord>'
    )


def _base_refs(type_name: str, refs: Iterable[Ref]) -> str:
    return "".join(_base_ref(type_name, ref) for ref in refs)


def _base_ref(type_name: str, ref: Ref) -> str:
    if ref.internal_id:
        identity = f"internalId={attribute(ref.internal_id)}"
    elif ref.external_id:
        identity = f"externalId={attribute(ref.external_id)}"
    else:
        raise ValueError("a record is named by its internal or external id")
    if _is_custom(type_name):
        concrete, of_type = "CustomRecordRef", f"scriptId={attribute(type_name)}"
    else:
        concrete, of_type = "RecordRef", f"type={attribute(type_name)}"
    return f'<platformMsgs:baseRef xsi:type="platformCore:{concrete}" {identity} {of_type}/>'


def _is_custom(type_name: str) -> bool:
    return type_name.startswith(_CUSTOM_RECORD) and type_name != "customRecord"


def _bounded(operation: str, refs: Sequence[Ref], limit: int) -> None:
    if not 1 <= len(refs) <= limit:
        raise ValueError(f"{operation} takes 1 to {limit} records, not {len(refs)}")
