"""A body laid over the document that NetSuite proposes (documented: *Transforming Records*)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landbridge.local.records.model import LineChanges

KEYS = ("orderLine", "doc", "line")
"""What says which proposed line a line of the body means: the order's line, the document applied to, its own number."""


def over(proposed: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values to save: lines of the body change the proposed ones that they name, join them, or replace all."""
    values = {**proposed, **sent}
    for name, change in sent.items():
        lines = proposed.get(name)
        if isinstance(change, LineChanges) and lines is not None and not change.replace_all:
            values[name] = LineChanges(_merged(lines, change.lines))
    return values


def _merged(proposed: list[dict[str, Any]], sent: Any) -> list[dict[str, Any]]:
    result = [dict(line) for line in proposed]
    for line in sent:
        place = next((place for place, known in enumerate(result) if _same(known, line)), None)
        if place is None:
            result.append(dict(line))
        else:
            result[place] |= line
    return result


def _same(known: Mapping[str, Any], line: Mapping[str, Any]) -> bool:
    """Say whether two lines are one, by the first key that the sent one has."""
    key = next((key for key in KEYS if line.get(key) is not None), None)
    return key is not None and known.get(key) == line[key]
