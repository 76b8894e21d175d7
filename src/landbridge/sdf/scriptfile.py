"""A script as text: its header, the modules that it asks for, the ids that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_TAG = re.compile(r"@(N\w+)[ \t]+(\S+)")
_HEADER = re.compile(r"\s*/\*\*.*?\*/", re.DOTALL)
_DEFINE = re.compile(r"\bdefine\(\s*\[(.*?)\]", re.DOTALL)
_TEXT = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"")
_COMMENT_OR_TEXT = re.compile(
    r"/\*.*?\*/|//[^\n]*|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`", re.DOTALL
)
_ID = re.compile(r"cust[a-z]+_[a-z0-9_]+")
_MEMBER = re.compile(r"\b(\w+): '([^'\n]*)'")


@dataclass(frozen=True)
class Named:
    """A text that a script names, and its line."""

    text: str
    line: int


@dataclass(frozen=True)
class ScriptFile:
    """One JavaScript file: ``file`` in the project, ``path`` in the File Cabinet."""

    file: str
    path: str
    source: str

    @cached_property
    def header(self) -> dict[str, str]:
        """The annotations of the first comment: ``NApiVersion``, ``NScriptType``, ``NModuleScope``."""
        found = _HEADER.match(self.source)
        return dict(_TAG.findall(found.group())) if found else {}

    @cached_property
    def dependencies(self) -> tuple[Named, ...]:
        """The modules that ``define`` asks for."""
        found = _DEFINE.search(self.source)
        if found is None:
            return ()
        return tuple(
            Named(text.group(1) or text.group(2) or "", self._line(found.start(1) + text.start()))
            for text in _TEXT.finditer(found.group(1))
        )

    @cached_property
    def code(self) -> str:
        """The source without comments; lines stay where they are."""
        return _COMMENT_OR_TEXT.sub(
            lambda found: (
                re.sub(r"[^\n]", " ", found.group()) if found.group().startswith("/") else found.group()
            ),
            self.source,
        )

    def ids(self) -> Iterator[Named]:
        """Return the script ids that are whole texts of the code: ``'custrecord_oa_url'``."""
        for found in _TEXT.finditer(self.code):
            text = found.group(1) or found.group(2) or ""
            if _ID.fullmatch(text):
                yield Named(text, self._line(found.start()))

    def members(self) -> Iterator[tuple[str, Named]]:
        """Return the members of objects whose values are texts: ``url: 'custrecord_oa_url'``."""
        for found in _MEMBER.finditer(self.code):
            yield found.group(1), Named(found.group(2), self._line(found.start()))

    @property
    def is_module(self) -> bool:
        """Whether the code defines a module."""
        return bool(re.search(r"\bdefine\(", self.code))

    def mentions(self, name: str) -> int:
        """Return the line on which the code has a name, or 0."""
        found = re.search(rf"\b{name}\b", self.code)
        return self._line(found.start()) if found else 0

    def returns(self, *names: str) -> bool:
        """Whether the module's last ``return {...}`` has one of the names."""
        returned = self.code.rpartition("return {")[2]
        return any(re.search(rf"\b{name}\b", returned) for name in names)

    def _line(self, offset: int) -> int:
        return self.source.count("\n", 0, offset) + 1
