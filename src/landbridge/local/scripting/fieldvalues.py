"""Records as scripts see them: field ids, types and values, between the account's records and the engine's JSON.

Value on the wire to the engine by SuiteScript field type: `checkbox` bool; `integer`, `float` number; `date` `YYYY-MM-DD`;
`datetime` milliseconds since 1970; `select` the internal id, or an enumeration's value in capitals without underscore
(assumed: `stage` is `LEAD`); `multiselect` a list of internal ids; `text` string.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from landbridge.local.records.entities import script_type_of
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import LineChanges, Record
from landbridge.local.records.shapes import Shape
from landbridge.local.records.types import TypeDefinition
from landbridge.recordtypes import SCRIPT_TYPES, Field, Kind

if TYPE_CHECKING:
    from landbridge.local.records.book import Records

FIELD_TYPES = {
    Kind.STRING: "text",
    Kind.BOOLEAN: "checkbox",
    Kind.INTEGER: "integer",
    Kind.DOUBLE: "float",
    Kind.DATE: "date",
    Kind.DATETIME: "datetime",
    Kind.DURATION: "float",
    Kind.ENUM: "select",
    Kind.REF: "select",
    Kind.REF_LIST: "multiselect",
}


def type_name(records: Records, script_type: str) -> str:
    """Return the account's name of a SuiteScript type (`lead` -> `customer`, `customerstatus` -> `customerStatus`).

    Raises `RecordError` INVALID_RCRD_TYPE.
    """
    wanted = script_type.lower()
    if wanted in SCRIPT_TYPES:
        return SCRIPT_TYPES[wanted].name
    for name in records.types.names():
        if name.lower() == wanted:
            return name
    raise RecordError("INVALID_RCRD_TYPE", f"The record type [{script_type.upper()}] is invalid.")


def fields_by_script_id(definition: TypeDefinition) -> dict[str, Field]:
    """Return the fields of a type by SuiteScript id, which is in lower case. Complex values are subrecords, no fields."""
    return _by_script_id(definition.shape)


def _by_script_id(shape: Shape) -> dict[str, Field]:
    return {
        (field.script or field.name).lower(): field
        for field in shape.fields.values()
        if field.kind is not Kind.OBJECT
    }


def sublist_shape(definition: TypeDefinition, script_id: str) -> Shape | None:
    """Return what the lines of a sublist hold, by its SuiteScript id; `None` where the type has no such sublist."""
    wanted = script_id.lower()
    for shape in definition.shape.lists.values():
        if shape.sublist is not None and shape.sublist.script == wanted:
            return shape
    return None


def line_fields(shape: Shape) -> dict[str, Field]:
    """Return the fields of a line by SuiteScript id."""
    return _by_script_id(shape)


def to_wire(field: Field, value: Any) -> Any:
    """Return a stored value as the engine gets it."""
    if isinstance(value, datetime):
        return int(value.timestamp() * 1000)
    if isinstance(value, date):
        return value.isoformat()
    if field.kind is Kind.ENUM:
        return str(value).lstrip("_").upper()
    return value


def _enumeration_value(field: Field, value: Any) -> Any:
    return next((own for own in field.values if to_wire(field, own) == value), value)


def from_wire(field: Field, value: Any) -> Any:
    """Return what the engine gave as the account stores it; `None` clears. Raises `RecordError` INVALID_FLD_VALUE."""
    if value is None:
        return None
    converters: dict[Kind, Callable[[Any], Any]] = {
        Kind.DATE: date.fromisoformat,
        Kind.DATETIME: lambda milliseconds: datetime.fromtimestamp(milliseconds / 1000, UTC),
        Kind.INTEGER: lambda number: int(number) if float(number).is_integer() else number,
        Kind.DOUBLE: float,
        Kind.DURATION: float,
        Kind.ENUM: lambda given: _enumeration_value(field, given),
        Kind.REF_LIST: lambda given: given if isinstance(given, list) else [given],
    }
    convert = converters.get(field.kind)
    try:
        return value if convert is None else convert(value)
    except (ValueError, TypeError, OverflowError, OSError):
        raise RecordError(
            "INVALID_FLD_VALUE", f"Invalid value for field {field.name}.", field=field.name
        ) from None


def described(definition: TypeDefinition) -> dict[str, dict[str, Any]]:
    """Return what the engine knows about each field."""
    return _described(fields_by_script_id(definition))


def _described(fields: Mapping[str, Field]) -> dict[str, dict[str, Any]]:
    return {
        script_id: {
            "type": FIELD_TYPES[field.kind],
            "label": field.label,
            "mandatory": field.mandatory,
            "computed": field.computed,
        }
        for script_id, field in fields.items()
    }


def values_to_wire(definition: TypeDefinition, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored values by SuiteScript id."""
    return _wire(fields_by_script_id(definition), values)


def _wire(fields: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        script_id: to_wire(field, values[field.name])
        for script_id, field in fields.items()
        if values.get(field.name) is not None
    }


def _cleared(definition: TypeDefinition, values: Mapping[str, Any]) -> list[str]:
    """Return the ids of fields that an inline edit has emptied: they are submitted, with nothing in them."""
    return [
        script_id
        for script_id, field in fields_by_script_id(definition).items()
        if field.name in values and values[field.name] is None
    ]


def sublists_to_wire(definition: TypeDefinition, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields and lines of each sublist by its SuiteScript id; of a save on its way the lines that it brings."""
    found: dict[str, Any] = {}
    for name, shape in definition.shape.lists.items():
        if shape.sublist is not None:
            given = values.get(name) or ()
            lines = given.lines if isinstance(given, LineChanges) else given
            fields = _by_script_id(shape)
            found[shape.sublist.script] = {
                "fields": _described(fields),
                "lines": [_wire(fields, line) for line in lines],
            }
    return found


def values_from_wire(definition: TypeDefinition, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the engine's values by SOAP name; what the type has no field for is left out."""
    fields = fields_by_script_id(definition)
    return {
        fields[script_id].name: from_wire(fields[script_id], value)
        for script_id, value in values.items()
        if script_id in fields
    }


def record_state(
    definition: TypeDefinition,
    script_type: str,
    record_id: str | None,
    values: Mapping[str, Any],
    *,
    partial: bool = False,
) -> dict[str, Any]:
    """Return what the engine makes a Record of. `partial`: only the edited fields are there (xedit, documented 6.1)."""
    wire = values_to_wire(definition, values)
    if partial:
        wire |= dict.fromkeys(_cleared(definition, values))
    if record_id is not None:
        wire["id"] = record_id
    return {
        "type": script_type,
        "id": record_id,
        "fields": described(definition),
        "values": wire,
        "sublists": {} if partial else sublists_to_wire(definition, values),
        "partial": partial,
    }


def stored_state(definition: TypeDefinition, record: Record) -> dict[str, Any]:
    """Return the state of a whole stored record."""
    state = record_state(definition, script_type_of(record.type, record.values), record.id, record.values)
    if record.external_id is not None:
        state["values"]["externalid"] = record.external_id
    return state
