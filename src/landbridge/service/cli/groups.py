"""`landbridge group`: named sets of workflows, for schedules and runs."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import verb
from landbridge.service.cli.output import line, listing

app = App(name="group", help="Named sets of workflows.")


@app.command
@verb
def add(name: str, *workflows: str, connection: str | None = None, where: Where = HERE) -> None:
    """Make a group of the named workflows."""
    attach(where)
    from landbridge.service.runs.starts.groups import create_group  # noqa: PLC0415 - needs Django

    made = create_group(the_connection(connection), name, workflows)
    line(f"Group {made.name}: {', '.join(made.workflows)}")


@app.command
@verb
def change(
    name: str,
    *workflows: str,
    rename: Annotated[str, Parameter(help="The group's new name.")] = "",
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Choose a group's workflows anew, or give it another name."""
    attach(where)
    from django.db import transaction  # noqa: PLC0415 - needs Django

    from landbridge.service.runs.starts.groups import (  # noqa: PLC0415 - needs Django
        group_named,
        rename_group,
        set_group_workflows,
    )

    group = group_named(the_connection(connection), name)
    with transaction.atomic():
        if workflows:
            set_group_workflows(group, workflows)
        if rename:
            rename_group(group, rename)
    line(f"Group {group.name}: {', '.join(group.workflows)}")


@app.command
@verb
def remove(name: str, *, connection: str | None = None, where: Where = HERE) -> None:
    """Delete a group that no schedule uses."""
    attach(where)
    from landbridge.service.runs.starts.groups import delete_group, group_named  # noqa: PLC0415 - needs Django

    group = group_named(the_connection(connection), name)
    delete_group(group)
    line(f"Group {name} is deleted.")


@app.command(name="list")
@verb
def list_groups(*, connection: str | None = None, options: Reading = READ_HERE) -> None:
    """List a connection's workflow groups."""
    attach(options)
    from landbridge.service.runs.models import WorkflowGroup  # noqa: PLC0415 - needs Django

    found = WorkflowGroup.objects.filter(connection=the_connection(connection))
    rows = [{"id": one.pk, "name": one.name, "workflows": one.workflows} for one in found]
    listing(rows, as_json=options.json, key="groups", empty="There is no workflow group yet.")
