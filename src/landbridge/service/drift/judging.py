"""Which workflows stand still because of drift. Nothing is asked of NetSuite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from landbridge.service.connections.models import Connection
from landbridge.service.drift.models import Drift, DriftPolicy
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.needs import needed_columns, needed_fields
from landbridge.service.workflows.store import Prepared, prepare

IN_FORCE = (Drift.State.OPEN, Drift.State.FROZEN)


def accept_by_policy(connection: Connection, now: datetime) -> None:
    """Settle what is open and every active workflow of the record type accepts. A mapped field that vanished stays open."""
    open_ones = list(Drift.objects.filter(connection=connection, state=Drift.State.OPEN))
    if not open_ones:
        return
    policies = policies_of(connection)
    active = prepare(Workflow.objects.filter(connection=connection, active=True))
    for drift in open_ones:
        concerned = [one for one in active if one.declaration.netsuite_type == drift.netsuite_type]
        accepting = all(policies.get(one.workflow.pk) == DriftPolicy.Policy.ACCEPT for one in concerned)
        missed = drift.change == Drift.Change.VANISHED and any(read_by(one, [drift]) for one in concerned)
        if accepting and not missed:
            drift.state, drift.settled_at = Drift.State.ACCEPTED, now
    Drift.objects.bulk_update(open_ones, ["state", "settled_at"])


def judge(connection: Connection) -> list[Workflow]:
    """Write down why each active workflow stands still, or that it does not; return those for which that changed. Three queries."""
    active = Workflow.objects.filter(connection=connection, active=True)
    drifts = list(Drift.objects.filter(connection=connection, state__in=IN_FORCE))
    policies = policies_of(connection)
    changed: list[Workflow] = []
    for prepared in prepare(active):
        workflow = prepared.workflow
        reason = why_stopped(prepared, drifts, policies.get(workflow.pk, DriftPolicy.Policy.ASK))
        if workflow.stopped_because != reason:
            workflow.stopped_because = reason
            changed.append(workflow)
    Workflow.objects.bulk_update(changed, ["stopped_because"])
    return changed


def policies_of(connection: Connection) -> Mapping[int, str]:
    """Return the policy of each workflow that has one, by its key in the database."""
    found = DriftPolicy.objects.filter(workflow__connection=connection)
    return dict(found.values_list("workflow_id", "policy"))


def why_stopped(prepared: Prepared, drifts: Iterable[Drift], policy: str) -> str:
    """Return why a workflow stands still, in whole sentences; empty where it does not."""
    reasons = [_reason(prepared, drift) for drift in read_by(prepared, drifts) if _stops(drift, policy)]
    return " ".join(reasons)


def read_by(prepared: Prepared, drifts: Iterable[Drift]) -> Sequence[Drift]:
    """Return the drifts of fields that a workflow reads."""
    needed = needed_fields(prepared) | needed_columns(prepared)
    netsuite_type = prepared.declaration.netsuite_type
    return [one for one in drifts if one.netsuite_type == netsuite_type and one.field in needed]


def _stops(drift: Drift, policy: str) -> bool:
    if drift.change == Drift.Change.VANISHED:
        return True
    if drift.change == Drift.Change.CHANGED:
        return drift.state == Drift.State.FROZEN or policy == DriftPolicy.Policy.FREEZE
    return False


def _reason(prepared: Prepared, drift: Drift) -> str:
    label, kind = prepared.declaration.label, prepared.declaration.netsuite_type
    if drift.change == Drift.Change.VANISHED:
        return (
            f"{label}: NetSuite has no field {drift.field} of {kind} records any more, and the mapping reads it. Nothing is written "
            "without: bring the field back, or take it out of the mapping."
        )
    return (
        f"{label}: the field {drift.field} of {kind} records {drift.in_words}. Look at the mapping, then accept the change on the page "
        "Schema drift."
    )
