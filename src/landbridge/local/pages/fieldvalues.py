"""One field on a page: its value shown, put into a control, and read back from what a browser sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from landbridge.local.datetexts import read_date, show_date, show_instant
from landbridge.local.pages.recordpages import PAGES_OF_TYPE, record_address
from landbridge.recordtypes import Field, Kind
from landbridge.recordtypes.labels import label_of

if TYPE_CHECKING:
    from landbridge.local.account import Account

LONG_TEXTS = frozenset({"comments", "jobDescription"})
MOST_OPTIONS = 500
"""A select field with more entries than this becomes a field for the internal id."""


class InputError(Exception):
    """What was typed is no value of the field; the text says what is expected."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value for reading: text, and the address of the record that it refers to (or ``""``)."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A control of a form. ``kind``: text, textarea, number, date, checkbox, select, reference (an internal id typed)."""

    kind: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    text: str = ""


def show(account: Account, field: Field, value: Any) -> Shown:
    """Return a stored value for reading; an absent one is empty, an absent check box "No"."""
    if field.kind is Kind.BOOLEAN:
        return Shown("Yes" if value else "No")
    if value is None:
        return Shown("")
    if field.kind is Kind.REF:
        link = record_address(field.refers_to, value) if field.refers_to in PAGES_OF_TYPE else ""
        return Shown(account.records.display(field.refers_to, value) or value, link)
    if field.kind is Kind.REF_LIST:
        texts = account.records.displays(field.refers_to, value)
        return Shown(", ".join(texts.get(one, one) for one in value))
    return Shown(_text(account, field, value))


def _text(account: Account, field: Field, value: Any) -> str:
    if field.kind is Kind.ENUM:
        return label_of(value)
    if isinstance(value, datetime):
        return show_instant(account.settings, value)
    if isinstance(value, date):
        return show_date(account.settings, value)
    if isinstance(value, float):
        return f"{value:g} hours" if field.kind is Kind.DURATION else _number(value)
    return str(value)


def _number(value: float) -> str:
    return f"{value:,.2f}" if value == round(value, 2) else repr(value)


def typed(field: Field, value: Any) -> str:
    """Return a stored value as a form sends it: check boxes T or F, dates in ISO form, references by internal id,
    several separated by commas."""
    if field.kind is Kind.BOOLEAN:
        return "T" if value else "F"
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, list):
        return ", ".join(value)
    return str(value)


def control(account: Account, field: Field, value: str) -> Control:
    """Return the control for a value in the form of :func:`typed`."""
    if field.kind is Kind.BOOLEAN:
        return Control("checkbox", value)
    if field.kind is Kind.DATE:
        # What is no date stays visible: a browser's date field would drop it.
        return Control("date" if not value or re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else "text", value)
    if field.kind is Kind.ENUM:
        return Control("select", value, tuple((name, label_of(name)) for name in field.values))
    if field.kind is Kind.REF:
        return _reference(account, field, value)
    if field.kind in (Kind.DOUBLE, Kind.INTEGER, Kind.DURATION):
        return Control("number", value)
    return Control("textarea" if field.name in LONG_TEXTS else "text", value)


def _reference(account: Account, field: Field, value: str) -> Control:
    options = account.records.options(field.refers_to)
    if len(options) > MOST_OPTIONS:
        return Control(
            "reference", value, text=account.records.display(field.refers_to, value) if value else ""
        )
    return Control("select", value, tuple(options))


def read(account: Account, field: Field, text: str) -> Any:
    """Return the value behind what a form sent; ``None`` clears. Raises :class:`InputError`."""
    text = text.replace("\r\n", "\n").strip()
    if field.kind is Kind.BOOLEAN:
        return _boolean(text)
    if not text:
        return None
    readers: dict[Kind, Callable[[str], Any]] = {
        Kind.DOUBLE: lambda number: float(number.replace(",", "")),
        Kind.DURATION: lambda hours: float(hours.replace(",", "")),
        Kind.INTEGER: lambda number: int(number.replace(",", "")),
        Kind.DATE: lambda day: read_date(account.settings, day),
        Kind.DATETIME: datetime.fromisoformat,
        Kind.REF: _internal_id,
        Kind.REF_LIST: _internal_ids,
        Kind.ENUM: lambda name: _one_of(field.values, name),
    }
    reader = readers.get(field.kind)
    if reader is None:
        return text
    try:
        value = reader(text)
    except ValueError as error:
        raise InputError(_expected(account, field)) from error
    if isinstance(value, float) and not abs(value) < float("inf"):
        raise InputError(_expected(account, field))
    return value


def _boolean(text: str) -> bool:
    if text in {"T", "true", "on"}:
        return True
    if text in {"F", "false", ""}:
        return False
    raise InputError("Enter T or F.")


def _internal_id(text: str) -> str:
    return str(int(text))


def _internal_ids(text: str) -> list[str]:
    return [_internal_id(one) for one in text.split(",")]


def _one_of(values: tuple[str, ...], name: str) -> str:
    if name not in values:
        raise ValueError(name)
    return name


def _expected(account: Account, field: Field) -> str:
    if field.kind is Kind.DATE:
        return f"Enter a date like {account.settings.date_format}."
    if field.kind in (Kind.REF, Kind.ENUM):
        return "Choose an entry of the list."
    if field.kind is Kind.REF_LIST:
        return "Enter internal ids, separated by commas."
    if field.kind is Kind.DATETIME:
        return "Enter a date and time like 2026-01-31T09:30:00+00:00."
    return "Enter a number."
