"""An earlier version made the mapping again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from landbridge.service.composition import destination_for, reader_for
from landbridge.service.workflows import catalogue, content
from landbridge.service.workflows.editing.saving import checked, refuse_wrong
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.history.keeping import keep
from landbridge.service.workflows.models import MappingVersion, Workflow
from landbridge.service.workflows.rows import replace_rows
from landbridge.service.workflows.validation.options import refuse_unknown_fields
from landbridge.service.workflows.validation.sides import Sides

if TYPE_CHECKING:
    from landbridge.service.projects.models import User


def restore(workflow: Workflow, number: int, *, by: User | None) -> MappingVersion:
    """Give a workflow the rows, filters and options of a version, as its next one, and return that.

    It is checked against both sides first, as a mapping that is saved: not in a transaction. Raises :class:`WorkflowRefused` for a number
    that there is not (`no_version`), for rows that cannot work any more (`bad_mapping`), for an option that names a field which NetSuite has not (`bad_option`), and while the workflow is protected.
    """
    wanted = workflow.versions.filter(number=number).first()
    if wanted is None:
        raise WorkflowRefused("no_version", f"There is no version {number} of this mapping.")
    connection = workflow.connection
    sides = Sides(connection, reader_for, destination_for(connection))
    options = wanted.content.get("options", {})
    refuse_unknown_fields(connection, workflow.key, options)
    kept = content.from_plain(wanted.content)
    refuse_wrong(checked(connection, {workflow.key: kept}, sides, {workflow.key: options}))
    return _make_so(workflow, wanted, by=by)


@transaction.atomic
def _make_so(workflow: Workflow, wanted: MappingVersion, *, by: User | None) -> MappingVersion:
    held = Workflow.objects.select_for_update().get(pk=workflow.pk)
    declaration = catalogue.declaration(held.key)
    kept = content.from_plain(wanted.content)
    groups = [group.key for group in declaration.groups if not group.fixed]
    known = {option.key for option in declaration.options}
    held.options = {
        **held.options,
        **{key: value for key, value in wanted.content.get("options", {}).items() if key in known},
    }
    held.save(update_fields=["options"])
    origin = f"version {wanted.number} restored"
    stored = replace_rows(
        held.connection,
        held.key,
        {key: kept.rows.get(key, ()) for key in groups},
        filters={key: kept.filters.get(key, "") for key in groups},
        by=by,
        origin=origin,
    )
    return keep(stored, by=by, origin=origin)
