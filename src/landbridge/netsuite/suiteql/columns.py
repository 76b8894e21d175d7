"""The columns of a record type: what is selected for each field, and how the texts become the values of a ``Record``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from landbridge.netsuite.records import Ref, Value
from landbridge.netsuite.suiteql.parameters import DAY, SECOND
from landbridge.recordtypes import Field, Kind
from landbridge.recordtypes.labels import label_of
from landbridge.recordtypes.querycodes import enumeration

Read = Callable[[str], Value]
Instant = Callable[[str], datetime]

_SHOWN = frozenset({Kind.REF, Kind.REF_LIST, Kind.ENUM})
"""Kinds of which the display text is read as well."""


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """One field of a record: ``name`` is SOAP's or a custom field's script id, ``source`` the column's name, as queries call it.

    ``place`` goes before the column where several tables are joined (``transaction.``); ``expression`` is selected in the column's
    place where it is no plain column. ``codes`` are an enumeration's, with SOAP's value of each; ``read`` reads what is not as others of its kind.
    """

    name: str
    kind: Kind
    source: str
    place: str = ""
    expression: str = ""
    codes: Mapping[str, str] | None = None
    read: Read | None = None

    @property
    def sql(self) -> str:
        """What the field is compared by."""
        return self.expression or f"{self.place}{self.source}"

    @property
    def shown(self) -> bool:
        """Whether the display text is selected beside it."""
        return self.kind in _SHOWN

    def selected(self, alias: str) -> Iterator[str]:
        """Yield what to select, under short names, which make half of an answer otherwise."""
        if self.kind is Kind.DATE:
            yield f"TO_CHAR({self.sql}, '{DAY}') AS c{alias}"
        elif self.kind is Kind.DATETIME:
            yield f"TO_CHAR({self.sql}, '{SECOND}') AS c{alias}"
        else:
            yield f"{self.sql} AS c{alias}"
        if self.shown:
            yield f"BUILTIN.DF({self.sql}) AS d{alias}"


def column_of(record_type: str, field: Field, place: str = "") -> FieldColumn | None:
    """Return the column of a described field; ``None`` where queries have none (addresses, fields without a known column)."""
    if not field.suiteql or field.kind is Kind.OBJECT:
        return None
    codes = (
        {code: value for value, code in enumeration(record_type, field.name, field.values).items()}
        if field.kind is Kind.ENUM
        else None
    )
    return FieldColumn(field.name, field.kind, field.suiteql.lower(), place, codes=codes)


@dataclass(frozen=True, slots=True)
class Decoding:
    """How the items of a page become values: by the alias that each column is selected under."""

    plain: Mapping[str, tuple[str, Read | None]]
    shown: Mapping[str, tuple[str, str, Callable[[str, str], Value]]]

    @classmethod
    def of(cls, columns: Iterable[FieldColumn], instant: Instant) -> Decoding:
        """Return the decoding of columns, which are numbered as they stand."""
        plain: dict[str, tuple[str, Read | None]] = {}
        shown: dict[str, tuple[str, str, Callable[[str, str], Value]]] = {}
        readers = {**_READERS, Kind.DATETIME: instant}
        for number, column in enumerate(columns):
            if column.shown:
                shown[f"c{number}"] = column.name, f"d{number}", _shown_reader(column)
            else:
                plain[f"c{number}"] = column.name, column.read or readers[column.kind]
        return cls(plain, shown)

    def values(self, item: Mapping[str, str]) -> dict[str, Value]:
        """Return the values of one item; nulls are not among them. ``ValueError`` names the field whose text is not of its kind."""
        values: dict[str, Value] = {}
        name, plain, shown = "", self.plain, self.shown
        try:
            for alias, text in item.items():
                if alias in plain:
                    name, read = plain[alias]
                    values[name] = text if read is None else read(text)
                elif alias in shown:
                    name, display, read_shown = shown[alias]
                    values[name] = read_shown(text, item.get(display, ""))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{name}: {error}") from None
        return values


def _shown_reader(column: FieldColumn) -> Callable[[str, str], Value]:
    if column.kind is Kind.REF:
        return Ref
    return _enumeration(column.codes or {}) if column.kind is Kind.ENUM else _references


def _references(ids: str, names: str) -> Value:
    """Read several references (``"1, 2"``); names that hold commas themselves cannot be told apart and stay empty."""
    split, texts = ids.split(", "), names.split(", ")
    return [
        Ref(one, text)
        for one, text in zip(split, texts if len(texts) == len(split) else [""] * len(split), strict=True)
    ]


def _enumeration(codes: Mapping[str, str]) -> Callable[[str, str], Value]:
    """Read an enumeration by its code, else by its text; what is known by neither stays the code."""
    labels = {label_of(value).lower(): value for value in codes.values()}
    return lambda code, label: codes.get(code) or labels.get(label.lower(), code)


def _whole(raw: str) -> int:
    number = float(raw)
    if number != int(number):
        raise ValueError(f"not a whole number: {raw[:30]!r}")
    return int(raw) if raw.lstrip("-").isdigit() else int(number)


_READERS: dict[Kind, Read | None] = {
    Kind.STRING: None,
    Kind.BOOLEAN: {"T": True, "F": False}.__getitem__,
    Kind.INTEGER: _whole,
    Kind.DOUBLE: float,
    Kind.DURATION: float,
    Kind.DATE: date.fromisoformat,
}
