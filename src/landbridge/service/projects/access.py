"""Who may use what of the JSON API."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Permission


def require(request: HttpRequest, permission: Permission) -> User:
    """Return the signed-in user. Raises ``PermissionDenied`` where the role does not have ``permission``."""
    user = request.user
    if not isinstance(user, User) or not user.may(permission):
        raise PermissionDenied(f"Your role does not have the permission “{permission.value}”.")
    return user
