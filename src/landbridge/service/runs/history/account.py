"""Whose account a run read, where the administration page says that results name it (fact sheet 1.6)."""

from __future__ import annotations

from landbridge.service.connections.models import Connection
from landbridge.service.runs.models import Run
from landbridge.service.workflows.models import Administration

BESIDE = ("connection", "owner", "connection__administration")
"""What to load with runs, so that :func:`account_of` asks nothing."""


def account_of(run: Run) -> str:
    """Return the accounts of both sides in words, empty where results do not name them."""
    page: Administration | None = getattr(run.connection, "administration", None)
    return told(run.connection) if page and page.show_account_information else ""


def told(connection: Connection) -> str:
    """Return the accounts of both sides in words."""
    return f"NetSuite {connection.netsuite_account}, SuiteProjects Pro {connection.spp_database_id}"
