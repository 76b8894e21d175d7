"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class PairsConfig(AppConfig):
    """Pairs of records."""

    name = "landbridge.service.pairs"

    def ready(self) -> None:
        """Let the tick queue sweeps for deletions."""
        from landbridge.service.pairs.deletions import duties  # noqa: PLC0415  # needs the models
        from landbridge.service.runs.ticking import add_duty, once_a_minute  # noqa: PLC0415  # needs the models

        add_duty(once_a_minute(duties.queue_due))
