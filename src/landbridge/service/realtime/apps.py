"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """The intake of signed save notices, and the certificates."""

    name = "landbridge.service.realtime"
