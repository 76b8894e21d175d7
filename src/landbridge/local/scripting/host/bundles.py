"""N/suiteAppInfo: installed bundles. Units: `isBundleInstalled` 5, the lists 10 (documented, `article_160236086332`)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler
from landbridge.local.scripting.registry import UnknownScript

if TYPE_CHECKING:
    from landbridge.local.bundles.store import Installed


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


def _is_installed(execution: Execution, arguments: dict[str, Any]) -> bool:
    execution.charge(5)
    return any(one.id == arguments["bundle"] for one in _all(execution))


def _installed(execution: Execution, _arguments: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what help lists (``section_160236062593``). The publisher is left empty."""
    execution.charge(10)
    access = execution.account.access
    people = {user.id: user.name for user in access.users()}
    return [
        {
            "id": int(one.id),
            "name": one.name,
            "version": one.version,
            "description": "",
            "installedFrom": "Production",
            "isManaged": False,
            "dateInstalled": _milliseconds(one.history[0].at),
            "dateLastUpdated": _milliseconds(one.history[-1].at),
            "publisher": {"id": 0, "name": ""},
            "installedBy": {
                "id": int(one.history[0].user),
                "name": people.get(one.history[0].user, "-System-"),
            },
        }
        for one in _all(execution)
    ]


def _all(execution: Execution) -> list[Installed]:
    bundles = execution.account.bundles
    return bundles.installed() if bundles is not None else []


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


HANDLERS: dict[str, Handler] = {
    "bundles.charge": _charge,
    "bundles.ofScripts": _of_scripts,
    "bundles.isInstalled": _is_installed,
    "bundles.installed": _installed,
}
