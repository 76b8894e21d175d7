"""Monitored fields: which changes of a record are worth a notice. The trigger in NetSuite compares them (``service.suiteapp``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from landbridge.netsuite.addresses import ENTITIES
from landbridge.recordtypes.customrecords import custom_record_fields
from landbridge.recordtypes.families import kind_of
from landbridge.service.connections.models import Connection
from landbridge.service.connections.sourcerecords import BILLING_ADDRESS
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.catalogue import Declaration
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.store import prepare
from landbridge.service.workflows.watching import DEFAULT

if TYPE_CHECKING:
    from landbridge.service.projects.models import User

_IN_DEFAULT_ADDRESS = frozenset({*BILLING_ADDRESS, *BILLING_ADDRESS.values()}) - {"billPhone", "addressPhone"}

Monitored = Sequence[str] | None
"""NetSuite fields by SOAP name or custom script id, or :data:`DEFAULT`; ``None``: every save is sent."""


@transaction.atomic
def set_monitored(connection: Connection, key: str, fields: Monitored, *, by: User | None) -> Workflow:
    """Say which fields of a workflow's record type are monitored.

    Raises :class:`WorkflowRefused` for a workflow that was never activated, an empty list, and for names that are neither fields of the
    record type nor read by the mapping.
    """
    workflow = stored(connection, key, Workflow.objects.select_for_update())
    if fields is not None and fields != DEFAULT:
        fields = list(dict.fromkeys(fields))
        if found := problems(catalogue.declaration(key), fields, prepare([workflow])[0].watched):
            raise WorkflowRefused("bad_monitored", " ".join(found))
    workflow.monitored = fields
    workflow.changed_by = by
    workflow.save(update_fields=["monitored", "changed_by", "changed_at"])
    return workflow


def stored(connection: Connection, key: str, among: QuerySet[Workflow] | None = None) -> Workflow:
    """Return a workflow that was activated once. Raises :class:`WorkflowRefused`."""
    rows = Workflow.objects.all() if among is None else among
    workflow = rows.filter(connection=connection, key=key, added=True).first()
    if workflow is None:
        raise WorkflowRefused("inactive", f"{key} is no workflow that was ever activated. Activate it first.")
    return workflow


def problems(declaration: Declaration, fields: Sequence[str], mapped: Iterable[str]) -> list[str]:
    """Return in words what keeps a list from being monitored, nothing where it can be. ``mapped`` are the fields that the mapping reads."""
    if not fields:
        return ["A list of no fields would send new records only; switch monitoring off instead."]
    read = set(mapped)
    return [
        f"{name[:60]} is no field of {declaration.netsuite_type}, nor a custom field that the mapping reads."
        for name in fields
        if name not in read
        and (name.startswith("cust") or script_id(declaration.netsuite_type, name) is None)
    ]


def monitored_fields(workflow: Workflow) -> tuple[str, ...] | None:
    """Return the fields that are monitored now, ``None`` where every save is sent. At most one query."""
    return prepare([workflow])[0].monitored


def script_id(netsuite_type: str, name: str) -> str | None:
    """Return what SuiteScript calls a field, ``None`` where that is not known. Custom fields have one id everywhere.

    The parts of the default billing address are in no body field of their own: ``defaultaddress`` is their text (that NetSuite renews it
    before scripts run after the save is assumed).
    """
    if name.startswith("cust"):
        return name
    if netsuite_type in ENTITIES and name in _IN_DEFAULT_ADDRESS:
        return "defaultaddress"
    kind = kind_of(netsuite_type)
    fields = kind.fields if kind else custom_record_fields(netsuite_type)
    return next((field.script for field in fields if field.name == name), "") or None
