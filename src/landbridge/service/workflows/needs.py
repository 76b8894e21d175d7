"""Which NetSuite fields a workflow decides or writes by: without one of them its records must not be imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.selection import selecting_fields
from landbridge.service.workflows.store import Prepared, prepare


def needed_fields(prepared: Prepared) -> frozenset[str]:
    """Return the fields of the active mapping rows and those that select records."""
    mapped = {row.field for row in prepared.rows if row.field}
    return selecting_fields(prepared.declaration, prepared.options) | mapped


def fields_in_use(netsuite_account: str, spp_database_id: str) -> Mapping[str, frozenset[str]]:
    """Return the fields that the active workflows of a connection need, by NetSuite record type, in two queries."""
    workflows = Workflow.objects.filter(
        active=True,
        connection__netsuite_account=netsuite_account,
        connection__spp_database_id=spp_database_id,
    )
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for prepared in prepare(workflows):
        found[prepared.declaration.netsuite_type] |= needed_fields(prepared)
    return found
