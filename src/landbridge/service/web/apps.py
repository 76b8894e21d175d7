"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The shared page frame and its static files."""

    name = "landbridge.service.web"
