"""Search operators as pieces of SQL, one table a search field type (schema: Search...FieldOperator).

Text is compared without regard to case (assumed). Negated operators on text and lists match empty fields (documented for
lists: "none of"), on numbers and dates they do not (assumed).
"""

from __future__ import annotations

TEXT = {
    "is": "fold({x}) = fold(?)",
    "isNot": "fold({x}) <> fold(?)",
    "contains": "instr(fold({x}), fold(?)) > 0",
    "doesNotContain": "instr(fold({x}), fold(?)) = 0",
    "startsWith": "instr(fold({x}), fold(?)) = 1",
    "doesNotStartWith": "instr(fold({x}), fold(?)) <> 1",
    "hasKeywords": "has_keywords({x}, ?)",
}

NUMBER = {
    "equalTo": "{x} = ?",
    "notEqualTo": "{x} <> ?",
    "greaterThan": "{x} > ?",
    "notGreaterThan": "{x} <= ?",
    "greaterThanOrEqualTo": "{x} >= ?",
    "notGreaterThanOrEqualTo": "{x} < ?",
    "lessThan": "{x} < ?",
    "notLessThan": "{x} >= ?",
    "lessThanOrEqualTo": "{x} <= ?",
    "notLessThanOrEqualTo": "{x} > ?",
}

NUMBER_RANGE = {"between": "{x} BETWEEN ? AND ?", "notBetween": "{x} NOT BETWEEN ? AND ?"}

DATE = {
    "after": "{x} > ?2",
    "notAfter": "{x} <= ?2",
    "before": "{x} < ?1",
    "notBefore": "{x} >= ?1",
    "onOrAfter": "{x} >= ?1",
    "notOnOrAfter": "{x} < ?1",
    "onOrBefore": "{x} <= ?2",
    "notOnOrBefore": "{x} > ?2",
    "on": "{x} BETWEEN ?1 AND ?2",
    "notOn": "{x} NOT BETWEEN ?1 AND ?2",
    "within": "{x} BETWEEN ?1 AND ?2",
    "notWithin": "{x} NOT BETWEEN ?1 AND ?2",
}
"""``?1`` and ``?2`` stand for the first and the last instant that the searched value covers."""

EMPTY = {"empty": "({x} IS NULL OR {x} = '')", "notEmpty": "({x} IS NOT NULL AND {x} <> '')"}

NONE = "@NONE@"
"""In a list of references: the empty field (observed)."""


def has_keywords(text: str, wanted: str) -> bool:
    """Say whether every word of ``wanted`` begins a word of ``text``, in any order (assumed)."""
    words = text.casefold().split()
    return all(any(word.startswith(key) for word in words) for key in wanted.casefold().split())


def fold(text: object) -> str:
    """Return a text as it is compared: without regard to case, nothing as the empty text."""
    return "" if text is None else str(text).casefold()
