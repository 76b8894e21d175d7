"""Whose name stands on a run, and so as author on what it writes (help article_161978998211)."""

from __future__ import annotations

from collections.abc import Iterable

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Permission, Role
from landbridge.service.runs.errors import OwnerRefused
from landbridge.service.runs.models import RunRequest


def owner_for(connection: Connection, *candidates: User | None) -> User | None:
    """Return the integration user, else the first active candidate, else the active administrator who is here longest.

    Candidates: who pressed the button; for a scheduled or real-time run who set it up. ``None`` only in an account that
    has no active administrator.
    """
    for user in (connection.integration_user, *candidates):
        if user is not None and user.is_active:
            return user
    return User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk").first()


def real_time_owner(connection: Connection, requests: Iterable[RunRequest]) -> User | None:
    """Return the owner of a real-time run: the only person who asked for its records, else who switched real time on."""
    askers = {request.requested_by for request in requests}
    return owner_for(connection, askers.pop() if len(askers) == 1 else None, connection.real_time_owner)


def refuse_without_permission(owner: User | None) -> None:
    """Raise :class:`OwnerRefused`, which names both, when the owner's role may not run the integration."""
    if owner is not None and not owner.may(Permission.RUN_INTEGRATION):
        raise OwnerRefused(owner, Permission.RUN_INTEGRATION)
