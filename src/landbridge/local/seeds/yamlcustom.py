"""Custom record types and custom fields of a YAML seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from landbridge.local.records.customizing import CustomizationError
from landbridge.local.records.errors import RecordError
from landbridge.local.records.fieldtypes import FILES, KINDS, FieldType
from landbridge.local.records.model import AccessType, CustomField, CustomRecordType
from landbridge.local.records.types import custom_as_field
from landbridge.local.records.values import from_json
from landbridge.local.seeds.yamlnodes import Node

if TYPE_CHECKING:
    from landbridge.local.account import Account

FIELD_TYPES = {one.lower(): one for one in FieldType}
"""What a seed calls a type of field: SDF's name in lower case."""

SELECTS = (FieldType.SELECT, FieldType.MULTISELECT)
TYPE_KEYS = ("script_id", "name", "include_name", "description", "access", "fields")
ACCESS = {"entries": AccessType.ENTRIES, "list": AccessType.LIST, "none": AccessType.NONE}
"""Who may see the records: whoever has Custom Record Entries, a permission of the type's own, or everybody."""

FIELD_KEYS = ("script_id", "kind", "label", "applies_to", "refers_to", "default", "help", "mandatory")


def record_types(account: Account, node: Node) -> None:
    """Define custom record types with their fields."""
    for item in node.items():
        given = item.fields(TYPE_KEYS, ("script_id", "name"))
        kind = CustomRecordType(
            script_id=given["script_id"].text(),
            name=given["name"].text(),
            include_name=given["include_name"].flag() if "include_name" in given else True,
            description=given["description"].text() if "description" in given else "",
            access_type=ACCESS[given["access"].one_of(ACCESS)] if "access" in given else AccessType.ENTRIES,
        )
        try:
            account.records.define_type(kind)
        except CustomizationError as error:
            raise given["script_id"].place.error(str(error)) from error
        if "fields" in given:
            for field in given["fields"].items():
                _define(account, field, frozenset({kind.script_id}))


def fields(account: Account, node: Node) -> None:
    """Define custom fields; ``applies_to`` names record types, or sublists as ``invoice.itemList``."""
    for item in node.items():
        _define(account, item, None)


def _define(account: Account, node: Node, owner: frozenset[str] | None) -> None:
    required = ("script_id", "kind", "label") if owner else ("script_id", "kind", "label", "applies_to")
    given = node.fields(FIELD_KEYS, required)
    field_type = FIELD_TYPES[given["kind"].one_of(FIELD_TYPES)]
    field = CustomField(
        script_id=given["script_id"].text(),
        kind=KINDS[field_type],
        label=given["label"].text(),
        applies_to=owner or frozenset(_applied(account, one) for one in given["applies_to"].items()),
        refers_to=_referred(node, field_type, given),
        help=given["help"].text() if "help" in given else "",
        mandatory=given["mandatory"].flag() if "mandatory" in given else False,
        type=field_type,
    )
    try:
        if "default" in given:
            field = replace(field, default=from_json(custom_as_field(field), given["default"].scalar()))
        account.records.fields.define(field)
    except RecordError as error:
        raise given["default"].place.error(error.message) from error
    except CustomizationError as error:
        raise given["script_id"].place.error(str(error)) from error


def _referred(node: Node, field_type: FieldType, given: Mapping[str, Node]) -> str:
    """Return what a field refers to, ``""`` for one that does not."""
    if field_type in SELECTS and "refers_to" not in given:
        raise node.place.error("a select field needs refers_to: the list or record type to select from")
    if field_type not in SELECTS and "refers_to" in given:
        raise node.place.error("only select fields take refers_to")
    if field_type in (FieldType.IMAGE, FieldType.DOCUMENT):
        return FILES
    return given["refers_to"].text() if "refers_to" in given else ""


def _applied(account: Account, node: Node) -> str:
    """Return a record type, or one of its sublists."""
    text = node.text()
    name, _, sublist = text.partition(".")
    if not account.records.types.known(name):
        raise node.place.error(f"there is no record type {name!r}")
    if sublist and sublist not in account.records.definition(name).shape.lists:
        raise node.place.error(f"{name} has no sublist {sublist!r}")
    return text
