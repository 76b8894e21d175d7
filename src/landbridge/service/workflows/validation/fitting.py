"""Which kinds of NetSuite fields a field of SuiteProjects Pro can take."""

from __future__ import annotations

from landbridge.recordtypes import Kind
from landbridge.service.ports import DestinationField

CALLED = {
    Kind.BOOLEAN: "is a check box",
    Kind.INTEGER: "is a number",
    Kind.DOUBLE: "is a number",
    Kind.DATE: "is a date",
    Kind.DATETIME: "is an instant",
    Kind.DURATION: "is a duration",
    Kind.ENUM: "is a choice from a list",
    Kind.REF: "refers to a record",
    Kind.REF_LIST: "refers to several records",
    Kind.OBJECT: "is a structure of several fields",
}
_ANYTHING = frozenset(Kind) - {Kind.OBJECT}
_NUMBERS = frozenset({Kind.INTEGER, Kind.DOUBLE, Kind.STRING})
_TAKES = {
    "number": _NUMBERS | {Kind.DURATION},
    "money": _NUMBERS,
    "hours": _NUMBERS | {Kind.DURATION},
    "date": frozenset({Kind.DATE, Kind.DATETIME, Kind.STRING}),
    "flag": frozenset({Kind.BOOLEAN, Kind.STRING, Kind.INTEGER}),
    "email": frozenset({Kind.STRING}),
    "currency": frozenset({Kind.STRING, Kind.REF, Kind.ENUM}),
    "reference": frozenset({Kind.STRING, Kind.INTEGER, Kind.REF, Kind.REF_LIST}),
    "choice": frozenset(Kind) - {Kind.DATE, Kind.DATETIME, Kind.REF_LIST, Kind.OBJECT},
}
"""By kind of the SuiteProjects Pro field; a text, and a custom field, takes everything but a structure. A text may hold anything, so that
its value decides when it comes."""


def misfit(kind: Kind, target: DestinationField) -> str:
    """Return what the NetSuite field is, as a sentence goes on, where ``target`` cannot take it; empty where it can."""
    taken = _ANYTHING if target.custom else _TAKES.get(target.kind, _ANYTHING)
    return "" if kind in taken else CALLED.get(kind, "is a text")
