"""`landbridge schedule`: runs by weekday and hour, or by cron expression."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import json_line, line, listing

if TYPE_CHECKING:
    from landbridge.service.runs.models import Schedule

app = App(name="schedule", help="Runs by weekday and hour, or by cron expression.")

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Group = Annotated[str | None, Parameter(help="Run the workflows of this group.")]
Zone = Annotated[str, Parameter(help="Time zone, as in Europe/Berlin.")]


@app.command
@verb
def add(
    weekday: Annotated[str, Parameter(help="monday to sunday, or the first three letters.")],
    hour: Annotated[int, Parameter(help="0 to 23: the hour in which the run may start.")],
    *workflows: str,
    group: Group = None,
    time_zone: Zone = "UTC",
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Start a run every week, of the named workflows, of a group, or of all that are active then."""
    attach(where)
    _add(connection, workflows, group, time_zone, weekday=weekday_number(weekday), hour=hour)


@app.command
@verb
def add_cron(
    expression: Annotated[
        str,
        Parameter(help="Five parts: minute, hour, day of month, month, day of week, as in '30 5 * * 1-5'."),
    ],
    *workflows: str,
    group: Group = None,
    time_zone: Zone = "UTC",
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Start a run by cron expression, of the named workflows, of a group, or of all that are active then."""
    attach(where)
    _add(connection, workflows, group, time_zone, cron=expression)


@app.command
@verb
def on(schedule: int, *, where: Where = HERE) -> None:
    """Switch a schedule on."""
    attach(where)
    _switch(schedule, on=True)


@app.command
@verb
def off(schedule: int, *, where: Where = HERE) -> None:
    """Switch a schedule off; it can be switched on again."""
    attach(where)
    _switch(schedule, on=False)


@app.command
@verb
def remove(schedule: int, *, where: Where = HERE) -> None:
    """Delete a schedule."""
    attach(where)
    the_schedule(schedule).delete()
    line(f"Schedule {schedule} is deleted.")


@app.command
@verb
def show(schedule: int, *, options: Reading = READ_HERE) -> None:
    """Show a schedule with its next five starts, in its own time zone."""
    attach(options)
    found = the_schedule(schedule)
    if options.json:
        json_line(row(found))
        return
    line(f"Schedule {found.pk}: {found}, {'on' if found.active else 'off'}.")
    _say_next(found)
    if found.last_missed_at:
        line(f"missed {found.last_missed_at:%Y-%m-%d %H:%M} UTC: {found.missed_because}")


@app.command(name="list")
@verb
def list_schedules(*, connection: str | None = None, options: Reading = READ_HERE) -> None:
    """List a connection's schedules."""
    attach(options)
    from landbridge.service.runs.models import Schedule  # noqa: PLC0415 - needs Django

    found = Schedule.objects.filter(connection=the_connection(connection)).select_related("group")
    rows = [row(one) for one in found]
    if not options.json:
        rows = [{name: value for name, value in one.items() if name != "next_starts"} for one in rows]
    listing(rows, as_json=options.json, key="schedules", empty="There is no schedule yet.")


def row(one: Schedule) -> dict[str, Any]:
    """A schedule as commands print it."""
    from landbridge.service.runs.starts.scheduling import next_starts  # noqa: PLC0415 - needs Django

    return {
        "id": one.pk,
        "weekday": None if one.weekday is None else WEEKDAYS[one.weekday],
        "hour": one.hour,
        "cron": one.cron,
        "time_zone": one.time_zone,
        "group": one.group.name if one.group else None,
        "workflows": one.workflows,
        "active": one.active,
        "next_at": one.next_at if one.active else None,
        "last_started_at": one.last_started_at,
        "last_missed_at": one.last_missed_at,
        "missed_because": one.missed_because,
        "next_starts": next_starts(one),
    }


def the_schedule(number: int) -> Schedule:
    """Return the schedule of this number. Raises ``CommandError``."""
    from landbridge.service.runs.models import Schedule  # noqa: PLC0415 - needs Django

    found = Schedule.objects.select_related("connection", "group").filter(pk=number).first()
    if found is None:
        raise CommandError(f"there is no schedule {number}")
    return found


def weekday_number(text: str) -> int:
    """Return 0 (Monday) to 6 for a weekday's name or its first three letters. Raises ``CommandError``."""
    wanted = text.strip().lower()
    for number, name in enumerate(WEEKDAYS):
        if wanted in {name, name[:3]}:
            return number
    raise CommandError(f"{text!r} is no weekday", Exit.USAGE)


def _add(
    connection: str | None,
    workflows: tuple[str, ...],
    group: str | None,
    time_zone: str,
    *,
    weekday: int | None = None,
    hour: int | None = None,
    cron: str = "",
) -> None:
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.runs.starts.groups import group_named  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.starts.scheduling import add_schedule  # noqa: PLC0415 - needs Django

    place = the_connection(connection)
    made = add_schedule(
        place,
        weekday,
        hour,
        by=None,
        now=timezone.now(),
        cron=cron,
        time_zone=time_zone,
        group=group_named(place, group) if group else None,
        workflows=workflows,
    )
    line(f"Schedule {made.pk}: next run at {made.next_at:%Y-%m-%d %H:%M} UTC.")
    _say_next(made)


def _switch(number: int, *, on: bool) -> None:
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.runs.starts.scheduling import switch_schedule  # noqa: PLC0415 - needs Django

    found = the_schedule(number)
    switch_schedule(found, on=on, by=None, now=timezone.now())
    line(f"Schedule {number} is {'on' if on else 'off'}.")
    _say_next(found)


def _say_next(schedule: Schedule) -> None:
    from landbridge.service.runs.starts.scheduling import next_starts  # noqa: PLC0415 - needs Django

    zone = ZoneInfo(schedule.time_zone)
    for start in next_starts(schedule):
        line(f"starts {start.astimezone(zone):%a %Y-%m-%d %H:%M %z}")
