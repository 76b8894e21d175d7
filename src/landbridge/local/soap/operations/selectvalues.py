"""``getSelectValue``: what a select field of a record or of a sublist's lines offers."""

from __future__ import annotations

from landbridge.local.records.errors import RecordError, permission_violation
from landbridge.local.records.shapes import Shape
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call
from landbridge.local.soap.customrecords import kind_by_ref, kind_of
from landbridge.local.soap.markup import attribute, escape
from landbridge.local.soap.operations.paging import checked_size, page_index, page_of
from landbridge.local.soap.operations.permissions import require_view, sees
from landbridge.local.soap.operations.responses import outcome
from landbridge.local.soap.xmlreader import Node
from landbridge.recordtypes import RECORD_TYPES, Field, Kind

PAGE_SIZES = range(11, 1001)
"""Above 10 and up to 1000 (documented)."""


def get_select_value(call: Call) -> str:
    """Answer one page of the values, by text."""
    content = outcome(lambda: _page(call))
    return f"<platformCore:getSelectValueResult>{content}</platformCore:getSelectValueResult>"


def _page(call: Call) -> str:
    node = call.node.child("fieldDescription")
    if node is None:
        raise faults.malformed("getSelectValue needs a fieldDescription")
    index, size = page_index(call), checked_size(call, PAGE_SIZES)
    options = [option for option in _options(call, node) if _passes(node, option[1])]
    page = page_of(index, size, len(options))
    refs = "".join(
        [
            f'<platformCore:baseRef internalId="{attribute(internal_id)}" xsi:type="platformCore:RecordRef">'
            f"<platformCore:name>{escape(text)}</platformCore:name></platformCore:baseRef>"
            for internal_id, text in options[page.first : page.after]
        ]
    )
    return (
        f"<platformCore:totalRecords>{page.total}</platformCore:totalRecords>"
        f"<platformCore:totalPages>{page.pages}</platformCore:totalPages>"
        f"<platformCore:baseRefList>{refs}</platformCore:baseRefList>"
    )


def _options(call: Call, node: Node) -> list[tuple[str, str]]:
    for name in ("customTransactionType", "customForm", "filterByValueList"):
        if node.child(name) is not None:
            raise RecordError(
                "FEATURE_UNAVAILABLE", f"The local account does not support {name} of getSelectValue."
            )
    field = _field(call, node)
    found: list[tuple[str, str]] = []
    for name in _offered(call, field):
        found += call.account.records.options(name)
    return sorted(found, key=lambda option: (option[1].casefold(), int(option[0])))


def _offered(call: Call, field: Field) -> list[str]:
    """Return the types whose records a field offers to the role: those that it may view, and any set-up list.

    Whoever fills a form in chooses of lists that he may not set up (assumed: permissions on set-up tasks guard the lists' own pages).
    Raises ``RecordError`` INSUFFICIENT_PERMISSION when no type is left.
    """
    records, may_view = call.account.records, sees(call.account, call.session)
    members = records.types.members(field.refers_to)
    found = [name for name in members if records.permission(name).startswith("ADMI_") or may_view(name)]
    if not found:
        raise permission_violation(records.permission(members[0]))
    return found


def _field(call: Call, node: Node) -> Field:
    """Return the field that is described. Raises ``RecordError`` when there is none, or it selects nothing."""
    record_type = _record_type(call, node)
    require_view(call.account, call.session, record_type)
    shape: Shape | None = call.account.records.definition(record_type).shape
    sublist, name = node.text_of("sublist"), node.text_of("field")
    if sublist and shape is not None:
        shape = shape.lists.get(sublist)
    field = shape.fields.get(name) if shape is not None else None
    if field is None or field.kind not in (Kind.REF, Kind.REF_LIST):
        where = f"{sublist} of {record_type}" if sublist else record_type
        raise RecordError("INVALID_FIELD_ID", f"{name[:60]!r} is no select field of {where[:80]}.")
    return field


def _record_type(call: Call, node: Node) -> str:
    custom = node.child("customRecordType")
    if custom is not None:
        return kind_by_ref(call.account, custom).name
    name = node.text_of("recordType")
    if not name:
        raise RecordError("RCRD_TYPE_REQD", "A record type is required.")
    if name not in RECORD_TYPES:
        raise RecordError(
            "INVALID_UNSUPRTD_RCRD_TYP", f"The local account does not support the record type {name[:60]}."
        )
    return kind_of(call.account, name).name


def _passes(node: Node, text: str) -> bool:
    """Say whether the filter lets a text through; texts are compared without regard to case (assumed)."""
    asked = node.child("filter")
    if asked is None:
        return True
    wanted, held = asked.text_of("filterValue").casefold(), text.casefold()
    operator = asked.attributes.get("operator", "")
    if operator == "is":
        return held == wanted
    if operator == "startsWith":
        return held.startswith(wanted)
    if operator == "contains":
        return wanted in held
    raise faults.malformed(f"{operator!r} is not a GetSelectValueFilterOperator")
