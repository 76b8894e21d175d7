"""The Django application of what is installed in NetSuite."""

from __future__ import annotations

from django.apps import AppConfig


class SuiteAppConfig(AppConfig):
    """Registers the application."""

    name = "landbridge.service.suiteapp"
    label = "suiteapp"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what speaks against making a workflow live, and forget an account that a connection leaves."""
        from landbridge.service.connections.moving import add_forgetting  # noqa: PLC0415 - models, which are ready only now
        from landbridge.service.suiteapp.accounts import forget  # noqa: PLC0415 - as above
        from landbridge.service.suiteapp.golive import look, objections  # noqa: PLC0415 - as above
        from landbridge.service.workflows.golive import add_look, add_objector  # noqa: PLC0415 - as above

        add_look(look)
        add_objector(objections)
        add_forgetting(forget)
