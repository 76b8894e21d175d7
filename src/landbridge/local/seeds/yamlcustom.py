"""Custom record types and custom fields of a YAML seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbridge.local.records.customizing import CustomizationError
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import AccessType, CustomField, CustomRecordType
from landbridge.local.records.types import custom_as_field
from landbridge.local.records.values import from_json
from landbridge.local.seeds.yamlnodes import Node
from landbridge.recordtypes import Kind

if TYPE_CHECKING:
    from landbridge.local.account import Account

KINDS = {
    "text": Kind.STRING,
    "checkbox": Kind.BOOLEAN,
    "integer": Kind.INTEGER,
    "decimal": Kind.DOUBLE,
    "date": Kind.DATE,
    "datetime": Kind.DATETIME,
    "select": Kind.REF,
    "multiselect": Kind.REF_LIST,
}
"""What a seed calls a kind of field -> what the account keeps."""

SELECTS = (Kind.REF, Kind.REF_LIST)
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
    kind = KINDS[given["kind"].one_of(KINDS)]
    refers_to = given["refers_to"].text() if "refers_to" in given else ""
    if kind in SELECTS and not refers_to:
        raise node.place.error("a select field needs refers_to: the list or record type to select from")
    field = CustomField(
        script_id=given["script_id"].text(),
        kind=kind,
        label=given["label"].text(),
        applies_to=owner or frozenset(_applied(account, one) for one in given["applies_to"].items()),
        refers_to=refers_to,
        help=given["help"].text() if "help" in given else "",
        mandatory=given["mandatory"].flag() if "mandatory" in given else False,
    )
    try:
        if "default" in given:
            default = from_json(custom_as_field(field), given["default"].scalar())
            field = _with_default(field, default)
        account.records.fields.define(field)
    except RecordError as error:
        raise given["default"].place.error(error.message) from error
    except CustomizationError as error:
        raise given["script_id"].place.error(str(error)) from error


def _with_default(field: CustomField, default: object) -> CustomField:
    return CustomField(
        field.script_id,
        field.kind,
        field.label,
        field.applies_to,
        field.refers_to,
        default,
        field.help,
        field.mandatory,
    )


def _applied(account: Account, node: Node) -> str:
    """Return a record type, or one of its sublists."""
    text = node.text()
    name, _, sublist = text.partition(".")
    if not account.records.types.known(name):
        raise node.place.error(f"there is no record type {name!r}")
    if sublist and sublist not in account.records.definition(name).shape.lists:
        raise node.place.error(f"{name} has no sublist {sublist!r}")
    return text
