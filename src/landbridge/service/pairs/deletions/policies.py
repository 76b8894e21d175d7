"""Choosing what a deletion in NetSuite does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.pairs.models import DeletePolicy
from landbridge.service.workflows.adding import added
from landbridge.service.workflows.errors import WorkflowRefused

if TYPE_CHECKING:
    from landbridge.service.projects.models import User


@transaction.atomic
def set_policy(connection: Connection, key: str, policy: str, *, by: User | None) -> DeletePolicy:
    """Store a workflow's policy; what was found before stays as it is.

    Raises :class:`WorkflowRefused` for a workflow that is unknown (`unknown_workflow`) or was never added (`inactive`), and an unknown
    policy (`bad_policy`).
    """
    if policy not in DeletePolicy.Policy.values:
        raise WorkflowRefused("bad_policy", f"The policy is one of {', '.join(DeletePolicy.Policy.values)}.")
    workflow = added(connection, key)
    workflow.changed_by = by
    workflow.save(update_fields=["changed_by", "changed_at"])
    stored, _ = DeletePolicy.objects.update_or_create(workflow=workflow, defaults={"policy": policy})
    return stored
