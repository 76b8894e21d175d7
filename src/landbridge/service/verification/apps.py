"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """The comparison of NetSuite and SuiteProjects Pro."""

    name = "landbridge.service.verification"

    def ready(self) -> None:
        """Let the workers' tick see to comparisons too."""
        from landbridge.service.runs.ticking import add_duty  # noqa: PLC0415  # its models are ready only now
        from landbridge.service.verification import weekly  # noqa: PLC0415  # as above
        from landbridge.service.verification.taking_up import take_up  # noqa: PLC0415  # as above

        add_duty(weekly.start_due)
        add_duty(take_up)
