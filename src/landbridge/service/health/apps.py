"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """The health check."""

    name = "landbridge.service.health"
