"""What a query knows of tables: their columns, and what each holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Type(Enum):
    """What an expression yields, as far as can be told before it runs. References are numbers, check boxes text (T or F)."""

    TEXT = "TEXT"
    NUMBER = "REAL"
    WHOLE = "INTEGER"
    DATE = "DATE TEXT"
    UNKNOWN = ""

    @property
    def numeric(self) -> bool:
        """Whether it is a number."""
        return self in (Type.NUMBER, Type.WHOLE)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``refers_to`` is the record type or list behind a reference; ``codes`` what BUILTIN.DF says of each value.

    ``shown`` names the hidden column with the display text of the row's own value; ``by_kind`` says what is referred to by the row's record type. ``required``: never null.
    """

    name: str
    type: Type
    refers_to: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    shown: str = ""
    by_kind: Mapping[str, str] = field(default_factory=dict)
    required: bool = False

    @property
    def hidden(self) -> bool:
        """Whether only the query engine sees the column."""
        return self.name.startswith("_")


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``sources`` are the record types whose records make its rows; ``key`` holds the record's id.

    ``kind`` is the hidden column with the row's record type where there are several, which permissions look at; so they do at the
    type of the transactions that the columns ``others`` name.
    """

    name: str
    columns: Mapping[str, Column]
    sources: tuple[str, ...]
    key: str = "id"
    indexes: tuple[tuple[str, ...], ...] = ()
    others: tuple[str, ...] = ()

    @property
    def mixed(self) -> bool:
        """Whether rows come from several record types, so that ``_kind`` says which."""
        return len(self.sources) > 1


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query ready to run. ``needed`` are the record types whose tables and display texts it reads."""

    sql: str
    limited: bool
    names: tuple[str, ...]
    parameters: int
    needed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Visible:
    """A table that a role may view. ``kinds``: only rows of these record types, ``None`` for all of them."""

    table: Table
    kinds: tuple[str, ...] | None = None
