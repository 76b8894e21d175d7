"""Source files of scripts, read from the File Cabinet as the system, whatever role runs the script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from landbridge.local.records.errors import RecordError

if TYPE_CHECKING:
    from landbridge.local.account import Account

_FORMAT_CHARACTERS = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_STRINGS = re.compile(r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)""")


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


def without_format_characters(source: str) -> str:
    """Remove zero-width characters outside of strings: NetSuite's older engine skips them, this one does not."""
    if not _FORMAT_CHARACTERS.search(source):
        return source
    parts = _STRINGS.split(source)
    # split() puts the strings at the odd places.
    return "".join(
        part if index % 2 else _FORMAT_CHARACTERS.sub("", part) for index, part in enumerate(parts)
    )
