"""The words of a filter, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from landbridge.service.workflows.filters.quoting import QUOTED

WORD, TEXT, NUMBER, OPERATOR, END = "word", "text", "number", "operator", "end"

_TOKEN = re.compile(
    rf"""
    (?P<space>\s+|\#[^\n]*)
    |(?P<text>{QUOTED})
    |(?P<number>-?\d+(?:\.\d+)?(?:-\d\d-\d\d)?(?![\w.]))
    |(?P<word>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)
    |(?P<operator><>|<=|>=|[=<>(),])
    """,
    re.VERBOSE | re.DOTALL,
)


class FilterSyntaxError(ValueError):
    """A filter cannot be read. ``line`` and ``column`` count from one; the message names them and says what was expected."""

    def __init__(self, line: int, column: int, problem: str) -> None:
        super().__init__(f"Line {line}, column {column}: {problem}")
        self.line = line
        self.column = column
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Token:
    """One word: ``kind`` and the characters as written."""

    kind: str
    text: str
    line: int
    column: int

    def error(self, problem: str) -> FilterSyntaxError:
        """Return the error that names this place."""
        return FilterSyntaxError(self.line, self.column, problem)

    @property
    def shown(self) -> str:
        """What a message calls it."""
        return "the end" if self.kind == END else self.text[:40]


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of ``text``, then one of kind ``END``; comments from ``#`` to the end of a line are passed over.

    Raises :class:`FilterSyntaxError` for a character that begins no word.
    """
    position, line, start = 0, 1, 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise FilterSyntaxError(line, position - start + 1, _unreadable(text[position]))
        kind = str(found.lastgroup)
        if kind != "space":
            yield Token(kind, found.group(), line, position - start + 1)
        breaks = found.group().count("\n")
        if breaks:
            line += breaks
            start = position + found.group().rindex("\n") + 1
        position = found.end()
    yield Token(END, "", line, position - start + 1)


def _unreadable(character: str) -> str:
    if character in "'\"":
        return "this text has no closing quotation mark."
    return f"{character!r} begins neither a field nor a value."
