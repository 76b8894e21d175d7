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
        from landbridge.service.runs.ticking import add_duty  # noqa: PLC0415  # needs the models

        add_duty(duties.look_when_due)
        add_duty(duties.judge_anew)
        add_guard(guarding.look_before)
