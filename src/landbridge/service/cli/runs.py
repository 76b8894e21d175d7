"""`landbridge run` starts a run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter

from landbridge.service.cli.attach import READ_HERE, Reading, attach, the_connection
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.following import follow
from landbridge.service.cli.output import json_line, line
from landbridge.service.cli.progress import reporter

if TYPE_CHECKING:
    from landbridge.service.runs.models import Run

run = App(name="run", help="Start a run.")
run.command("landbridge.service.cli.on_demand:record", name="record", help="Import one record.")


@run.default
@verb
def start(
    *workflows: str,
    group: Annotated[str | None, Parameter(help="Run the workflows of this group.")] = None,
    kind: Annotated[Literal["manual", "full"], Parameter(help="full reads everything again.")] = "manual",
    since: Annotated[
        str,
        Parameter(help="With full: only what was modified on or after this date (UTC), as in 2026-01-31."),
    ] = "",
    wait: Annotated[
        bool,
        Parameter(negative="", help="Show how it goes on until its end; exit 1 unless everything arrived."),
    ] = False,
    timeout: Annotated[float, Parameter(help="Seconds to wait at most.")] = 3600,
    connection: str | None = None,
    options: Reading = READ_HERE,
) -> int:
    """Start a run of the named workflows, of a group, or of all active ones."""
    attach(options)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.runs.starts.groups import chosen_workflows  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.starts.since import read_since  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.starts.starting import start_run  # noqa: PLC0415 - needs Django

    place = the_connection(connection)
    started = start_run(
        place,
        kind,
        chosen_workflows(place, workflows, group),
        by=None,
        now=timezone.now(),
        reason=f"Started by command{f', group {group}' if group else ''}",
        since=read_since(since),
    )
    late = not _wait(started, timeout, as_json=options.json) if wait else False
    if options.json:
        json_line(summary(started))
    else:
        line(f"Run {started.pk} {started.state}. {in_words(started)}".strip())
    if late:
        raise CommandError(f"run {started.pk} is {started.state} after {timeout:g} s", Exit.TIMED_OUT)
    return _exit_code(started) if wait else Exit.OK


def _wait(started: Run, timeout: float, *, as_json: bool) -> bool:
    """Show how the run goes on; ``False`` when it has not ended after ``timeout`` seconds."""
    with reporter(as_json=as_json, monotonic=time.monotonic) as tell:
        try:
            for look in follow(started, timeout, sleep=time.sleep, monotonic=time.monotonic):
                tell(look)
        except TimeoutError:
            return False
    return True


def _exit_code(ended: Run) -> Exit:
    """What a program is told of a run that has ended."""
    if ended.state == "cancelled":
        return Exit.CANCELLED
    return Exit.FAILED if ended.state == "failed" or ended.counts.get("failed") else Exit.OK


def summary(one: Run) -> dict[str, Any]:
    """A run as commands print it, with the accounts of both sides where results name them."""
    from landbridge.service.runs.history.account import account_of  # noqa: PLC0415 - needs Django

    return {
        "id": one.pk,
        "connection": one.connection.name,
        **({"account": account} if (account := account_of(one)) else {}),
        "kind": one.kind,
        "state": one.state,
        "owner": str(one.owner) if one.owner else None,
        "workflows": one.workflows,
        "since": one.since,
        "queued_at": one.queued_at,
        "started_at": one.started_at,
        "finished_at": one.finished_at,
        "counts": one.counts,
        "error": one.error,
    }


def in_words(one: Run) -> str:
    """Counts and what is wrong, for a person."""
    counts = ", ".join(f"{count} {outcome}" for outcome, count in one.counts.items() if count)
    return " ".join(part for part in (counts and f"{counts}.", one.error, one.hint) if part)
