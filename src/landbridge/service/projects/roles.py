"""The roles of the sign-in users and what each may do.

SuiteProjects Pro has an account administrator and the role permissions "View and run the NetSuite integration" and "View and edit
integration settings" (fact sheet 1.3); the role names here are our own.
"""

from __future__ import annotations

from enum import Enum

from django.db import models


class Role(models.TextChoices):
    """A user's one role."""

    ADMINISTRATOR = "administrator", "Administrator"
    INTEGRATION_MANAGER = "integration_manager", "Integration manager"
    OPERATOR = "operator", "Integration operator"
    VIEWER = "viewer", "Viewer"


class Permission(Enum):
    """What a role may do."""

    MANAGE_USERS = "Manage users and connections"
    EDIT_INTEGRATION = "View and edit integration settings"
    RUN_INTEGRATION = "View and run the NetSuite integration"
    VIEW_RECORDS = "View records and their audit trail"
    VIEW_SENSITIVE_FIELDS = "View values of sensitive fields"
    EDIT_RECORDS = "Edit records by hand"


PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.INTEGRATION_MANAGER: frozenset(Permission) - {Permission.MANAGE_USERS},
    Role.OPERATOR: frozenset({Permission.RUN_INTEGRATION, Permission.VIEW_RECORDS}),
    Role.VIEWER: frozenset({Permission.VIEW_RECORDS}),
}
