"""`landbridge queue`: what waits and why; cancel, pause, drain, resume."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, verb
from landbridge.service.cli.output import json_line, line, listing

if TYPE_CHECKING:
    from landbridge.service.runs.lanes.queue import Place, Queue

app = App(name="queue", help="What waits, and stopping it.")

Connection = Annotated[str | None, Parameter(help="Name of the connection; needed where there are several.")]


@app.command
@verb
def show(*, connection: Connection = None, options: Reading = READ_HERE) -> None:
    """Show what is at work and what waits, in the order in which it is taken, and why."""
    attach(options)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.runs.lanes.queue import queues  # noqa: PLC0415 - needs Django

    found = queues(timezone.now(), the_connection(connection).pk if connection else None)
    if options.json:
        json_line(
            {"queues": [{**heading(one), "places": [row(place) for place in one.places]} for one in found]}
        )
        return
    for one in found:
        line(f"{one.connection.name}: {one.state}. {f'{one.stopped}.' if one.stopped else ''}".strip())
        listing([row(place) for place in one.places], as_json=False, key="places", empty="Nothing waits.")


@app.command
@verb
def pause(*, connection: Connection = None, where: Where = HERE) -> None:
    """Let nothing start; the part that runs now ends. What is asked for stays in the queue."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.runs.lanes import control  # noqa: PLC0415 - needs Django

    place = the_connection(connection)
    control.pause(place, by=None, now=timezone.now())
    line(f"{place.name} is paused.")


@app.command
@verb
def drain(*, connection: Connection = None, where: Where = HERE) -> None:
    """Bring what is under way to its end, start nothing, then pause."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.runs.lanes import control  # noqa: PLC0415 - needs Django

    place = the_connection(connection)
    lane = control.drain(place, by=None, now=timezone.now())
    line(f"{place.name} {'is paused' if lane.paused else 'is paused once what is under way has ended'}.")


@app.command
@verb
def resume(*, connection: Connection = None, where: Where = HERE) -> None:
    """Let runs start again, after a pause or a drain."""
    attach(where)
    from landbridge.service.runs.lanes import control  # noqa: PLC0415 - needs Django

    place = the_connection(connection)
    control.resume(place, by=None)
    line(f"{place.name} goes on.")


@app.command
@verb
def cancel(run: int, *, where: Where = HERE) -> None:
    """Cancel a run: before its next batch while a worker is at it, else at once. What was written stays."""
    attach(where)
    from landbridge.service.runs.lanes.control import cancel_run  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.models import Run  # noqa: PLC0415 - needs Django

    found = Run.objects.filter(pk=run).first()
    if found is None:
        raise CommandError(f"there is no run {run}")
    if found.finished_at is not None:
        raise CommandError(f"run {run} has ended: {found.state}")
    cancel_run(found, by=None)
    found.refresh_from_db()
    line(f"Run {run} {'is cancelled' if found.finished_at else 'ends before its next batch'}.")


@app.command(name="real-time-between")
@verb
def real_time_between(
    value: Annotated[Literal["on", "off"], Parameter(help="on: also between their parts.")],
    *,
    connection: Connection = None,
    where: Where = HERE,
) -> None:
    """Let real-time runs go between the parts of manual and full runs, or only after them."""
    attach(where)
    from landbridge.service.runs.lanes import control  # noqa: PLC0415 - needs Django

    place = the_connection(connection)
    control.set_real_time_between(place, on=value == "on", by=None)
    line(f"{place.name}: real time in between is {value}.")


def heading(queue: Queue) -> dict[str, Any]:
    """A connection's queue, without what waits in it."""
    return {
        "connection": queue.connection.name,
        "state": queue.state,
        "stopped_by": str(queue.lane.paused_by) if queue.lane.paused_by else None,
        "stopped_at": queue.lane.paused_at,
        "real_time_between": queue.lane.real_time_between,
    }


def row(place: Place) -> dict[str, Any]:
    """A place in the queue as commands print it; ``position`` is null while it runs."""
    return {
        "position": place.position,
        "run": place.run.pk if place.run else None,
        "kind": place.kind,
        "state": place.run.state if place.run else "queued",
        "records": place.records,
        "since": place.since,
        "reason": place.reason,
    }
