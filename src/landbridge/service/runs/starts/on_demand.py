"""One record that a person asks for, whatever version was seen before, and what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from landbridge.service import tracing
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.runs import queueing
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.history.masking import Eyes
from landbridge.service.runs.models import Run, RunItem, RunRequest
from landbridge.service.runs.starts.owners import owner_for, refuse_without_permission
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.models import Workflow

REASON = "on demand"
QUEUED = "Your request was added to the queue and will run as soon as possible."

_INTERNAL_ID = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request so far.

    ``run`` is the run that took it, ``None`` while it waits. ``item`` is the record in that run's log, ``None`` until the run came
    to it.
    """

    request: RunRequest
    run: Run | None
    item: RunItem | None

    @property
    def ended(self) -> bool:
        """Whether nothing more is to come."""
        return self.run is not None and self.run.finished_at is not None

    @property
    def reason(self) -> str:
        """Why it is as it is; empty when there is nothing to say."""
        if self.item is not None:
            return self.item.reason
        if self.run is None:
            return QUEUED
        return self.run.error or ("Its workflow was switched off." if self.ended else "")

    @property
    def arrived(self) -> bool:
        """Whether the record stands in SuiteProjects Pro as NetSuite has it."""
        outcomes = RunItem.Outcome
        return self.item is not None and self.item.outcome in (
            outcomes.CREATED,
            outcomes.UPDATED,
            outcomes.UNCHANGED,
        )


def internal_id_of(typed: str) -> str:
    """Return an internal id as NetSuite writes it, without leading zeros. Raises :class:`RunRefused` (`bad_internal_id`) for what is none."""
    wanted = typed.strip()
    if _INTERNAL_ID.fullmatch(wanted) is None:
        raise RunRefused("bad_internal_id", f"An internal id is a number; {typed!r} is not.")
    return str(int(wanted))


@transaction.atomic
def ask_for_record(
    connection: Connection, key: str, internal_id: str, *, by: User | None, now: datetime
) -> RunRequest:
    """Queue the import of one record by the workflow ``key``.

    Raises :class:`RunRefused` for a workflow that is unknown or not active and for what is no internal id, and
    :class:`OwnerRefused` when the role of who asks may not run the integration.
    """
    if catalogue.find(key) is None:
        raise RunRefused("unknown_workflow", f"There is no workflow {key!r}.")
    wanted = internal_id_of(internal_id)
    if not Workflow.objects.filter(connection=connection, key=key, active=True).exists():
        raise RunRefused("inactive", f"{catalogue.declaration(key).label} is not active. Activate it first.")
    refuse_without_permission(owner_for(connection, by))
    request = RunRequest.objects.create(
        connection=connection,
        netsuite_type=catalogue.declaration(key).netsuite_type,
        internal_id=wanted,
        reason=REASON,
        requested_at=now,
        requested_by=by,
        trace=tracing.current(),
    )
    defer(connection.pk, queueing.REAL_TIME)
    return request


def answer_to(request_id: int, viewer: User | None = None) -> Answer:
    """Return what became of a request, as ``viewer`` may see it (``None``: the operator of the machine). ``RunRequest.DoesNotExist`` when its workflow was switched off before a run took it."""
    request = RunRequest.objects.select_related("run", "connection").get(pk=request_id)
    item = (
        RunItem.objects.select_related("workflow")
        .filter(run=request.run, internal_id=request.internal_id)
        .filter(
            workflow__key__in=[
                kind.key for kind in catalogue.of_type(request.connection_id, request.netsuite_type)
            ]
        )
        .order_by("pk")
        .last()
        if request.run is not None
        else None
    )
    if item is not None:
        (item,) = Eyes.of(viewer).items([item])
    return Answer(request, request.run, item)
