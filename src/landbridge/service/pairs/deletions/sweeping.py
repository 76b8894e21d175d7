"""A sweep: what was deleted in NetSuite since the last one, workflow by workflow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from landbridge.netsuite import NetSuiteError, PermissionMissing
from landbridge.service.connections.models import Connection
from landbridge.service.pairs import merges
from landbridge.service.pairs.deletions import doing, finding
from landbridge.service.pairs.models import DeletePolicy, Deletion
from landbridge.service.ports import Destination, Reader
from landbridge.service.runs.lanes import lane
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.models import Workflow

WITHOUT_PERMISSION = (
    "NetSuite's list of deletions needs the permission Deleted Records (View) of the integration role. "
    "`landbridge verify` finds deleted records without it."
)
COMPARED_EVERY = timedelta(days=1)
"""Where NetSuite tells no deletions, every imported record is asked for: that is not done by the hour."""

UNFORESEEN = "The last sweep failed in a way that nobody foresaw: {}. The log of the worker has the details."
_log = structlog.get_logger(__name__)


def sweep(
    connection: Connection,
    reader: Reader,
    destination: Destination,
    now: datetime,
    *,
    by_the_clock: bool = False,
) -> list[Deletion]:
    """Find and deal with what was deleted, and propose relinkings; return the deletions. No transaction may be open.

    ``by_the_clock``: types without a list of deletions are left out where they were compared today. What goes wrong for one workflow is
    written down with it, and the others go on.
    """
    stored = {one.key: one for one in Workflow.objects.filter(connection=connection, active=True)}
    found: list[Deletion] = []
    for key in catalogue.ordered(stored):
        workflow = stored[key]
        policy, _ = DeletePolicy.objects.update_or_create(workflow=workflow, defaults={"tried_at": now})
        try:
            _retry(workflow, policy, destination, now)
            if not (by_the_clock and _compared_lately(key, policy, reader)):
                found += _of_workflow(workflow, policy, reader, destination, now)
        except PermissionMissing:
            _note(policy, WITHOUT_PERMISSION)
        except NetSuiteError as refused:
            _log.warning("deletions_not_told", connection=connection.pk, workflow=key, why=str(refused))
            _note(policy, str(refused))
        except finding.MostGoneError as doubtful:
            _note(policy, str(doubtful))
        except Exception as problem:  # noqa: BLE001 - the other workflows have nothing to do with it
            _log.exception("sweep_failed", connection=connection.pk, workflow=key)
            _note(policy, UNFORESEEN.format(type(problem).__name__))
    merges.propose(connection, now)
    return found


def _compared_lately(key: str, policy: DeletePolicy, reader: Reader) -> bool:
    netsuite_type = catalogue.declaration(key).netsuite_type
    if policy.swept_at is None or reader.tells_deleted(netsuite_type):
        return False
    return reader.now() - policy.swept_at < COMPARED_EVERY


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
        lane.keep(workflow.connection_id)
        known = set(
            Deletion.objects.filter(
                workflow=workflow, internal_id__in=[one.internal_id for one in gone]
            ).values_list("internal_id", flat=True)
        )
        became = finding.linked(
            workflow.connection_id,
            declaration.netsuite_type,
            tables,
            [one.internal_id for one in gone if one.internal_id not in known],
        )
        new = [
            replace(one, became=became[one.internal_id]) for one in gone if one.internal_id in became
        ]  # as they are linked now: somebody may have separated them while NetSuite was asked
        done = doing.do(workflow, new, destination, table=declaration.spp_type, policy=policy.policy, now=now)
        DeletePolicy.objects.filter(pk=policy.pk).update(swept_at=asked_at, problem="")
    return done


def _retry(workflow: Workflow, policy: DeletePolicy, destination: Destination, now: datetime) -> None:
    """Make inactive what SuiteProjects Pro refused before, while that is the policy."""
    refused = policy.policy == DeletePolicy.Policy.DEACTIVATE
    if refused and Deletion.objects.filter(workflow=workflow).exclude(error="").exists():
        with transaction.atomic():
            lane.keep(workflow.connection_id)
            doing.retry(workflow, destination, now)


def _note(policy: DeletePolicy, problem: str) -> None:
    DeletePolicy.objects.filter(pk=policy.pk).update(problem=problem)
