"""Searches whose results are rows: the main line of a transaction, and each of its lines by itself.

A criterion is judged on the row: on the line's field where its sublist has one, else on the body's (documented: *Using the Main
Line*). A join is judged on the whole transaction (assumed).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from landbridge.local.records.conditions import Piece
from landbridge.local.records.families import MAIN_LINE
from landbridge.local.records.model import Criterion, Join, Record
from landbridge.local.records.search import Compiler

LINE_LISTS = ("itemList", "expenseList")
"""Sublists whose lines are rows; what a payment is applied to is none."""

SUBLIST = "@sublist"
"""Name under which a row says which sublist its line is of; a main line has none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: record and place of the line in its sublist (``""`` and -1 for the main line)."""

    type: str
    id: str
    sublist: str
    line: int


class RowCompiler(Compiler):
    """Compiles criteria to a query of rows."""

    def rows(self, criteria: Sequence[Criterion | Join]) -> Piece:
        """Return a query of ``type``, ``id``, ``sublist`` and ``line`` in the account's own order. Raises as ``condition`` does."""
        asked = self._lines_only([one for one in criteria if isinstance(one, Criterion)])
        pieces: list[Piece] = []
        if asked is not True:
            where, parameters = self._record_and_line(criteria, "")[0]
            main = f"SELECT type, id, '' AS sublist, -1 AS line, place FROM record WHERE {where}"  # noqa: S608 - made of fixed pieces
            pieces.append((main, parameters))
        if asked is not False:
            pieces += [self._of_lines(criteria, name) for name in LINE_LISTS]
        sql = " UNION ALL ".join([sql for sql, _ in pieces])
        return f"{sql} ORDER BY place, sublist, line", [one for _, values in pieces for one in values]

    def _of_lines(self, criteria: Sequence[Criterion | Join], sublist: str) -> Piece:
        (where, first), (lines, second) = self._record_and_line(criteria, sublist)
        sql = (
            f"SELECT found.type, found.id, '{sublist}' AS sublist, line.key AS line, found.place "  # noqa: S608 - as above
            f"FROM (SELECT * FROM record WHERE {where}) AS found, "
            f"json_each(found.document, '$.\"{sublist}\"') AS line WHERE {lines}"
        )
        return sql, [*first, *second]

    def _record_and_line(self, criteria: Sequence[Criterion | Join], sublist: str) -> tuple[Piece, Piece]:
        """Return what must hold of the record, and of the line, for a row of ``sublist``."""
        marks = ",".join("?" * len(self.members))
        record: list[Piece] = [(f"type IN ({marks})", [*self.members])]
        line: list[Piece] = [("1", [])]
        for one in criteria:
            if isinstance(one, Join):
                record.append(self._join(one))
            elif one.field != MAIN_LINE:
                piece, of_line = self._on_row(one, sublist)
                (line if of_line else record).append(piece)
        return _every(record), _every(line)

    def _on_row(self, criterion: Criterion, sublist: str) -> tuple[Piece, bool]:
        """Return the condition on a row, and whether it looks at the line."""
        if self._asks_for_record(criterion):
            return self._criterion(criterion, lines=False, driven=True), False
        field, search = self._search_field(criterion.field)
        places = self._places(criterion.field, field, lines=None)
        own = [place for place in places if sublist and place.sublist == sublist]
        body = [place for place in places if not place.sublist]
        if own:
            return self._either([self._bare(place, search, criterion) for place in own]), True
        if not body:
            return ("0", []), False
        return self._either([self._bare(place, search, criterion) for place in body]), False


def _every(pieces: list[Piece]) -> Piece:
    return " AND ".join([f"({sql})" for sql, _ in pieces]), [one for _, values in pieces for one in values]


def as_record(record: Record, row: Row) -> Record:
    """Return a record that also shows the fields of the row's line, as ``itemList.item``; the main line shows none."""
    if not row.sublist:
        return record
    lines: Sequence[Mapping[str, Any]] = record.values.get(row.sublist, ())
    line = lines[row.line] if row.line < len(lines) else {}
    shown = {f"{row.sublist}.{name}": value for name, value in line.items()}
    return replace(record, values={**record.values, SUBLIST: row.sublist, **shown})
