"""Which names an expression may use: the tables of its SELECT, then those of the SELECTs around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from landbridge.local.suiteql.compiling.pieces import Piece, quoted
from landbridge.local.suiteql.errors import QueryRefused, ambiguous, unknown_identifier

RAW = "_r"
"""Alias of the inner SELECT that a limit by ROWNUM needs."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or derived table under its alias. ``columns`` by name, hidden ones too; ``table`` is for error texts."""

    alias: str
    table: str
    columns: Mapping[str, Piece]

    def visible(self) -> dict[str, Piece]:
        """Return the columns that ``*`` stands for."""
        return {name: piece for name, piece in self.columns.items() if not name.startswith("_")}


@dataclass(slots=True)
class Scope:
    """The names of one SELECT. ``raw`` is used while its rows are numbered inside: column's SQL -> its name there."""

    outer: Scope | None = None
    relations: dict[str, Relation] = field(default_factory=dict)
    raw: dict[str, str] | None = None
    nullable: bool = False
    aggregates: bool = False
    """Whether aggregates may stand here."""
    found_aggregate: bool = False

    def add(self, relation: Relation) -> None:
        """Add a table. Raises ``QueryRefused`` for an alias that is taken."""
        if relation.alias in self.relations:
            raise QueryRefused(f"Search error occurred: The alias '{relation.alias}' is used twice.")
        self.relations[relation.alias] = relation

    def column(self, table: str, name: str) -> Piece:
        """Return a column, ``table`` being an alias or empty. Raises ``QueryRefused``."""
        scope: Scope | None = self
        while scope is not None:
            found = scope.own(table, name)
            if found is not None:
                return found
            scope = scope.outer
        shown = f"{table}.{name}" if table else name
        raise unknown_identifier(shown, {one.alias: one.table for one in self.relations.values()})

    def own(self, table: str, name: str) -> Piece | None:
        """Return a column of this SELECT's own tables, or ``None``. Raises ``QueryRefused`` for one that several have."""
        if name.startswith("_"):
            return None
        holders = [
            one
            for one in self.relations.values()
            if name in one.columns and (not table or one.alias == table)
        ]
        if len(holders) > 1:
            raise ambiguous(name)
        return self._taken(holders[0].columns[name]) if holders else None

    def _taken(self, piece: Piece) -> Piece:
        if self.nullable:
            piece = replace(piece, required=False)
        if self.raw is None:
            return piece
        return replace(
            piece,
            sql=self.numbered(piece.sql),
            shown=self.numbered(piece.shown) if piece.shown else "",
            kind=self.numbered(piece.kind) if piece.kind else "",
        )

    def numbered(self, sql: str) -> str:
        """Return where the inner SELECT has an expression; it is added to it when it is new."""
        assert self.raw is not None
        name = self.raw.setdefault(sql, f"c{len(self.raw)}")
        return f"{quoted(RAW)}.{quoted(name)}"
