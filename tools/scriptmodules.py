"""Which `N/` modules and members the local account's JavaScript engine has: asked of the engine itself.

A script walks over every module. A function that answers a call without arguments with ``UNSUPPORTED_BY_LOCAL_ACCOUNT`` is there
so that scripts load, and is refused when it is called.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import quickjs

from landbridge.local.scripting.sources import prelude

PATH = "/modules.js"
SCRIPT = r"""
define(['N'], (N) => {
  const isRefused = (member) => {
    try { member(); } catch (error) { return error.name === 'UNSUPPORTED_BY_LOCAL_ACCOUNT'; }
    return false;
  };
  const found = {};
  const members = (value, before, into) => {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
      if (property.get) continue;
      const member = property.value;
      if (typeof member === 'function') into[isRefused(member) ? 'refused' : 'supported'].push(before + name);
      else if (member && typeof member === 'object' && Object.values(member).some((one) => typeof one === 'function')) {
        members(member, `${before}${name}.`, into);
      } else into.values.push(before + name);
    }
  };
  const walk = (place, path) => {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(place))) {
      const here = `${path}/${name}`;
      if (property.get) {
        const made = property.get();
        found[here] = { supported: [], refused: [], values: [] };
        members(made, '', found[here]);
        walk(made, here);
      } else if (!path.includes('/') && property.value && typeof property.value === 'object') {
        walk(property.value, here);
      }
    }
  };
  return { get: () => { walk(N, 'N'); return found; } };
});
"""


@dataclass(frozen=True, slots=True)
class ScriptModule:
    """One `N/` module: functions that work, functions that are refused, and enumerations or plain values."""

    name: str
    supported: tuple[str, ...]
    refused: tuple[str, ...]
    values: tuple[str, ...]


def script_modules() -> list[ScriptModule]:
    """Return every module, by name."""
    context = quickjs.Context()
    context.add_callable("__landbridgeHost", lambda _name, _arguments: '{"value": {}}')
    context.eval(prelude())
    request = {
        "kind": "restlet",
        "entry": "get",
        "path": PATH,
        "sources": {PATH: {"path": PATH, "text": SCRIPT}},
        "clockOffset": 0,
        "body": {"kind": "object", "text": "{}"},
    }
    reply = json.loads(context.get("__landbridgeRun")(json.dumps(request)))
    if "error" in reply:
        raise RuntimeError(f"the engine refused to list its modules: {reply['error']}")
    modules = json.loads(reply["value"]["text"])
    return [
        ScriptModule(
            name, *(tuple(sorted(modules[name][part])) for part in ("supported", "refused", "values"))
        )
        for name in sorted(modules)
    ]
