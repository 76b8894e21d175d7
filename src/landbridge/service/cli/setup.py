"""`landbridge setup`: the steps from an empty account to the first record, each with its state, and doing those that an API allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from landbridge.service.cli.attach import READ_HERE, Reading, attach, the_connection
from landbridge.service.cli.exits import Exit, verb
from landbridge.service.cli.output import json_line, line
from landbridge.service.cli.users import the_user
from landbridge.service.refusal import Refusal

if TYPE_CHECKING:
    from landbridge.service.connections.models import Connection
    from landbridge.service.health.setup.checklist import Checklist
    from landbridge.service.health.setup.doing import Look
    from landbridge.service.health.setup.wishes import Wishes

MARKS = {"done": "done", "missing": "missing", "wrong": "WRONG", "optional": "optional", "not_yet": "later"}


@verb
def setup(
    *,
    do: Annotated[bool, Parameter(negative="", help="Do what an API allows, step by step.")] = False,
    workflow: Annotated[
        tuple[str, ...], Parameter(negative="", help="With --do: a workflow to make live; may be repeated.")
    ] = (),
    notices_url: Annotated[
        str, Parameter(help="With --do: the address of the notice intake, as NetSuite reaches it.")
    ] = "",
    spp_url: Annotated[str, Parameter(help="With --do: the URL of the SuiteProjects Pro account.")] = "",
    error_email: Annotated[
        str, Parameter(help="With --do: who is mailed in NetSuite when a save cannot be announced.")
    ] = "",
    order_verified_by: Annotated[
        str,
        Parameter(
            help="With --do: the e-mail address of who looked at Scripted Records in NetSuite and found the trigger last."
        ),
    ] = "",
    connection: str | None = None,
    options: Reading = READ_HERE,
) -> int:
    """Show the steps from an empty account to the first record imported in real time; asks NetSuite.

    With --do, does those that an API allows, one after the other, and says each; stops where a person is needed or at the first refusal.
    Exit code 0 when nothing is left, 1 while a step is missing or wrong or one was refused.
    """
    attach(options)
    from landbridge.service.health.setup.checklist import checklist  # noqa: PLC0415 - needs Django
    from landbridge.service.health.setup.wishes import NOTHING, Wishes  # noqa: PLC0415 - needs Django

    look = _looking(_chosen(connection))
    done: list[dict[str, str]] = []
    refused, wishes = "", NOTHING
    if do:
        wishes = Wishes(
            workflow,
            notices_url,
            spp_url,
            error_email,
            the_user(order_verified_by) if order_verified_by else None,
        )
        refused = _do(look, wishes, done, tell=not options.json)
    found = checklist(look(), wishes)
    if options.json:
        json_line(found.as_json() | ({"done": done, "refused": refused or None} if do else {}))
    else:
        _show(found, refused)
    return Exit.OK if found.next is None and not refused else Exit.FAILED


def _chosen(name: str | None) -> Connection | None:
    """Return the connection called ``name`` or the only one; ``None`` while there is none at all."""
    from landbridge.service.connections.models import Connection  # noqa: PLC0415 - needs Django

    if name is None and not Connection.objects.exists():
        return None
    return the_connection(name)


def _looking(connection: Connection | None) -> Look:
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.composition import queries_for, restlets_for  # noqa: PLC0415 - needs Django
    from landbridge.service.health.setup.situation import Situation  # noqa: PLC0415 - needs Django

    def look() -> Situation:
        if connection is not None:
            connection.refresh_from_db()
        return Situation(connection, None, restlets_for, timezone.now, ask=True, queries_for=queries_for)

    return look


def _do(look: Look, wishes: Wishes, done: list[dict[str, str]], *, tell: bool) -> str:
    """Do what can be done, note each in ``done``, and return why it stopped where something refused."""
    from landbridge.service.health.setup.doing import Done, do_all  # noqa: PLC0415 - needs Django

    try:
        for one in do_all(look, wishes):
            if isinstance(one, Done):
                done.append({"name": one.line.step.name, "message": one.told})
            if tell and one.told:
                line(f"{'done' if isinstance(one, Done) else 'now':6}{one.line.step.title}: {one.told}")
    except Refusal as refused:
        return str(refused)
    return ""


def _show(found: Checklist, refused: str) -> None:
    for number, one in enumerate(found.lines, 1):
        line(f"{number:2} {MARKS[one.state.value]:9}{one.step.title}: {one.judgement.message}")
        if not one.state.settled and one.judgement.advice:
            line(f"{'':12}{one.judgement.advice}")
    if refused:
        line(f"Stopped: {refused}")
    following = found.next
    if following is None:
        line("Everything is set up.")
        return
    line(f"Next: {following.step.title}. {following.step.place}.")
    if following.can_do:
        line("`landbridge setup --do` does it.")
