"""The Django application of what is installed in NetSuite."""

from __future__ import annotations

from django.apps import AppConfig


class SuiteAppConfig(AppConfig):
    """Registers the application."""

    name = "landbridge.service.suiteapp"
    label = "suiteapp"
    default_auto_field = "django.db.models.BigAutoField"
