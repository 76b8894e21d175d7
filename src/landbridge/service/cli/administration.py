"""What `landbridge workflows` says of the page Administration: allowed workflows, settings, custom workflows."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from landbridge.service.cli.attach import HERE, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import line

_SWITCHES = {"on": True, "off": False, "yes": True, "no": False, "true": True, "false": False}


@verb
def allow(*workflows: str, connection: str | None = None, where: Where = HERE) -> None:
    """Let workflows be added; without names, say which may be."""
    attach(where)
    from landbridge.service.workflows import administration  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    if workflows:
        administration.allow(chosen, workflows, by=None)
    _say_allowed(chosen.pk)


@verb
def disallow(*workflows: str, connection: str | None = None, where: Where = HERE) -> None:
    """Let workflows not be added any more; those that are added must be deleted first."""
    attach(where)
    from landbridge.service.workflows import administration  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    administration.disallow(chosen, workflows, by=None)
    _say_allowed(chosen.pk)


def _say_allowed(connection_id: int) -> None:
    from landbridge.service.workflows import administration, catalogue  # noqa: PLC0415 - needs Django

    line(f"allowed: {', '.join(catalogue.ordered(administration.allowed(connection_id)))}")


@verb
def settings(
    *changes: Annotated[str, Parameter(help="name=value each, a box is on or off; none shows the settings.")],
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Show the settings of the page Administration, or change some."""
    attach(where)
    from landbridge.service.workflows import administration  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    if changes:
        wish = {name: _setting(name, value) for name, value in map(pair, changes)}
        administration.change(chosen, by=None, **wish)
    page = administration.of(chosen.pk)
    for name in administration.BOXES:
        line(f"{name}={'on' if getattr(page, name) else 'off'}")
    line(f"real_time_scope={page.real_time_scope}")
    line(f"custom_limit={page.custom_limit}")
    line(f"time_zone={page.time_zone}")


@verb
def custom(
    name: str,
    netsuite_type: Annotated[str, Parameter(help="serviceitem, or the script id of a custom record type.")],
    spp_type: Annotated[str, Parameter(help="Table of SuiteProjects Pro, such as job_code.")],
    *,
    label: Annotated[str, Parameter(help="What pages call it.")] = "",
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Make a custom workflow: a service item or a custom record into a record type of your choice. It is added, and not active yet."""
    attach(where)
    from landbridge.service.workflows.catalogue import label as label_of  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.custom import create  # noqa: PLC0415 - needs Django

    made = create(the_connection(connection), name, netsuite_type, spp_type, label=label, by=None)
    line(f"{made.key}: {label_of(made.key)}")


def pair(change: str) -> tuple[str, str]:
    """Take ``name=value`` apart. Raises ``CommandError`` (2)."""
    name, equals, value = change.partition("=")
    if not equals:
        raise CommandError(f"{change!r} is not name=value", Exit.USAGE)
    return name.strip(), value.strip()


def option_value(kind: type, name: str, value: str) -> bool | str:
    """Return the value as its option has it. Raises ``CommandError`` (2) for a box that is neither on nor off."""
    if kind is not bool:
        return value
    if value.lower() not in _SWITCHES:
        raise CommandError(f"{name} is on or off, not {value!r}", Exit.USAGE)
    return _SWITCHES[value.lower()]


def _setting(name: str, value: str) -> bool | int | str:
    from landbridge.service.workflows.administration import BOXES  # noqa: PLC0415 - needs Django

    if name == "custom_limit" and value.isdecimal():
        return int(value)
    return option_value(bool if name in BOXES else str, name, value)
