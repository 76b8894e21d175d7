"""N/record: load, create, save, submitFields, copy, delete. Units: transactions 10/20, custom records 2/4, others 5/10."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from landbridge.local.access.model import Level
from landbridge.local.records.errors import does_not_exist
from landbridge.local.records.model import Record
from landbridge.local.records.types import TypeDefinition
from landbridge.local.scripting import fieldvalues
from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler
from landbridge.local.scripting.host import folders
from landbridge.recordtypes import RECORD_TYPES, SCRIPT_TYPES, Field, Kind
from landbridge.recordtypes.labels import label_of


def definition_of_record(execution: Execution, script_type: str, record_id: str) -> TypeDefinition:
    """Return the type of one record: of the three types behind `serviceitem` the one that has it, else the first."""
    records = execution.account.records
    if record_id.isdigit():
        for kind in RECORD_TYPES.values():
            if script_type.lower() in kind.script_types and records.get(kind.name, record_id):
                return records.definition(kind.name)
    return definition_of(execution, script_type)


def definition_of(execution: Execution, script_type: str) -> TypeDefinition:
    """Return the type behind a SuiteScript name. Raises `RecordError` INVALID_RCRD_TYPE."""
    records = execution.account.records
    return records.definition(fieldvalues.type_name(records, script_type))


def read_units(definition: TypeDefinition) -> int:
    """Units of a load, create or copy (help: SuiteScript 2.x API governance)."""
    return 2 if definition.name.startswith("customrecord") else 5


def write_units(definition: TypeDefinition) -> int:
    """Units of a save, delete or submitFields; of the two figures for submitFields the higher is metered."""
    return 4 if definition.name.startswith("customrecord") else 10


def _stored(execution: Execution, definition: TypeDefinition, record_id: str) -> Record:
    execution.account.access.require(execution.session, definition.permission, Level.VIEW)
    record = execution.account.records.get(definition.name, record_id) if record_id.isdigit() else None
    if record is None:
        raise does_not_exist()
    return record


def _load(execution: Execution, arguments: dict[str, Any]) -> dict[str, Any]:
    definition = definition_of_record(execution, arguments["type"], arguments["id"])
    execution.charge(read_units(definition))
    return fieldvalues.stored_state(definition, _stored(execution, definition, arguments["id"]))


def _create(execution: Execution, arguments: dict[str, Any]) -> dict[str, Any]:
    if folders.is_folder(arguments["type"]):
        execution.charge(5)
        return folders.new_folder()
    definition = definition_of(execution, arguments["type"])
    execution.charge(read_units(definition))
    return fieldvalues.record_state(definition, arguments["type"].lower(), None, definition.defaults)


def _copy(execution: Execution, arguments: dict[str, Any]) -> dict[str, Any]:
    definition = definition_of_record(execution, arguments["type"], arguments["id"])
    execution.charge(read_units(definition))
    record = _stored(execution, definition, arguments["id"])
    kept = {name: value for name, value in record.values.items() if not definition.fields[name].computed}
    return fieldvalues.record_state(definition, arguments["type"].lower(), None, kept)


def _save(execution: Execution, arguments: dict[str, Any]) -> str:
    if folders.is_folder(arguments["type"]):
        execution.charge(10)
        return folders.save_folder(execution, arguments["values"])
    if arguments["id"] is None:
        definition = definition_of(execution, arguments["type"])
    else:
        definition = definition_of_record(execution, arguments["type"], arguments["id"])
    execution.charge(write_units(definition))
    session = execution.session
    if not arguments["fireTriggers"]:
        session = replace(session, fires_user_events=False)
    script_type = arguments["type"].lower()
    saved = execution.account.records.save(
        session,
        definition.name,
        fieldvalues.values_from_wire(definition, arguments["values"]),
        id=arguments["id"],
        script_type=script_type if arguments["id"] is None and script_type in SCRIPT_TYPES else None,
    )
    return saved.record.id


def _submit_fields(execution: Execution, arguments: dict[str, Any]) -> str:
    definition = definition_of_record(execution, arguments["type"], arguments["id"])
    execution.charge(write_units(definition))
    if not arguments["id"].isdigit():
        raise does_not_exist()
    saved = execution.account.records.save(
        execution.session,
        definition.name,
        fieldvalues.values_from_wire(definition, arguments["values"]),
        id=arguments["id"],
        event="xedit",
    )
    return saved.record.id


def _delete(execution: Execution, arguments: dict[str, Any]) -> None:
    if folders.is_folder(arguments["type"]):
        execution.charge(10)
        folders.delete_folder(execution, arguments["id"])
        return
    definition = definition_of_record(execution, arguments["type"], arguments["id"])
    execution.charge(write_units(definition))
    if not arguments["id"].isdigit():
        raise does_not_exist()
    execution.account.records.delete(execution.session, definition.name, arguments["id"])


def _describe(execution: Execution, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"fields": fieldvalues.described(definition_of(execution, arguments["type"]))}


def _field(execution: Execution, arguments: dict[str, Any]) -> Field:
    definition = definition_of(execution, arguments["type"])
    return fieldvalues.fields_by_script_id(definition)[arguments["fieldId"]]


def display_text(execution: Execution, field: Field, value: Any) -> str:
    """Return the text of a stored value, as `getText` and search results show it."""
    if value is None:
        return ""
    if field.kind in (Kind.REF, Kind.REF_LIST):
        ids = value if field.kind is Kind.REF_LIST else [str(value)]
        texts = execution.account.records.displays(field.refers_to, ids)
        return ",".join(texts.get(one, "") for one in ids)
    if field.kind is Kind.ENUM:
        return label_of(value)
    if field.kind is Kind.BOOLEAN:
        return "T" if value else "F"
    if field.kind in (Kind.DATE, Kind.DATETIME):
        return execution.scripting.formats.text(value)
    return str(value)


def _text(execution: Execution, arguments: dict[str, Any]) -> str:
    field = _field(execution, arguments)
    return display_text(execution, field, fieldvalues.from_wire(field, arguments["value"]))


def _line_text(execution: Execution, arguments: dict[str, Any]) -> str:
    shape = fieldvalues.sublist_shape(definition_of(execution, arguments["type"]), arguments["sublistId"])
    field = fieldvalues.line_fields(shape).get(arguments["fieldId"]) if shape is not None else None
    if field is None:
        return ""
    return display_text(execution, field, fieldvalues.from_wire(field, arguments["value"]))


def _choices(execution: Execution, field: Field) -> list[tuple[str, str]]:
    if field.kind in (Kind.REF, Kind.REF_LIST):
        return execution.account.records.options(field.refers_to)
    return [
        (fieldvalues.to_wire(field, value), display_text(execution, field, value)) for value in field.values
    ]


def _options(execution: Execution, arguments: dict[str, Any]) -> list[dict[str, str]]:
    wanted, operator = str(arguments["filter"]).lower(), arguments["operator"]
    choices = _choices(execution, _field(execution, arguments))
    return [
        {"value": value, "text": text} for value, text in choices if _meets(text.lower(), operator, wanted)
    ]


def _meets(text: str, operator: str, wanted: str) -> bool:
    if operator == "is":
        return wanted in ("", text)
    return text.startswith(wanted) if operator == "startswith" else wanted in text


def _value_of_text(execution: Execution, arguments: dict[str, Any]) -> str:
    for value, text in _choices(execution, _field(execution, arguments)):
        if text == arguments["text"]:
            return value
    raise ScriptError(
        "INVALID_FLD_VALUE",
        f"You have entered an Invalid Field Value {arguments['text']} for the following field: {arguments['fieldId']}",
    )


HANDLERS: dict[str, Handler] = {
    "record.load": _load,
    "record.create": _create,
    "record.copy": _copy,
    "record.save": _save,
    "record.submitFields": _submit_fields,
    "record.delete": _delete,
    "record.describe": _describe,
    "record.text": _text,
    "record.lineText": _line_text,
    "record.options": _options,
    "record.valueOfText": _value_of_text,
}
