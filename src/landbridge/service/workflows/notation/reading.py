"""Reading the notation: declarations, one statement a field, value maps, one block of conditions, one of filters.

What the published notation does not have is ours: ``lookup_workflow``, ``lookup_where``, ``lookup_several`` and alternatives with ``|``
in lookups, ``part=``, ``values=`` with a JSON object in a branch, macros of a field (``_NEGATIVE(amount)``), numbers, ``true``, ``false`` and ``null`` without quotes, ``REQUIRED``, and the
declarations ``OA_FIELDS_REQUIRED`` and ``OA_FIELDS_INACTIVE``.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from landbridge.service.workflows.catalogue import Group, Row, Source
from landbridge.service.workflows.filters import tokens as t
from landbridge.service.workflows.filters.parsing import parse_words
from landbridge.service.workflows.filters.quoting import unquoted
from landbridge.service.workflows.notation.names import netsuite_name, spp_name
from landbridge.service.workflows.notation.words import HERE, JSON, NEWLINE, Word, words

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
_MACRO = re.compile(r"_[A-Z][A-Z0-9_]*")
_LITERALS = {"true": True, "false": False, "null": None}

Stored = dict[str, object]
"""Where a value comes from, as a branch of a conditional row stores it: ``source``, ``field``, ``value``."""


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


class _Reading:
    def __init__(self, text: str, group: Group) -> None:
        self._text = text
        self._group = group
        self._words: Sequence[Word] = list(words(text))
        self._at = 0
        self._rows: list[Row] = []
        self._filter = ""
        self._declared: dict[str, set[str]] = {}
        self._notes: list[str] = []

    def whole(self) -> Notation:
        while self._past_newlines().kind != t.END:
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
        word = self._next
        if word.kind == t.WORD and word.text in _DECLARATIONS:
            self._declaration()
        elif word.text in ("IF", "FILTER") and self._words[self._at + 1].kind == HERE:
            self._at += 2
            self._end_of_line()
            (self._conditions if word.text == "IF" else self._filters)(word)
        elif word.text == "<":
            self._value_map()
            self._end_of_line()
        elif word.kind == t.WORD:
            target = self._target()
            self._add(target, self._value())
            self._end_of_line()
        else:
            raise word.error(
                f"expected a declaration, a field of SuiteProjects Pro, <, IF <<END or FILTER <<END, not {word.shown}."
            )

    def _declaration(self) -> None:
        keyword = self._taken()
        names = {self._declared_name(keyword)}
        while self._took(","):
            names.add(self._declared_name(keyword))
        self._end_of_line()
        if keyword.text in _NOT_TAKEN:
            self._notes.append(
                f"Line {keyword.line}: {keyword.text} is not taken over: {_NOT_TAKEN[keyword.text]}."
            )
        self._declared.setdefault(keyword.text, set()).update(names)

    def _declared_name(self, keyword: Word) -> str:
        word = self._word("the name of a field")
        if keyword.text.startswith("NS_"):
            return netsuite_name(self._group, word.text)
        return spp_name(self._group.spp_type, word.text) or word.text

    def _value_map(self) -> None:
        self._taken()
        opened = self._next
        if opened.text.isupper() and self._words[self._at + 1].text == ">":
            raise opened.error(
                "tags of directions and integration points stand around the text of a group, not in it."
            )
        target = self._target()
        source = self._netsuite("the NetSuite field of the value map")
        self._expect(">")
        pairs: dict[str, object] = {}
        while not self._took("</", past_newlines=True):
            word = self._taken()
            if word.kind not in (t.TEXT, t.WORD, t.NUMBER):
                raise word.error(f"expected a pair of values or </{opened.text}>, not {word.shown}.")
            key = unquoted(word.text) if word.kind == t.TEXT else word.text
            self._past_newlines()
            pairs[key] = self._literal()
        closing = self._word(f"{opened.text}>")
        if closing.text != opened.text:
            raise closing.error(f"expected </{opened.text}>, not </{closing.text}>.")
        self._expect(">")
        self._add(target, _stored(Source.VALUES, source, pairs))

    def _conditions(self, opening: Word) -> None:
        by_target: dict[str, _Branches] = {}
        last = ""
        while not self._took("END", past_newlines=True):
            word = self._next
            if self._took("IF"):
                last = self._branch(by_target)
            elif self._took("ELSE"):
                self._otherwise(word, by_target, last)
            elif word.kind == t.END:
                raise word.error(f"the conditions of line {opening.line} have no END.")
            else:
                raise word.error(f"expected IF, ELSE or END, not {word.shown}.")
        self._end_of_line()
        for target, found in by_target.items():
            value: Stored = {"branches": found.branches}
            if found.otherwise is not None:
                value["else"] = found.otherwise
            self._rows.append(Row(target, Source.CONDITIONAL, value=value))

    def _branch(self, by_target: dict[str, _Branches]) -> str:
        condition = self._condition()
        place = self._next
        target = self._target()
        branches = by_target.setdefault(target, _Branches())
        if branches.otherwise is not None:
            raise place.error(f"{target} has an ELSE already; what follows would never hold.")
        branches.branches.append({"if": condition, "then": self._branch_value()})
        return target

    def _otherwise(self, word: Word, by_target: dict[str, _Branches], last: str) -> None:
        target = self._target()
        if target != last:
            raise word.error(f"this ELSE sets {target}, and the IF before it {last or 'nothing'}.")
        by_target[target].otherwise = self._branch_value()

    def _branch_value(self) -> Stored:
        value = self._value()
        return {**value, "required": True} if self._took("REQUIRED") else value

    def _condition(self) -> str:
        start = self._at
        while self._next.text != "THEN" or self._next.kind != t.WORD:
            if self._next.kind == t.END:
                raise self._next.error("expected THEN after the condition.")
            self._at += 1
        text = self._checked(start).strip()
        self._at += 1
        return text

    def _filters(self, opening: Word) -> None:
        if self._filter:
            raise opening.error("a mapping group has one filter.")
        start = self._at
        while not self._at_closing_end():
            if self._next.kind == t.END:
                raise self._next.error(f"the filter of line {opening.line} has no END on a line of its own.")
            self._at += 1
        if any(word.kind != NEWLINE for word in self._words[start : self._at]):
            self._filter = textwrap.dedent(self._checked(start)).strip()
        self._at += 1
        self._end_of_line()

    def _at_closing_end(self) -> bool:
        return (
            self._next.text == "END"
            and self._words[self._at - 1].kind == NEWLINE
            and self._words[self._at + 1].kind in (NEWLINE, t.END)
        )

    def _checked(self, start: int) -> str:
        """Return the words from ``start`` to here as they are written, once they read as an expression."""
        found = [word for word in self._words[start : self._at] if word.kind != NEWLINE]
        parse_words([*found, replace(self._next, kind=t.END, text="")])
        first = self._text.rindex("\n", 0, found[0].start) + 1 if "\n" in self._text[: found[0].start] else 0
        indented = self._text[first : found[0].start].isspace()
        return self._text[first if indented else found[0].start : found[-1].end]

    def _value(self) -> Stored:
        self._took("=")
        word = self._next
        followed = self._words[self._at + 1].text if word.kind == t.WORD else ""
        if word.text == "lookup" and followed == "=":
            return self._lookup()
        if word.text == "values" and followed == "=":
            self._at += 2
            return _stored(Source.VALUES, self._netsuite("the NetSuite field of the value map"), self._json())
        if word.text == "part" and followed == "=":
            self._at += 2
            return _stored(Source.PART, value=self._word("the key of a mapping group").text)
        if word.kind == t.WORD and _MACRO.fullmatch(word.text):
            return self._macro()
        return self._items()

    def _macro(self) -> Stored:
        name = self._taken().text
        source = ""
        if self._took("("):
            source = self._netsuite("the NetSuite field that the macro works on")
            self._expect(")")
        return _stored(Source.MACRO, source, name)

    def _items(self) -> Stored:
        """A field, a constant, or fields and texts with commas between them; with one at the end, a single one is joined too."""
        single: Stored | None = None
        pieces: list[dict[str, str]] = []
        while True:
            word = self._next
            if word.kind == t.TEXT:
                text = unquoted(self._taken().text)
                pieces.append({"text": text})
                single = _stored(Source.CONSTANT, value=text)
            elif word.kind == t.WORD and word.text not in _LITERALS:
                name = self._netsuite("a NetSuite field")
                pieces.append({"field": name})
                single = _stored(Source.FIELD, name)
            elif not pieces:
                return _stored(Source.CONSTANT, value=self._literal())
            else:
                raise word.error(f"expected a NetSuite field or a text in quotation marks, not {word.shown}.")
            if not self._took(","):
                break
            single = None
            if self._next.kind in (NEWLINE, t.END) or self._next.text in ("REQUIRED", "END", "IF", "ELSE"):
                break
        return single if single and len(pieces) == 1 else _stored(Source.CONCATENATION, value=pieces)

    def _literal(self) -> object:
        word = self._next
        if word.kind == t.TEXT:
            return unquoted(self._taken().text)
        if word.kind == t.WORD and word.text in _LITERALS:
            return _LITERALS[self._taken().text]
        if word.kind == t.NUMBER:
            try:
                number: object = json.loads(word.text)
            except ValueError:
                raise word.error(f"{word.text} is no number; a text stands in quotation marks.") from None
            self._at += 1
            return number
        raise word.error(
            f"expected a value (a NetSuite field, a text in quotation marks, a number, a macro or a lookup), not {word.shown}."
        )

    def _lookup(self) -> Stored:
        self._at += 2
        source = self._netsuite("the NetSuite field that is looked up")
        forms: list[object] = []
        listed = False
        self._expect(":")
        while True:
            forms.append(self._lookup_form())
            if not self._took("|"):
                break
            listed = True
            if self._next.text not in ("lookup_table", "lookup_workflow"):
                break
        return _stored(Source.LOOKUP, source, forms if listed else forms[0])

    def _lookup_form(self) -> object:
        place = self._next
        found: dict[str, str] = {}
        where: object = None
        while True:
            key = self._word(
                "lookup_table, lookup_workflow, lookup_by, lookup_return, lookup_where or lookup_several"
            )
            self._expect("=")
            if key.text == "lookup_where":
                where = self._json()
            elif key.text in _LOOKUP_KEYS:
                found[_LOOKUP_KEYS[key.text]] = self._word("a name").text
            else:
                raise key.error(f"{key.shown} is no part of a lookup.")
            if not self._took(":"):
                break
        return _form(place, found, where)

    def _json(self) -> dict[str, object]:
        word = self._taken()
        if word.kind != JSON:
            raise word.error(f"expected a JSON object, not {word.shown}.")
        return dict(json.loads(word.text))

    def _add(self, target: str, stored: Stored) -> None:
        source = Source(stored["source"])
        self._rows.append(Row(target, source, str(stored["field"]), stored["value"]))

    def _target(self) -> str:
        word = self._word("a field of SuiteProjects Pro")
        name = spp_name(self._group.spp_type, word.text)
        if name is None:
            raise word.error(f"expected a field of {self._group.spp_type}, not {word.shown}.")
        return name

    def _netsuite(self, wanted: str) -> str:
        return netsuite_name(self._group, self._word(wanted).text)

    def _word(self, wanted: str) -> Word:
        if self._next.kind != t.WORD:
            raise self._next.error(f"expected {wanted}, not {self._next.shown}.")
        return self._taken()

    @property
    def _next(self) -> Word:
        return self._words[self._at]

    def _taken(self) -> Word:
        word = self._next
        if word.kind != t.END:
            self._at += 1
        return word

    def _took(self, text: str, *, past_newlines: bool = False) -> bool:
        if past_newlines:
            self._past_newlines()
        if self._next.kind in (t.WORD, t.OPERATOR) and self._next.text == text:
            self._at += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._took(text):
            raise self._next.error(f"expected {text}, not {self._next.shown}.")

    def _end_of_line(self) -> None:
        if self._next.kind not in (NEWLINE, t.END):
            raise self._next.error(f"expected the end of the line, not {self._next.shown}.")
        self._past_newlines()

    def _past_newlines(self) -> Word:
        while self._next.kind == NEWLINE:
            self._at += 1
        return self._next


_LOOKUP_KEYS = {
    "lookup_table": "table",
    "lookup_workflow": "workflow",
    "lookup_by": "by",
    "lookup_return": "return",
    "lookup_several": "several",
}


def _form(place: Word, found: dict[str, str], where: object) -> object:
    if "workflow" in found:
        return found["workflow"] if found.keys() == {"workflow"} else found
    if "table" not in found or "by" not in found:
        raise place.error("expected lookup_table and lookup_by, or lookup_workflow.")
    for key in ("by", "return"):
        if key in found:
            found[key] = spp_name(found["table"], found[key]) or found[key]
    return found if where is None else {**found, "where": where}


def _stored(source: Source, name: str = "", value: object = None) -> Stored:
    return {"source": source.value, "field": name, "value": value}
