"""One cause, one red line: what is wrong only because another line is wrong is not judged (decision 52)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from landbridge.service.health.check.lines import Line, State

_NETSUITE = ("database", "clock", "limits", "connection")
"""Without these, NetSuite answers nothing that could be judged."""

CAUSES: Mapping[str, tuple[str, ...]] = {
    "connection": ("database", "clock", "limits"),
    "clock": ("database",),
    "limits": ("database",),
    "permissions": _NETSUITE,
    "bundles": (*_NETSUITE, "permissions"),
    "settings": (*_NETSUITE, "permissions", "bundles"),
    "deployments": (*_NETSUITE, "permissions", "bundles", "native"),
    "order": (*_NETSUITE, "permissions", "bundles", "native", "deployments"),
    "native": (*_NETSUITE, "permissions", "bundles"),
    "certificate": ("database",),
    "notices": ("database", "clock", "bundles", "certificate"),
    "workers": ("database",),
    "queue": ("database", "workers", "connection", "limits", "clock"),
    "workflows": (*_NETSUITE, "permissions", "workers", "queue"),
}
"""Line -> the lines whose failure is enough to make it look wrong. Without a cycle."""


def without_echoes(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines, those switched off that are in trouble while one of their causes has failed."""
    found = tuple(lines)
    failed = {line.name: line.title for line in found if line.state is State.FAILED}
    return tuple(_judged(line, failed) for line in found)


def _judged(line: Line, failed: Mapping[str, str]) -> Line:
    cause = next((name for name in CAUSES.get(line.name, ()) if name in failed), None)
    if cause is None or line.state not in {State.WARNING, State.FAILED}:
        return line
    title = failed[cause]
    return replace(
        line, state=State.OFF, message=f"Not judged while “{title}” fails.", advice=f"First mend “{title}”."
    )
