"""What a person, or a policy, decides about drift."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.drift import judging
from landbridge.service.drift.models import Drift, DriftPolicy
from landbridge.service.workflows.adding import added
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.store import prepare

if TYPE_CHECKING:
    from landbridge.service.projects.models import User

DECISIONS = (Drift.State.ACCEPTED, Drift.State.FROZEN)


@transaction.atomic
def decide(drift_id: int, decision: str, *, by: User | None, now: datetime) -> Drift:
    """Accept a change or freeze the workflows that read the field, and judge the workflows.

    Raises ``Drift.DoesNotExist``, and :class:`WorkflowRefused` for another decision (`bad_decision`), for one about what is settled (`settled`)
    and for accepting that a mapped field vanished (`still_mapped`): the mapping must let go of it first.
    """
    drift = Drift.objects.select_for_update(of=("self",)).select_related("connection").get(pk=drift_id)
    if decision not in DECISIONS:
        raise WorkflowRefused("bad_decision", "A change is accepted or frozen.")
    if drift.state not in judging.IN_FORCE:
        raise WorkflowRefused("settled", f"This change is {drift.get_state_display()} already.")
    if decision == Drift.State.ACCEPTED and drift.change == Drift.Change.VANISHED:
        _refuse_mapped(drift)
    drift.state, drift.settled_at, drift.settled_by = Drift.State(decision), now, by
    drift.save(update_fields=["state", "settled_at", "settled_by"])
    judging.judge(drift.connection)
    return drift


def _refuse_mapped(drift: Drift) -> None:
    active = prepare(Workflow.objects.filter(connection=drift.connection, active=True))
    readers = [one.declaration.label for one in active if judging.read_by(one, [drift])]
    if readers:
        raise WorkflowRefused(
            "still_mapped",
            f"The mapping of {', '.join(readers)} reads {drift.field}. Take it out of the mapping first.",
        )


@transaction.atomic
def set_policy(connection: Connection, key: str, policy: str, *, by: User | None) -> DriftPolicy:
    """Say what a workflow does about changed fields, and judge it.

    Raises :class:`WorkflowRefused` for a workflow that is unknown (`unknown_workflow`) or was never added (`inactive`), and an unknown
    policy (`bad_policy`).
    """
    if policy not in DriftPolicy.Policy.values:
        raise WorkflowRefused("bad_policy", f"The policy is one of {', '.join(DriftPolicy.Policy.values)}.")
    workflow = added(connection, key)
    workflow.changed_by = by
    workflow.save(update_fields=["changed_by", "changed_at"])
    stored, _ = DriftPolicy.objects.update_or_create(workflow=workflow, defaults={"policy": policy})
    judging.judge(connection)
    return stored
