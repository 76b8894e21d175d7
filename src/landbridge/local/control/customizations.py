"""Controls of custom fields and custom record types, as an administrator changes them while everything runs."""

from __future__ import annotations

from typing import Annotated

from landbridge.local.account import Account
from landbridge.local.control.declaring import Controls
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.records.customizing import CustomizationError
from landbridge.local.records.fieldtypes import KINDS, FieldType
from landbridge.local.records.model import CustomField, CustomRecordType

controls = Controls()

ScriptId = Annotated[str, "Script id."]


@controls.declare("POST", "/custom_fields/{script_id}")
def define_field(
    account: Account,
    *,
    script_id: ScriptId,
    type: Annotated[str, "SDF's type, such as TEXT, CHECKBOX, INTEGER, SELECT."],  # noqa: A002 - as it is typed
    label: Annotated[str, "Label."],
    applies_to: Annotated[
        list[str], "Record types, custom record types, or sublists such as invoice.itemList."
    ],
    refers_to: Annotated[str, "Record type or custom list that a SELECT or MULTISELECT chooses from."] = "",
    mandatory: Annotated[bool, "Whether a record needs it."] = False,
) -> dict[str, str]:
    """Define a custom field, or change one: values that the new type cannot hold are deleted."""
    if type not in FieldType.__members__:
        raise ControlRefusal(f"{type!r} is no field type; there are {', '.join(FieldType)}")
    field = CustomField(
        script_id=script_id,
        kind=KINDS[FieldType(type)],
        label=label,
        applies_to=frozenset(applies_to),
        refers_to=refers_to,
        mandatory=mandatory,
        type=FieldType(type),
    )
    try:
        account.records.fields.define(field)
    except CustomizationError as error:
        raise ControlRefusal(str(error)) from error
    return {"script_id": script_id, "type": type}


@controls.declare("DELETE", "/custom_fields/{script_id}")
def remove_field(account: Account, *, script_id: ScriptId) -> dict[str, str]:
    """Delete a custom field with all its values."""
    try:
        account.records.fields.remove(script_id)
    except CustomizationError as error:
        raise ControlRefusal(str(error), status=404) from error
    return {"removed": script_id}


@controls.declare("POST", "/custom_record_types/{script_id}")
def define_record_type(
    account: Account,
    *,
    script_id: ScriptId,
    name: Annotated[str, "What the type is called."],
) -> dict[str, str]:
    """Define a custom record type whose records have names and are guarded by Custom Record Entries."""
    try:
        account.records.define_type(CustomRecordType(script_id, name))
    except CustomizationError as error:
        raise ControlRefusal(str(error)) from error
    return {"script_id": script_id, "name": name}
