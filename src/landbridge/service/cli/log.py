"""`landbridge runs`: the run log. A command is the operator's of the machine, so it shows values of sensitive fields too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, verb
from landbridge.service.cli.output import details, json_line, line, listing
from landbridge.service.cli.runs import summary

if TYPE_CHECKING:
    from landbridge.service.runs.history.selection import Selection
    from landbridge.service.runs.models import RunItem

app = App(name="runs", help="The run log.")

MOST_NAMED = 3
"""Workflows of a run that the table names; more are counted."""

Kind = Literal["", "manual", "scheduled", "real-time", "full", "catch-up"]
State = Literal["", "queued", "running", "completed", "failed", "cancelled"]
Outcome = Literal["", "created", "updated", "unchanged", "skipped", "waiting", "failed"]


@Parameter(name="*")
@dataclass(frozen=True)
class Wanted:
    """What is wanted of the log."""

    connection: str | None = None
    kind: Kind = ""
    state: Annotated[State, Parameter(help="Of the run.")] = ""
    outcome: Outcome = ""
    workflow: str = ""
    owner: Annotated[str, Parameter(help="E-mail address of the run's owner.")] = ""
    since: Annotated[
        datetime | None, Parameter(help="From this instant on; UTC unless it says otherwise.")
    ] = None
    until: Annotated[datetime | None, Parameter(help="Before this instant.")] = None
    text: Annotated[str, Parameter(help="Part of a name or reason, or a whole id.")] = ""

    def selection(self, **more: Any) -> Selection:
        """Return it as the log takes it. Raises ``CommandError`` for a connection or person that is not there."""
        from landbridge.service.runs.history.selection import Selection, aware  # noqa: PLC0415 - needs Django

        return Selection(
            connection=None if self.connection is None else the_connection(self.connection).pk,
            owner=_owner(self.owner),
            kind=self.kind,
            state=self.state,
            outcome=self.outcome,
            workflow=self.workflow,
            since=aware(self.since),
            until=aware(self.until),
            text=self.text,
            **more,
        )


ALL = Wanted()


@app.command(name="list")
@verb
def list_runs(
    *,
    wanted: Wanted = ALL,
    limit: int = 20,
    quiet: Annotated[bool, Parameter(help="Also runs by the clock that found nothing.")] = True,
    options: Reading = READ_HERE,
) -> None:
    """List runs, the newest first."""
    attach(options)
    from landbridge.service.runs.history.log import runs  # noqa: PLC0415 - needs Django

    found = runs(wanted.selection(quiet=quiet))[:limit]
    rows = [summary(one) for one in found]
    if not options.json:
        rows = [{**row, "workflows": _in_a_line(row["workflows"])} for row in rows]
    listing(rows, as_json=options.json, key="runs", empty="No run fits.")


def _in_a_line(workflows: list[str]) -> str:
    """Name a few workflows, count many."""
    return ", ".join(workflows) if len(workflows) <= MOST_NAMED else f"{len(workflows)} workflows"


@app.command
@verb
def show(number: int, *, options: Reading = READ_HERE) -> None:
    """Show a run, record by record."""
    attach(options)
    from landbridge.service.runs.history.log import items_of, runs  # noqa: PLC0415 - needs Django

    found = runs().filter(pk=number).first()
    if found is None:
        raise CommandError(f"there is no run {number}")
    items = [item_row(one) for one in items_of(found)]
    notes = list(found.notes.values("state", "title", "message", "advice", "at"))
    if options.json:
        json_line({**summary(found), "notes": notes, "items": items})
        return
    details(summary(found), as_json=False)
    for note in notes:
        line(f"{note['state']}: {note['title']}: {note['message']} {note['advice']}".rstrip())
    listing(_columns(items), as_json=False, key="items", empty="No record.")


@app.command
@verb
def records(
    *,
    wanted: Wanted = ALL,
    code: Annotated[str, Parameter(help="Only with this code, as in unmappable.")] = "",
    limit: int = 50,
    options: Reading = READ_HERE,
) -> None:
    """List what became of records, over all runs, the newest first."""
    attach(options)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.runs.history.log import items  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.history.masking import Eyes  # noqa: PLC0415 - needs Django

    found = items(wanted.selection(code=code), timezone.now(), Eyes.of(None))[:limit]
    rows = [{"run": one.run_id, **item_row(one)} for one in found]
    if options.json:
        json_line({"records": rows})
        return
    listing(_columns(rows, "run"), as_json=False, key="records", empty="No record fits.")


@app.command
@verb
def export(
    what: Annotated[
        Literal["runs", "records"], Parameter(help="Runs, or what became of records.")
    ] = "records",
    *,
    output: Annotated[Path, Parameter(help="The file to write; nothing is written over.")],
    format: Annotated[Literal["csv", "json"], Parameter(help="For spreadsheets or programs.")] = "csv",  # noqa: A002 - the option's name
    wanted: Wanted = ALL,
    where: Where = HERE,
) -> None:
    """Write the log to a file, newest first."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.runs.history.exporting import export_items, export_runs  # noqa: PLC0415 - needs Django

    selection = wanted.selection()
    made = (
        export_runs(selection, format)
        if what == "runs"
        else export_items(selection, format, viewer=None, now=timezone.now())
    )
    try:
        with output.open("xb") as file:
            file.writelines(made.parts)
    except OSError as error:
        raise CommandError(f"{output} cannot be written: {error.strerror}") from error
    line(f"{output} is written.")


@app.command
@verb
def keep(
    days: Annotated[str, Parameter(help="A number of days, or forever.")],
    *,
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Say how long the log of a connection is kept."""
    attach(where)
    from landbridge.service.runs.history.keeping import keep_log  # noqa: PLC0415 - needs Django

    if days != "forever" and not (days.isascii() and days.isdigit()):
        raise CommandError(f"{days!r} is no number of days; forever keeps the log")
    place = the_connection(connection)
    keep_log(place, None if days == "forever" else int(days), by=None)
    line(f"The log of {place.name} is kept {'forever' if days == 'forever' else f'for {days} days'}.")


def item_row(one: RunItem) -> dict[str, Any]:
    """A record of a run as commands print it."""
    return {
        "workflow": one.workflow.key,
        "internal_id": one.internal_id,
        "name": one.name,
        "outcome": one.outcome,
        "stage": one.stage,
        "code": one.code,
        "reason": one.reason,
        "field": one.field,
        "value": one.value,
        "attempts": one.attempts,
        "spp_type": one.spp_type,
        "spp_id": one.spp_id,
        "changes": one.changes,
        "changes_left_out": one.changes_left_out,
        "at": one.at,
    }


def _columns(rows: list[dict[str, Any]], *before: str) -> list[dict[str, Any]]:
    columns = (*before, "workflow", "internal_id", "name", "outcome", "reason")
    return [{name: row[name] for name in columns} for row in rows]


def _owner(email: str) -> int | None:
    from landbridge.service.projects.models import User  # noqa: PLC0415 - needs Django

    if not email:
        return None
    found = User.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()
    if found is None:
        raise CommandError(f"there is no user {email}")
    return found
