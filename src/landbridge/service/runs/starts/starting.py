"""Asking for a run. Pages, commands, the schedule and the catch-up all come through here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from landbridge.service import tracing
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.runs import queueing
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import Run
from landbridge.service.runs.starts.owners import owner_for, refuse_without_permission
from landbridge.service.workflows import administration, catalogue
from landbridge.service.workflows.store import active_workflows


@transaction.atomic
def start_run(
    connection: Connection,
    kind: str,
    keys: Sequence[str] | None = None,
    *,
    by: User | None,
    now: datetime,
    reason: str = "",
    since: datetime | None = None,
) -> Run:
    """Queue a run of the workflows ``keys`` (``None``: all active ones) and return it.

    A full synchronization reads what was modified at or after ``since`` (``None``: everything). A run of the same kind that still
    waits takes the wish in, workflows and the wider ``since``: a burst makes one run. ``by`` is who pressed the button or set the
    schedule. Raises :class:`RunRefused` when a workflow is unknown, not active, or lacks one it depends on in a full run, and
    :class:`OwnerRefused` when a person asks whose role may not run the integration. What starts by the clock is refused by its
    first link instead, where the run log tells of it.
    """
    _refuse_since(connection, kind, since, now)
    chosen = _chosen(connection, kind, keys)
    owner = owner_for(connection, by)
    if kind in (queueing.MANUAL, queueing.FULL):
        refuse_without_permission(owner)
    waiting = Run.objects.select_for_update().filter(connection=connection, kind=kind, state=Run.State.QUEUED)
    wish = Run(
        connection=connection,
        kind=kind,
        owner=owner,
        reason=reason[:200],
        workflows=chosen,
        since=since,
        trace=tracing.current(),
        queued_at=now,
    )
    while (run := waiting.first()) is None:
        Run.objects.bulk_create([wish], ignore_conflicts=True)  # somebody may ask at the same moment
    run.workflows = catalogue.ordered([*run.workflows, *chosen])
    run.since = min(run.since, since) if run.since and since else None
    run.save(update_fields=["workflows", "since"])
    defer(connection.pk, kind)
    return run


def _refuse_since(connection: Connection, kind: str, since: datetime | None, now: datetime) -> None:
    if since is None:
        return
    if kind != queueing.FULL:
        raise RunRefused(
            "bad_since", "Only a full synchronization reads since a date; other runs know where they were."
        )
    if since > now:
        raise RunRefused("bad_since", "The date to read from lies in the future.")
    if not administration.of(connection.pk).full_since_control:
        raise RunRefused(
            "since_not_exposed",
            "A date to read from is not offered here: tick “Expose NetSuite full synchronization control since date” on the page "
            "Administration, or leave the date out.",
        )


def _chosen(connection: Connection, kind: str, keys: Sequence[str] | None) -> list[str]:
    active = [workflow.key for workflow in active_workflows(connection.pk)]
    if keys is None:
        if not active:
            raise RunRefused("no_workflow", "No workflow is active. Activate one first.")
        return active
    for key in keys:
        if catalogue.find(key) is None:
            raise RunRefused("unknown_workflow", f"There is no workflow {key!r}.")
        if key not in active:
            raise RunRefused(
                "inactive", f"{catalogue.declaration(key).label} is not active. Activate it first."
            )
    if kind == queueing.FULL:
        _refuse_without_parents(keys)
    return catalogue.ordered(keys)


def _refuse_without_parents(keys: Sequence[str]) -> None:
    """A full synchronization refuses to start when a workflow is chosen without one it depends on (fact sheet 2.3)."""
    for key in keys:
        for needed in catalogue.declaration(key).depends_on:
            if needed not in keys:
                raise RunRefused(
                    "depends_on",
                    f"{catalogue.declaration(key).label} needs {catalogue.declaration(needed).label} in the same full synchronization.",
                )
