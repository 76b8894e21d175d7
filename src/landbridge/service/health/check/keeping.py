"""The last report of each connection: since when a line is as it is, and a report for whoever does not need a new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.health.check.lines import SUBJECTS, Line, State
from landbridge.service.health.check.report import Report
from landbridge.service.health.models import HealthState

_PLACES = {subject.name: place for place, subject in enumerate(SUBJECTS)}


@transaction.atomic
def keep(connection: Connection, at: datetime, lines: Iterable[Line]) -> Report:
    """Keep the lines and return them as a report, each with since when it is in its state."""
    Connection.objects.select_for_update(of=("self",)).get(
        pk=connection.pk
    )  # two examinations end one after the other
    known = {state.name: state for state in HealthState.objects.filter(connection=connection)}
    kept = [replace(line, since=_since(known.get(line.name), line, at)) for line in lines]
    HealthState.objects.bulk_create(
        [
            HealthState(
                connection=connection,
                name=line.name,
                state=line.state,
                message=line.message,
                advice=line.advice,
                since=line.since or at,
                examined_at=at,
            )
            for line in kept
        ],
        update_conflicts=True,
        unique_fields=["connection", "name"],
        update_fields=["state", "message", "advice", "since", "examined_at"],
    )
    return Report(connection.name, at, tuple(kept))


def latest(connection: Connection) -> Report | None:
    """Return the last report, however old; ``None`` where nobody examined yet. One query."""
    rows = list(HealthState.objects.filter(connection=connection, name__in=_PLACES))
    if not rows:
        return None
    rows.sort(key=lambda row: _PLACES[row.name])
    return Report(connection.name, max(row.examined_at for row in rows), tuple(map(_line, rows)))


def kept_within(connection: Connection, now: datetime, age: timedelta) -> Report | None:
    """Return the last report where it is not older."""
    report = latest(connection)
    return report if report is not None and timedelta(0) <= now - report.at <= age else None


def _line(row: HealthState) -> Line:
    title = SUBJECTS[_PLACES[row.name]].title
    return Line(row.name, title, State(row.state), row.message, row.advice, row.since)


def _since(known: HealthState | None, line: Line, at: datetime) -> datetime:
    return known.since if known is not None and known.state == line.state else at
