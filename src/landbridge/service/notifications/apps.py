"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Telling people and programs what went wrong, what came right, and how the day was."""

    name = "landbridge.service.notifications"

    def ready(self) -> None:
        """Let the workers' tick look at what happened, make digests and wake the delivering threads."""
        from landbridge.service.notifications import duties  # noqa: PLC0415  # needs the models
        from landbridge.service.runs.ticking import add_duty  # noqa: PLC0415  # needs the models

        for duty in duties.DUTIES:
            add_duty(duty)
