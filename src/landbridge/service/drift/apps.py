"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class DriftConfig(AppConfig):
    """Schema drift."""

    name = "landbridge.service.drift"

    def ready(self) -> None:
        """Let the tick queue looks and judge anew, and bulk runs look before they read."""
        from landbridge.service.drift import duties, guarding  # noqa: PLC0415  # needs the models
        from landbridge.service.runs.execution.guards import add_guard  # noqa: PLC0415  # needs the models
        from landbridge.service.runs.ticking import add_duty, once_a_minute  # noqa: PLC0415  # needs the models

        add_duty(once_a_minute(duties.look_when_due))
        add_duty(once_a_minute(duties.judge_anew))
        add_guard(guarding.look_before)
