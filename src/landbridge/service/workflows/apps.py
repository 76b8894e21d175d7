"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """The import workflows: what is imported, matched and mapped."""

    name = "landbridge.service.workflows"

    def ready(self) -> None:
        """Tell which fields of the built-in account are filled from sensitive ones, and which of NetSuite must be read."""
        from landbridge.service.connections.usage import add_usage  # noqa: PLC0415 - as below
        from landbridge.service.projects.sensitivity import add_mapped  # noqa: PLC0415 - needs the models
        from landbridge.service.workflows.adding import on_delete  # noqa: PLC0415 - needs the models
        from landbridge.service.workflows.custom import forget  # noqa: PLC0415 - needs the models
        from landbridge.service.workflows.needs import fields_in_use  # noqa: PLC0415 - needs the models
        from landbridge.service.workflows.sensitivity import hidden_by_spp_type  # noqa: PLC0415 - needs the models

        on_delete(forget)
        add_mapped(hidden_by_spp_type)
        add_usage(fields_in_use)
