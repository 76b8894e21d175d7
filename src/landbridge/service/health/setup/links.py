"""Where a step is done: in the connection's own NetSuite account, or on a page of ours."""

from __future__ import annotations

from django.urls import reverse

from landbridge.service.connections.models import Connection
from landbridge.service.connections.netsuite_pages import netsuite_pages
from landbridge.service.health.setup.model import Step


def link(connection: Connection | None, step: Step) -> str:
    """Return the address of the step's page, empty where none is known.

    An account that other addresses stand for (``connect_to``: a local account) has its pages there.
    """
    if connection is None:
        return ""
    if step.page:
        return f"{reverse(step.page)}?connection={connection.pk}"
    if not step.address:
        return ""
    return f"{netsuite_pages(connection)}{step.address}"
