"""What commands print: a table or lines for people, or one last line of JSON for programs."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table


def json_line(value: object) -> None:
    """Print a value as the one last line of JSON."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()


def line(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def listing(rows: Sequence[Mapping[str, Any]], *, as_json: bool, key: str, empty: str) -> None:
    """Print rows, as ``{key: [...]}`` or as a table; ``empty`` is what a person reads when there are none."""
    if as_json:
        json_line({key: rows})
        return
    if not rows:
        line(empty)
        return
    table = Table(box=None, pad_edge=False)
    for name in rows[0]:
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(cell(value) for value in row.values()))
    Console(file=sys.stdout, soft_wrap=not sys.stdout.isatty()).print(table)


def details(row: Mapping[str, Any], *, as_json: bool) -> None:
    """Print one thing."""
    if as_json:
        json_line(row)
        return
    for name, value in row.items():
        if not isinstance(value, list):
            line(f"{name.replace('_', ' ')}: {cell(value)}")


def cell(value: object) -> str:
    """A value as text for a person."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}"
        case dict():
            return ", ".join(f"{name} {count}" for name, count in value.items() if count)
        case list() | tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value)
