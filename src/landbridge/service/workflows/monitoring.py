"""Monitored fields: which changes of a record are worth a notice. The trigger in NetSuite compares them (``service.suiteapp``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from django.db import transaction
from django.db.models import QuerySet

from landbridge.recordtypes.customrecords import custom_record_fields
from landbridge.recordtypes.families import kind_of
from landbridge.service.connections.models import Connection
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.catalogue import Declaration
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import MappingRow, Workflow
from landbridge.service.workflows.needs import needed_fields
from landbridge.service.workflows.store import Prepared, prepare

if TYPE_CHECKING:
    from landbridge.service.projects.models import User

DEFAULT: Literal["default"] = "default"
"""Instead of a list: the fields that the mapping reads and that decide whether a record is imported, whatever they are at the time."""

Monitored = Sequence[str] | None
"""NetSuite fields by SOAP name or custom script id, or :data:`DEFAULT`; ``None``: every save is sent."""

_NEVER_CHANGE = frozenset({"internalId", "recordType", "subtype"})


@transaction.atomic
def set_monitored(connection: Connection, key: str, fields: Monitored, *, by: User | None) -> Workflow:
    """Say which fields of a workflow's record type are monitored.

    Raises :class:`WorkflowRefused` for a workflow that was never activated, an empty list, and for names that are neither fields of the
    record type nor custom fields that the mapping reads.
    """
    workflow = stored(connection, key, Workflow.objects.select_for_update())
    if fields is not None and fields != DEFAULT:
        fields = list(dict.fromkeys(fields))
        mapped = MappingRow.objects.filter(workflow=workflow).values_list("field", flat=True)
        if found := problems(catalogue.declaration(key), fields, mapped):
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
    """Return in words what keeps a list from being monitored, nothing where it can be. ``mapped`` are the fields of the mapping rows."""
    if not fields:
        return ["A list of no fields would send new records only; switch monitoring off instead."]
    custom = {name for name in mapped if name.startswith("cust")}
    return [
        f"{name[:60]} is no field of {declaration.netsuite_type}, nor a custom field that the mapping reads."
        for name in fields
        if script_id(declaration.netsuite_type, name) is None
        or (name.startswith("cust") and name not in custom)
    ]


def monitored_fields(workflow: Workflow) -> tuple[str, ...] | None:
    """Return the fields that are monitored now, ``None`` where every save is sent. At most one query."""
    if workflow.monitored != DEFAULT:
        return None if workflow.monitored is None else tuple(workflow.monitored)
    return default_fields(prepare([workflow])[0])


def default_fields(prepared: Prepared) -> tuple[str, ...]:
    """Return what :data:`DEFAULT` stands for at the moment."""
    return tuple(sorted(needed_fields(prepared) - _NEVER_CHANGE))


def script_id(netsuite_type: str, name: str) -> str | None:
    """Return what SuiteScript calls a field, ``None`` where that is not known. Custom fields have one id everywhere."""
    if name.startswith("cust"):
        return name
    kind = kind_of(netsuite_type)
    fields = kind.fields if kind else custom_record_fields(netsuite_type)
    return next((field.script for field in fields if field.name == name), "") or None
