"""Django's registration of this app."""

from __future__ import annotations

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    """The pairs of one NetSuite account and one SuiteProjects Pro account, and how to reach both."""

    name = "landbridge.service.connections"
