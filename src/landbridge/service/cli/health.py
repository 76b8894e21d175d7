"""`landbridge health`: one line for each subject, red where the cause is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbridge.service.cli.attach import READ_HERE, Reading, attach, the_connection
from landbridge.service.cli.exits import Exit, verb
from landbridge.service.cli.output import cell, json_line, line

if TYPE_CHECKING:
    from landbridge.service.health.check.report import Report


@verb
def health(*, connection: str | None = None, options: Reading = READ_HERE) -> int:
    """Examine a connection now: NetSuite, its set-up there, the queue, the workers, the database. Ends with 1 while a line is red."""
    attach(options)
    report = _report(connection)
    if options.json:
        json_line(report.as_json())
    else:
        _show(report)
    return Exit.OK if report.healthy else Exit.FAILED


def _report(name: str | None) -> Report:
    """Examine; a database that is away is told in lines too."""
    from django.db import DatabaseError, InterfaceError  # noqa: PLC0415 - needs Django
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.health.check.examining import examine  # noqa: PLC0415 - needs Django
    from landbridge.service.health.check.report import without_database  # noqa: PLC0415 - needs Django

    try:
        return examine(the_connection(name))
    except (DatabaseError, InterfaceError) as problem:
        return without_database(name or "", timezone.now(), str(problem).strip())


def _show(report: Report) -> None:
    """Print each line, and below it what to do about it."""
    for one in report.lines:
        since = f" (since {cell(one.since)})" if one.since else ""
        line(f"{one.state.value:8} {one.title}: {one.message}{since}")
        if one.advice:
            line(f"{'':8} {one.advice}")
