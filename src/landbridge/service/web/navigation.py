"""The sections of the side bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

SECTIONS = (
    ("overview", "Overview"),
    ("connections", "Connection"),
    ("workflows", "Workflows"),
    ("realtime", "Real time"),
    ("schedules", "Schedule"),
    ("queue", "Queue"),
    ("runs", "Run log"),
    ("errors", "Errors"),
    ("verification", "Verify"),
    ("notifications", "Notifications"),
    ("records", "Records"),
)
"""View name and label, in the order of the side bar."""


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the side bar."""

    label: str
    address: str
    current: bool


def sections(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``navigation``, the side bar's entries with the one being looked at marked."""
    entries = []
    for name, label in SECTIONS:
        address = reverse(name)
        here = request.path == address or (address != "/" and request.path.startswith(address))
        entries.append(Section(label=label, address=address, current=here))
    return {"navigation": entries}
