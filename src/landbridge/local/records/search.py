"""Compiling criteria into one SQL condition. All criteria of a search must hold (documented).

A criterion looks at a body field, at the lines of sublists, or at both; a join looks at the records that a reference names, or
that name the searched one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from landbridge.local.records.conditions import (
    Conditions,
    Piece,
    numbers,
    wanted_values,
    yes_or_no,
)
from landbridge.local.records.errors import RecordError
from landbridge.local.records.families import (
    MAIN_LINE,
    is_own_meaning,
    meanings_of,
    members_meant,
    states_meant,
    translated,
)
from landbridge.local.records.model import Criterion, Join
from landbridge.local.records.types import Types
from landbridge.recordtypes import Field, Kind, Search

COLUMNS = {
    "internalId": "id",
    "internalIdNumber": "id",
    "externalId": "external_id",
    "externalIdString": "external_id",
    "createdDate": "created",
    "lastModifiedDate": "modified",
}
"""Search-only criteria that are columns of the row. A project task shows no instants, yet is searched by them."""

DOCUMENT = "record.document"
"""The searched row's own, also where another one is looked up for it."""

SAME_AS = {("job", "customer"): ("parent",)}
"""Search-only criteria that mean a body field: a project's customer is its parent (schema: Job.parent)."""

THROUGH = {("supportCase", "stage"): ("status", "supportCaseStatus")}
"""Criteria that ask for a field of what a reference points at: the stage of a case is that of its status (schema)."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a criterion looks: ``path`` is a body field's name, or ``itemList.item`` for the lines of a sublist."""

    path: str
    field: Field | None
    expression: str
    sublist: str = ""


@dataclass(frozen=True, slots=True)
class Searched:
    """What a criterion is searched by: search field type, kind of the field behind it, what references point to."""

    search: Search
    kind: Kind | None
    refers_to: str


class Compiler:
    """Compiles the criteria of one search over a type or family. ``only`` narrows a family to some of its members."""

    def __init__(
        self, types: Types, record_type: str, zone: ZoneInfo, now: datetime, only: Sequence[str] | None = None
    ) -> None:
        self._types = types
        self._zone = zone
        self._now = now
        self._conditions = Conditions(zone, now)
        self._definition = types.family(record_type)
        self.members = (
            tuple(only) if only is not None else self._definition.members or (self._definition.name,)
        )
        # Records of different types may have one id, so that a family's are told apart by both.
        self._row, self._key = ("id", "id") if len(self.members) == 1 else ("(type, id)", "type, id")

    def condition(self, criteria: Sequence[Criterion | Join]) -> Piece:
        """Return SQL and parameters for all of ``criteria``.

        Raises ``RecordError``: INVALID_SEARCH_FIELD_NAME, INVALID_SEARCH_OPERATOR, INVALID_SEARCH_VALUE.
        """
        plain = [one for one in criteria if isinstance(one, Criterion)]
        lines = self._lines_only(plain)
        driven = any(one.field in COLUMNS or self._is_instant(one.field) for one in plain)
        marks = _marks(self.members)
        pieces = [f"type IN ({marks})" if len(self.members) != 1 else "type = ?"]
        parameters: list[object] = [*self.members]
        for one in criteria:
            if isinstance(one, Join):
                sql, values = self._join(one)
            elif one.field == MAIN_LINE and self._knows_main_line():
                continue
            else:
                sql, values = self._criterion(one, lines=lines, driven=driven)
            pieces.append(f"({sql})")
            parameters += values
        if lines:
            pieces.append(f"({self._has_lines()})")
        return " AND ".join(pieces), parameters

    def searched(self, name: str) -> Searched:
        """Say how a criterion is searched. Raises ``RecordError`` INVALID_SEARCH_FIELD_NAME."""
        field, search = self._search_field(name)
        if field is None and name in ("internalId", "internalIdNumber"):
            return Searched(search, None, self._definition.name)
        if field is None and name not in COLUMNS and not is_own_meaning(self._definition, name):
            field = self._places(name, None, lines=None)[0].field
        return Searched(search, field.kind if field else None, field.refers_to if field else "")

    # Main line

    def _knows_main_line(self) -> bool:
        return any(one.name == MAIN_LINE for one in self._definition.search_only)

    def _lines_only(self, criteria: Iterable[Criterion]) -> bool | None:
        """Return false when only body fields count, true when only lines do, ``None`` for both (documented: mainLine)."""
        asked = [one for one in criteria if one.field == MAIN_LINE and self._knows_main_line()]
        return not yes_or_no(asked[-1]) if asked else None

    def _has_lines(self) -> str:
        lists = {name for member in self.members for name in self._types.get(member).shape.lists}
        return (
            " OR ".join([f"json_array_length(document, '$.\"{name}\"') > 0" for name in sorted(lists)]) or "0"
        )

    # Criteria

    def _is_instant(self, name: str) -> bool:
        """Say whether an index answers a criterion; beside one of them, others are judged row by row."""
        field, _ = self._search_field(name)
        return field is not None and field.name in (
            self._definition.modified_field,
            self._definition.created_field,
        )

    def _criterion(self, criterion: Criterion, *, lines: bool | None, driven: bool) -> Piece:
        meant = members_meant(self._definition, criterion)
        if meant is not None:
            return _among_types(meant)
        field, search = self._search_field(criterion.field)
        states = states_meant(self._definition, criterion)
        if states is not None:
            return _any_state(states, negated=criterion.operator == "noneOf")
        places = self._places(criterion.field, field, lines=lines)
        if not driven and search is Search.MULTISELECT and criterion.operator == "anyOf":
            indexed = self._by_reference(translated(self._definition, criterion), places)
            if indexed is not None:
                return indexed
        return self._either([self._at(place, search, criterion) for place in places])

    def _asks_for_record(self, criterion: Criterion) -> bool:
        """Say whether a criterion asks for the record's type, state or ids, whatever its lines hold."""
        name = criterion.field
        return name in COLUMNS or (is_own_meaning(self._definition, name) and name != "approvalStatus")

    def _search_field(self, name: str) -> tuple[Field | None, Search]:
        try:
            return self._definition.search_field(name)
        except RecordError:
            for _, field in self._line_fields(name):
                if field.search is not None:
                    return None, field.search
            raise

    def _line_fields(self, name: str) -> list[tuple[str, Field]]:
        """Return the line fields that are searched by ``name``, each with its sublist."""
        found: dict[str, tuple[str, Field]] = {}
        for member in self.members:
            for sublist, shape in self._types.get(member).shape.lists.items():
                for field in shape.fields.values():
                    if field.search is not None and (field.search_name or field.name) == name:
                        found[f"{sublist}.{field.name}"] = (sublist, field)
        return list(found.values())

    def _places(self, name: str, field: Field | None, *, lines: bool | None) -> list[_Place]:
        if field is None and name in COLUMNS:
            return [_Place(name, None, COLUMNS[name])]
        if (self._definition.name, name) in THROUGH:
            return [self._through(name, *THROUGH[self._definition.name, name])]
        if field is not None:
            paths: Sequence[str] = (field.name,)
        else:
            paths = SAME_AS.get((self._definition.name, name)) or meanings_of(self._definition, name)
            paths = paths or [f"{sublist}.{one.name}" for sublist, one in self._line_fields(name)]
            paths = paths or [name]
        known = [place for path in paths for place in self._place(path)]
        wanted = [place for place in known if lines is None or bool(place.sublist) is lines]
        if not known:
            raise RecordError(
                "INVALID_SEARCH_FIELD_NAME",
                f"{self._definition.name} cannot be searched by {name} in the local account.",
                field=name,
            )
        # With mainLine, a field that only the body or only the lines have is still looked at where it is.
        return wanted or known

    def _through(self, name: str, path: str, record_type: str) -> _Place:
        expression = (
            f"(SELECT json_extract(other.document, '$.\"{name}\"') FROM record AS other "  # noqa: S608 - names of ours
            f"WHERE other.type = '{record_type}' "
            f"AND other.id = CAST(json_extract({DOCUMENT}, '$.\"{path}\"') AS INTEGER))"
        )
        return _Place(name, self._types.get(record_type).fields[name], expression)

    def _place(self, path: str) -> list[_Place]:
        """Return the place that a path names, nothing when no member has it."""
        sublist, _, name = path.rpartition(".")
        fields: list[Field] = []
        for member in self.members:
            shape = self._types.get(member).shape
            inner = shape.lists.get(sublist) if sublist else shape
            if inner is not None and name in inner.fields:
                fields.append(inner.fields[name])
        if not fields:
            return []
        # The members of a family may refer to different types by one field: an invoice to customers, a bill to vendors.
        targets = dict.fromkeys(part for field in fields for part in field.refers_to.split("|") if part)
        field = replace(fields[0], refers_to="|".join(targets))
        return [_Place(path, field, self._expression(field, "line.value" if sublist else DOCUMENT), sublist)]

    def _expression(self, field: Field, source: str) -> str:
        if source == DOCUMENT and field.name == self._definition.modified_field:
            return "modified"
        if source == DOCUMENT and field.name == self._definition.created_field:
            return "created"
        return f"json_extract({source}, '$.\"{field.name}\"')"

    def _at(self, place: _Place, search: Search, criterion: Criterion) -> Piece:
        sql, parameters = self._bare(place, search, criterion)
        if place.sublist:
            source = f"json_each(document, '$.\"{place.sublist}\"') AS line"
            sql = f"EXISTS (SELECT 1 FROM {source} WHERE {sql})"  # noqa: S608 - made of fixed pieces
        return sql, parameters

    def _bare(self, place: _Place, search: Search, criterion: Criterion) -> Piece:
        """Return the condition at a place; that of a line is on ``line.value``."""
        expression = place.expression
        if place.field is not None and place.field.kind is Kind.REF and search is not Search.MULTISELECT:
            # The schema has some references searched by text (a case's company) or by words (a task's priority).
            expression = self._name_of(place.field, expression)
            if search is Search.ENUM:
                expression = f"'_' || fold(replace({expression}, ' ', ''))"
                criterion = replace(criterion, values=[str(one).casefold() for one in criterion.values])
        return self._conditions.of(search, expression, translated(self._definition, criterion), place.field)

    def _name_of(self, field: Field, expression: str) -> str:
        """Return the name of what a reference points at: the full name of a person or company, else the record's own."""
        types = ",".join(f"'{name}'" for name in self._types.members(field.refers_to))
        names = ", ".join(
            f"json_extract(other.document, '$.\"{name}\"')"
            for name in ("altName", "name", "title", "entityId")
        )
        return (
            f"(SELECT coalesce({names}) FROM record AS other "  # noqa: S608 - type names are the account's own
            f"WHERE other.type IN ({types}) AND other.id = CAST({expression} AS INTEGER) LIMIT 1)"
        )

    def _by_reference(self, criterion: Criterion, places: list[_Place]) -> Piece | None:
        """Return the condition that the index of references answers, ``None`` where it cannot."""
        fields = [place.field for place in places]
        wanted, empty = wanted_values(criterion)
        if empty or not all(field is not None and _is_indexed(field) for field in fields):
            return None
        targets = {name for field in fields if field for name in self._types.members(field.refers_to)}
        sql = (
            f"{self._row} IN (SELECT {self._key} FROM reference WHERE target_type IN ({_marks(targets)}) "  # noqa: S608 - only question marks are put in
            "AND target_id IN (SELECT value FROM json_each(?)) "
            f"AND type IN ({_marks(self.members)}) AND field IN ({_marks(places)}))"
        )
        paths = [place.path for place in places]
        return sql, [*sorted(targets), json.dumps(numbers(wanted)), *self.members, *paths]

    @staticmethod
    def _either(pieces: list[Piece]) -> Piece:
        if len(pieces) == 1:
            return pieces[0]
        return " OR ".join([f"({sql})" for sql, _ in pieces]), [one for _, values in pieces for one in values]

    # Joins

    def _join(self, join: Join) -> Piece:
        other = Compiler(self._types, join.record_type, self._zone, self._now, join.only)
        inner, values = other.condition(join.criteria)
        theirs, paths = other.members, list(join.paths)
        single = len(theirs) == 1
        found = f"SELECT {'id' if single else 'type, id'} FROM record WHERE {inner}"  # noqa: S608 - made of fixed pieces
        if join.reverse:
            target = "target_id" if len(self.members) == 1 else "target_type, target_id"
            sql = (
                f"{self._row} IN (SELECT {target} FROM reference WHERE target_type IN ({_marks(self.members)}) "  # noqa: S608 - as above
                f"AND type IN ({_marks(theirs)}) AND field IN ({_marks(paths)}) "
                f"AND {'id' if single else '(type, id)'} IN ({found}))"
            )
            return sql, [*self.members, *theirs, *paths, *values]
        sql = (
            f"{self._row} IN (SELECT {self._key} FROM reference WHERE type IN ({_marks(self.members)}) "  # noqa: S608 - as above
            f"AND field IN ({_marks(paths)}) AND target_type IN ({_marks(theirs)}) "
            f"AND {'target_id' if single else '(target_type, target_id)'} IN ({found}))"
        )
        return sql, [*self.members, *paths, *theirs, *values]


def _marks(values: Iterable[object]) -> str:
    return ",".join("?" for _ in values)


def _among_types(names: Sequence[str]) -> Piece:
    return f"type IN ({_marks(names)})", [*names]


def _is_indexed(field: Field) -> bool:
    """Say whether what a field points at is kept in the table of references: ``applyList.doc`` is, a number though it is."""
    return field.kind in (Kind.REF, Kind.REF_LIST) or (field.kind is Kind.INTEGER and bool(field.refers_to))


def _any_state(states: Sequence[tuple[str, str]], *, negated: bool) -> Piece:
    """Return the condition that a transaction is in one of the states (type, text of ``status``)."""
    pieces = ["(type = ? AND json_extract(document, '$.\"status\"') = ?)"] * len(states)
    sql = " OR ".join(pieces) or "0"
    return (f"NOT ({sql})" if negated else sql), [part for state in states for part in state]
