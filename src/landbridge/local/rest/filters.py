"""The parameter ``q``: from its text to conditions (documented: ``section_1545222128``).

    filter    = all *("OR" all)
    all       = one *("AND" one)
    one       = "(" filter ")" / field operator [value]
    value     = word / DQUOTE text DQUOTE / "[" value *("," value) "]"

AND binds closer than OR (assumed). Anything else, such as SQL, is no filter: 400 INVALID_PARAMETER.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from landbridge.local.records.model import Criterion
from landbridge.local.records.trees import Group
from landbridge.local.restservices import errors
from landbridge.local.restservices.errors import RestError

LONGEST = 20_000
DEEPEST = 50

_TOKEN = re.compile(
    r'\s*(?:(?P<mark>[()\[\],])|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<word>[^\s()\[\],"]+))', re.DOTALL
)


class Count(Enum):
    """How many values an operator takes."""

    NONE = 0
    ONE = 1
    TWO = 2
    ANY = 3


COUNTS: dict[str, Count] = {
    "EMPTY": Count.NONE,
    "ANY_OF": Count.ANY,
    "BETWEEN": Count.TWO,
    "WITHIN": Count.TWO,
    **dict.fromkeys(
        (
            "IS",
            "EQUAL",
            "GREATER",
            "GREATER_OR_EQUAL",
            "LESS",
            "LESS_OR_EQUAL",
            "CONTAIN",
            "START_WITH",
            "END_WITH",
            "AFTER",
            "BEFORE",
            "ON",
            "ON_OR_AFTER",
            "ON_OR_BEFORE",
        ),
        Count.ONE,
    ),
}
"""Operators; each has a counterpart that ends in ``_NOT`` (documented)."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as written. ``operator`` without ``_NOT``."""

    field: str
    operator: str
    values: tuple[str, ...]
    negated: bool


Criteria = Callable[[Condition], Criterion | Group]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def invalid(reason: str = "") -> RestError:
    """400 INVALID_PARAMETER (text observed; the reason is ours)."""
    text = "Invalid search query. Provide a valid search query."
    return errors.invalid_parameter("q", f"{text} {reason}".rstrip())


def parsed(text: str, criteria: Criteria) -> Criterion | Group:
    """Return the conditions of ``q``; ``criteria`` turns each into a search. Raises ``RestError`` 400."""
    if len(text) > LONGEST:
        raise invalid("It is too long.")
    parser = _Parser(_tokens(text), criteria)
    tree = parser.any_of(DEEPEST)
    parser.end()
    return tree


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    position = 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None:
            raise invalid("A quotation mark is missing.")
        kind = match.lastgroup or ""
        value = match[kind]
        found.append(_Token(kind, re.sub(r"\\(.)", r"\1", value) if kind == "quoted" else value))
        position = match.end()
    return found


class _Parser:
    """Reads tokens from the left, one rule of the grammar a method."""

    def __init__(self, tokens: list[_Token], criteria: Criteria) -> None:
        self._tokens = tokens
        self._place = 0
        self._criteria = criteria

    def any_of(self, depth: int) -> Criterion | Group:
        """Read conditions joined by OR."""
        return self._joined("OR", self._all_of, depth, every=False)

    def _all_of(self, depth: int) -> Criterion | Group:
        return self._joined("AND", self._one, depth, every=True)

    def end(self) -> None:
        """Refuse what is left over."""
        if self._place < len(self._tokens):
            raise invalid(f"There is something after the end: {self._tokens[self._place].text[:60]!r}.")

    def _joined(
        self, word: str, part: Callable[[int], Criterion | Group], depth: int, *, every: bool
    ) -> Criterion | Group:
        if depth == 0:
            raise invalid("It is nested too deep.")
        parts = [part(depth - 1)]
        while self._next_is("word", word):
            self._place += 1
            parts.append(part(depth - 1))
        return parts[0] if len(parts) == 1 else Group(every, tuple(parts))

    def _one(self, depth: int) -> Criterion | Group:
        if self._next_is("mark", "("):
            self._place += 1
            inside = self.any_of(depth)
            self._mark(")")
            return inside
        field = self._take("word", "a field").text
        operator = self._take("word", "an operator").text
        negated = operator.endswith("_NOT")
        plain = operator.removesuffix("_NOT")
        if plain not in COUNTS:
            raise invalid(f"{operator[:60]!r} is no operator.")
        return self._criteria(Condition(field, plain, self._values(COUNTS[plain]), negated))

    def _values(self, count: Count) -> tuple[str, ...]:
        if count is Count.NONE:
            return ()
        listed = self._next_is("mark", "[")
        found = self._list() if listed else [self._value()]
        right = {Count.ONE: len(found) == 1, Count.TWO: len(found) == 2, Count.ANY: bool(found)}
        if not right[count]:
            raise invalid("An operator has too few or too many values.")
        return tuple(found)

    def _list(self) -> list[str]:
        self._mark("[")
        found = [self._value()]
        while self._next_is("mark", ","):
            self._place += 1
            found.append(self._value())
        self._mark("]")
        return found

    def _value(self) -> str:
        if self._place < len(self._tokens) and self._tokens[self._place].kind == "quoted":
            return self._take("quoted", "a value").text
        return self._take("word", "a value").text

    def _next_is(self, kind: str, text: str) -> bool:
        return self._place < len(self._tokens) and self._tokens[self._place] == _Token(kind, text)

    def _mark(self, text: str) -> None:
        if not self._next_is("mark", text):
            raise invalid(f"A {text!r} is missing.")
        self._place += 1

    def _take(self, kind: str, what: str) -> _Token:
        if self._place >= len(self._tokens) or self._tokens[self._place].kind != kind:
            raise invalid(f"It needs {what}.")
        self._place += 1
        return self._tokens[self._place - 1]
