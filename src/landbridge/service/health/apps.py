"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """The health check."""

    name = "landbridge.service.health"

    def ready(self) -> None:
        """Let scheduled runs be preceded by an examination, and their logs be told what it found."""
        from landbridge.service.health.check import before_runs  # noqa: PLC0415  # needs the models
        from landbridge.service.runs.starts.preparing import add_preparation  # noqa: PLC0415  # needs the models
        from landbridge.service.runs.ticking import add_duty  # noqa: PLC0415  # needs the models

        add_duty(before_runs.examine_ahead)
        add_duty(before_runs.forget)
        add_preparation(before_runs.note)
