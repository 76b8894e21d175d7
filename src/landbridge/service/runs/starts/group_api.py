"""JSON: workflow groups."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from landbridge.service.connections.models import Connection
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.runs.models import WorkflowGroup
from landbridge.service.runs.starts import groups
from landbridge.service.runs.starts.refusals import RefusalOut

router = Router(tags=["workflow groups"])


class GroupOut(Schema):
    """A workflow group; ``workflows`` by key, in the order of a run."""

    id: int
    connection: int
    name: str
    workflows: list[str]

    @staticmethod
    def resolve_connection(group: WorkflowGroup) -> int:
        """The connection's id."""
        return group.connection_id


class GroupIn(Schema):
    """A group to make."""

    connection: int
    name: str
    workflows: list[str]


class GroupChange(Schema):
    """What to change; what is left out stays."""

    name: str | None = None
    workflows: list[str] | None = None


@router.get("/groups", response=list[GroupOut], summary="Workflow groups")
def list_groups(request: HttpRequest, connection: int | None = None) -> QuerySet[WorkflowGroup]:
    """The workflow groups of every connection, or of one."""
    require(request, Permission.VIEW_RECORDS)
    found = WorkflowGroup.objects.all()
    return found if connection is None else found.filter(connection=connection)


@router.post("/groups", response={201: GroupOut, 409: RefusalOut}, summary="Make a workflow group")
def add(request: HttpRequest, wish: GroupIn) -> Status[WorkflowGroup]:
    """Make a group; its name is free and its workflows exist."""
    require(request, Permission.EDIT_INTEGRATION)
    connection = get_object_or_404(Connection, pk=wish.connection)
    return Status(201, groups.create_group(connection, wish.name, wish.workflows))


@router.patch(
    "/groups/{group_id}", response={200: GroupOut, 409: RefusalOut}, summary="Change a workflow group"
)
def change(request: HttpRequest, group_id: int, wish: GroupChange) -> WorkflowGroup:
    """Give a group another name or other workflows."""
    require(request, Permission.EDIT_INTEGRATION)
    group = get_object_or_404(WorkflowGroup.objects.select_related("connection"), pk=group_id)
    with transaction.atomic():
        if wish.workflows is not None:
            groups.set_group_workflows(group, wish.workflows)
        if wish.name is not None:
            groups.rename_group(group, wish.name)
    return group


@router.delete("/groups/{group_id}", response={204: None, 409: RefusalOut}, summary="Delete a workflow group")
def remove(request: HttpRequest, group_id: int) -> Status[None]:
    """Delete a group that no schedule uses."""
    require(request, Permission.EDIT_INTEGRATION)
    groups.delete_group(get_object_or_404(WorkflowGroup, pk=group_id))
    return Status(204, None)
