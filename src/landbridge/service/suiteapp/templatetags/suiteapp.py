"""What pages of other apps show of NetSuite's side."""

from __future__ import annotations

from typing import Any

from django import template

from landbridge.service.connections.models import Connection
from landbridge.service.suiteapp import monitored
from landbridge.service.workflows.catalogue import Declaration
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.store import prepare
from landbridge.service.workflows.watching import DEFAULT

register = template.Library()


@register.inclusion_tag("suiteapp/monitored.html", takes_context=True)
def monitored_fields(
    context: template.Context,
    connection: Connection,
    declaration: Declaration,
    workflow: Workflow,
    can_edit: bool,
) -> dict[str, Any]:
    """Show which fields of a workflow are monitored, whether NetSuite has the list, and the form that changes it."""
    chosen, mapped = workflow.monitored, prepare([workflow])[0].watched
    listed = chosen if isinstance(chosen, list) else []
    return {
        "csrf_token": context.get("csrf_token"),
        "connection": connection,
        "declaration": declaration,
        "kind": "off" if chosen is None else DEFAULT if chosen == DEFAULT else "list",
        "listed": listed,
        "mapped": mapped,
        "left_out": [name for name in mapped if name not in listed] if listed else [],
        "published": monitored.findings(connection),
        "can_edit": can_edit,
    }
