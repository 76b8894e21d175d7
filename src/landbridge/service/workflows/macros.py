"""Macros: values that are not of the record's own fields.

Oracle's help shows one by name, ``_TODAY`` (article 161978863602); a published configuration has a default row that gives the account's
currency. The others are ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from landbridge.recordtypes.forms import FORMS
from landbridge.recordtypes.labels import label_of
from landbridge.service.ports import SourceRecord, Value
from landbridge.service.workflows.conversion import NotConvertible, decimal_of, plain_number
from landbridge.service.workflows.environment import Surroundings
from landbridge.service.workflows.parts import Part


@dataclass(frozen=True, slots=True)
class Macro:
    """One macro. ``source`` says where it is from: ``documented``, ``observed`` or ``ours``.

    ``of_field``: it works on the row's field. ``moves``: it gives another value at another time, so that no comparison of the two systems
    can expect one.
    """

    name: str
    label: str
    help: str
    source: str
    value: Callable[[Part, Surroundings, Value], Value]
    of_field: bool = False
    moves: bool = False


def _today(_part: Part, surroundings: Surroundings, _field: Value) -> Value:
    return surroundings.now.astimezone(surroundings.zone).date()


def _now(_part: Part, surroundings: Surroundings, _field: Value) -> Value:
    return surroundings.now


def _account_currency(_part: Part, surroundings: Surroundings, _field: Value) -> Value:
    return surroundings.account().base_currency or None


def _line_number(part: Part, _surroundings: Surroundings, _field: Value) -> Value:
    return part.number or None


def _negative(_part: Part, _surroundings: Surroundings, field: Value) -> Value:
    number = decimal_of(field)
    if number is None:
        if field is None or field == "":
            return None
        raise NotConvertible("Only a number has an opposite.")
    return plain_number(-number)


def _label(_part: Part, _surroundings: Surroundings, field: Value) -> Value:
    return label_of(field) if isinstance(field, str) and field.startswith("_") else field


def _record_url(part: Part, surroundings: Surroundings, _field: Value) -> Value:
    return record_url(part.record, surroundings.pages) or None


def record_url(record: SourceRecord, pages: str) -> str:
    """Return the address of the record's form in NetSuite, empty where the form of its type is not known or no account is."""
    form = FORMS.get(str(record.values.get("recordType") or record.type)) or FORMS.get(record.type, "")
    return f"{pages}{form}?id={record.internal_id}" if pages and form else ""


MACROS: dict[str, Macro] = {
    macro.name: macro
    for macro in (
        Macro(
            "_TODAY",
            "Today",
            "The day of the import. Best set on creation only: it is another one tomorrow.",
            "documented",
            _today,
            moves=True,
        ),
        Macro(
            "_NOW",
            "Now",
            "The instant of the import, in UTC. Best set on creation only.",
            "ours",
            _now,
            moves=True,
        ),
        Macro(
            "_ACCOUNT_CURRENCY",
            "NetSuite account currency",
            "The code of the NetSuite account's base currency; empty where the integration role may not read it.",
            "observed",
            _account_currency,
        ),
        Macro(
            "_RECORD_URL",
            "Link to the NetSuite record",
            "The address of the record's form in NetSuite; empty for a record type whose form is not known.",
            "ours",
            _record_url,
        ),
        Macro(
            "_NEGATIVE",
            "The number with the other sign",
            "What is in the field, as a negative number where it is positive: credits are kept so.",
            "ours",
            _negative,
            of_field=True,
        ),
        Macro(
            "_LABEL",
            "The value as people read it",
            "What NetSuite's pages show of a fixed list's value: United States for _unitedStates.",
            "ours",
            _label,
            of_field=True,
        ),
        Macro(
            "_LINE_NUMBER",
            "Line number",
            "In a group of lines: where the line stands among those of its record, from 1.",
            "ours",
            _line_number,
        ),
    )
}
"""By name."""
