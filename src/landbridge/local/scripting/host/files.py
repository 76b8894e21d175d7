"""N/file: load and save 10 units, delete 20 (documented)."""

from __future__ import annotations

import base64
import binascii
from pathlib import PurePosixPath
from typing import Any

from landbridge.local.files.model import File
from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler

TYPE_OF_ENDING = {
    ".css": "STYLESHEET",
    ".csv": "CSV",
    ".gif": "GIFIMAGE",
    ".htm": "HTMLDOC",
    ".html": "HTMLDOC",
    ".jpg": "JPGIMAGE",
    ".js": "JAVASCRIPT",
    ".json": "JSON",
    ".p12": "CERTIFICATE",
    ".pdf": "PDF",
    ".pem": "CERTIFICATE",
    ".pfx": "CERTIFICATE",
    ".png": "PNGIMAGE",
    ".svg": "SVG",
    ".txt": "PLAINTEXT",
    ".xml": "XMLDOC",
    ".xsd": "XSD",
    ".zip": "ZIP",
}
"""File types by ending; NetSuite keeps the type with the file (simplified here: a file's ending tells its type)."""


def _load(execution: Execution, arguments: dict[str, Any]) -> dict[str, Any]:
    execution.charge(10)
    file = execution.account.files.load(execution.session, arguments["id"])
    file_type = TYPE_OF_ENDING.get(PurePosixPath(file.name).suffix.lower(), "PLAINTEXT")
    is_text = file_type in arguments["textTypes"]
    return {
        "id": int(file.id),
        "name": file.name,
        "fileType": file_type,
        "folder": int(file.folder_id),
        "contents": file.content.decode("utf-8", "replace")
        if is_text
        else base64.b64encode(file.content).decode(),
    }


def _save(execution: Execution, arguments: dict[str, Any]) -> int:
    execution.charge(20)
    content = arguments["contents"].encode("utf-8", "replace")
    if not arguments["isText"]:
        try:
            content = base64.b64decode(content, validate=True)
        except binascii.Error:
            raise ScriptError(
                "SSS_INVALID_FILE_CONTENT", "The contents of a binary file must be base64."
            ) from None
    saved = execution.account.files.save(execution.session, arguments["folder"], arguments["name"], content)
    return int(saved.id)


def _delete(execution: Execution, arguments: dict[str, Any]) -> str:
    execution.charge(20)
    file: File = execution.account.files.load(execution.session, arguments["id"])
    execution.account.files.delete(execution.session, file.id)
    return file.id


def _path(execution: Execution, arguments: dict[str, Any]) -> str:
    return execution.account.files.load(execution.session, str(arguments["id"])).path.lstrip("/")


HANDLERS: dict[str, Handler] = {
    "file.load": _load,
    "file.save": _save,
    "file.delete": _delete,
    "file.path": _path,
}
