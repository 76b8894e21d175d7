"""Asking for a comparison, going on with one, ending one. Pages, commands, the API and the weekly sweep come through here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.starts.owners import owner_for
from landbridge.service.verification import queueing
from landbridge.service.verification.models import LIVE_STATES, Verification
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.store import active_workflows

SILENT_AFTER = timedelta(minutes=2)
"""A command that compares says so at each step; one that is silent so long is gone."""

State = Verification.State


@transaction.atomic
def start(
    connection: Connection,
    keys: Sequence[str] | None = None,
    *,
    by: User | None,
    now: datetime,
    kind: Verification.Kind = Verification.Kind.ASKED,
    by_command: bool = False,
    first: int | None = None,
    last: int | None = None,
) -> Verification:
    """Begin a comparison of the active workflows ``keys`` (``None``: all of them) and return it.

    ``first`` and ``last`` narrow it to a closed range of internal ids. The workers compare, unless ``by_command``. Raises
    :class:`RunRefused` when a workflow is unknown or not active, the range ends before it begins, or another comparison of the
    connection is under way.
    """
    if first is not None and last is not None and first > last:
        raise RunRefused("bad_range", f"The lowest id, {first}, is above the highest, {last}.")
    chosen = _chosen(connection, keys)
    _refuse_a_second(connection, now)
    verification = Verification.objects.create(
        connection=connection,
        kind=kind,
        owner=owner_for(connection, by),
        workflows=chosen,
        first=first,
        last=last,
        queued_at=now,
        by_command=by_command,
        beat_at=now,
    )
    if not by_command:
        queueing.defer(verification.pk)
    return verification


@transaction.atomic
def go_on(verification: Verification, *, now: datetime, by_command: bool = False) -> Verification:
    """Go on with a comparison that was interrupted, failed or cancelled, where it was.

    A command takes over at once from another command, which may be gone: if it is not, it writes nothing more. Raises
    :class:`RunRefused` when the comparison is completed, or when one of the connection is under way.
    """
    locked = Verification.objects.select_for_update(of=("self",)).select_related("connection")
    found = locked.get(pk=verification.pk)
    if found.state == State.COMPLETED:
        raise RunRefused("completed", f"Comparison {found.pk} is complete. Start a new one.")
    if not (by_command and found.by_command and found.state in LIVE_STATES):
        _refuse_a_second(found.connection, now)
    found.refresh_from_db(fields=["state"])
    found.state = State.QUEUED
    found.finished_at = found.next_link_at = None
    found.by_command, found.beat_at = by_command, now
    found.attempts, found.error, found.hint = 0, "", ""
    found.fence += 1
    found.save()
    if not by_command:
        queueing.defer(found.pk)
    return found


def cancel(verification: Verification, *, now: datetime) -> None:
    """End a comparison at once: its next write finds that it is over. One that has ended stays as it is."""
    open_ = [*LIVE_STATES, State.INTERRUPTED]
    Verification.objects.filter(pk=verification.pk, state__in=open_).update(
        state=State.CANCELLED, finished_at=now
    )


def interrupt(verification: Verification) -> None:
    """Note that the command which compares is about to end before the comparison does."""
    Verification.objects.filter(pk=verification.pk, state__in=LIVE_STATES, by_command=True).update(
        state=State.INTERRUPTED
    )


def note_interrupted(now: datetime) -> int:
    """Note the comparisons whose command is gone; return how many."""
    gone = Verification.objects.filter(state__in=LIVE_STATES, by_command=True, beat_at__lt=now - SILENT_AFTER)
    return gone.update(state=State.INTERRUPTED)


def latest_unfinished(connection: Connection) -> Verification | None:
    """Return the newest comparison of the connection if it can be gone on with."""
    newest = Verification.objects.filter(connection=connection).first()
    return newest if newest is not None and newest.state != State.COMPLETED else None


def _refuse_a_second(connection: Connection, now: datetime) -> None:
    note_interrupted(now)
    other = Verification.objects.filter(connection=connection, state__in=LIVE_STATES).first()
    if other is not None:
        raise RunRefused(
            "comparison_under_way",
            f"Comparison {other.pk} of {connection} is under way. Wait for its end, or cancel it.",
        )


def _chosen(connection: Connection, keys: Sequence[str] | None) -> list[str]:
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
    return catalogue.ordered(keys)
