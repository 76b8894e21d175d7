"""From a NetSuite value to what a SuiteProjects Pro field takes, or a reason in words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from landbridge.service.ports import JsonValue, Reference, Value
from landbridge.service.projects.currencies import CURRENCY_CODES
from landbridge.service.projects.record_types import LONGEST_NOTES, SppField, SppKind
from landbridge.service.workflows.environment import Surroundings

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
"""Names that a new NetSuite account gives its currencies (assumed); of others the account tells the code by their internal id."""

LONGEST_EMAIL = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3)."""
LARGEST = 10**13
"""Beyond it a JSON number does not keep thousandths."""

_TRUE = {"true", "t", "1", "yes"}
_FALSE = {"false", "f", "0", "no", ""}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d{1,2})?", re.ASCII)
_CLOCK = re.compile(r"(-?)(\d{1,4}):([0-5]\d)", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?", re.ASCII)
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 and the database cannot hold."""


class NotConvertible(ValueError):  # noqa: N818  # names what the value is, as the other outcomes do
    """The value does not fit the field. The message is a whole sentence for the run log, without the value."""


def convert(value: Value, target: SppField, surroundings: Surroundings | None = None) -> JsonValue:
    """Return ``value`` as ``target`` takes it; ``None`` for an empty value.

    Raises :class:`NotConvertible` with the reason. ``surroundings`` tell the day of an instant (UTC without them) and the codes of
    currencies that are named otherwise.
    """
    if value is None or value == "":
        return None
    if isinstance(value, list | tuple):
        return _several(value, target, surroundings)
    if target.kind is SppKind.TEXT:
        return _text(value, target, surroundings)
    return _CONVERTERS[target.kind](value, target, surroundings)


def _several(values: Sequence[Value], target: SppField, surroundings: Surroundings | None) -> JsonValue:
    if target.kind is SppKind.TEXT:
        return _text(plain_text(values), target, surroundings)
    if len(values) > 1 and target.kind is not SppKind.REFERENCE:
        raise NotConvertible(f"{target.label} takes one value, and these are {len(values)}.")
    if len(values) > 1:
        return _references(values, target)
    return convert(values[0], target, surroundings) if values else None


def shown(value: Value) -> str:
    """Return the value as the run log shows it, at most 200 characters."""
    text = _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", plain_text(value))
    return text if len(text) <= 200 else text[:199] + "…"


def plain_text(value: object) -> str:
    """Return a value as text: a reference's name, else its id; dates as ISO text; whole numbers without decimals."""
    if isinstance(value, Reference):
        return value.name or value.internal_id
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, list | tuple):
        return ", ".join(plain_text(one) for one in value)
    return "" if value is None else str(value)


def decimal_of(value: Value) -> Decimal | None:
    """Return a number, or a text that is one (``1,250.50``), without the noise of binary fractions; ``None`` for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    text = plain_text(value).strip()
    if not _NUMBER.fullmatch(text) or not any(map(str.isdigit, text.lower().partition("e")[0])):
        return None
    return Decimal(text.replace(",", ""))


def plain_number(number: Decimal) -> int | float:
    """Return a number as JSON has it, a whole one without decimals."""
    return int(number) if number == number.to_integral_value() else float(number)


def account_day(instant: datetime, surroundings: Surroundings | None) -> date:
    """Return the day on which an instant lies."""
    zone: tzinfo = surroundings.zone if surroundings else UTC
    return instant.astimezone(zone).date()


def _text(value: Value, target: SppField, _: Surroundings | None) -> str | None:
    text = (value if isinstance(value, str) else plain_text(value)).strip()
    strange = _NO_TEXT.search(text)
    if strange:
        raise NotConvertible(f"{target.label} takes text, and U+{ord(strange.group()):04X} is no character.")
    if len(text) > target.longest:
        raise NotConvertible(
            f"{target.label} takes {target.longest} characters at most, this value has {len(text)}."
        )
    return text or None


def _email(value: Value, target: SppField, _: Surroundings | None) -> str | None:
    text = plain_text(value).strip()
    if (text and not (_EMAIL.fullmatch(text) and len(text) <= LONGEST_EMAIL)) or _NO_TEXT.search(text):
        raise NotConvertible(f"{target.label} takes an e-mail address.")
    return text or None


def _number(value: Value, target: SppField, _: Surroundings | None) -> JsonValue:
    number = decimal_of(value)
    if number is None or abs(number) >= LARGEST:
        raise NotConvertible(f"{target.label} takes a number.")
    return target.stored(plain_number(number))


def _hours(value: Value, target: SppField, surroundings: Surroundings | None) -> JsonValue:
    """Hours are a number, or hours and minutes as NetSuite's forms show them (``7:30``)."""
    clock = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if clock is None:
        try:
            return _number(value, target, surroundings)
        except NotConvertible:
            raise NotConvertible(f"{target.label} takes a number of hours.") from None
    hours = int(clock[2]) + int(clock[3]) / 60
    return target.stored(-hours if clock[1] else hours)


def _flag(value: Value, target: SppField, _: Surroundings | None) -> bool:
    if isinstance(value, bool):
        return value
    text = plain_text(value).strip().lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise NotConvertible(f"{target.label} takes yes or no.")


def _date(value: Value, target: SppField, surroundings: Surroundings | None) -> str:
    if isinstance(value, datetime):
        return account_day(value, surroundings).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    found = _DAY.fullmatch(plain_text(value).strip())
    try:
        return date.fromisoformat(found[1] if found else "").isoformat()
    except ValueError:
        raise NotConvertible(f"{target.label} takes a date.") from None


def _currency(value: Value, target: SppField, surroundings: Surroundings | None) -> str:
    text = plain_text(value).strip()
    code = CURRENCY_NAMES.get(text.lower()) or text.upper()
    if code not in CURRENCY_CODES and surroundings and isinstance(value, Reference):
        code = surroundings.account().currencies.get(value.internal_id, "")
    if code not in CURRENCY_CODES:
        raise NotConvertible(f"{target.label} takes a currency code of three letters.")
    return code


def _choice(value: Value, target: SppField, _: Surroundings | None) -> str | None:
    text = plain_text(value).strip()
    if not text:
        return None
    if not target.choices or text in target.choices:
        return text
    alike = [choice for choice in target.choices if choice.casefold() == text.casefold()]
    if len(alike) == 1:
        return alike[0]
    raise NotConvertible(f"{target.label} takes one of {', '.join(target.choices)}.")


def _reference(value: Value, target: SppField, _: Surroundings | None) -> str | None:
    """A NetSuite reference is none of SuiteProjects Pro's: only a lookup tells what it became."""
    if isinstance(value, Reference | bool | date):
        raise NotConvertible(f"{target.label} takes the id of a SuiteProjects Pro record; a lookup gives it.")
    text = plain_text(value).strip()
    if len(text) > (LONGEST_NOTES if target.many else target.longest) or _NO_TEXT.search(text):
        raise NotConvertible(f"{target.label} takes the id of a SuiteProjects Pro record; a lookup gives it.")
    return text or None


def _references(values: Sequence[Value], target: SppField) -> str | None:
    if not target.many:
        raise NotConvertible(f"{target.label} takes one record, and these are {len(values)}.")
    ids = [_reference(value, target, None) for value in values]
    return ",".join(dict.fromkeys(one for one in ids if one))


_CONVERTERS: dict[SppKind, Callable[[Value, SppField, Surroundings | None], JsonValue]] = {
    SppKind.TEXT: _text,
    SppKind.EMAIL: _email,
    SppKind.NUMBER: _number,
    SppKind.MONEY: _number,
    SppKind.HOURS: _hours,
    SppKind.FLAG: _flag,
    SppKind.DATE: _date,
    SppKind.CURRENCY: _currency,
    SppKind.CHOICE: _choice,
    SppKind.REFERENCE: _reference,
}
