"""Reading filters (help article 162884051962).

The article puts each comparison in parentheses and its keywords in capitals; both are demanded here, but for the parentheses of a
filter that is one comparison. It compares with a fixed value or a list of values; how it writes the list could not be read, so
``('1', '2')`` and ``'1', '2'`` are both understood. NOT is an addition of ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.workflows.filters import tokens as t
from landbridge.service.workflows.filters.expressions import (
    TAKES_A_LIST,
    All,
    Any,
    Comparison,
    Expression,
    Not,
    Operator,
    fields_of,
)
from landbridge.service.workflows.filters.quoting import unquoted
from landbridge.service.workflows.filters.tokens import FilterSyntaxError, Token, tokens

EMPTY = "EMPTY"
LONGEST = 10_000
"""Characters of a filter at most."""

_OPERATORS = {operator.value for operator in Operator}
_JOINS = ("AND", "OR", "NOT", EMPTY)
_DEEPEST = 50


@lru_cache(maxsize=512)
def parse(text: str) -> Expression:
    """Return what ``text`` says. Raises :class:`FilterSyntaxError` with line and column."""
    if len(text) > LONGEST:
        raise FilterSyntaxError(1, 1, f"a filter has {LONGEST} characters at most.")
    return parse_words(list(tokens(text)))


def fields_read_by(text: str) -> frozenset[str]:
    """Return the NetSuite fields that a stored filter compares: none for an empty one, nor for one that cannot be read."""
    try:
        return fields_of(parse(text)) if text.strip() else frozenset()
    except FilterSyntaxError:
        return frozenset()


def parse_words(words: Sequence[Token]) -> Expression:
    """Return what these words say, the last of which is of kind ``END``. Raises :class:`FilterSyntaxError`."""
    reading = _Reading(words)
    expression = reading.disjunction()
    reading.expect_end()
    return expression


class _Reading:
    """A recursive descent over the words: OR joins what AND joins, NOT and parentheses bind closest."""

    def __init__(self, words: Sequence[Token]) -> None:
        self._words = words
        self._at = 0
        self._depth = 0

    def expect_end(self) -> None:
        if self._next.kind != t.END:
            raise self._next.error(f"expected AND, OR or the end, not {self._next.shown}.")

    def disjunction(self) -> Expression:
        parts = [self._conjunction()]
        while self._took("OR"):
            parts.append(self._conjunction())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _conjunction(self) -> Expression:
        parts = [self._negation()]
        while self._took("AND"):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _negation(self) -> Expression:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._next.error(f"expressions are nested {_DEEPEST} deep at most.")
        try:
            if self._took("NOT"):
                return Not(self._negation())
            if self._took("("):
                inner = self.disjunction()
                self._expect(")", "AND, OR or )")
                return inner
            return self._comparison()
        finally:
            self._depth -= 1

    def _comparison(self) -> Comparison:
        field = self._field()
        operator = self._operator()
        place = self._next
        values = self._values()
        if len(values) > 1 and operator not in TAKES_A_LIST:
            raise place.error(f"{operator.value} compares with one value, and this is a list.")
        return Comparison(field, operator, values)

    def _field(self) -> str:
        word = self._next
        if word.kind != t.WORD:
            raise word.error(f"expected a field or (, not {word.shown}.")
        if word.text.upper() in _JOINS:
            hint = "" if word.text in _JOINS else " Keywords are written in capitals."
            raise word.error(f"expected a field or (, not {word.shown}.{hint}")
        self._at += 1
        return _named(word)

    def _operator(self) -> Operator:
        word = self._next
        if word.text not in _OPERATORS or word.kind != t.OPERATOR:
            raise word.error(f"expected =, <>, <, <=, > or >=, not {word.shown}.")
        self._at += 1
        return Operator(word.text)

    def _values(self) -> tuple[str, ...]:
        inside = self._took("(")
        values = [self._value()]
        while self._took(","):
            values.append(self._value())
        if inside:
            self._expect(")", ", or )")
        return tuple(values)

    def _value(self) -> str:
        word = self._next
        if word.kind == t.TEXT:
            value = unquoted(word.text)
        elif word.kind == t.NUMBER or (word.kind == t.WORD and word.text.lower() in ("true", "false")):
            value = word.text.lower()
        elif word.text == EMPTY:
            value = ""
        else:
            raise word.error(
                f"expected a value (text in quotation marks, a number, a date like 2026-01-31, true, false or {EMPTY}), not {word.shown}."
            )
        self._at += 1
        return value

    @property
    def _next(self) -> Token:
        return self._words[self._at]

    def _took(self, text: str) -> bool:
        if self._next.kind in (t.WORD, t.OPERATOR) and self._next.text == text:
            self._at += 1
            return True
        return False

    def _expect(self, text: str, wanted: str) -> None:
        if not self._took(text):
            raise self._next.error(f"expected {wanted}, not {self._next.shown}.")


def _named(word: Token) -> str:
    """Return the field as the mapping names it; a NetSuite search row before the dot means the record."""
    owner, dot, name = word.text.rpartition(".")
    if not dot or owner == "record":
        return word.text
    if owner in SPP_TYPES:
        return word.text
    if re.fullmatch(r"[A-Z]\w*", owner):
        return f"record.{name}"
    raise word.error(f"{owner!r} is no table of SuiteProjects Pro.")
