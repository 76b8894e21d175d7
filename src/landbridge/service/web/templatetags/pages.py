"""How states, instants and values are written on pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

TONES = {
    "created": "good",
    "updated": "good",
    "completed": "good",
    "started": "good",
    "passed": "good",
    "current": "good",
    "active": "good",
    "live": "good",
    "unchanged": "",
    "skipped": "",
    "cancelled": "",
    "previous": "",
    "retired": "",
    "open": "good",
    "ok": "good",
    "warning": "warn",
    "off": "",
    "paused": "warn",
    "draining": "warn",
    "waiting": "warn",
    "warned": "warn",
    "pending": "warn",
    "queued": "live",
    "running": "live",
    "failed": "bad",
    "interrupted": "warn",
    "missing": "bad",
    "differs": "bad",
    "surplus": "bad",
    "link_broken": "bad",
    "duplicate": "bad",
    "on_its_way": "warn",
    "refused": "bad",
    "done": "good",
    "wrong": "bad",
    "optional": "",
    "not_yet": "",
}
"""State or outcome -> tone of its badge; what is not listed is shown without colour."""


@register.filter
def badge(state: str) -> SafeString:
    """Write a state or an outcome as a coloured badge."""
    return format_html(
        '<span class="badge {}">{}</span>', TONES.get(state, ""), str(state).replace("_", " ") or "unknown"
    )


@register.filter
def with_code(text: str) -> SafeString:
    """Write a message as HTML, what stands between backticks as code."""
    parts = str(text).split("`")
    if len(parts) % 2 == 0:  # one backtick too few: nothing is code
        return format_html("{}", text)
    return format_html_join(
        "", "{}{}{}", (_marked(part, bool(index % 2)) for index, part in enumerate(parts))
    )


def _marked(part: str, is_code: bool) -> tuple[str, str, str]:
    return (mark_safe("<code>"), part, mark_safe("</code>")) if is_code else ("", part, "")


@register.filter
def spoken(word: str) -> str:
    """Write a word of the database for a person: ``on_its_way`` as ``On its way``."""
    return str(word).replace("_", " ").capitalize()


@register.filter
def tally(number: int | None, outcome: str) -> SafeString | str:
    """Write how many records had an outcome as its badge, e.g. ``2 created``; nothing where there was none."""
    if not number:
        return ""
    return format_html('<span class="badge {}">{} {}</span>', TONES.get(outcome, ""), number, outcome)


@register.filter
def instant(moment: datetime | str | None) -> SafeString:
    """Write an instant in the viewer's time zone to the second, machine-readable inside; a dash where there is none."""
    if not isinstance(moment, datetime):
        return format_html("{}", "—")
    local = timezone.localtime(moment)
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), f"{local:%Y-%m-%d %H:%M:%S}")


@register.filter
def taking(start: datetime | None, end: datetime | None) -> str:
    """Write how long something took, e.g. ``420 ms`` or ``3.2 s``; empty while it lasts."""
    if start is None or end is None:
        return ""
    took = end - start
    if took < timedelta(seconds=1):
        return f"{took / timedelta(milliseconds=1):.0f} ms"
    if took < timedelta(minutes=2):
        return f"{took.total_seconds():.1f} s"
    return f"{took / timedelta(minutes=1):.0f} min"


@register.filter
def value(content: Any) -> str:
    """Write a field's value; empty values as a dash."""
    if content is None or content == "":
        return "—"
    if isinstance(content, bool):
        return "yes" if content else "no"
    return str(content)


@register.filter
def at(mapping: dict[str, Any], key: str) -> Any:
    """Return ``mapping[key]``, or nothing where there is no such key."""
    return mapping.get(key)
