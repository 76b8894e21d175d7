"""Reading the notation: declarations, one statement a field, value maps, one block of conditions, one of filters.

What the published notation does not have is ours: ``lookup_workflow``, ``lookup_where``, ``lookup_several`` and alternatives with ``|``
in lookups, ``part=``, ``values=`` with a JSON object in a branch, macros of a field (``_NEGATIVE(amount)``), numbers, ``true``, ``false`` and ``null`` without quotes, ``REQUIRED``, and the
declarations ``OA_FIELDS_REQUIRED`` and ``OA_FIELDS_INACTIVE``.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field, replace

from landbridge.service.workflows.catalogue import Group, Row, Source
from landbridge.service.workflows.filters import tokens as t
from landbridge.service.workflows.filters.parsing import parse_words
from landbridge.service.workflows.filters.quoting import unquoted
from landbridge.service.workflows.notation.names import netsuite_name, spp_name
from landbridge.service.workflows.notation.values import Stored, ValueReading, stored
from landbridge.service.workflows.notation.words import HERE, NEWLINE, Word

LONGEST = 200_000
"""Characters of a text at most."""

_INITIAL_ONLY = frozenset(
    {"OA_FIELDS_INITIAL_ONLY", "OA_CUSTOM_FIELDS_INITIAL_ONLY", "OA_CUSOM_FIELDS_INITIAL_ONLY"}
)
"""The last one as an editor for the notation completes it (observed)."""
_PLAIN = frozenset(
    {"NS_FIELDS", "NS_CUSTOM_FIELDS", "OA_FIELDS", "OA_CUSTOM_FIELDS", "NS_FIELDS_INITIAL_ONLY"}
)
_REQUIRED, _INACTIVE = "OA_FIELDS_REQUIRED", "OA_FIELDS_INACTIVE"
_NOT_TAKEN = {
    "OA_FIELDS_GROUP_BY": "records are not grouped in an import",
    "OA_FIELDS_SORT_BY": "records are not sorted in an import",
    "NS_CUSTOM_FIELDS_FROM_SO_INVOICE_HEADER": "it belongs to an export",
    "NS_CUSTOM_FIELDS_FROM_SO_INVOICE_LINE_ITEM": "it belongs to an export",
}
_DECLARATIONS = _INITIAL_ONLY | _PLAIN | {_REQUIRED, _INACTIVE} | _NOT_TAKEN.keys()


@dataclass(frozen=True, slots=True)
class Notation:
    """What a text says: rows, each with whether it is active, and the filter (empty: none).

    ``initial_only`` are all targets that it declares so, also of rows that stand elsewhere. ``notes`` say what was read and not taken over.
    """

    rows: tuple[tuple[Row, bool], ...]
    filter: str = ""
    initial_only: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def parse(text: str, group: Group) -> Notation:
    """Return what ``text`` says for a mapping group.

    Raises ``filters.FilterSyntaxError``, which names line, column and what was expected.
    """
    if len(text) > LONGEST:
        raise t.FilterSyntaxError(1, 1, f"a text has {LONGEST} characters at most.")
    return _Reading(text, group).whole()


@dataclass(slots=True)
class _Branches:
    """The branches of one target in a block of conditions."""

    branches: list[Stored] = field(default_factory=list)
    otherwise: Stored | None = None


class _Reading(ValueReading):
    def __init__(self, text: str, group: Group) -> None:
        super().__init__(text, group)
        self._rows: list[Row] = []
        self._filter = ""
        self._declared: dict[str, set[str]] = {}
        self._notes: list[str] = []

    def whole(self) -> Notation:
        while self.past_newlines().kind != t.END:
            self._statement()
        initial = {name for kind in _INITIAL_ONLY for name in self._declared.get(kind, ())}
        required, inactive = (self._declared.get(kind, set()) for kind in (_REQUIRED, _INACTIVE))
        rows = (
            (
                replace(row, initial_only=row.target in initial, required=row.target in required),
                row.target not in inactive,
            )
            for row in self._rows
        )
        return Notation(tuple(rows), self._filter, frozenset(initial), tuple(self._notes))

    def _statement(self) -> None:
        word = self.next
        if word.kind == t.WORD and word.text in _DECLARATIONS:
            self._declaration()
        elif word.text in ("IF", "FILTER") and self.words[self.at + 1].kind == HERE:
            self.at += 2
            self.end_of_line()
            (self._conditions if word.text == "IF" else self._filters)(word)
        elif word.text == "<":
            self._value_map()
            self.end_of_line()
        elif word.kind == t.WORD:
            target = self.target()
            self._add(target, self.value())
            self.end_of_line()
        else:
            raise word.error(
                f"expected a declaration, a field of SuiteProjects Pro, <, IF <<END or FILTER <<END, not {word.shown}."
            )

    def _declaration(self) -> None:
        keyword = self.taken()
        names = {self._declared_name(keyword)}
        while self.took(","):
            names.add(self._declared_name(keyword))
        self.end_of_line()
        if keyword.text in _NOT_TAKEN:
            self._notes.append(
                f"Line {keyword.line}: {keyword.text} is not taken over: {_NOT_TAKEN[keyword.text]}."
            )
        self._declared.setdefault(keyword.text, set()).update(names)

    def _declared_name(self, keyword: Word) -> str:
        word = self.word("the name of a field")
        if keyword.text.startswith("NS_"):
            return netsuite_name(self.group, word.text)
        return spp_name(self.group.spp_type, word.text) or word.text

    def _value_map(self) -> None:
        self.taken()
        opened = self.next
        if opened.text.isupper() and self.words[self.at + 1].text == ">":
            raise opened.error(
                "tags of directions and integration points stand around the text of a group, not in it."
            )
        target = self.target()
        source = self.netsuite("the NetSuite field of the value map")
        self.expect(">")
        pairs: dict[str, object] = {}
        while not self.took("</", past_newlines=True):
            word = self.taken()
            if word.kind not in (t.TEXT, t.WORD, t.NUMBER):
                raise word.error(f"expected a pair of values or </{opened.text}>, not {word.shown}.")
            key = unquoted(word.text) if word.kind == t.TEXT else word.text
            self.past_newlines()
            pairs[key] = self.literal()
        closing = self.word(f"{opened.text}>")
        if closing.text != opened.text:
            raise closing.error(f"expected </{opened.text}>, not </{closing.text}>.")
        self.expect(">")
        self._add(target, stored(Source.VALUES, source, pairs))

    def _conditions(self, opening: Word) -> None:
        by_target: dict[str, _Branches] = {}
        last = ""
        while not self.took("END", past_newlines=True):
            word = self.next
            if self.took("IF"):
                last = self._branch(by_target)
            elif self.took("ELSE"):
                self._otherwise(word, by_target, last)
            elif word.kind == t.END:
                raise word.error(f"the conditions of line {opening.line} have no END.")
            else:
                raise word.error(f"expected IF, ELSE or END, not {word.shown}.")
        self.end_of_line()
        for target, found in by_target.items():
            value: Stored = {"branches": found.branches}
            if found.otherwise is not None:
                value["else"] = found.otherwise
            self._rows.append(Row(target, Source.CONDITIONAL, value=value))

    def _branch(self, by_target: dict[str, _Branches]) -> str:
        condition = self._condition()
        place = self.next
        target = self.target()
        branches = by_target.setdefault(target, _Branches())
        if branches.otherwise is not None:
            raise place.error(f"{target} has an ELSE already; what follows would never hold.")
        branches.branches.append({"if": condition, "then": self._branch_value()})
        return target

    def _otherwise(self, word: Word, by_target: dict[str, _Branches], last: str) -> None:
        target = self.target()
        if target != last:
            raise word.error(f"this ELSE sets {target}, and the IF before it {last or 'nothing'}.")
        by_target[target].otherwise = self._branch_value()

    def _branch_value(self) -> Stored:
        value = self.value()
        return {**value, "required": True} if self.took("REQUIRED") else value

    def _condition(self) -> str:
        start = self.at
        while self.next.text != "THEN" or self.next.kind != t.WORD:
            if self.next.kind == t.END:
                raise self.next.error("expected THEN after the condition.")
            self.at += 1
        text = self._checked(start).strip()
        self.at += 1
        return text

    def _filters(self, opening: Word) -> None:
        if self._filter:
            raise opening.error("a mapping group has one filter.")
        start = self.at
        while not self._at_closing_end():
            if self.next.kind == t.END:
                raise self.next.error(f"the filter of line {opening.line} has no END on a line of its own.")
            self.at += 1
        if any(word.kind != NEWLINE for word in self.words[start : self.at]):
            self._filter = textwrap.dedent(self._checked(start)).strip()
        self.at += 1
        self.end_of_line()

    def _at_closing_end(self) -> bool:
        return (
            self.next.text == "END"
            and self.words[self.at - 1].kind == NEWLINE
            and self.words[self.at + 1].kind in (NEWLINE, t.END)
        )

    def _checked(self, start: int) -> str:
        """Return the words from ``start`` to here as they are written, once they read as an expression."""
        found = [word for word in self.words[start : self.at] if word.kind != NEWLINE]
        parse_words([*found, replace(self.next, kind=t.END, text="")])
        first = self.text.rindex("\n", 0, found[0].start) + 1 if "\n" in self.text[: found[0].start] else 0
        indented = self.text[first : found[0].start].isspace()
        return self.text[first if indented else found[0].start : found[-1].end]

    def _add(self, target: str, value: Stored) -> None:
        self._rows.append(Row(target, Source(value["source"]), str(value["field"]), value["value"]))
