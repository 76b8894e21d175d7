"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """The import workflows: what is imported, matched and mapped."""

    name = "landbridge.service.workflows"
