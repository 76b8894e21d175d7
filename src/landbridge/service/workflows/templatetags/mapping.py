"""How changes of a mapping are written on pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from landbridge.service.workflows.content import from_plain
from landbridge.service.workflows.editing.shown import plain_value, source_words
from landbridge.service.workflows.history.changes import Difference

register = template.Library()


@register.filter
def difference(one: Difference | Mapping[str, Any]) -> SafeString:
    """Write one change: the row with what it took before and takes now."""
    change = one if isinstance(one, Difference) else Difference(**one)
    name = f"{change.group} · {change.name}" if change.group and change.name else change.name or change.group
    if change.kind == "order":
        return format_html(
            "{}: order of rows <del>{}</del> <ins>{}</ins>",
            name,
            *(", ".join(each) for each in (change.before, change.after)),
        )
    word = {"filter": "filter ", "option": "option "}.get(change.kind, "")
    return format_html(
        "{}{}: {} {}", word, name, _struck(change.before, change.kind), _set(change.after, change.kind)
    )


@register.filter
def row_words(row: Mapping[str, Any]) -> str:
    """Write a row that is kept as data in one line."""
    return _words(row, "changed")


def _struck(value: Any, kind: str) -> SafeString:
    return (
        format_html("<del>{}</del>", _words(value, kind)) if value is not None else format_html("{}", "added")
    )


def _set(value: Any, kind: str) -> SafeString:
    return (
        format_html("<ins>{}</ins>", _words(value, kind))
        if value is not None
        else format_html("{}", "removed")
    )


def _words(value: Any, kind: str) -> str:
    if kind in {"filter", "option"}:
        return plain_value(value)
    ((row, active),) = next(iter(from_plain({"mapping": [value]}).rows.values()))
    more = [
        row.source.value,
        "on creation only" if row.initial_only else "",
        "must be filled" if row.required else "",
        "" if active else "off",
    ]
    given = "" if row.value is None or row.source.value == "constant" else f" {row.value}"
    return f"{source_words(row)}{given} ({', '.join(filter(None, more))})"
