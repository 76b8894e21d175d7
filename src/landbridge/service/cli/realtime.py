"""`landbridge realtime`: the switch of a connection, and the notices that came."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, verb
from landbridge.service.cli.output import json_line, line, listing
from landbridge.service.cli.users import the_user

app = App(name="realtime", help="Real-time import.")


@app.command
@verb
def enable(*, connection: str | None = None, where: Where = HERE) -> None:
    """Take notices from now on, when everything that real time needs is there. Changes nothing in NetSuite."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.composition import restlets_for  # noqa: PLC0415 - needs Django
    from landbridge.service.realtime import live  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    try:
        live.enable(chosen, None, restlets_for(chosen), timezone.now)
    except live.NotReadyError as refused:
        missing = "\n".join(f"  {one.subject}: {one}" for one in refused.missing)
        raise CommandError(f"real time needs more:\n{missing}") from refused
    line(f"{chosen.name}: real time is on.")


@app.command(name="confirm-order")
@verb
def confirm_order(
    *,
    by: Annotated[str, Parameter(help="E-mail address of who looked at the Scripted Records page.")],
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Confirm that the trigger runs last on every live record type, as somebody saw in NetSuite; asks NetSuite which scripts there are."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.composition import restlets_for  # noqa: PLC0415 - needs Django
    from landbridge.service.suiteapp import order  # noqa: PLC0415 - needs Django
    from landbridge.service.suiteapp.inspecting import inspect  # noqa: PLC0415 - needs Django

    chosen, person = the_connection(connection), the_user(by)
    seen = inspect(chosen, restlets_for(chosen), timezone.now)
    confirmed = order.confirm(chosen, seen, person, timezone.now)
    for record_type, others in confirmed.beside.items():
        line(f"{record_type}: {', '.join(others) or 'no other script can be seen'}")
    line(f"{chosen.name}: {person.name} confirmed that the trigger runs last.")


@app.command
@verb
def disable(*, connection: str | None = None, where: Where = HERE) -> None:
    """Ignore notices from now on; records arrive with the next catch-up."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.realtime import live  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    live.disable(chosen, None, timezone.now)
    line(f"{chosen.name}: real time is off.")


@app.command
@verb
def status(*, connection: str | None = None, options: Reading = READ_HERE) -> None:
    """Say what real time needs and has; asks NetSuite."""
    attach(options)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.composition import restlets_for  # noqa: PLC0415 - needs Django
    from landbridge.service.realtime import live  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.starts.polling import polling  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    found = live.prerequisites(chosen, restlets_for(chosen), timezone.now)
    enabled = live.is_enabled(chosen)
    lane = polling(chosen)
    if options.json:
        poll_s = lane.poll_s if lane else None
        json_line({"enabled": enabled, "poll_s": poll_s, "prerequisites": found})
        return
    line(f"{chosen.name}: real time is {'on' if enabled else 'off'}.")
    if lane:
        line(f"polled every {lane.poll_s} seconds")
    for one in found:
        line(f"{one.state:8}{one.subject}: {one}")


@app.command
@verb
def poll(
    switch: Literal["on", "off"],
    *,
    every: Annotated[int, Parameter(help="Seconds from one poll to the next, 5 to 3600.")] = 30,
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Ask NetSuite for changes every so often, where its notices cannot reach this service; needs no certificate."""
    attach(where)
    from landbridge.service.runs.starts import polling  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    if switch == "off":
        polling.stop_polling(chosen)
        line(f"{chosen.name}: not polled.")
        return
    polling.poll_every(chosen, every, by=None)
    line(f"{chosen.name}: polled every {every} seconds.")


@app.command
@verb
def notices(*, connection: str | None = None, limit: int = 20, options: Reading = READ_HERE) -> None:
    """List the latest notices that were accepted."""
    attach(options)
    from landbridge.service.realtime.models import Notice  # noqa: PLC0415 - needs Django

    found = Notice.objects.filter(connection=the_connection(connection)).select_related("request")[:limit]
    rows = [
        {
            "received_at": one.received_at,
            "record_type": one.record_type,
            "internal_id": one.internal_id,
            "event": one.event,
            "user": one.netsuite_user,
            "answer": one.answer,
            "run": one.request.run_id if one.request else None,
        }
        for one in found
    ]
    listing(rows, as_json=options.json, key="notices", empty="No notice came yet.")


@app.command
@verb
def refused(*, limit: int = 20, options: Reading = READ_HERE) -> None:
    """List what was refused lately, by minute and reason."""
    attach(options)
    from landbridge.service.realtime.models import RefusedNotice  # noqa: PLC0415 - needs Django

    rows = [
        {
            "minute": one.minute,
            "connection": one.connection.name if one.connection else None,
            "code": one.code,
            "count": one.count,
            "detail": one.detail,
        }
        for one in RefusedNotice.objects.select_related("connection")[:limit]
    ]
    listing(rows, as_json=options.json, key="refused", empty="Nothing was refused.")
