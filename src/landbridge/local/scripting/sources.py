"""The prelude: every `N/` module of the engine in one piece of JavaScript, read once from `modules/`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_FIRST = ("kernel.js", "log.js", "error.js", "record.js", "encode.js")
_LAST = "entry.js"


@cache
def prelude() -> str:
    """Return the source that each fresh context evaluates: the kernel first, the entry last, one closure around all."""
    folder = files("landbridge.local.scripting") / "modules"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".js"))
    order = [*_FIRST, *(name for name in names if name not in (*_FIRST, _LAST)), _LAST]
    parts = [(folder / name).read_text(encoding="utf-8") for name in order]
    return "(function () {\n'use strict';\n" + "\n".join(parts) + "\n})();"
