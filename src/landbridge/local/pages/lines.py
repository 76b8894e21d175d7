"""Lines of sublists on record pages: shown on the view page, filled in and changed on the form of a transaction.

The form has the lines of items and expenses; what a payment or credit is applied to is made by a button.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from landbridge.local.pages.fieldvalues import InputError, Shown, control, read, show, typed
from landbridge.local.pages.formdata import FormField, Typed
from landbridge.local.records.lines import LINE
from landbridge.local.records.model import LineChanges
from landbridge.local.records.shapes import Shape
from landbridge.recordtypes import TRANSACTION_TYPES, Field, Kind

if TYPE_CHECKING:
    from landbridge.local.account import Account

ENTERED = {
    "itemList": ("item", "quantity", "rate", "description", "job", "customer"),
    "expenseList": ("expenseDate", "category", "account", "amount", "memo", "customer"),
}
"""Sublists of a transaction's form, with the columns that can be filled in, beside the custom ones."""

NEW_LINES, MORE_LINES = 3, 1
"""Empty lines of the form of a new transaction, and of one that is edited."""

MOST_LINES = 20
"""Lines that a form shows; the others stay as they are (NetSuite's forms show all)."""

REMOVE = Field("remove", Kind.BOOLEAN, "Remove this line", script="remove", suiteql="")
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


@dataclass(frozen=True, slots=True)
class LineForm:
    """One line of a form: its place, from 1, its fields named for the form (``item.1.quantity``), and what is stored of it."""

    sublist: str
    title: str
    fields: tuple[Field, ...]
    stored: Mapping[str, Any] | None
    remove: Field


def form_groups(
    account: Account, record_type: str, values: Mapping[str, Any] | None, form: Typed
) -> list[tuple[str, list[FormField]]]:
    """Return a group of controls for each line of a transaction's form; ``values`` are those of the record, ``None`` for a new one."""
    return [
        (
            one.title,
            [
                FormField(
                    field,
                    control(account, field, form.texts.get(field.script, _text(one, field))),
                    form.errors.get(field.script, ""),
                )
                for field in (*one.fields, *([one.remove] if one.stored else []))
            ],
        )
        for one in _forms(account, record_type, values)
    ]


def entered(
    account: Account,
    record_type: str,
    values: Mapping[str, Any] | None,
    form: Mapping[str, str],
    noted: Typed,
) -> dict[str, LineChanges]:
    """Return what was done to the lines, by sublist; notes in ``noted`` the texts and what is no value of its field."""
    changed: dict[str, list[dict[str, Any]]] = {}
    kept: dict[str, list[dict[str, Any]]] = {}
    removed: set[str] = set()
    for one in _forms(account, record_type, values):
        line = _changes(account, one, form, noted)
        if one.stored is None:
            if any(value not in (None, False) for value in line.values()):
                changed.setdefault(one.sublist, []).append(line)
        elif form.get(one.remove.script, "") == "T":
            removed.add(one.sublist)
        else:
            known = {LINE: one.stored[LINE]}
            kept.setdefault(one.sublist, []).append({**known, **line})
            if line:
                changed.setdefault(one.sublist, []).append({**known, **line})
    found = {name: LineChanges(lines, replace_all=values is None) for name, lines in changed.items()}
    for name in removed:
        rest = [{LINE: line[LINE]} for line in ((values or {}).get(name) or ())[MOST_LINES:]]
        new = [line for line in changed.get(name, ()) if LINE not in line]
        found[name] = LineChanges([*kept.get(name, ()), *rest, *new])
    return found


def _changes(account: Account, one: LineForm, form: Mapping[str, str], noted: Typed) -> dict[str, Any]:
    """Return the values of a line that differ from what is stored."""
    line: dict[str, Any] = {}
    for field in one.fields:
        before = _text(one, field)
        text = noted.texts[field.script] = form.get(field.script, before)
        try:
            value = read(account, field, text)
            if value != read(account, field, before):
                line[field.name] = value
        except InputError as error:
            noted.errors[field.script] = str(error)
    return line


def _text(one: LineForm, field: Field) -> str:
    return typed(field, one.stored.get(field.name)) if one.stored else ""


def _forms(account: Account, record_type: str, values: Mapping[str, Any] | None) -> Iterator[LineForm]:
    """Yield the lines that a form shows: those that are stored, then empty ones."""
    if record_type not in _TRANSACTIONS:
        return
    lists = account.records.definition(record_type).shape.lists
    for sublist, names in ENTERED.items():
        shape = lists.get(sublist)
        if shape is None or shape.sublist is None:
            continue
        stored = [] if values is None else list(values.get(sublist) or ())[:MOST_LINES]
        empty = [None] * (NEW_LINES if values is None else MORE_LINES)
        for number, line in enumerate((*stored, *empty), 1):
            yield _form(sublist, shape, names, number, line)


def _form(
    sublist: str, shape: Shape, names: Sequence[str], number: int, stored: Mapping[str, Any] | None
) -> LineForm:
    assert shape.sublist is not None
    place = f"{shape.sublist.script}.{number}"
    customs = [name for name in shape.fields if name.startswith("custcol")]
    return LineForm(
        sublist,
        f"{shape.sublist.label} {number}",
        tuple(
            replace(shape.fields[name], script=f"{place}.{name}", mandatory=False)
            for name in (*names, *customs)
            if name in shape.fields
        ),
        stored,
        replace(REMOVE, script=f"{place}.{REMOVE.name}"),
    )
