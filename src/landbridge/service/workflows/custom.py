"""Custom workflows of a connection: made here, deleted as any other (``adding.delete``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from landbridge.service.composition import destination_for, reader_for
from landbridge.service.connections.models import Connection
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.workflows import administration, catalogue
from landbridge.service.workflows.adding import add
from landbridge.service.workflows.catalogue.custom import CUSTOM_PREFIX, CUSTOM_RECORD, SERVICE_ITEM, custom
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import CustomWorkflow, Workflow
from landbridge.service.workflows.validation.sides import Sides

if TYPE_CHECKING:
    from landbridge.service.projects.models import User

LONGEST_NAME, LONGEST_LABEL = 40, 80
_NAME = re.compile(r"[A-Za-z0-9_]{1,40}")


def create(
    connection: Connection, name: str, netsuite_type: str, spp_type: str, *, label: str = "", by: User | None
) -> Workflow:
    """Make a custom workflow and put it on the page, inactive, with its default mapping.

    ``netsuite_type`` is ``serviceitem`` or the script id of a custom record type, ``spp_type`` a table. Raises :class:`WorkflowRefused` for
    a name (`bad_name`, `name_taken`) or types (`bad_type`) that cannot be, and where another workflow writes these records from
    the same ones (`same_types`). NetSuite is asked whether it has the record type; where it cannot be asked, the type is taken.
    """
    if _NAME.fullmatch(name) is None:
        raise WorkflowRefused(
            "bad_name", f"A name has 1 to {LONGEST_NAME} letters of English, digits and underscores."
        )
    shown = " ".join(label.split()) or f"{name} (custom)"
    if len(shown) > LONGEST_LABEL or not shown.isprintable():
        raise WorkflowRefused("bad_name", f"A label has {LONGEST_LABEL} printable characters at most.")
    wanted = netsuite_type.strip().lower()
    _refuse_types(wanted, spp_type)
    _refuse_missing(connection, wanted)
    wish = CustomWorkflow(
        connection=connection, name=name, label=shown, netsuite_type=wanted, spp_type=spp_type, made_by=by
    )
    return _store(wish, by=by)


def refuse_without_type(connection: Connection, key: str) -> None:
    """Raise :class:`WorkflowRefused` (`bad_type`) for a custom workflow whose record type NetSuite has not, before it is activated.

    Asks NetSuite: not in a transaction. Where it cannot be asked, nothing is refused.
    """
    kind = catalogue.find(key) if key.startswith(CUSTOM_PREFIX) else None
    if kind is not None:
        _refuse_missing(connection, kind.netsuite_type)


@transaction.atomic
def _store(wish: CustomWorkflow, *, by: User | None) -> Workflow:
    administration.hold(wish.connection)
    _refuse_taken(wish.connection, wish.name, wish.netsuite_type, wish.spp_type)
    wish.save()
    return add(wish.connection, wish.key, by=by)


def forget(workflow: Workflow) -> None:
    """Take a custom workflow off the list of its connection when it is deleted; its name and types are free again."""
    if workflow.key.startswith(CUSTOM_PREFIX):
        CustomWorkflow.objects.filter(pk=int(workflow.key.removeprefix(CUSTOM_PREFIX))).update(
            deleted_at=timezone.now()
        )


def _refuse_types(netsuite_type: str, spp_type: str) -> None:
    if netsuite_type != SERVICE_ITEM and CUSTOM_RECORD.fullmatch(netsuite_type) is None:
        raise WorkflowRefused(
            "bad_type",
            f"A custom workflow reads {SERVICE_ITEM} or a custom record type by its script id, such as customrecord_skill; not {netsuite_type!r}.",
        )
    if spp_type not in SPP_TYPES:
        raise WorkflowRefused(
            "bad_type", f"SuiteProjects Pro has no {spp_type!r}. There are: {', '.join(SPP_TYPES)}."
        )


def _refuse_missing(connection: Connection, netsuite_type: str) -> None:
    if CUSTOM_RECORD.fullmatch(netsuite_type) is None:
        return
    missing = Sides(connection, reader_for, destination_for(connection)).source(netsuite_type).missing
    if missing:
        raise WorkflowRefused("bad_type", missing)


def _refuse_taken(connection: Connection, name: str, netsuite_type: str, spp_type: str) -> None:
    reads = custom(0, "", netsuite_type, spp_type).netsuite_type
    there = set(Workflow.objects.filter(connection=connection, added=True).values_list("key", flat=True))
    for kind in catalogue.declarations(connection.pk):
        if kind.netsuite_type == reads and any(group.spp_type == spp_type for group in kind.groups):
            raise WorkflowRefused(
                "same_types",
                f"{kind.label} {'is' if kind.key in there else 'would be'} the workflow that imports {netsuite_type} as {spp_type}; "
                "two cannot, since one record becomes one of a type.",
            )
    if CustomWorkflow.objects.filter(connection=connection, name__iexact=name, deleted_at=None).exists():
        raise WorkflowRefused("name_taken", f"There is a custom workflow {name!r} already.")
