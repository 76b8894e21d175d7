"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """The built-in SuiteProjects Pro account: records, users with roles, audit trail."""

    name = "landbridge.service.projects"
