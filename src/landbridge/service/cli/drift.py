"""`landbridge drift`: fields of NetSuite that changed, and what workflows do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, verb
from landbridge.service.cli.output import line, listing

app = App(name="drift", help="Fields of NetSuite that changed, and what workflows do about it.")
MOST = 500
SHOWN = ("id", "netsuite_type", "field", "change", "state", "noticed_at")


@app.command(name="list")
@verb
def list_(*, connection: str | None = None, options: Reading = READ_HERE) -> None:
    """List what changed, what is open first."""
    attach(options)
    from landbridge.service.drift import reporting  # noqa: PLC0415 - needs Django

    found = [reporting.as_json(one) for one in reporting.drifts(the_connection(connection))[:MOST]]
    shown = found if options.json else [_brief(one) for one in found]
    listing(shown, as_json=options.json, key="drift", empty="Nothing changed since NetSuite was asked first.")


def _brief(change: Mapping[str, Any]) -> dict[str, Any]:
    return {name: change[name] for name in SHOWN}


@app.command
@verb
def look(*, connection: str | None = None, where: Where = HERE) -> None:
    """Ask NetSuite now, and say which workflows stand still."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.composition import reader_for  # noqa: PLC0415 - needs Django
    from landbridge.service.drift import looking, reporting  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    looking.look(chosen, reader_for(chosen), timezone.now())
    stopped = [one for one in reporting.workflows(chosen) if one.stopped_because]
    for one in stopped:
        line(one.stopped_because)
    if not stopped:
        line("No workflow stands still.")


@app.command
@verb
def decide(
    change: Annotated[int, Parameter(help="The change's id, as `landbridge drift list` shows it.")],
    decision: Literal["accepted", "frozen"],
    *,
    where: Where = HERE,
) -> None:
    """Accept a change, or freeze the workflows that read the field."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.drift import deciding  # noqa: PLC0415 - needs Django
    from landbridge.service.drift.models import Drift  # noqa: PLC0415 - needs Django

    try:
        drift = deciding.decide(change, decision, by=None, now=timezone.now())
    except Drift.DoesNotExist:
        raise CommandError(f"there is no change {change}; see `landbridge drift list`") from None
    line(f"{drift.field}: {drift.state}")


@app.command
@verb
def policy(
    workflow: str,
    policy: Literal["accept", "freeze", "ask"],
    *,
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Say what a workflow does when a field that it reads holds something else."""
    attach(where)
    from landbridge.service.drift import deciding  # noqa: PLC0415 - needs Django

    deciding.set_policy(the_connection(connection), workflow, policy, by=None)
    line(f"{workflow}: {policy}")
