"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """The intake of signed save notices, and the certificates."""

    name = "landbridge.service.realtime"

    def ready(self) -> None:
        """Let the workers' tick look after certificates and NetSuite's settings record, and forget an account that a connection leaves."""
        from landbridge.service.connections.moving import add_forgetting  # noqa: PLC0415  # needs the models
        from landbridge.service.realtime import publishing  # noqa: PLC0415  # needs the models
        from landbridge.service.realtime.certificates.queueing import forget_ended  # noqa: PLC0415  # needs the models
        from landbridge.service.realtime.certificates.renewing import queue_due  # noqa: PLC0415  # needs the models
        from landbridge.service.realtime.certificates.upkeep import forget  # noqa: PLC0415  # needs the models
        from landbridge.service.runs.ticking import add_duty, once_a_minute  # noqa: PLC0415  # needs the models

        add_duty(queue_due)
        add_duty(forget_ended)
        add_duty(once_a_minute(publishing.queue_due))
        add_forgetting(forget)
