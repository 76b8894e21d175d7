"""N/suiteAppInfo: installed bundles. Units: `isBundleInstalled` 5, the lists 10 (documented, `article_160236086332`)."""

from __future__ import annotations

from typing import Any

from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler
from landbridge.local.scripting.registry import UnknownScript


def bundle_ids(execution: Execution) -> list[str]:
    """Return the bundles of the running script (documented: `Script.bundleIds`, texts)."""
    return [execution.script.bundle] if execution.script.bundle else []


def _charge(execution: Execution, arguments: dict[str, Any]) -> None:
    execution.charge(int(arguments["units"]))


def _of_scripts(execution: Execution, arguments: dict[str, Any]) -> dict[str, list[int]]:
    execution.charge(10)
    return {script_id: _of_script(execution, script_id) for script_id in arguments["scripts"]}


def _of_script(execution: Execution, script_id: str) -> list[int]:
    try:
        script = execution.scripting.registry.script(script_id.lower())
    except UnknownScript:
        # Help does not say what an unknown id does; refusing it is assumed.
        raise ScriptError("INVALID_SCRIPT_ID", f"The script ID {script_id} is not valid.") from None
    return [int(script.bundle)] if script.bundle else []


HANDLERS: dict[str, Handler] = {"bundles.charge": _charge, "bundles.ofScripts": _of_scripts}
