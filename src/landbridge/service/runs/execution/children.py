"""Records that are imported once more because what they refer to has arrived: those that waited, and those imported without it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from landbridge.service.runs.execution.outcomes import Done, Entry
from landbridge.service.runs.execution.retelling import MISSING, to_retell
from landbridge.service.runs.history.circles import IN_A_CIRCLE
from landbridge.service.runs.models import Attention, OpenReference
from landbridge.service.workflows.catalogue import Source
from landbridge.service.workflows.models import Link
from landbridge.service.workflows.store import Prepared

REFERRING = frozenset({Source.LOOKUP, Source.CONDITIONAL})
"""Rows that may take what another record was imported as."""
_IMPORTED = frozenset({Done.CREATED, Done.UPDATED, Done.UNCHANGED, Done.SKIPPED})


def ready(connection_id: int) -> dict[int, list[str]]:
    """Return the records that a parent has arrived for: internal ids by workflow, in two queries and those of ``to_retell``.

    Also those that wait for one which has turned out to stand in a circle of parents, or of which the log says more by now: they are
    to say so. Those of a workflow that stands still wait on.
    """
    circular = Attention.objects.filter(
        workflow=OuterRef("workflow"), internal_id=OuterRef("parent_id"), code=IN_A_CIRCLE
    )
    waiting = Attention.objects.filter(
        Exists(_parents(connection_id)) | Q(Exists(circular), code=MISSING),
        workflow__connection_id=connection_id,
        workflow__active=True,
        workflow__stopped_because="",
        dismissed_at=None,
    ).exclude(parent_id="")
    left = Attention.objects.filter(workflow=OuterRef("workflow"), internal_id=OuterRef("internal_id"))
    referring = OpenReference.objects.filter(
        Exists(_parents(connection_id)),
        ~Exists(left),  # a record that failed is imported again when that is mended
        workflow__connection_id=connection_id,
        workflow__active=True,
        workflow__stopped_because="",
    )
    found: dict[int, set[str]] = {}
    for rows in (waiting, referring):
        for workflow_id, internal_id in rows.values_list("workflow_id", "internal_id"):
            found.setdefault(workflow_id, set()).add(internal_id)
    for workflow_id, internal_id in to_retell(connection_id):
        found.setdefault(workflow_id, set()).add(internal_id)
    return {workflow_id: sorted(ids) for workflow_id, ids in found.items()}


def _parents(connection_id: int) -> QuerySet[Link]:
    """Return the links of the parent that an outer row names."""
    return Link.objects.filter(
        connection_id=connection_id,
        netsuite_type=OuterRef("parent_type"),
        internal_id=OuterRef("parent_id"),
        spp_type=OuterRef("parent_table"),
    )


def note_references(prepared: Prepared, entries: Sequence[Entry]) -> None:
    """Write down which references of the records of a batch are open, and strike out those that are not any more. Three statements at most.

    A record that could not be imported keeps its own.
    """
    if not any(row.source in REFERRING for row in prepared.rows):
        return
    workflow = prepared.workflow
    settled = {
        entry.internal_id: {one.parent for one in entry.awaited}
        for entry in entries
        if entry.need is None and entry.outcome in _IMPORTED
    }
    kept: set[tuple[str, str, str, str]] = set()
    closed: list[int] = []
    for one in OpenReference.objects.filter(workflow=workflow, internal_id__in=settled):
        parent = (one.parent_type, one.parent_id, one.parent_table)
        if parent in settled[one.internal_id]:
            kept.add((one.internal_id, *parent))
        else:
            closed.append(one.pk)
    if closed:
        OpenReference.objects.filter(pk__in=closed).delete()
    OpenReference.objects.bulk_create(
        OpenReference(
            workflow=workflow, internal_id=internal_id, parent_type=kind, parent_id=parent, parent_table=table
        )
        for internal_id, parents in settled.items()
        for kind, parent, table in parents
        if (internal_id, kind, parent, table) not in kept
    )
