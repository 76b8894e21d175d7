"""The words of the notation, each with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from landbridge.service.workflows.filters.quoting import QUOTED
from landbridge.service.workflows.filters.tokens import END, FilterSyntaxError, Token

NEWLINE, HERE, JSON = "newline", "here", "json"

_WORD = re.compile(
    rf"""
    (?P<space>[^\S\n]+|\#[^\n]*)
    |(?P<newline>\n)
    |(?P<here><<END\b)
    |(?P<text>{QUOTED})
    |(?P<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?:-\d\d-\d\d)?(?![\w.]))
    |(?P<word>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)
    |(?P<json>\{{)
    |(?P<operator></|<>|<=|>=|[=<>(),:|])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Word(Token):
    """One word, with where it begins and ends in the text."""

    start: int = 0
    end: int = 0


def words(text: str) -> Iterator[Word]:
    """Yield the words of ``text``, ends of lines among them, then one of kind ``END``.

    Raises ``FilterSyntaxError`` for a character that begins no word.
    """
    position, line, first = 0, 1, 0
    while position < len(text):
        found = _WORD.match(text, position)
        if found is None:
            raise FilterSyntaxError(line, position - first + 1, _unreadable(text[position]))
        kind = str(found.lastgroup)
        end = found.end() if kind != JSON else _end_of_json(text, position, line, first)
        if kind != "space":
            yield Word(kind, text[position:end], line, position - first + 1, position, end)
        breaks = text.count("\n", position, end)
        if breaks:
            line += breaks
            first = text.rindex("\n", position, end) + 1
        position = end
    yield Word(END, "", line, position - first + 1, position, position)


def _end_of_json(text: str, position: int, line: int, first: int) -> int:
    try:
        _, end = json.JSONDecoder().raw_decode(text, position)
    except (ValueError, RecursionError):
        raise FilterSyntaxError(line, position - first + 1, "this is no JSON object.") from None
    return end


def _unreadable(character: str) -> str:
    if character in "'\"":
        return "this text has no closing quotation mark."
    return f"{character!r} begins neither a field nor a value."
