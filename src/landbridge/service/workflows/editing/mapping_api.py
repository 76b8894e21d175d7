"""JSON: the mapping of a workflow, its versions, its preview, and the validation of all of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from ninja.errors import HttpError

from landbridge.netsuite import NetSuiteError
from landbridge.service.composition import destination_for, reader_for
from landbridge.service.connections.models import Connection
from landbridge.service.projects.access import require
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Permission
from landbridge.service.workflows import catalogue, content
from landbridge.service.workflows.content import Content, NotAMappingError
from landbridge.service.workflows.editing.saving import checked, refuse_wrong
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.history.keeping import latest, state
from landbridge.service.workflows.history.restoring import restore
from landbridge.service.workflows.models import MappingVersion, Workflow
from landbridge.service.workflows.preview.asking import seen
from landbridge.service.workflows.rows import replace_rows
from landbridge.service.workflows.validation.sides import Sides
from landbridge.service.workflows.validation.validating import validate

router = Router(tags=["mapping"])
OF_WORKFLOW = "/connections/{connection_id}/workflows/{key}/mapping"


class MappingOut(Schema):
    """A stored mapping: rows as in a mapping file, filters by group, and the number of the version."""

    version: int
    mapping: list[dict[str, Any]]
    filters: dict[str, str]


class MappingIn(Schema):
    """A mapping to store in place of version ``version``; groups without rows have none then."""

    version: int
    mapping: list[dict[str, Any]]
    filters: dict[str, str] = {}


class PreviewIn(Schema):
    """A NetSuite record, and a mapping other than the stored one where that is to be looked at."""

    internal_id: str
    mapping: list[dict[str, Any]] | None = None
    filters: dict[str, str] | None = None


class VersionOut(Schema):
    """One version of a mapping with what changed in it."""

    number: int
    at: datetime
    by: str
    origin: str
    changes: list[dict[str, Any]]

    @staticmethod
    def resolve_by(one: MappingVersion) -> str:
        """Who stored it, empty for the command line."""
        return str(one.by or "")


class ReportOut(Schema):
    """What a validation found."""

    workflows: list[str]
    problems: list[dict[str, str]]
    not_checked: list[str]


@router.get(OF_WORKFLOW, response=MappingOut, summary="The mapping of a workflow")
def one_mapping(request: HttpRequest, connection_id: int, key: str) -> dict[str, Any]:
    """The stored mapping of a workflow."""
    require(request, Permission.VIEW_RECORDS)
    return _shown(_workflow(connection_id, key))


@router.put(OF_WORKFLOW, response=MappingOut, summary="Store a mapping")
def put_mapping(request: HttpRequest, connection_id: int, key: str, wish: MappingIn) -> dict[str, Any]:
    """Store a mapping after it was checked against both sides; refused where another version was stored meanwhile."""
    user = require(request, Permission.EDIT_INTEGRATION)
    workflow = _workflow(connection_id, key)
    wanted = _content(wish.mapping, wish.filters)
    sides = Sides(workflow.connection, reader_for, destination_for(workflow.connection))
    refuse_wrong(checked(workflow.connection, {key: wanted}, sides))
    return _shown(_store(workflow, wish.version, wanted, user))


@transaction.atomic
def _store(workflow: Workflow, version: int, wanted: Content, user: User) -> Workflow:
    held = Workflow.objects.select_for_update().get(pk=workflow.pk)
    last = latest(held)
    if last and last.number != version:
        raise WorkflowRefused(
            "changed_meanwhile", f"The mapping is at version {last.number} now, not {version}. Read it again."
        )
    groups = [group.key for group in catalogue.declaration(held.key).groups if not group.fixed]
    unknown = sorted({*wanted.rows, *wanted.filters} - set(groups))
    if unknown:
        raise WorkflowRefused("bad_mapping", f"There is no mapping group {unknown[0]!r} to change.")
    return replace_rows(
        held.connection,
        held.key,
        {group: wanted.rows.get(group, ()) for group in groups},
        filters={group: wanted.filters.get(group, "") for group in groups},
        by=user,
    )


@router.post(f"{OF_WORKFLOW}/preview", summary="What a NetSuite record would become")
def preview(request: HttpRequest, connection_id: int, key: str, wish: PreviewIn) -> dict[str, Any]:
    """What a record would become by the stored mapping, or by the one that is sent, which is for who may edit it. Writes nothing."""
    own = wish.mapping is not None or wish.filters is not None
    user = require(request, Permission.EDIT_INTEGRATION if own else Permission.RUN_INTEGRATION)
    workflow = _workflow(connection_id, key)
    wanted = content.stored(workflow)
    if wish.mapping is not None:
        wanted = Content(_content(wish.mapping, {}).rows, wanted.filters)
    if wish.filters is not None:
        wanted = Content(wanted.rows, wish.filters)
    try:
        return seen(workflow.connection, workflow, wanted, wish.internal_id, user).plain()
    except NetSuiteError as error:
        raise HttpError(502, str(error)) from None


@router.get(f"{OF_WORKFLOW}/versions", response=list[VersionOut], summary="Versions of a mapping")
def versions(request: HttpRequest, connection_id: int, key: str, limit: int = 100) -> list[MappingVersion]:
    """The last versions, newest first, at most 1,000."""
    require(request, Permission.VIEW_RECORDS)
    found = MappingVersion.objects.select_related("by").filter(workflow=_workflow(connection_id, key))
    return list(found[: max(0, min(limit, 1000))])


@router.post(
    f"{OF_WORKFLOW}/versions/{{number}}/restore", response={201: VersionOut}, summary="Restore a version"
)
def restore_version(request: HttpRequest, connection_id: int, key: str, number: int) -> Status[Any]:
    """Make a version the mapping again, as a new version."""
    user = require(request, Permission.EDIT_INTEGRATION)
    return Status(201, restore(_workflow(connection_id, key), number, by=user))


@router.post("/connections/{connection_id}/validation", response=ReportOut, summary="Validate mapping")
def validation(request: HttpRequest, connection_id: int) -> dict[str, Any]:
    """Check the active rows of all active workflows against what both sides have now."""
    require(request, Permission.EDIT_INTEGRATION)
    connection = get_object_or_404(Connection, pk=connection_id)
    report = validate(connection, Sides(connection, reader_for, destination_for(connection)))
    problems = [one.plain() for one in report.problems]
    return {"workflows": report.workflows, "problems": problems, "not_checked": report.told}


def _workflow(connection_id: int, key: str) -> Workflow:
    found = Workflow.objects.select_related("connection")
    return get_object_or_404(found, connection=connection_id, key=key, added=True)


def _content(mapping: list[dict[str, Any]], filters: dict[str, str]) -> Content:
    try:
        return content.from_plain({"mapping": mapping, "filters": filters})
    except NotAMappingError as error:
        raise WorkflowRefused("bad_mapping", str(error)) from None


def _shown(workflow: Workflow) -> dict[str, Any]:
    last = latest(workflow)
    now = state(workflow)
    return {"version": last.number if last else 0, "mapping": now["mapping"], "filters": now["filters"]}
