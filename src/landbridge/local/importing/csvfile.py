"""A CSV file's header and rows: which column is which field of the record type."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from landbridge.local.records.types import TypeDefinition
from landbridge.recordtypes import Field

MOST_ROWS = 25_000
"""Rows of one file (documented: *CSV Imports Overview*)."""

INTERNAL_ID, EXTERNAL_ID = "internalid", "externalid"


class ImportRefused(ValueError):  # noqa: N818 - named for what happened, as everywhere in the project
    """A file that cannot be imported at all; the text says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its ``number`` in the file without the header, from 1; its key; the texts that are not empty, by field name.

    ``beyond`` counts the cells that no column of the header is for: such a row is refused.
    """

    number: int
    internal_id: str
    external_id: str
    texts: dict[str, str]
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class CSVFile:
    """A file whose columns are known. ``keys`` are the columns that say which record is meant."""

    fields: dict[str, Field]
    keys: frozenset[str]
    rows: Sequence[Row]


def read(text: str, definition: TypeDefinition) -> CSVFile:
    """Read a file: a header with SuiteScript ids or labels of fields, ``Internal ID`` and ``External ID``, then the rows.

    Raises :class:`ImportRefused`.
    """
    try:
        lines = [line for line in csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True) if line]
    except csv.Error as error:
        raise ImportRefused(f"The file is no CSV file: {error}.") from None
    if len(lines) < 2:
        raise ImportRefused("The file needs a header and at least one row.")
    if len(lines) - 1 > MOST_ROWS:
        raise ImportRefused(f"The file has {len(lines) - 1:,} rows; {MOST_ROWS:,} can be imported at once.")
    columns = [_column(name, definition) for name in lines[0]]
    names = [column if isinstance(column, str) else column.name for column in columns]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ImportRefused(f"Two columns are the same field: {', '.join(sorted(twice))}.")
    return CSVFile(
        {column.name: column for column in columns if isinstance(column, Field)},
        frozenset(column for column in columns if isinstance(column, str)),
        [_row(number, names, line) for number, line in enumerate(lines[1:], start=1)],
    )


def _column(name: str, definition: TypeDefinition) -> Field | str:
    """Return the field of a column, or the name of a key."""
    wanted = name.strip().casefold()
    if wanted in (INTERNAL_ID, "internal id", "id"):
        return INTERNAL_ID
    if wanted in (EXTERNAL_ID, "external id"):
        return EXTERNAL_ID
    fields = definition.entered
    named = definition.field_of(wanted)
    if named in fields:
        return named
    for field in fields:
        if wanted == field.label.casefold():
            return field
    raise ImportRefused(f"{definition.label} has no field {name.strip()!r} that can be imported.")


def _row(number: int, names: Sequence[str], line: Sequence[str]) -> Row:
    # A row may be shorter than the header: its last cells are empty, as spreadsheets write them.
    texts = {name: text for name, text in zip(names, line, strict=False) if text.strip()}
    beyond = sum(bool(text.strip()) for text in line[len(names) :])
    return Row(number, texts.pop(INTERNAL_ID, "").strip(), texts.pop(EXTERNAL_ID, "").strip(), texts, beyond)
