"""Merging the lines of a sublist: an update replaces all of them, or changes those that it names and adds the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import LineChanges
from landbridge.local.records.shapes import Shape

LINE = "line"
"""The line's own number, which NetSuite gives out: 1, 2, 3 in order of arrival, never used again within a record."""


def merged_lines(shape: Shape, before: list[dict[str, Any]], change: LineChanges) -> list[dict[str, Any]]:
    """Return the lines after a change.

    With ``replace_all`` (SOAP's default) only what is sent remains; a line that is sent with the key of an old one is that line.
    Without it, a line with the key of an old one changes the fields that are sent, any other is added (documented: sublists).
    Raises ``RecordError`` USER_ERROR for a line number that no line has (text observed, code assumed).
    """
    keys = shape.sublist.keys if shape.sublist else ()
    old = {_key(line, keys): line for line in before if _key(line, keys) is not None}
    result: list[dict[str, Any]] = [] if change.replace_all else [dict(line) for line in before]
    places = {_key(line, keys): place for place, line in enumerate(result) if _key(line, keys) is not None}
    for sent in change.lines:
        key = _key(sent, keys)
        if key is not None and key in places:
            result[places[key]] = {**result[places[key]], **sent}
        elif key is not None and key in old:
            result.append({**old[key], **sent})
        elif keys == (LINE,) and not change.replace_all and key is not None:
            raise _no_such_line(shape, sent[LINE])
        else:
            result.append(dict(sent))
    return _numbered(result, before) if LINE in keys and LINE in shape.fields else result


def _key(line: Mapping[str, Any], keys: tuple[str, ...]) -> tuple[Any, ...] | None:
    """Return what tells a line from the others, ``None`` when it does not say."""
    found = tuple(line.get(name) for name in keys)
    return found if found and any(part is not None for part in found) else None


def _no_such_line(shape: Shape, number: object) -> RecordError:
    element = shape.sublist.element if shape.sublist else ""
    return RecordError(
        "USER_ERROR",
        f"Unable to find a matching line for sublist {element} with key: [line] and value: [{number}].",
        field=LINE,
    )


def _numbered(lines: list[dict[str, Any]], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    last = max((line.get(LINE, 0) for line in (*before, *lines)), default=0)
    for line in lines:
        if line.get(LINE) is None:
            last += 1
            line[LINE] = last
    return lines
