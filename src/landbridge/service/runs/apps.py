"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """The queue, the schedule, the runs and their log."""

    name = "landbridge.service.runs"
