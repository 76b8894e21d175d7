"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """The intake of signed save notices, and the certificates."""

    name = "landbridge.service.realtime"

    def ready(self) -> None:
        """Let the workers' tick look after certificates, and after what NetSuite's settings record has from us."""
        from landbridge.service.realtime import publishing  # noqa: PLC0415  # needs the models
        from landbridge.service.realtime.certificates.renewing import queue_due  # noqa: PLC0415  # needs the models
        from landbridge.service.runs.ticking import add_duty  # noqa: PLC0415  # needs the models

        add_duty(queue_due)
        add_duty(publishing.queue_due)
