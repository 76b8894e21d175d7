"""Which NetSuite fields a workflow decides or writes by: without one of them its records must not be imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from landbridge.service.workflows.asking import fields_of
from landbridge.service.workflows.catalogue.hierarchies import classified
from landbridge.service.workflows.filters import fields_read_by
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.parts import LINE_KEY, OF_RECORD
from landbridge.service.workflows.selection import selecting_fields
from landbridge.service.workflows.store import Prepared, PreparedGroup, prepare

_OF_NO_LINE = frozenset({LINE_KEY, "internalId", "externalId"})


def needed_fields(prepared: Prepared) -> frozenset[str]:
    """Return the fields of the record itself that the active rows, conditions and filters read, and those that select records."""
    read = {
        name.removeprefix(OF_RECORD)
        for group in prepared.groups
        for name in _read(group)
        if not group.group.each or name.startswith(OF_RECORD)
    }
    of_record = {name for name in read if "." not in name} - {LINE_KEY}
    of_record |= {one.field for one in classified(prepared.options)}
    return selecting_fields(prepared.declaration, prepared.options) | of_record


def needed_columns(prepared: Prepared) -> frozenset[str]:
    """Return the columns of sublists that they read, each as ``itemList.amount``."""
    own = {
        f"{group.group.each}.{name}"
        for group in prepared.groups
        if group.group.each
        for name in (*_read(group), *group.group.key_fields)
        if not name.startswith(OF_RECORD) and name not in _OF_NO_LINE
    }
    asked = {
        name.removeprefix(OF_RECORD)
        for group in prepared.groups
        for name in _read(group)
        if "." in name.removeprefix(OF_RECORD)
    }
    return frozenset(own | asked)


def _read(prepared: PreparedGroup) -> set[str]:
    read = {name for row in prepared.rows for name in fields_of(row)}
    return read.union(fields_read_by(prepared.group.condition), fields_read_by(prepared.filter))


def fields_in_use(netsuite_account: str, spp_database_id: str) -> Mapping[str, frozenset[str]]:
    """Return the fields that the active workflows of a connection need, by NetSuite record type, in two queries."""
    workflows = Workflow.objects.filter(
        active=True,
        connection__netsuite_account=netsuite_account,
        connection__spp_database_id=spp_database_id,
    )
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for prepared in prepare(workflows):
        found[prepared.declaration.netsuite_type] |= needed_fields(prepared) | needed_columns(prepared)
    return found
