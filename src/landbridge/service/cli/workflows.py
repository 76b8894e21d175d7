"""`landbridge workflows`, or `workflow`: what is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Annotated, Any

from cyclopts import App, Parameter

from landbridge.service.cli.administration import allow, custom, disallow, option_value, pair, settings
from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.mapping import export, import_file, preview, validate
from landbridge.service.cli.output import json_line, line, listing

app = App(name="workflows", help="What is imported.")
app.command(allow)
app.command(disallow)
app.command(settings)
app.command(custom)
app.command(validate)
app.command(preview)
app.command(export)
app.command(import_file, name="import")


@app.command
@verb
def activate(
    *workflows: str,
    real_time: Annotated[bool, Parameter(negative="", help="Also make them live for real time.")] = False,
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Switch workflows on, parents first, and add those that were not; without names, all that are allowed, have what they need and do not exclude each other."""
    attach(where)
    from landbridge.service.workflows import administration, catalogue  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.activation import activate as switch_on  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.activation import set_real_time  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.adding import active_keys, excluding  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.custom import refuse_without_type  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.golive import look_afresh, objections  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    for said in look_afresh(chosen) if real_time else ():
        line(said)
    unknown = [key for key in workflows if catalogue.find(key) is None]
    for key in [*catalogue.ordered(workflows or administration.allowed(chosen.pk)), *unknown]:
        if not workflows and (others := excluding(chosen, catalogue.declaration(key))):
            line(f"{catalogue.label(key)}: left off, since {', '.join(others)} excludes it")
            continue
        if not workflows and (missing := catalogue.missing(catalogue.declaration(key), active_keys(chosen))):
            line(f"{catalogue.label(key)}: left off, since it needs {', '.join(missing)}")
            continue
        refuse_without_type(chosen, key)
        switch_on(chosen, key, by=None)
        live = real_time and (bool(workflows) or catalogue.declaration(key).real_time)
        if live:
            set_real_time(chosen, key, True, by=None)  # noqa: FBT003 - the function's own signature
        line(f"{catalogue.label(key)}: active{', real time' if live else ''}")
        for objection in objections(chosen.pk, key) if live else ():
            line(f"  {objection.text}")


@app.command
@verb
def add(*workflows: str, connection: str | None = None, where: Where = HERE) -> None:
    """Put workflows on the page Workflows, inactive, with their default mapping."""
    attach(where)
    from landbridge.service.workflows.adding import add as put  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.catalogue import label  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    for key in workflows:
        put(chosen, key, by=None)
        line(f"{label(key)}: added")


@app.command
@verb
def delete(workflow: str, *, connection: str | None = None, where: Where = HERE) -> None:
    """Take a workflow off the page Workflows, with its mapping; what was imported and its log stay."""
    attach(where)
    from landbridge.service.workflows.adding import delete as take_off  # noqa: PLC0415 - needs Django

    take_off(the_connection(connection), workflow, by=None)
    line(f"{workflow}: deleted")


@app.command
@verb
def options(
    workflow: str,
    *changes: Annotated[
        str, Parameter(help="option=value each; a box is on or off. None shows the options.")
    ],
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Show a workflow's options, or set some; the next run then reads all its records again."""
    attach(where)
    from landbridge.service.workflows import catalogue  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.activation import set_options  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.monitoring import stored  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.validation.options import refuse_unknown_fields  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    found = stored(chosen, workflow)
    declaration = catalogue.declaration(workflow)
    if changes:
        kinds = {option.key: type(option.default) for option in declaration.options}
        wish = {key: option_value(kinds.get(key, str), key, value) for key, value in map(pair, changes)}
        refuse_unknown_fields(chosen, workflow, wish)
        found = set_options(chosen, workflow, wish, by=None)
    for key, value in declaration.option_values(found.options).items():
        line(f"{key}={'on' if value is True else 'off' if value is False else value}")


@app.command
@verb
def deactivate(workflow: str, *, connection: str | None = None, where: Where = HERE) -> None:
    """Switch a workflow off, real time first."""
    attach(where)
    from django.db import transaction  # noqa: PLC0415 - needs Django

    from landbridge.service.workflows.activation import deactivate as switch_off  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.activation import set_real_time  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.models import Workflow  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    with transaction.atomic():  # a workflow that is protected keeps its real time
        if Workflow.objects.filter(connection=chosen, key=workflow, real_time=True).exists():
            set_real_time(chosen, workflow, False, by=None)  # noqa: FBT003 - the function's own signature
        switch_off(chosen, workflow, by=None)
    line(f"{workflow}: inactive")


@app.command
@verb
def monitor(
    workflow: str,
    *fields: Annotated[
        str, Parameter(help="Fields by SOAP name or custom script id; none shows what is monitored.")
    ],
    default: Annotated[
        bool, Parameter(negative="", help="Monitor the fields of the mapping, whatever they are.")
    ] = False,
    off: Annotated[bool, Parameter(negative="", help="Monitor nothing: every save is sent.")] = False,
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Say which changed fields are worth a notice, and write the list into NetSuite's settings record at once."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.composition import restlets_for  # noqa: PLC0415 - needs Django
    from landbridge.service.suiteapp import monitored  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows import monitoring, watching  # noqa: PLC0415 - needs Django

    if (bool(fields), default, off).count(True) > 1:
        raise CommandError("give fields, or --default, or --off", Exit.USAGE)
    chosen = the_connection(connection)
    problem = ""
    if fields or default or off:
        wish = None if off else watching.DEFAULT if default else fields
        monitoring.set_monitored(chosen, workflow, wish, by=None)
        problem = monitored.publish(chosen, restlets_for(chosen), timezone.now)
    found = monitoring.monitored_fields(monitoring.stored(chosen, workflow))
    line(f"{workflow}: {'every save is sent' if found is None else ', '.join(found)}")
    if problem:
        raise CommandError(f"stored here, and not written into NetSuite yet: {problem}")


@app.command(name="list")
@verb
def list_workflows(*, connection: str | None = None, reading: Reading = READ_HERE) -> None:
    """List every workflow with what it reads and writes, and its state on a connection where there is one."""
    from landbridge.service.workflows.catalogue import CATALOGUE  # noqa: PLC0415 - slow to load
    from landbridge.service.workflows.describing import described  # noqa: PLC0415 - slow to load

    asked = connection is not None or reading.data is not None
    try:
        attach(reading)
    except CommandError:  # nothing runs: what comes with Landbridge can be told all the same
        if asked:
            raise
        rows = [{**asdict(described(kind)), **NO_STATE} for kind in CATALOGUE.values()]
    else:
        rows = _states(connection)
    if reading.json:
        json_line(rows)
        return
    listing([_in_short(row) for row in rows], as_json=False, key="workflows", empty="There are no workflows.")


NO_STATE = {"allowed": None, "added": False, "active": False, "live": False, "bookmark": None}


def _states(connection: str | None) -> list[dict[str, Any]]:
    from landbridge.service.connections.models import Connection  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.listing import of_catalogue, of_connection  # noqa: PLC0415 - needs Django

    if connection is None and not Connection.objects.exists():
        return of_catalogue()
    return of_connection(the_connection(connection))


def _in_short(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the table: what is not said in a word is counted."""
    return {
        "workflow": row["name"],
        "netsuite": row["netsuite_type"],
        "suiteprojects": row["spp_type"],
        "state": next((state for state in ("live", "active", "added", "allowed") if row[state]), ""),
        "rows": len(row["mapping_rows"]),
        "synchronized": row["bookmark"],
    }


alias = App(name="workflow", help="The same as `workflows`.")
_SHARED: tuple[Callable[..., int], ...] = (
    *(activate, add, allow, custom, deactivate, delete, disallow, monitor, options, settings),
    *(export, preview, validate),
)
for _command in _SHARED:
    alias.command(_command)
alias.command(list_workflows, name="list")
alias.command(import_file, name="import")
