"""Pieces of SQL, and how names and texts are written in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from landbridge.local.suiteql.model import Type

OPAQUE = "?"
"""Stands for a display text that a derived table does not hand on."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An expression in SQLite's SQL. ``refers_to``, ``codes`` and ``shown`` say what BUILTIN.DF makes of it, as for a column.

    ``kind``: SQL of the row's
    record type, for ``by_kind``. ``required``: never null. ``literal``: the value of a constant text or number; ``parameter``: it is a placeholder.
    ``condition``: it is true or false, which Oracle does not take for a value.
    """

    sql: str
    type: Type = Type.UNKNOWN
    refers_to: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    shown: str = ""
    by_kind: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    required: bool = False
    literal: str | None = None
    parameter: bool = False

    def handed_on(self, sql: str) -> Piece:
        """Return the column of a derived table that this expression becomes."""
        return replace(
            self,
            sql=sql,
            shown=OPAQUE if self.shown or self.by_kind else "",
            by_kind={},
            literal=None,
            parameter=False,
        )


def quoted(name: str) -> str:
    """Write an identifier."""
    return '"' + name.replace('"', '""') + '"'


def text_literal(value: str) -> Piece:
    """Write a text; Oracle's empty text is null."""
    if not value:
        return Piece("NULL", Type.TEXT)
    return Piece("'" + value.replace("'", "''") + "'", Type.TEXT, literal=value)


def call(name: str, *arguments: str) -> str:
    """Write the call of one of our own functions."""
    return f"sq_{name.lower()}({', '.join(arguments)})"
