"""JSON: the workflows of a connection, their switches, and the administration page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from landbridge.service.connections.models import Connection
from landbridge.service.projects.access import require
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Permission
from landbridge.service.workflows import administration, catalogue, custom, listing
from landbridge.service.workflows.activation import activate, deactivate, set_options, set_real_time
from landbridge.service.workflows.adding import add, delete
from landbridge.service.workflows.models import Administration, Workflow
from landbridge.service.workflows.validation.options import refuse_unknown_fields

router = Router(tags=["workflows"])


class RefusalOut(Schema):
    """Why a wish was refused."""

    code: str
    message: str


class RowOut(Schema):
    """One mapping row."""

    group: str
    target: str
    source: str
    field: str


class WorkflowOut(Schema):
    """One workflow, as `landbridge workflows list --json` has it."""

    name: str
    label: str
    netsuite_type: str
    netsuite_types: list[str]
    spp_type: str
    spp_types: list[str]
    real_time: bool
    monitored_fields: list[str]
    depends_on: list[str]
    excludes: list[str]
    mapping_rows: list[RowOut]
    allowed: bool
    added: bool
    active: bool
    live: bool
    bookmark: datetime | None


class SwitchIn(Schema):
    """What to do with a workflow."""

    action: Literal["add", "activate", "deactivate", "live", "not-live", "delete"]


class OptionsIn(Schema):
    """Options to set, by name; those that are left out stay."""

    options: dict[str, bool | str] = {}


class StateOut(Schema):
    """The switches of one workflow."""

    name: str
    added: bool
    active: bool
    live: bool


class CustomIn(Schema):
    """A custom workflow to make: `netsuite_type` is `serviceitem` or the script id of a custom record type, `spp_type` a table."""

    name: str
    netsuite_type: str
    spp_type: str
    label: str = ""


class AdministrationOut(Schema):
    """The administration page; `allowed` are the workflows that may be added."""

    allowed: list[str]
    strict_validation: bool
    show_account_information: bool
    full_since_control: bool
    real_time_scope: str
    merge_guard: bool
    custom_limit: int
    stamp: bool
    time_zone: str


class AdministrationIn(Schema):
    """What to change; what is left out stays."""

    allowed: list[str] | None = None
    strict_validation: bool | None = None
    show_account_information: bool | None = None
    full_since_control: bool | None = None
    real_time_scope: str | None = None
    merge_guard: bool | None = None
    custom_limit: int | None = None
    stamp: bool | None = None
    time_zone: str | None = None


@router.get("/connections/{int:connection_id}/workflows", response=list[WorkflowOut], summary="Workflows")
def list_workflows(request: HttpRequest, connection_id: int) -> list[dict[str, Any]]:
    """Every workflow that the connection can have, with its switches."""
    require(request, Permission.VIEW_RECORDS)
    return listing.of_connection(get_object_or_404(Connection, pk=connection_id))


@router.post(
    "/connections/{int:connection_id}/workflows/{key}/switch",
    response={200: StateOut, 409: RefusalOut},
    summary="Switch a workflow",
)
def switch(request: HttpRequest, connection_id: int, key: str, wish: SwitchIn) -> dict[str, Any]:
    """Add or delete a workflow, switch it or its real time on or off."""
    user = require(request, Permission.EDIT_INTEGRATION)
    place = get_object_or_404(Connection, pk=connection_id)
    actions: dict[str, Callable[[], Workflow]] = {
        "add": lambda: add(place, key, by=user),
        "activate": lambda: activate(place, key, by=user),
        "deactivate": lambda: deactivate(place, key, by=user),
        "live": lambda: set_real_time(place, key, live=True, by=user),
        "not-live": lambda: set_real_time(place, key, live=False, by=user),
        "delete": lambda: delete(place, key, by=user),
    }
    if wish.action == "activate":
        custom.refuse_without_type(place, key)
    return _state(actions[wish.action]())


@router.patch(
    "/connections/{int:connection_id}/workflows/{key}/options",
    response={200: dict[str, bool | str], 409: RefusalOut},
    summary="Set options of a workflow",
)
def options(request: HttpRequest, connection_id: int, key: str, wish: OptionsIn) -> dict[str, bool | str]:
    """Set some options; the next run reads all records of the workflow again. Answers every option's value."""
    user = require(request, Permission.EDIT_INTEGRATION)
    place = get_object_or_404(Connection, pk=connection_id)
    refuse_unknown_fields(place, key, wish.options)
    stored = set_options(place, key, wish.options, by=user)
    return catalogue.declaration(key).option_values(stored.options)


@router.post(
    "/connections/{int:connection_id}/workflows",
    response={201: StateOut, 409: RefusalOut},
    summary="Make a custom workflow",
)
def make(request: HttpRequest, connection_id: int, wish: CustomIn) -> Status[Any]:
    """Make a custom workflow; it is added, and not active yet."""
    user = require(request, Permission.EDIT_INTEGRATION)
    place = get_object_or_404(Connection, pk=connection_id)
    made = custom.create(place, wish.name, wish.netsuite_type, wish.spp_type, label=wish.label, by=user)
    return Status(201, _state(made))


@router.get(
    "/connections/{int:connection_id}/administration",
    response=AdministrationOut,
    summary="Administration",
)
def page(request: HttpRequest, connection_id: int) -> dict[str, Any]:
    """What the administration page holds."""
    require(request, Permission.VIEW_RECORDS)
    get_object_or_404(Connection, pk=connection_id)
    return _page(administration.of(connection_id))


@router.patch(
    "/connections/{int:connection_id}/administration",
    response={200: AdministrationOut, 409: RefusalOut},
    summary="Change the administration page",
)
def change(request: HttpRequest, connection_id: int, wish: AdministrationIn) -> dict[str, Any]:
    """Change some of the page, all of it or nothing."""
    user = require(request, Permission.EDIT_INTEGRATION)
    place = get_object_or_404(Connection, pk=connection_id)
    settings = {name: value for name, value in wish.dict(exclude={"allowed"}).items() if value is not None}
    return _page(_changed(place, wish.allowed, settings, user))


@transaction.atomic
def _changed(
    place: Connection, allowed: list[str] | None, settings: dict[str, Any], by: User
) -> Administration:
    if allowed is not None:
        administration.set_allowed(place, allowed, by=by)
    return administration.change(place, by=by, **settings)


def _page(stored: Administration) -> dict[str, Any]:
    return {
        "allowed": catalogue.ordered(administration.allowed_by(stored)),
        **{name: getattr(stored, name) for name in AdministrationOut.model_fields if name != "allowed"},
    }


def _state(stored: Workflow) -> dict[str, Any]:
    return {
        "name": stored.key,
        "added": stored.added,
        "active": stored.active,
        "live": stored.real_time,
    }
