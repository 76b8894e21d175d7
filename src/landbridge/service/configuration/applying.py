"""A document made true: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import DataError, transaction

from landbridge.service.configuration import channelparts, connectionparts, netsuiteparts
from landbridge.service.configuration.differences import Difference, of_channel, of_connection
from landbridge.service.configuration.document import ConfigurationError, Document
from landbridge.service.configuration.exporting import export
from landbridge.service.configuration.spelling import spelled
from landbridge.service.connections.models import Connection
from landbridge.service.connections.operations import IntegrationUserError
from landbridge.service.connections.testing import Tester, check
from landbridge.service.notifications.errors import NotificationRefused
from landbridge.service.projects.models import User
from landbridge.service.runs.errors import RunRefused
from landbridge.service.workflows.errors import WorkflowRefused

REFUSALS = (IntegrationUserError, NotificationRefused, PermissionDenied, RunRefused, WorkflowRefused)


@dataclass(slots=True)
class Plan:
    """What a document would change. ``problems`` keep all of it from being applied; ``notes`` are worth reading."""

    differences: list[Difference] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def compare(document: Document, renamed: Mapping[str, str] | None = None) -> Plan:
    """Return what ``document`` would change.

    ``renamed`` says which connection here takes the place of one in the document. Several queries, as ``export``. Raises
    ``ConfigurationError`` for a name in it that the document does not have.
    """
    return _compare(spelled(document, renamed or {}), _rows())


def apply(
    document: Document,
    renamed: Mapping[str, str] | None = None,
    *,
    by: User | None,
    now: datetime,
    suspend_schedules: bool = False,
    untested: str = "",
    tester: Tester = check,
) -> Plan:
    """Make ``document`` true and return what changed.

    Connections that are to be reached in another way are tested first; ``untested`` is the reason to go on although a test fails.
    ``suspend_schedules`` lets workflows change that an active schedule or real time protects: both are off until the transaction ends.
    Raises ``ConfigurationError`` with every problem, or with what a part refused; nothing is changed then.
    """
    document = spelled(document, renamed or {})
    rows = _rows()
    _refuse(_compare(document, rows).problems)
    tested = {
        one.name: netsuiteparts.test(rows[one.name], one, tester, untested) for one in document.connections
    }
    said = [one for wanted in document.connections for one in connectionparts.look(rows[wanted.name], wanted)]
    for wanted in document.connections:
        with _told_of(f"connection {wanted.name}"):
            connectionparts.refuse_wrong_mappings(rows[wanted.name], wanted)
    with transaction.atomic():
        held = _rows(held=True)
        plan = _compare(document, held)
        _refuse(plan.problems)
        plan.notes += said
        for wanted in document.connections:
            with _told_of(f"connection {wanted.name}"):
                netsuiteparts.apply(held[wanted.name], wanted, tested[wanted.name], by=by)
                connectionparts.apply(
                    held[wanted.name], wanted, by=by, now=now, suspend_schedules=suspend_schedules
                )
        for channel in document.channels:
            with _told_of(f"channel {channel.name}"):
                channelparts.apply(channel, by=by, now=now)
        _refuse([f"{one}: could not be made so" for one in _compare(document, _rows()).differences])
    return plan


def _compare(document: Document, rows: Mapping[str, Connection]) -> Plan:
    there = export()
    connections = {one.name: one for one in there.connections}
    channels = {one.name: one for one in there.channels}
    plan = Plan(problems=_twice(document))
    for wanted in document.connections:
        if wanted.name not in connections:
            plan.problems.append(
                f"there is no connection {wanted.name!r} here: add it with its credentials first, or name the one that takes its place"
            )
            continue
        row, known = rows[wanted.name], connections[wanted.name]
        wrong = [*netsuiteparts.problems(row, wanted), *connectionparts.problems(wanted)]
        plan.problems += wrong
        plan.differences += of_connection(wanted, known)
        plan.differences += () if wrong else netsuiteparts.differences(row, wanted)
        plan.notes += connectionparts.notes(wanted, known)
    for channel in document.channels:
        plan.differences += of_channel(channel, channels.get(channel.name))
        plan.problems += channelparts.problems(channel, channels.get(channel.name), connections)
    return plan


def _rows(*, held: bool = False) -> dict[str, Connection]:
    found = Connection.objects.all()
    return {one.name: one for one in (found.select_for_update() if held else found)}


def _refuse(problems: list[str]) -> None:
    if problems:
        raise ConfigurationError(*problems)


@contextmanager
def _told_of(place: str) -> Iterator[None]:
    """Say where a part was refused."""
    try:
        yield
    except REFUSALS as refused:
        raise ConfigurationError(f"{place}: {refused}") from refused
    except DataError as error:
        raise ConfigurationError(f"{place}: a value is longer or larger than is kept") from error


def _twice(document: Document) -> list[str]:
    names = [f"connection {one.name!r}" for one in document.connections]
    names += [f"channel {one.name!r}" for one in document.channels]
    return [
        f"{name} stands twice in the file" for name in sorted({one for one in names if names.count(one) > 1})
    ]
