"""A sweep: what was deleted in NetSuite since the last one, workflow by workflow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.db import transaction

from landbridge.netsuite import NetSuiteError, PermissionMissing
from landbridge.service.connections.models import Connection
from landbridge.service.pairs import merges
from landbridge.service.pairs.deletions import doing, finding
from landbridge.service.pairs.models import DeletePolicy, Deletion
from landbridge.service.ports import Destination, Reader
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.models import Workflow

WITHOUT_PERMISSION = (
    "NetSuite's list of deletions needs the permission Deleted Records (View) of the integration role. "
    "`landbridge verify` finds deleted records without it."
)
_log = structlog.get_logger(__name__)


def sweep(connection: Connection, reader: Reader, destination: Destination, now: datetime) -> list[Deletion]:
    """Find and deal with what was deleted, and propose relinkings; return the deletions. No transaction may be open.

    What NetSuite refuses for one workflow is written down with it, and the others go on.
    """
    stored = {one.key: one for one in Workflow.objects.filter(connection=connection, active=True)}
    found: list[Deletion] = []
    for key in catalogue.ordered(stored):
        workflow = stored[key]
        policy, _ = DeletePolicy.objects.get_or_create(workflow=workflow)
        try:
            found += _of_workflow(workflow, policy, reader, destination, now)
        except PermissionMissing:
            _note(policy, WITHOUT_PERMISSION)
        except NetSuiteError as refused:
            _log.warning("deletions_not_told", connection=connection.pk, workflow=key, why=str(refused))
            _note(policy, str(refused))
    merges.propose(connection, now)
    return found


def _of_workflow(
    workflow: Workflow,
    policy: DeletePolicy,
    reader: Reader,
    destination: Destination,
    now: datetime,
) -> Sequence[Deletion]:
    declaration = catalogue.declaration(workflow.key)
    asked_at = reader.now()
    tables = [group.spp_type for group in declaration.groups]
    gone = finding.gone(reader, workflow.connection_id, declaration.netsuite_type, tables, policy.swept_at)
    with transaction.atomic():
        known = set(
            Deletion.objects.filter(
                workflow=workflow, internal_id__in=[one.internal_id for one in gone]
            ).values_list("internal_id", flat=True)
        )
        new = [one for one in gone if one.internal_id not in known]
        done = doing.do(workflow, new, destination, table=declaration.spp_type, policy=policy.policy, now=now)
        DeletePolicy.objects.filter(pk=policy.pk).update(swept_at=asked_at, problem="")
    return done


def _note(policy: DeletePolicy, problem: str) -> None:
    DeletePolicy.objects.filter(pk=policy.pk).update(problem=problem)
