"""`landbridge verify`: NetSuite and SuiteProjects Pro compared, independently of what runs noted."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import details, json_line, line, listing

if TYPE_CHECKING:
    from landbridge.service.connections.models import Connection
    from landbridge.service.verification.models import Verification

app = App(name="verify", help="Compare NetSuite with SuiteProjects Pro.")

Limit = Annotated[int, Parameter(help="Differences to print at most.")]


@app.default
@verb
def verify(
    *workflows: str,
    connection: str | None = None,
    resume: Annotated[
        bool, Parameter(negative="", help="Go on with the latest comparison where it was.")
    ] = False,
    first: Annotated[int | None, Parameter(help="Lowest NetSuite internal id to compare.")] = None,
    last: Annotated[int | None, Parameter(help="Highest NetSuite internal id to compare.")] = None,
    limit: Limit = 50,
    options: Reading = READ_HERE,
) -> int:
    """Compare the named workflows, or all active ones, and print what differs.

    Exit 0: nothing differs. 1: something does. 3: it could not be finished; `--resume` goes on with it. 5: it was cancelled.
    """
    attach(options)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service import composition  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.services import Services  # noqa: PLC0415 - needs Django
    from landbridge.service.verification.command import drive_to_end  # noqa: PLC0415 - needs Django
    from landbridge.service.verification.starting import interrupt  # noqa: PLC0415 - needs Django

    begun = _begin(the_connection(connection), workflows, first, last, resume=resume)
    services = Services(composition.reader_for, composition.destination_for, timezone.now)
    try:
        ended = drive_to_end(begun, services, time.sleep, _silent if options.json else _Progress())
    except KeyboardInterrupt as pressed:
        interrupt(begun)
        raise CommandError(
            f"comparison {begun.pk} is interrupted; `landbridge verify --resume` goes on with it",
            Exit.NOT_REACHABLE,
        ) from pressed
    finally:
        composition.close_clients()
    _print(ended, limit, as_json=options.json)
    if ended.state != "completed":
        trouble = f"{ended.error} {ended.hint}".strip() or f"it is {ended.state}"
        code = Exit.CANCELLED if ended.state == "cancelled" else Exit.NOT_REACHABLE
        raise CommandError(f"comparison {ended.pk} was not finished: {trouble}", code)
    return Exit.FAILED if summary(ended)["differences"] else Exit.OK


@app.command(name="list")
@verb
def list_verifications(
    *, connection: str | None = None, limit: int = 20, options: Reading = READ_HERE
) -> None:
    """List the latest comparisons."""
    attach(options)
    from landbridge.service.verification.models import Verification  # noqa: PLC0415 - needs Django

    found = Verification.objects.select_related("connection", "owner")
    if connection is not None:
        found = found.filter(connection=the_connection(connection))
    rows = [summary(one) for one in found[:limit]]
    listing(rows, as_json=options.json, key="verifications", empty="No comparison yet.")


@app.command
@verb
def show(number: int, *, limit: Limit = 50, options: Reading = READ_HERE) -> None:
    """Show a comparison, workflow by workflow, and what differs."""
    attach(options)
    _print(_the_verification(number), limit, as_json=options.json)


@app.command
@verb
def cancel(number: int, *, where: Where = HERE) -> None:
    """End a comparison that is under way."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.verification.starting import cancel as end  # noqa: PLC0415 - needs Django

    end(_the_verification(number), now=timezone.now())
    line(f"Comparison {number}: {_the_verification(number).state}")


@app.command
@verb
def weekly(
    turn: Annotated[str, Parameter(help="on or off; neither shows it.")] = "",
    *,
    weekday: Annotated[int | None, Parameter(help="0 Monday to 6 Sunday.")] = None,
    hour: Annotated[int | None, Parameter(help="0 to 23, UTC.")] = None,
    connection: str | None = None,
    options: Reading = READ_HERE,
) -> None:
    """Show or choose when a connection is compared by itself."""
    if turn not in {"", "on", "off"}:
        raise CommandError("say on or off", Exit.USAGE)
    attach(options)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.verification.weekly import set_sweep, sweep_of  # noqa: PLC0415 - needs Django

    place, now = the_connection(connection), timezone.now()
    sweep = sweep_of(place, now)
    if turn or weekday is not None or hour is not None:
        sweep = set_sweep(
            place,
            active=turn == "on" if turn else sweep.active,
            weekday=sweep.weekday if weekday is None else weekday,
            hour=sweep.hour if hour is None else hour,
            by=None,
            now=now,
        )
    row = {
        "connection": place.name,
        "active": sweep.active,
        "weekday": sweep.weekday,
        "hour": sweep.hour,
        "next_at": sweep.next_at,
    }
    details(row, as_json=options.json)


def _begin(
    place: Connection, workflows: tuple[str, ...], first: int | None, last: int | None, *, resume: bool
) -> Verification:
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.verification import starting  # noqa: PLC0415 - needs Django

    now = timezone.now()
    if not resume:
        return starting.start(
            place, workflows or None, by=None, now=now, by_command=True, first=first, last=last
        )
    if workflows or first is not None or last is not None:
        raise CommandError("--resume goes on with what was asked before: name nothing else", Exit.USAGE)
    unfinished = starting.latest_unfinished(place)
    if unfinished is None:
        raise CommandError(f"{place.name} has no comparison to go on with")
    return starting.go_on(unfinished, now=now, by_command=True)


def _the_verification(number: int) -> Verification:
    from landbridge.service.verification.models import Verification  # noqa: PLC0415 - needs Django

    found = Verification.objects.select_related("connection", "owner").filter(pk=number).first()
    if found is None:
        raise CommandError(f"there is no comparison {number}")
    return found


def summary(one: Verification) -> dict[str, Any]:
    """A comparison as commands print it. ``differences`` are what somebody should look at."""
    from landbridge.service.verification import tallies  # noqa: PLC0415 - needs Django

    counts = one.counts or tallies.differences_by_kind(one)
    return {
        "id": one.pk,
        "connection": one.connection.name,
        "kind": one.kind,
        "state": one.state,
        "started_at": one.started_at,
        "finished_at": one.finished_at,
        "differences": tallies.differing(counts),
        "duplicates": counts.get("duplicate", 0),
        "on_its_way": counts.get(tallies.ON_ITS_WAY, 0),
        "counts": counts,
        "missed": one.missed,
        "error": one.error,
    }


def _print(one: Verification, limit: int, *, as_json: bool) -> None:
    from landbridge.service.projects.sensitivity import Sight  # noqa: PLC0415 - needs Django
    from landbridge.service.verification import tallies  # noqa: PLC0415 - needs Django
    from landbridge.service.verification.showing import Shown  # noqa: PLC0415 - needs Django

    sight = Sight.of(None)
    found = [asdict(Shown.of(row, sight)) for row in tallies.to_look_at(one)[:limit]]
    workflows = [_workflow_row(tally) for tally in tallies.by_workflow(one)]
    head = summary(one)
    if as_json:
        json_line({**head, "workflows": workflows, "found": found})
        return
    listing(workflows, as_json=False, key="workflows", empty="Nothing was compared.")
    columns = ("workflow", "internal_id", "part", "name", "kind", "reason")
    rows = [{name: row[name] for name in columns} for row in found]
    listing(rows, as_json=False, key="found", empty="")
    more = head["differences"] + head["on_its_way"] - len(found)
    line(f"Comparison {one.pk} {one.state}: {head['differences'] or 'no'} differences.")
    if more > 0:
        line(f"{more} more: landbridge verify show {one.pk} --limit {len(found) + more}")


def _workflow_row(tally: Any) -> dict[str, Any]:
    return {
        "workflow": tally.key,
        "netsuite": tally.netsuite,
        "left_out": tally.left_out,
        "destination": tally.destination,
        "ranges": f"{tally.ranges_done} of {tally.ranges}",
        "hashes_differ": tally.hashes_differ,
        "differences": tally.different,
    }


def _silent(_: Verification) -> None:
    """Programs read the last line only."""


class _Progress:
    """How far it is, on one line of a terminal's stderr."""

    def __call__(self, one: Verification) -> None:
        from landbridge.service.verification import tallies  # noqa: PLC0415 - needs Django

        if not sys.stderr.isatty():
            return
        done = tallies.by_workflow(one)
        text = ", ".join(f"{tally.key} {tally.ranges_done}/{tally.ranges}" for tally in done)
        sys.stderr.write(f"\r\x1b[2Kranges compared: {text}" if one.state == "running" else "\r\x1b[2K")
        sys.stderr.flush()
