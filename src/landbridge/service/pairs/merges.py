"""Two NetSuite records merged into one: the survivor is proposed for the SuiteProjects Pro record of the one that is gone.

The name rule fails the survivor (its name belongs to a record of another NetSuite id), so no second record is made meanwhile.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.pairs import joining
from landbridge.service.pairs.models import Deletion, Relinking
from landbridge.service.runs.models import Attention, RunItem
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.errors import WorkflowRefused

if TYPE_CHECKING:
    from landbridge.service.ports import Destination
    from landbridge.service.projects.models import User

TAKEN = "name_taken"


@transaction.atomic
def propose(connection: Connection, now: datetime) -> list[Relinking]:
    """Propose every record that fails for a name whose owner was deleted in NetSuite. Four queries; nothing is asked of NetSuite."""
    failing = {
        (one.workflow_id, one.internal_id): one
        for one in Attention.objects.filter(workflow__connection=connection, code=TAKEN)
    }
    if not failing:
        return []
    held_by = holders(failing)
    gone = {
        (one.workflow_id, one.spp_id): one
        for one in Deletion.objects.filter(
            workflow__in={key[0] for key in failing}, spp_id__in=set(held_by.values())
        )
    }
    found = [
        Relinking(
            workflow_id=workflow_id,
            gone_id=gone[workflow_id, spp_id].internal_id,
            survivor_id=internal_id,
            name=failing[workflow_id, internal_id].name,
            spp_type=gone[workflow_id, spp_id].spp_type,
            spp_id=spp_id,
            proposed_at=now,
        )
        for (workflow_id, internal_id), spp_id in held_by.items()
        if (workflow_id, spp_id) in gone
    ]
    return Relinking.objects.bulk_create(found, ignore_conflicts=True)


def holders(failing: dict[tuple[int, str], Attention]) -> dict[tuple[int, str], str]:
    """Return which SuiteProjects Pro record has the name, by the last word of the run log."""
    rows = (
        RunItem.objects.filter(
            workflow_id__in={key[0] for key in failing},
            internal_id__in={key[1] for key in failing},
            code=TAKEN,
        )
        .exclude(spp_id="")
        .order_by("workflow_id", "internal_id", "-pk")
        .distinct("workflow_id", "internal_id")
        .values_list("workflow_id", "internal_id", "spp_id")
    )
    return {(key, internal_id): spp_id for key, internal_id, spp_id in rows if (key, internal_id) in failing}


@transaction.atomic
def accept(relinking_id: int, destination: Destination, *, by: User, now: datetime) -> Relinking:
    """Join the survivor with the record of the one that is gone, and have it imported.

    Raises ``Relinking.DoesNotExist`` and :class:`WorkflowRefused` for one that was decided (`settled`), and as :func:`joining.join` does.
    """
    proposal = _open(relinking_id)
    workflow = proposal.workflow
    joining.join(
        workflow.connection,
        workflow.key,
        proposal.survivor_id,
        proposal.spp_id,
        destination,
        by=by,
        now=now,
        instead_of=proposal.gone_id,
    )
    return _decided(proposal, Relinking.State.ACCEPTED, by, now)


@transaction.atomic
def dismiss(relinking_id: int, *, by: User, now: datetime) -> Relinking:
    """Keep both apart. Raises as :func:`accept`."""
    return _decided(_open(relinking_id), Relinking.State.DISMISSED, by, now)


def _open(relinking_id: int) -> Relinking:
    rows = Relinking.objects.select_for_update(of=("self",)).select_related("workflow__connection")
    proposal = rows.get(pk=relinking_id)
    if proposal.state != Relinking.State.OPEN:
        raise WorkflowRefused("settled", f"This proposal of {label(proposal)} is {proposal.state} already.")
    return proposal


def _decided(proposal: Relinking, state: Relinking.State, by: User, now: datetime) -> Relinking:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, now
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    return proposal


def label(proposal: Relinking) -> str:
    """Return the name of the proposal's workflow."""
    return catalogue.label(proposal.workflow.key)
