"""Values of fields from plain texts, as CSV files, mass updates and workflows have them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from landbridge.local.datetexts import read_date
from landbridge.local.records.errors import RecordError
from landbridge.local.records.values import instant_of
from landbridge.recordtypes import Field, Kind
from landbridge.recordtypes.labels import label_of

if TYPE_CHECKING:
    from landbridge.local.account import Account

_TRUE, _FALSE = frozenset({"t", "true", "yes"}), frozenset({"f", "false", "no"})
_INTEGER = re.compile(r"[+-]?[0-9][0-9,]{0,29}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9][0-9,]{0,29}(?:\.[0-9]*)?|\.[0-9]+)")
SEVERAL = "|"
"""Between the values of a multiple select field (documented default of the import's option)."""


class FieldTexts:
    """Reads texts. Names of references are looked up once a field and kept: one for each import or update."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._names: dict[str, dict[str, str]] = {}

    def value(self, field: Field, text: str) -> Any:
        """Return the value that a text means; an empty one clears (``None``).

        A reference is named by its text or its internal id, an enumeration by its text or SOAP's value, a date as the account
        writes dates. Raises ``RecordError`` INVALID_FLD_VALUE, INVALID_KEY_OR_REF.
        """
        text = text.strip()
        if not text:
            return None
        readers: dict[Kind, Callable[[Field, str], Any]] = {
            Kind.BOOLEAN: _boolean,
            Kind.INTEGER: _number(_INTEGER, int),
            Kind.DOUBLE: _number(_DECIMAL, float),
            Kind.DURATION: _number(_DECIMAL, float),
            Kind.DATE: self._date,
            Kind.DATETIME: _instant,
            Kind.ENUM: _enumeration,
            Kind.REF: self._reference,
            Kind.REF_LIST: lambda field, texts: [
                self._reference(field, one.strip()) for one in texts.split(SEVERAL)
            ],
        }
        reader = readers.get(field.kind)
        return text if reader is None else reader(field, text)

    def _date(self, field: Field, text: str) -> Any:
        try:
            return read_date(self._account.settings, text)
        except ValueError:
            raise _wrong(field, text) from None

    def _reference(self, field: Field, text: str) -> str:
        names = self._names_of(field.refers_to)
        found = names.get(text.casefold()) or (text if text.isdecimal() else "")
        if not found:
            raise RecordError(
                "INVALID_KEY_OR_REF", f"Invalid {field.label} reference key {text[:60]}.", field=field.name
            )
        return found

    def _names_of(self, record_type: str) -> dict[str, str]:
        if record_type not in self._names:
            options = self._account.records.options(record_type)
            self._names[record_type] = {shown.casefold(): record_id for record_id, shown in options}
        return self._names[record_type]


def _wrong(field: Field, text: str) -> RecordError:
    return RecordError(
        "INVALID_FLD_VALUE", f"Invalid value {text[:60]!r} for field {field.label}.", field=field.name
    )


def _boolean(field: Field, text: str) -> bool:
    if text.casefold() in _TRUE:
        return True
    if text.casefold() in _FALSE:
        return False
    raise _wrong(field, text)


def _number(pattern: re.Pattern[str], convert: Callable[[str], float]) -> Callable[[Field, str], Any]:
    def read(field: Field, text: str) -> Any:
        if not pattern.fullmatch(text):
            raise _wrong(field, text)
        return convert(text.replace(",", ""))

    return read


def _instant(field: Field, text: str) -> Any:
    try:
        return instant_of(text)
    except ValueError:
        raise _wrong(field, text) from None


def _enumeration(field: Field, text: str) -> str:
    for value in field.values:
        if text.casefold() in (value.casefold(), label_of(value).casefold()):
            return value
    raise _wrong(field, text)
