"""``getDeleted``: what was deleted, by date and type."""

from __future__ import annotations

from landbridge.local.records.deletions import Deletion
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Criterion
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call
from landbridge.local.soap.customrecords import kind_of
from landbridge.local.soap.markup import escape
from landbridge.local.soap.operations.paging import checked_size, page_index, page_of
from landbridge.local.soap.operations.permissions import require
from landbridge.local.soap.operations.responses import outcome
from landbridge.local.soap.recordrefs import write_record_ref
from landbridge.local.soap.scalars import ScalarError, read_datetime, write_datetime
from landbridge.local.soap.xmlreader import Node
from landbridge.recordtypes.deletions import CUSTOM_RECORD, TOLD

PERMISSION = "ADMI_DELETEDRECORD"
"""Deleted Records (documented: getDeleted)."""

PAGE_SIZES = range(5, 1001)


def get_deleted(call: Call) -> str:
    """Answer one page of deletions, oldest first (assumed)."""
    content = outcome(lambda: _page(call))
    return f"<platformCore:getDeletedResult>{content}</platformCore:getDeletedResult>"


def _page(call: Call) -> str:
    require(call.account, call.session, PERMISSION)
    node = call.node.child("getDeletedFilter")
    if node is None:
        raise faults.malformed("getDeleted needs a getDeletedFilter")
    index, size = page_index(call), checked_size(call, PAGE_SIZES)
    account = call.account
    found = account.records.deletions.among(
        _types(call, node), _when(call, node), zone=account.settings.zone, now=account.clock.now()
    )
    page = page_of(index, size, len(found))
    rows = "".join([_row(call, one) for one in found[page.first : page.after]])
    return (
        f"<platformCore:totalRecords>{page.total}</platformCore:totalRecords>"
        f"<platformCore:pageSize>{page.size}</platformCore:pageSize>"
        f"<platformCore:totalPages>{page.pages}</platformCore:totalPages>"
        f"<platformCore:pageIndex>{page.index}</platformCore:pageIndex>"
        f"<platformCore:deletedRecordList>{rows}</platformCore:deletedRecordList>"
    )


def _types(call: Call, node: Node) -> list[str]:
    """Return the record types that the filter asks for; ``scriptId`` narrows custom records to one type (schema)."""
    custom = [name for name in call.account.records.types.names() if name.startswith("customrecord")]
    script_id = node.child("scriptId")
    if script_id is not None:
        custom = [name for name in custom if name == script_id.text_of("searchValue")]
    asked = node.child("type")
    if asked is None:
        return custom if script_id is not None else [*sorted(TOLD), *custom]
    operator = asked.attributes.get("operator", "")
    if operator not in {"anyOf", "noneOf"}:
        raise RecordError(
            "INVALID_SEARCH_OPERATOR", f"type cannot be searched with the operator {operator[:60]}."
        )
    names = [child.text.strip().removeprefix("_") for child in asked.named("searchValue")]
    if not names:
        raise RecordError("INVALID_SEARCH_VALUE", "type is searched by at least one type of record.")
    for name in names:
        if name != CUSTOM_RECORD and name not in TOLD:
            raise RecordError(
                "INVALID_SEARCH_VALUE", f"The local account tells no deletions of the type {name[:60]!r}."
            )
    wanted = [name for name in names if name != CUSTOM_RECORD] + (custom if CUSTOM_RECORD in names else [])
    if operator == "anyOf":
        return wanted
    return [name for name in (*sorted(TOLD), *custom) if name not in wanted]


def _when(call: Call, node: Node) -> Criterion | None:
    asked = node.child("deletedDate")
    if asked is None:
        return None
    values: list[object] = []
    try:
        for child in asked.children:
            text = child.text.strip()
            named = child.name == "predefinedSearchValue"
            values.append(text if named else read_datetime(text, call.account.settings.zone))
    except ScalarError as error:
        raise faults.malformed(f"deletedDate: {error}") from None
    return Criterion("deletedDate", asked.attributes.get("operator", ""), tuple(values))


def _row(call: Call, one: Deletion) -> str:
    at = write_datetime(one.at, call.account.settings.zone)
    name = f"<platformCore:name>{escape(one.name)}</platformCore:name>"
    ref = write_record_ref(
        call.account,
        "platformCore:record",
        kind_of(call.account, one.type),
        one.id,
        one.external_id,
        content=name,
    )
    return (
        f"<platformCore:deletedRecord><platformCore:deletedDate>{at}</platformCore:deletedDate>{ref}"
        "</platformCore:deletedRecord>"
    )
