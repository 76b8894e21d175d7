"""Lines of sublists on record pages: shown on the view page, and a few to fill in on the form of a new transaction.

What there is not: changing the lines of a saved record. In NetSuite the form has them too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from landbridge.local.pages.fieldvalues import InputError, Shown, control, read, show
from landbridge.local.pages.formdata import FormField, Typed
from landbridge.local.records.model import LineChanges
from landbridge.local.records.shapes import Shape
from landbridge.recordtypes import TRANSACTION_TYPES, Field, Kind

if TYPE_CHECKING:
    from landbridge.local.account import Account

ENTERED = {
    "itemList": ("item", "quantity", "rate", "description"),
    "expenseList": ("expenseDate", "category", "account", "amount", "memo"),
}
"""Sublists of a new transaction's form, with the columns that can be filled in."""

NEW_LINES = 3
_TRANSACTIONS = frozenset(kind.name for kind in TRANSACTION_TYPES)


@dataclass(frozen=True, slots=True)
class LineTable:
    """The lines of a sublist for reading."""

    title: str
    columns: tuple[Field, ...]
    rows: tuple[tuple[Shown, ...], ...]


def tables(account: Account, record_type: str, values: Mapping[str, Any]) -> list[LineTable]:
    """Return a table for each sublist that has lines, with the columns in which any line has a value."""
    return [
        _table(account, shape, values[name])
        for name, shape in account.records.definition(record_type).shape.lists.items()
        if values.get(name)
    ]


def _table(account: Account, shape: Shape, lines: Sequence[Mapping[str, Any]]) -> LineTable:
    columns = tuple(
        field
        for field in shape.fields.values()
        if field.kind is not Kind.OBJECT and any(line.get(field.name) not in (None, False) for line in lines)
    )
    rows = tuple(tuple(show(account, field, line.get(field.name)) for field in columns) for line in lines)
    return LineTable(shape.sublist.label if shape.sublist else "", columns, rows)


def new_groups(account: Account, record_type: str, form: Typed) -> list[tuple[str, list[FormField]]]:
    """Return a group of controls for each line that a new transaction's form offers."""
    return [
        (
            f"{title} {number}",
            [
                FormField(
                    one,
                    control(account, one, form.texts.get(one.script, "")),
                    form.errors.get(one.script, ""),
                )
                for one in fields
            ],
        )
        for _, title, number, fields in _lines(account, record_type)
    ]


def entered(
    account: Account, record_type: str, form: Mapping[str, str], typed: Typed
) -> dict[str, LineChanges]:
    """Return the lines that were filled in, by sublist; notes in ``typed`` the texts and what is no value of its field."""
    found: dict[str, list[dict[str, Any]]] = {}
    for sublist, _, _, fields in _lines(account, record_type):
        line: dict[str, Any] = {}
        for one in fields:
            text = typed.texts[one.script] = form.get(one.script, "")
            try:
                value = read(account, one, text)
            except InputError as error:
                typed.errors[one.script] = str(error)
                continue
            if value is not None:
                line[one.name] = value
        if line:
            found.setdefault(sublist, []).append(line)
    return {sublist: LineChanges(lines) for sublist, lines in found.items()}


def _lines(account: Account, record_type: str) -> Iterator[tuple[str, str, int, list[Field]]]:
    """Yield sublist, its label, the line's number and the line's fields, named for the form: ``item.1.quantity``."""
    if record_type not in _TRANSACTIONS:
        return
    lists = account.records.definition(record_type).shape.lists
    for sublist, names in ENTERED.items():
        shape = lists.get(sublist)
        if shape is None or shape.sublist is None:
            continue
        for number in range(1, NEW_LINES + 1):
            fields = [
                replace(shape.fields[name], script=f"{shape.sublist.script}.{number}.{name}", mandatory=False)
                for name in names
                if name in shape.fields
            ]
            yield sublist, shape.sublist.label, number, fields
