"""Script files for the module loader, and the script's own log."""

from __future__ import annotations

from typing import Any

from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler
from landbridge.local.scripting.model import LOG_LEVELS

LONGEST_TITLE, LONGEST_DETAILS = 99, 3999
"""Characters of a log entry (help: N/log)."""


def _source(execution: Execution, arguments: dict[str, Any]) -> dict[str, str]:
    found = execution.scripting.script_files.source(arguments["path"])
    if found is not None:
        execution.scripting.imports.note(execution.script.script_id, arguments["path"])
        return found
    wanted = arguments["path"] if arguments["path"].endswith(".js") else f"{arguments['path']}.js"
    raise ScriptError("MODULE_DOES_NOT_EXIST", f"Module does not exist: {wanted}")


def _write(execution: Execution, arguments: dict[str, Any]) -> None:
    if arguments["level"] not in LOG_LEVELS:
        raise ScriptError("WRONG_PARAMETER_TYPE", "There is no such log level.")
    title, details = str(arguments["title"]), str(arguments["details"])
    execution.log(arguments["level"], title[:LONGEST_TITLE], details[:LONGEST_DETAILS])


HANDLERS: dict[str, Handler] = {"module.source": _source, "log.write": _write}
