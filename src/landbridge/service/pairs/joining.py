"""Joining and separating a NetSuite record and a SuiteProjects Pro record by hand.

Both hold the lane of the connection: no batch is being written meanwhile, and the next one loads the links as they are then.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.ports import Author, Change, Destination, DestinationRecord, Outcome
from landbridge.service.projects.sensitivity import Sight, masked
from landbridge.service.runs.lanes import lane
from landbridge.service.runs.starts.on_demand import ask_for_record, internal_id_of
from landbridge.service.workflows.adding import known
from landbridge.service.workflows.catalogue import Declaration
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Link, Separation

if TYPE_CHECKING:
    from landbridge.service.projects.models import User


@transaction.atomic
def join(
    connection: Connection,
    key: str,
    internal_id: str,
    spp_id: str,
    destination: Destination,
    *,
    by: User,
    now: datetime,
    instead_of: str = "",
) -> str:
    """Write the NetSuite id onto the record, in the name of ``by``, have the NetSuite record imported, and return the id as it is written.

    The import matches the record by that id, and writes it whatever version of another NetSuite record it holds.

    ``instead_of``: the NetSuite id that the record may lose for it. Raises :class:`WorkflowRefused` for an unknown workflow or one whose
    records are lines (`unknown_workflow`, `of_lines`), a record that is not there (`unknown_record`), one that belongs to another NetSuite
    record (`belongs`), and where the account refuses (`refused`); and what :func:`ask_for_record` raises.
    """
    declaration = _declaration(connection, key)
    internal_id = internal_id_of(internal_id)
    lane.keep(connection.pk)
    record = _record(declaration, spp_id, destination)
    owner = str(record.fields.get(declaration.main.netsuite_id_field) or "")
    if owner not in ("", internal_id, instead_of):
        raise WorkflowRefused(
            "belongs", f"{_name(record, by)} belongs to NetSuite record {owner}. Separate those first."
        )
    _release(connection, declaration, spp_id)
    Link.objects.filter(**_of(connection, declaration), record_id=internal_id).delete()
    Separation.objects.filter(**_of(connection, declaration), internal_id=internal_id, spp_id=spp_id).delete()
    _write_id(declaration, spp_id, internal_id, destination, author=_author(by), at=now)
    ask_for_record(connection, key, internal_id, by=by, now=now)
    return internal_id


@transaction.atomic
def separate(
    connection: Connection, key: str, spp_id: str, destination: Destination, *, by: User, now: datetime
) -> str:
    """Take the NetSuite id from the record, remember that a name must not join the two again, and return that NetSuite id.

    The NetSuite record gets one of its own with its next import. Raises as :func:`join`, and ``WorkflowRefused`` for a record that
    belongs to none (`separate_already`).
    """
    declaration = _declaration(connection, key)
    lane.keep(connection.pk)
    record = _record(declaration, spp_id, destination)
    internal_id = str(record.fields.get(declaration.main.netsuite_id_field) or "")
    if not internal_id:
        raise WorkflowRefused("separate_already", f"{_name(record, by)} belongs to no NetSuite record.")
    _release(connection, declaration, spp_id)
    Separation.objects.update_or_create(
        **_of(connection, declaration),
        internal_id=internal_id,
        spp_id=spp_id,
        defaults={"separated_by": by, "separated_at": now},
    )
    _write_id(declaration, spp_id, None, destination, author=_author(by), at=now)
    return internal_id


def _declaration(connection: Connection, key: str) -> Declaration:
    declaration = known(connection, key)
    if declaration.main.each:
        raise WorkflowRefused(
            "of_lines", f"{declaration.label} makes its records of lines, which are matched by their numbers."
        )
    return declaration


def _record(declaration: Declaration, spp_id: str, destination: Destination) -> DestinationRecord:
    wanted = [spp_id] if spp_id.isascii() and spp_id.isdigit() else []
    found = destination.find(declaration.spp_type, spp_ids=wanted) if wanted else []
    if not found:
        raise WorkflowRefused(
            "unknown_record", f"SuiteProjects Pro has no {declaration.spp_type} {spp_id!r}."
        )
    return found[0]


def _name(record: DestinationRecord, by: User) -> str:
    """Return what the record is called, as the person may see it."""
    hidden = Sight.of(by).hides_name(record.type)
    return f"{record.type.capitalize()} {record.spp_id} ({masked(record.name) if hidden else record.name})"


def _of(connection: Connection, declaration: Declaration) -> dict[str, Any]:
    return {
        "connection": connection,
        "netsuite_type": declaration.netsuite_type,
        "spp_type": declaration.spp_type,
    }


def _release(connection: Connection, declaration: Declaration, spp_id: str) -> None:
    Link.objects.filter(**_of(connection, declaration), spp_id=spp_id).delete()


def _author(by: User) -> Author:
    return Author(by.pk, by.name, via="")


def _write_id(
    declaration: Declaration,
    spp_id: str,
    internal_id: str | None,
    destination: Destination,
    *,
    author: Author,
    at: datetime,
) -> None:
    change = Change(spp_id, spp_id, {declaration.main.netsuite_id_field: internal_id}, None)
    (answer,) = destination.apply(declaration.spp_type, [change], author=author, at=at)
    if answer.outcome in (Outcome.REFUSED, Outcome.CONFLICT):
        raise WorkflowRefused("refused", f"SuiteProjects Pro refuses it: {answer.reason}.")
