"""From a NetSuite value to what a SuiteProjects Pro field takes, or a reason in words."""

from __future__ import annotations

import re
from datetime import date, datetime

from landbridge.service.ports import JsonValue, Reference, Value
from landbridge.service.workflows.catalogue import Target, TargetKind

CURRENCY_NAMES = {
    "us dollar": "USD",
    "usa": "USD",
    "british pound": "GBP",
    "canadian dollar": "CAD",
    "euro": "EUR",
    "swiss franc": "CHF",
    "australian dollar": "AUD",
    "japanese yen": "JPY",
}
"""Names that a new NetSuite account gives its currencies (assumed); others are named by their code, or mapped by a list."""

_TRUE = {"true", "t", "1", "yes"}
_FALSE = {"false", "f", "0", "no", ""}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_CODE = re.compile(r"[A-Za-z]{3}")


class NotConvertible(ValueError):  # noqa: N818  # names what the value is, as the other outcomes do
    """The value does not fit the field. The message is a whole sentence for the run log."""


def convert(value: Value, target: Target) -> JsonValue:
    """Return ``value`` as ``target`` takes it; ``None`` for an empty value.

    Raises :class:`NotConvertible` with the reason.
    """
    if value is None or value == "":
        return None
    if isinstance(value, (list, tuple)):
        return _text(", ".join(_plain_text(item) for item in value), target)
    return _CONVERTERS[target.kind](value, target)


def shown(value: Value) -> str:
    """Return the value as the run log shows it, at most 200 characters."""
    text = _plain_text(value).replace("\0", "\N{REPLACEMENT CHARACTER}")
    return text if len(text) <= 200 else text[:199] + "…"


def _plain_text(value: object) -> str:
    if isinstance(value, Reference):
        return value.name or value.internal_id
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _text(value: Value, target: Target) -> str | None:
    text = _plain_text(value).strip()
    if len(text) > target.longest:
        raise NotConvertible(
            f"{target.label} takes {target.longest} characters at most, this value has {len(text)}."
        )
    return text or None


def _email(value: Value, target: Target) -> str | None:
    text = _text(value, target)
    if text and not _EMAIL.fullmatch(text):
        raise NotConvertible(f"{target.label} takes an e-mail address.")
    return text


def _number(value: Value, target: Target) -> JsonValue:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    try:
        number = float(_plain_text(value).replace(",", ""))
    except ValueError:
        raise NotConvertible(f"{target.label} takes a number.") from None
    return int(number) if number.is_integer() else number


def _boolean(value: Value, target: Target) -> bool:
    if isinstance(value, bool):
        return value
    text = _plain_text(value).strip().lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise NotConvertible(f"{target.label} takes yes or no.")


def _date(value: Value, target: Target) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(_plain_text(value).strip()[:10]).isoformat()
    except ValueError:
        raise NotConvertible(f"{target.label} takes a date.") from None


def _currency(value: Value, target: Target) -> str:
    text = _plain_text(value).strip()
    if _CODE.fullmatch(text) and text.lower() not in CURRENCY_NAMES:
        return text.upper()
    code = CURRENCY_NAMES.get(text.lower())
    if code is None:
        raise NotConvertible(f"{target.label} takes a currency code of three letters.")
    return code


_CONVERTERS = {
    TargetKind.TEXT: _text,
    TargetKind.EMAIL: _email,
    TargetKind.NUMBER: _number,
    TargetKind.BOOLEAN: _boolean,
    TargetKind.DATE: _date,
    TargetKind.CURRENCY: _currency,
    TargetKind.RECORD: _text,
}
