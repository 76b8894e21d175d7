"""`landbridge match`: records that match by hand, and what was deleted in NetSuite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, verb
from landbridge.service.cli.output import line, listing

if TYPE_CHECKING:
    from landbridge.service.projects.models import User

app = App(name="match", help="Records that match by hand, and what was deleted in NetSuite.")
MOST = 500

As = Annotated[str, Parameter(name="--as", help="E-mail address of the user in whose name it is done.")]


@app.command(name="list")
@verb
def list_(*, connection: str | None = None, options: Reading = READ_HERE) -> None:
    """List the records of which it is doubtful what they are, with what they could be."""
    attach(options)
    from landbridge.service.composition import destination_for  # noqa: PLC0415 - needs Django
    from landbridge.service.pairs import showing  # noqa: PLC0415 - needs Django
    from landbridge.service.pairs.candidates import doubts  # noqa: PLC0415 - needs Django
    from landbridge.service.projects.sensitivity import Sight  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    found = doubts(showing.doubtful(chosen)[:MOST], destination_for(chosen), Sight.of(None))
    rows = [
        {
            "workflow": one.row.workflow.key,
            "internal_id": one.row.internal_id,
            "name": one.row.name,
            "reason": one.row.reason,
            "candidates": [candidate.spp_id for candidate in one.candidates],
        }
        for one in found
    ]
    listing(rows, as_json=options.json, key="doubtful", empty="Every record matches one, or none.")


@app.command
@verb
def unmatched(
    workflow: str,
    *,
    text: Annotated[str, Parameter(help="Part of the name.")] = "",
    connection: str | None = None,
    options: Reading = READ_HERE,
) -> None:
    """List the records of a workflow's type that belong to no NetSuite record, newest first."""
    attach(options)
    from landbridge.service.pairs import showing  # noqa: PLC0415 - needs Django
    from landbridge.service.projects.sensitivity import Sight  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.adding import known  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    found = showing.unmatched(chosen, known(chosen, workflow), Sight.of(None), text)[:MOST]
    rows = [{"type": one.type, "spp_id": one.spp_id, "name": one.name} for one in found]
    listing(rows, as_json=options.json, key="unmatched", empty="No such record is without one of NetSuite.")


@app.command
@verb
def proposals(*, connection: str | None = None, options: Reading = READ_HERE) -> None:
    """List what is proposed after merges in NetSuite, what is open first."""
    attach(options)
    from landbridge.service.pairs import showing  # noqa: PLC0415 - needs Django

    rows = [
        {
            "id": one.pk,
            "workflow": one.workflow.key,
            "name": one.name,
            "gone_id": one.gone_id,
            "survivor_id": one.survivor_id,
            "spp_id": one.spp_id,
            "state": one.state,
        }
        for one in showing.proposals(the_connection(connection))[:MOST]
    ]
    listing(rows, as_json=options.json, key="proposals", empty="Nothing is proposed.")


@app.command
@verb
def decide(
    proposal: Annotated[int, Parameter(help="The proposal's id, as `landbridge match proposals` shows it.")],
    decision: Literal["accept", "dismiss"],
    *,
    as_: As,
    where: Where = HERE,
) -> None:
    """Join the NetSuite record that is left with the record of the one that is gone, or keep both apart."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.composition import destination_for  # noqa: PLC0415 - needs Django
    from landbridge.service.pairs import merges  # noqa: PLC0415 - needs Django
    from landbridge.service.pairs.models import Relinking  # noqa: PLC0415 - needs Django

    found = Relinking.objects.select_related("workflow__connection").filter(pk=proposal).first()
    if found is None:
        raise CommandError(f"there is no proposal {proposal}; see `landbridge match proposals`")
    person, now = _person(as_), timezone.now()
    if decision == "accept":
        decided = merges.accept(proposal, destination_for(found.workflow.connection), by=person, now=now)
    else:
        decided = merges.dismiss(proposal, by=person, now=now)
    line(f"{decided.name}: {decided.state}")


@app.command
@verb
def join(
    workflow: str,
    internal_id: Annotated[str, Parameter(help="The NetSuite record.")],
    spp_id: Annotated[str, Parameter(help="The SuiteProjects Pro record.")],
    *,
    as_: As,
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Join a NetSuite record with a SuiteProjects Pro record, and have it imported."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.composition import destination_for  # noqa: PLC0415 - needs Django
    from landbridge.service.pairs import joining  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    destination = destination_for(chosen)
    person, now = _person(as_), timezone.now()
    written = joining.join(chosen, workflow, internal_id, spp_id, destination, by=person, now=now)
    line(f"{workflow}: NetSuite record {written} is record {spp_id}; its import was added to the queue")


@app.command
@verb
def separate(
    workflow: str, spp_id: str, *, as_: As, connection: str | None = None, where: Where = HERE
) -> None:
    """Separate a SuiteProjects Pro record from its NetSuite record; a name does not join them again."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.composition import destination_for  # noqa: PLC0415 - needs Django
    from landbridge.service.pairs import joining  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    person = _person(as_)
    gone = joining.separate(chosen, workflow, spp_id, destination_for(chosen), by=person, now=timezone.now())
    line(f"{workflow}: record {spp_id} does not belong to NetSuite record {gone} any more")


@app.command
@verb
def deletions(*, connection: str | None = None, options: Reading = READ_HERE) -> None:
    """List what was imported and deleted in NetSuite, newest first."""
    attach(options)
    from landbridge.service.pairs import showing  # noqa: PLC0415 - needs Django

    found = showing.deletions(the_connection(connection))[:MOST]
    rows = [
        {
            "workflow": one.workflow.key,
            "internal_id": one.internal_id,
            "name": one.name,
            "spp_type": one.spp_type,
            "spp_id": one.spp_id,
            "deleted_at": one.deleted_at,
            "policy": one.policy,
            "error": one.error,
        }
        for one in found
    ]
    listing(rows, as_json=options.json, key="deletions", empty="Nothing that was imported has been deleted.")


@app.command
@verb
def sweep(*, connection: str | None = None, where: Where = HERE) -> None:
    """Look for deletions now."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.composition import destination_for, reader_for  # noqa: PLC0415 - needs Django
    from landbridge.service.pairs.deletions.sweeping import sweep as look  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    found = look(chosen, reader_for(chosen), destination_for(chosen), timezone.now())
    line(f"{len(found)} deleted records were found")


@app.command
@verb
def policy(
    workflow: str,
    policy: Literal["mark", "deactivate", "leave"],
    *,
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Say what happens to the SuiteProjects Pro record when its NetSuite record is deleted."""
    attach(where)
    from landbridge.service.pairs.deletions.policies import set_policy  # noqa: PLC0415 - needs Django

    set_policy(the_connection(connection), workflow, policy, by=None)
    line(f"{workflow}: {policy}")


def _person(email: str) -> User:
    """Return the user. Raises ``CommandError``."""
    from landbridge.service.projects.models import User  # noqa: PLC0415 - needs Django

    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise CommandError(f"there is no active user {email!r}; see `landbridge user list`")
    return user
