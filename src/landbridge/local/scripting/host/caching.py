"""N/cache. Units: get 1 (2 with a loader that ran), put 1, remove 1 (documented)."""

from __future__ import annotations

from typing import Any

from landbridge.local.scripting.cachestore import Place
from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler

SCOPES = ("PRIVATE", "PROTECTED", "PUBLIC")


def _place(execution: Execution, arguments: dict[str, Any]) -> Place:
    # PRIVATE: one script; PROTECTED: the scripts of one bundle, of which a local account has one; PUBLIC: all (documented).
    scope = arguments["scope"]
    if scope not in SCOPES:
        raise ScriptError("WRONG_PARAMETER_TYPE", "Wrong parameter type: scope is expected as cache.Scope.")
    owner = execution.script.script_id if scope == "PRIVATE" else scope
    return owner, arguments["name"], arguments["key"]


def _get(execution: Execution, arguments: dict[str, Any]) -> str | None:
    execution.charge(1)
    return execution.scripting.caches.get(_place(execution, arguments))


def _put(execution: Execution, arguments: dict[str, Any]) -> None:
    execution.charge(1)
    execution.scripting.caches.put(_place(execution, arguments), arguments["value"], arguments["ttl"])


def _remove(execution: Execution, arguments: dict[str, Any]) -> str:
    execution.charge(1)
    execution.scripting.caches.remove(_place(execution, arguments))
    return str(arguments["key"])


HANDLERS: dict[str, Handler] = {
    "cache.get": _get,
    "cache.keep": _put,
    "cache.put": _put,
    "cache.remove": _remove,
}
