"""Whose name stands on a run, and so as author on what it writes (help article_161978998211)."""

from __future__ import annotations

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role


def owner_for(connection: Connection, *candidates: User | None) -> User | None:
    """Return the integration user, else the first active candidate, else the active administrator who is here longest.

    Candidates: who pressed the button; for a scheduled or real-time run who set it up. ``None`` only in an account that
    has no active administrator.
    """
    for user in (connection.integration_user, *candidates):
        if user is not None and user.is_active:
            return user
    return User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk").first()
