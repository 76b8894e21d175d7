"""Values for the question marks of a query: bound beside it, never written into it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from math import isfinite

Parameter = str | int | float | bool | date | datetime
"""What a question mark may stand for. A ``datetime`` is the account's wall time, without a zone (``AccountZone.wall`` makes it)."""

DAY, SECOND = "YYYY-MM-DD", "YYYY-MM-DD HH24:MI:SS"
"""How dates and times travel in both directions, whatever format the account shows them in."""

_PIECE = re.compile(r"""'(?:[^']|'')*'|"[^"]*"|--[^\n]*|/\*.*?\*/|\?""", re.DOTALL)


def bound(sql: str, values: Sequence[Parameter]) -> tuple[str, list[str | int | float]]:
    """Return the query as it is sent and the values beside it: a date's question mark becomes ``TO_DATE(?, ...)``.

    A boolean is ``T`` or ``F``, as check boxes are in queries. ``ValueError`` when there are not as many values as question marks
    outside of texts and comments, for a number that is none, and for a ``datetime`` with a zone.
    """
    marks = [found for found in _PIECE.finditer(sql) if found.group() == "?"]
    if len(marks) != len(values):
        raise ValueError(f"the query has {len(marks)} question mark(s) and {len(values)} value(s)")
    return "".join(_pieces(sql, [mark.start() for mark in marks], values)), [_sent(one) for one in values]


def _pieces(sql: str, places: Sequence[int], values: Sequence[Parameter]) -> Iterator[str]:
    start = 0
    for place, value in zip(places, values, strict=True):
        yield sql[start:place]
        yield _mark(value)
        start = place + 1
    yield sql[start:]


def _mark(value: Parameter) -> str:
    if isinstance(value, datetime):
        return f"TO_DATE(?, '{SECOND}')"
    return f"TO_DATE(?, '{DAY}')" if isinstance(value, date) else "?"


def _sent(value: Parameter) -> str | int | float:
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            raise ValueError("queries compare wall times of the account: a time without a zone is needed")
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("a number must be finite")
    if not isinstance(value, str | int | float):
        raise ValueError(f"a query takes no value of type {type(value).__name__}")
    return value
