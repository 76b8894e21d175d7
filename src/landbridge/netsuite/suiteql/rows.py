"""Rows of one's own queries: every value comes as a text, nulls are left out; the caller says what each column is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, TypeVar, get_args

import msgspec

R = TypeVar("R", bound=msgspec.Struct)
Row = dict[str, Any]
"""A row by lower-case column."""

Types = Mapping[str, type]
"""What columns hold: ``str``, ``int``, ``float``, ``Decimal``, ``bool`` (``T``/``F``), ``date`` (``YYYY-MM-DD``) or ``datetime`` (the account's
wall time ``YYYY-MM-DD HH:MM:SS``, without a zone)."""


def read_flag(raw: str) -> bool:
    """Read a check box; ``ValueError`` otherwise."""
    if raw not in ("T", "F"):
        raise ValueError(f"not T or F: {raw[:20]!r}")
    return raw == "T"


def _read_day(raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise ValueError(f"not a date: {raw[:30]!r}; select it as TO_CHAR(column, 'YYYY-MM-DD')") from None


def _read_wall(raw: str) -> datetime:
    try:
        return datetime.fromisoformat(raw)
    except ValueError:
        raise ValueError(
            f"not a time: {raw[:30]!r}; select it as TO_CHAR(column, 'YYYY-MM-DD HH24:MI:SS')"
        ) from None


_READERS: dict[type, Callable[[str], Any]] = {
    str: str,
    int: int,
    float: float,
    Decimal: Decimal,
    bool: read_flag,
    date: _read_day,
    datetime: _read_wall,
}

RowReader = Callable[[Sequence[Mapping[str, Any]]], list[Any]]
"""Makes rows of the items of a page; ``ValueError`` names the column whose text is not what it should be."""


def dict_reader(types: Types | None) -> RowReader:
    """Return what makes dicts: columns with a type are always there, ``None`` where they are null; the others are texts.

    ``ValueError`` for a type that no column can have.
    """
    readers = {name.lower(): _reader_of(name, kind) for name, kind in (types or {}).items()}

    def read(items: Sequence[Mapping[str, Any]]) -> list[Row]:
        return [_row(item, readers) for item in items]

    return read


def struct_reader(row_type: type[R]) -> RowReader:
    """Return what makes structs, whose fields are the columns; ``ValueError`` for a null where a field has neither ``None`` nor a default."""
    columns = [
        (one.name, one.encode_name.lower(), _reader_of(one.name, one.type), one)
        for one in msgspec.structs.fields(row_type)
    ]

    def read(items: Sequence[Mapping[str, Any]]) -> list[R]:
        return [row_type(**dict(_filled(item))) for item in items]

    def _filled(item: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, column, reader, field in columns:
            raw = item.get(column)
            if raw is not None:
                yield name, _value(column, raw, reader)
            elif NoneType in get_args(field.type):
                yield name, None
            elif field.required:
                raise ValueError(f"{column} is null")

    return read


def _row(item: Mapping[str, Any], readers: Mapping[str, Callable[[str], Any]]) -> Row:
    row: Row = dict.fromkeys(readers)
    for name, raw in item.items():
        if name == "links":
            continue
        reader = readers.get(name)
        row[name] = raw if reader is None else _value(name, raw, reader)
    return row


def _value(column: str, raw: Any, reader: Callable[[str], Any]) -> Any:
    try:
        return reader(str(raw))
    except (ValueError, ArithmeticError) as error:
        raise ValueError(f"{column}: {error}") from None


def _reader_of(name: str, kind: Any) -> Callable[[str], Any]:
    kinds = [one for one in get_args(kind) if one is not NoneType] or [kind]
    reader = _READERS.get(kinds[0]) if len(kinds) == 1 else None
    if reader is None:
        known = ", ".join(one.__name__ for one in _READERS)
        raise ValueError(f"{name}: a column is one of {known}")
    return reader
