"""The sections of the side bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Permission

SECTIONS = (
    ("overview", "Overview", None),
    ("health", "Health", None),
    ("setup", "Setup", None),
    ("connections", "Connection", Permission.EDIT_INTEGRATION),
    ("workflows", "Workflows", None),
    ("mappings", "Mapping", None),
    ("pairs", "Matching", Permission.VIEW_RECORDS),
    ("drift", "Schema drift", Permission.VIEW_RECORDS),
    ("realtime", "Real time", None),
    ("schedules", "Schedule", None),
    ("queue", "Queue", None),
    ("runs", "Run log", None),
    ("errors", "Errors", None),
    ("verification", "Verify", Permission.VIEW_RECORDS),
    ("notifications", "Notifications", Permission.RUN_INTEGRATION),
    ("records", "Records", Permission.VIEW_RECORDS),
)
"""View name, label and the permission that the page needs (``None``: a sign-in), in the order of the side bar."""


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the side bar."""

    label: str
    address: str
    current: bool


def sections(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``navigation``, the entries that lead somewhere for this person, the one being looked at marked."""
    entries = []
    for name, label, permission in SECTIONS:
        if permission is not None and not _may(request, permission):
            continue
        address = reverse(name)
        here = request.path == address or (address != "/" and request.path.startswith(address))
        entries.append(Section(label=label, address=address, current=here))
    return {"navigation": entries}


def _may(request: HttpRequest, permission: Permission) -> bool:
    user = getattr(request, "user", None)  # a page about an error comes before anybody was recognised
    return isinstance(user, User) and user.may(permission)
