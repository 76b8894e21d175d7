"""Script files for the module loader, and the script's own log."""

from __future__ import annotations

from typing import Any

from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler


def _candidates(path: str) -> list[str]:
    rooted = [path]
    if not path.startswith(("/SuiteScripts/", "/SuiteApps/", "/SuiteBundles/")):
        rooted.append(f"/SuiteScripts{path}")
    return [
        name
        for place in rooted
        for name in ((place, f"{place}.js") if place.endswith(".js") else (f"{place}.js", place))
    ]


def _source(execution: Execution, arguments: dict[str, Any]) -> dict[str, str]:
    for path in _candidates(arguments["path"]):
        text = execution.scripting.script_files.text(path)
        if text is not None:
            return {"path": path, "text": text}
    wanted = arguments["path"] if arguments["path"].endswith(".js") else f"{arguments['path']}.js"
    raise ScriptError("MODULE_DOES_NOT_EXIST", f"Module does not exist: {wanted}")


def _write(execution: Execution, arguments: dict[str, Any]) -> None:
    execution.log(arguments["level"], arguments["title"], arguments["details"])


HANDLERS: dict[str, Handler] = {"module.source": _source, "log.write": _write}
