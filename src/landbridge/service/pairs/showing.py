"""What the page Matching lists: doubtful records, records that belong to nobody, what was deleted, what is proposed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Case, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from landbridge.service.connections.models import Connection
from landbridge.service.pairs.models import DeletePolicy, Deletion, Relinking
from landbridge.service.projects.models import SppRecord
from landbridge.service.projects.sensitivity import Sight, masked
from landbridge.service.runs.models import Attention
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.catalogue import Declaration
from landbridge.service.workflows.models import Workflow

Named = TypeVar("Named", Deletion, Relinking)

DOUBTFUL = ("two_candidates", "name_taken")


@dataclass(frozen=True, slots=True)
class Swept:
    """One workflow: its policy for deletions, and why the last sweep found out nothing (empty where it did)."""

    key: str
    label: str
    policy: str
    policy_label: str
    problem: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One record as a workflow sees it: ``owner`` is the NetSuite id that it carries, empty where it belongs to none."""

    key: str
    label: str
    owner: str


def doubtful(connection: Connection) -> QuerySet[Attention]:
    """Return the records that match several, or one of another, newest first."""
    found = Attention.objects.filter(workflow__connection=connection, code__in=DOUBTFUL)
    return found.select_related("workflow").order_by("-last_at", "-pk")


def matched_by_hand(connection: Connection) -> list[Declaration]:
    """Return the active workflows whose records can be joined and separated by hand, in order."""
    keys = Workflow.objects.filter(connection=connection, active=True).values_list("key", flat=True)
    found = (catalogue.declaration(key) for key in catalogue.ordered(keys))
    return [one for one in found if not one.main.each]


def unmatched(
    connection: Connection, declaration: Declaration, sight: Sight, text: str = ""
) -> QuerySet[SppRecord]:
    """Return the records of a workflow's table that belong to no NetSuite record, newest first; ``text`` is part of the name.

    Nothing is found by a name that the person may not see.
    """
    held = KeyTextTransform(declaration.main.netsuite_id_field, "fields")
    carried = Coalesce(held, Value(""), output_field=TextField())
    found = SppRecord.objects.filter(account=connection.spp_database_id, type=declaration.spp_type)
    if text:
        found = found.none() if sight.hides_name(declaration.spp_type) else found.filter(name__icontains=text)
    return found.annotate(carried=carried).filter(carried="").order_by("-pk")


def pairs_of(connection: Connection, record: SppRecord) -> list[Pair]:
    """Return what a record belongs to, by each active workflow whose records are of its type."""
    return [
        Pair(one.key, one.label, str(record.fields.get(one.main.netsuite_id_field) or ""))
        for one in matched_by_hand(connection)
        if one.spp_type == record.type
    ]


def proposals(connection: Connection) -> QuerySet[Relinking]:
    """Return the proposals, those that are open first, then newest first."""
    found = Relinking.objects.filter(workflow__connection=connection).select_related("workflow", "decided_by")
    decided = Case(When(state=Relinking.State.OPEN, then=0), default=1)
    return found.order_by(decided, "-proposed_at", "-pk")


def deletions(connection: Connection) -> QuerySet[Deletion]:
    """Return what was deleted, newest first."""
    found = Deletion.objects.filter(workflow__connection=connection)
    return found.select_related("workflow").order_by("-found_at", "-pk")


def seen(rows: Iterable[Named], sight: Sight) -> list[Named]:
    """Return the rows with their names as the person may see them; not to be saved."""
    found = list(rows)
    for one in found:
        if sight.hides_name(one.spp_type):
            one.name = masked(one.name)
    return found


def swept(connection: Connection) -> list[Swept]:
    """Return the policies of the workflows that were added, in order."""
    stored = dict(Workflow.objects.filter(connection=connection, added=True).values_list("key", "pk"))
    policies = {one.workflow_id: one for one in DeletePolicy.objects.filter(workflow__connection=connection)}
    nothing = DeletePolicy()
    return [
        Swept(key, catalogue.label(key), one.policy, one.get_policy_display(), one.problem)
        for key in catalogue.ordered(stored)
        for one in [policies.get(stored[key], nothing)]
    ]
