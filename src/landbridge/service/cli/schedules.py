"""`landbridge schedule`: runs by weekday and hour."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import line, listing

app = App(name="schedule", help="Runs by weekday and hour.")

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@app.command
@verb
def add(
    weekday: Annotated[str, Parameter(help="monday to sunday, or the first three letters.")],
    hour: Annotated[int, Parameter(help="0 to 23: the hour in which the run may start.")],
    *workflows: str,
    time_zone: str = "UTC",
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Start a run every week, of the named workflows or of all that are active then."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.runs.scheduling import add_schedule  # noqa: PLC0415 - needs Django

    made = add_schedule(
        the_connection(connection),
        weekday_number(weekday),
        hour,
        by=None,
        now=timezone.now(),
        time_zone=time_zone,
        workflows=workflows,
    )
    line(f"Schedule {made.pk}: next run at {made.next_at:%Y-%m-%d %H:%M} UTC.")


@app.command
@verb
def remove(schedule: int, *, where: Where = HERE) -> None:
    """Delete a schedule."""
    attach(where)
    from landbridge.service.runs.models import Schedule  # noqa: PLC0415 - needs Django

    deleted, _ = Schedule.objects.filter(pk=schedule).delete()
    if not deleted:
        raise CommandError(f"there is no schedule {schedule}")
    line(f"Schedule {schedule} is deleted.")


@app.command(name="list")
@verb
def list_schedules(*, connection: str | None = None, options: Reading = READ_HERE) -> None:
    """List a connection's schedules."""
    attach(options)
    from landbridge.service.runs.models import Schedule  # noqa: PLC0415 - needs Django

    rows = [
        {
            "id": one.pk,
            "weekday": None if one.weekday is None else WEEKDAYS[one.weekday],
            "hour": one.hour,
            "time_zone": one.time_zone,
            "workflows": one.workflows,
            "active": one.active,
            "next_at": one.next_at,
        }
        for one in Schedule.objects.filter(connection=the_connection(connection))
    ]
    listing(rows, as_json=options.json, key="schedules", empty="There is no schedule yet.")


def weekday_number(text: str) -> int:
    """Return 0 (Monday) to 6 for a weekday's name or its first three letters. Raises ``CommandError``."""
    wanted = text.strip().lower()
    for number, name in enumerate(WEEKDAYS):
        if wanted in {name, name[:3]}:
            return number
    raise CommandError(f"{text!r} is no weekday", Exit.USAGE)
