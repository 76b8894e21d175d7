"""Source files of scripts, read from the File Cabinet as the system, whatever role runs the script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from landbridge.local.records.errors import RecordError

if TYPE_CHECKING:
    from landbridge.local.account import Account

_FORMAT_CHARACTERS = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_STRINGS = re.compile(r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)""")


def _candidates(path: str) -> list[str]:
    rooted = [path]
    if not path.startswith(("/SuiteScripts/", "/SuiteApps/", "/SuiteBundles/")):
        rooted.append(f"/SuiteScripts{path}")
    return [
        name
        for place in rooted
        for name in ((place, f"{place}.js") if place.endswith(".js") else (f"{place}.js", place))
    ]


class ScriptFiles:
    """Reads scripts. Nothing is cached but the stripping: a changed file runs at the next execution."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def text(self, path: str) -> str | None:
        """Return the source at `path` (`/SuiteScripts/a.js`), or `None` when there is no such file."""
        try:
            file = self._account.files.load(self._account.access.system_session(), path)
        except RecordError:
            return None
        return without_format_characters(file.content.decode("utf-8", "replace"))

    def source(self, wanted: str) -> dict[str, str] | None:
        """Return path and text of the file that a rooted import names, or `None`: with or without `.js`, and from the root
        of SuiteScripts."""
        for path in _candidates(wanted):
            text = self.text(path)
            if text is not None:
                return {"path": path, "text": text}
        return None


class Imports:
    """Which files each script imported so far, so that the next run gets them with its request. Thread-safe."""

    def __init__(self, files: ScriptFiles) -> None:
        self._files = files
        self._wanted: dict[str, frozenset[str]] = {}

    def note(self, script_id: str, wanted: str) -> None:
        """Remember an import."""
        self._wanted[script_id] = self._wanted.get(script_id, frozenset()) | {wanted}

    def sources(self, script_id: str) -> dict[str, dict[str, str]]:
        """Return the remembered files that there still are, as they are now."""
        found = {wanted: self._files.source(wanted) for wanted in self._wanted.get(script_id, ())}
        return {wanted: source for wanted, source in found.items() if source is not None}


def without_format_characters(source: str) -> str:
    """Remove zero-width characters outside of strings: NetSuite's older engine skips them, this one does not."""
    if not _FORMAT_CHARACTERS.search(source):
        return source
    parts = _STRINGS.split(source)
    # split() puts the strings at the odd places.
    return "".join(
        part if index % 2 else _FORMAT_CHARACTERS.sub("", part) for index, part in enumerate(parts)
    )
