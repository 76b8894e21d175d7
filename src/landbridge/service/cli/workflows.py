"""`landbridge workflow`: what is imported."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import line, listing

app = App(name="workflow", help="What is imported.")


@app.command
@verb
def activate(
    *workflows: str,
    real_time: Annotated[bool, Parameter(negative="", help="Also make them live for real time.")] = False,
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Switch workflows on, parents first; without names, all of them."""
    attach(where)
    from landbridge.service.workflows import catalogue  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.activation import activate as switch_on  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.activation import set_real_time  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.administration import allowed  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.golive import look_afresh, objections  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    for said in look_afresh(chosen) if real_time else ():
        line(said)
    unknown = [key for key in workflows if catalogue.find(key) is None]
    for key in [*catalogue.ordered(workflows or allowed(chosen.pk)), *unknown]:
        switch_on(chosen, key, by=None)
        if real_time:
            set_real_time(chosen, key, True, by=None)  # noqa: FBT003 - the function's own signature
        line(f"{catalogue.label(key)}: active{', real time' if real_time else ''}")
        for objection in objections(chosen.pk, key) if real_time else ():
            line(f"  {objection.text}")


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
    from landbridge.service.workflows import monitoring  # noqa: PLC0415 - needs Django

    if (bool(fields), default, off).count(True) > 1:
        raise CommandError("give fields, or --default, or --off", Exit.USAGE)
    chosen = the_connection(connection)
    problem = ""
    if fields or default or off:
        wish = None if off else monitoring.DEFAULT if default else fields
        monitoring.set_monitored(chosen, workflow, wish, by=None)
        problem = monitored.publish(chosen, restlets_for(chosen), timezone.now)
    found = monitoring.monitored_fields(monitoring.stored(chosen, workflow))
    line(f"{workflow}: {'every save is sent' if found is None else ', '.join(found)}")
    if problem:
        raise CommandError(f"stored here, and not written into NetSuite yet: {problem}")


@app.command(name="list")
@verb
def list_workflows(*, connection: str | None = None, options: Reading = READ_HERE) -> None:
    """List the workflows of a connection."""
    attach(options)
    from landbridge.service.workflows.adding import workflows_of  # noqa: PLC0415 - needs Django

    rows = [
        {
            "key": declaration.key,
            "label": declaration.label,
            "active": bool(stored and stored.active),
            "real_time": bool(stored and stored.real_time),
            "bookmark": stored.bookmark if stored else None,
        }
        for declaration, stored in workflows_of(the_connection(connection))
    ]
    listing(rows, as_json=options.json, key="workflows", empty="There are no workflows.")
