"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """The queue, the schedule, the runs and their log."""

    name = "landbridge.service.runs"

    def ready(self) -> None:
        """Protect the workflows that active schedules start; forget the records to look at of a workflow that is deleted."""
        from landbridge.service.runs.history.forgetting import forget_workflow  # noqa: PLC0415 - as below
        from landbridge.service.runs.starts.groups import protects  # noqa: PLC0415 - models, which are ready only now
        from landbridge.service.workflows.adding import on_delete  # noqa: PLC0415 - as above
        from landbridge.service.workflows.protection import add_protector  # noqa: PLC0415 - as above

        add_protector(protects)
        on_delete(forget_workflow)
