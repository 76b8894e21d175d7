"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    """The pairs of one NetSuite account and one SuiteProjects Pro account, and how to reach both."""

    name = "landbridge.service.connections"

    def ready(self) -> None:
        """Tell which SuiteProjects Pro accounts there are."""
        from landbridge.service.connections.models import Connection  # noqa: PLC0415 - needs the models
        from landbridge.service.projects.accounts import add_accounts  # noqa: PLC0415 - as above

        add_accounts(lambda: set(Connection.objects.values_list("spp_database_id", flat=True)))
