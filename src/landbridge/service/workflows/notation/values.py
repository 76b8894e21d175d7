"""Reading where a value comes from: a field, a constant, pieces, a macro, a lookup, a part."""

from __future__ import annotations

import json
import re

from landbridge.service.workflows.catalogue import Source
from landbridge.service.workflows.filters import tokens as t
from landbridge.service.workflows.filters.quoting import unquoted
from landbridge.service.workflows.notation.cursor import Cursor
from landbridge.service.workflows.notation.names import spp_name
from landbridge.service.workflows.notation.words import JSON, NEWLINE, Word

Stored = dict[str, object]
"""Where a value comes from, as a branch of a conditional row stores it: ``source``, ``field``, ``value``."""

_MACRO = re.compile(r"_[A-Z][A-Z0-9_]*")
_LITERALS = {"true": True, "false": False, "null": None}
_LOOKUP_KEYS = {
    "lookup_table": "table",
    "lookup_workflow": "workflow",
    "lookup_by": "by",
    "lookup_return": "return",
    "lookup_several": "several",
}


class ValueReading(Cursor):
    """Reads values."""

    def value(self) -> Stored:
        """Take where a value comes from."""
        self.took("=")
        word = self.next
        followed = self.words[self.at + 1].text if word.kind == t.WORD else ""
        if word.text == "lookup" and followed == "=":
            return self._lookup()
        if word.text == "values" and followed == "=":
            self.at += 2
            return stored(
                Source.VALUES, self.netsuite("the NetSuite field of the value map"), self.json_object()
            )
        if word.text == "part" and followed == "=":
            self.at += 2
            return stored(Source.PART, value=self.word("the key of a mapping group").text)
        if word.kind == t.WORD and _MACRO.fullmatch(word.text):
            return self._macro()
        return self._items()

    def _macro(self) -> Stored:
        name = self.taken().text
        source = ""
        if self.took("("):
            source = self.netsuite("the NetSuite field that the macro works on")
            self.expect(")")
        return stored(Source.MACRO, source, name)

    def _items(self) -> Stored:
        """A field, a constant, or fields and texts with commas between them; with one at the end, a single one is joined too."""
        single: Stored | None = None
        pieces: list[dict[str, str]] = []
        while True:
            word = self.next
            if word.kind == t.TEXT:
                text = unquoted(self.taken().text)
                pieces.append({"text": text})
                single = stored(Source.CONSTANT, value=text)
            elif word.kind == t.WORD and word.text not in _LITERALS:
                name = self.netsuite("a NetSuite field")
                pieces.append({"field": name})
                single = stored(Source.FIELD, name)
            elif not pieces:
                return stored(Source.CONSTANT, value=self.literal())
            else:
                raise word.error(f"expected a NetSuite field or a text in quotation marks, not {word.shown}.")
            if not self.took(","):
                break
            single = None
            if self.next.kind in (NEWLINE, t.END) or self.next.text in ("REQUIRED", "END", "IF", "ELSE"):
                break
        return single if single and len(pieces) == 1 else stored(Source.CONCATENATION, value=pieces)

    def literal(self) -> object:
        """Take a text in quotation marks, a number, ``true``, ``false`` or ``null``."""
        word = self.next
        if word.kind == t.TEXT:
            return unquoted(self.taken().text)
        if word.kind == t.WORD and word.text in _LITERALS:
            return _LITERALS[self.taken().text]
        if word.kind == t.NUMBER:
            try:
                number: object = json.loads(word.text)
            except ValueError:
                raise word.error(f"{word.text} is no number; a text stands in quotation marks.") from None
            self.at += 1
            return number
        raise word.error(
            f"expected a value (a NetSuite field, a text in quotation marks, a number, a macro or a lookup), not {word.shown}."
        )

    def _lookup(self) -> Stored:
        self.at += 2
        source = self.netsuite("the NetSuite field that is looked up")
        forms: list[object] = []
        listed = False
        self.expect(":")
        while True:
            forms.append(self._lookup_form())
            if not self.took("|"):
                break
            listed = True
            if self.next.text not in ("lookup_table", "lookup_workflow"):
                break
        return stored(Source.LOOKUP, source, forms if listed else forms[0])

    def _lookup_form(self) -> object:
        place = self.next
        found: dict[str, str] = {}
        where: object = None
        while True:
            key = self.word(
                "lookup_table, lookup_workflow, lookup_by, lookup_return, lookup_where or lookup_several"
            )
            self.expect("=")
            if key.text == "lookup_where":
                where = self.json_object()
            elif key.text in _LOOKUP_KEYS:
                found[_LOOKUP_KEYS[key.text]] = self.word("a name").text
            else:
                raise key.error(f"{key.shown} is no part of a lookup.")
            if not self.took(":"):
                break
        return _form(place, found, where)

    def json_object(self) -> dict[str, object]:
        """Take a JSON object."""
        word = self.taken()
        if word.kind != JSON:
            raise word.error(f"expected a JSON object, not {word.shown}.")
        return dict(json.loads(word.text))


def _form(place: Word, found: dict[str, str], where: object) -> object:
    if "workflow" in found:
        return found["workflow"] if found.keys() == {"workflow"} else found
    if "table" not in found or "by" not in found:
        raise place.error("expected lookup_table and lookup_by, or lookup_workflow.")
    for key in ("by", "return"):
        if key in found:
            found[key] = spp_name(found["table"], found[key]) or found[key]
    return found if where is None else {**found, "where": where}


def stored(source: Source, name: str = "", value: object = None) -> Stored:
    """Return where a value comes from as it is stored."""
    return {"source": source.value, "field": name, "value": value}
