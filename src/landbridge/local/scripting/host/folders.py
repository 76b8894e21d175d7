"""The record type `folder` of N/record, which is a folder of the File Cabinet: create, save, delete."""

from __future__ import annotations

from typing import Any

from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution

_FIELDS = {"name": "text", "parent": "select", "isprivate": "checkbox", "description": "text"}


def is_folder(script_type: str) -> bool:
    """Whether a record type of a script is the folder."""
    return script_type.lower() == "folder"


def new_folder() -> dict[str, Any]:
    """Return the state of a folder that is not saved yet."""
    fields = {
        name: {"type": kind, "label": name, "mandatory": name == "name", "computed": False}
        for name, kind in _FIELDS.items()
    }
    return {"type": "folder", "id": None, "fields": fields, "values": {}, "partial": False}


def save_folder(execution: Execution, values: dict[str, Any]) -> str:
    """Create the folder and return its internal id. Raises `RecordError`, :class:`ScriptError` USER_ERROR."""
    if not values.get("name"):
        raise ScriptError("USER_ERROR", "Please enter value(s) for: Folder Name")
    folder = execution.account.files.create_folder(
        execution.session,
        values["name"],
        parent=values.get("parent"),
        private=values.get("isprivate") is True,
    )
    return folder.id


def delete_folder(execution: Execution, folder_id: str) -> None:
    """Delete an empty folder. Raises `RecordError`."""
    execution.account.files.delete_folder(execution.session, folder_id)
