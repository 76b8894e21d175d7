"""JSON: the publisher's record without its pair, its test, and its regeneration. The pair is set by page and command alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from landbridge.service.connections import publishing
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.runs.publisher.checking import check_all
from landbridge.service.runs.publisher.standing import as_data

router = Router(tags=["publisher"])


class UserOut(Schema):
    """A connection that uses the record. ``waits`` says in words what its runs wait for, empty where they do not."""

    id: int
    name: str
    netsuite_account: str
    active: bool
    tested_at: datetime | None
    waits: str
    waits_since: datetime | None


class PublisherOut(Schema):
    """The record. ``source`` is environment, database or file; ``key_ending`` are the last four letters of the consumer key.

    ``at_work`` is how many runs, and other jobs that ask NetSuite, are being worked at now, which may still send with the old pair while it is regenerated.
    """

    configured: bool
    problem: str
    source: str
    name: str
    application_id: str
    bundle_id: str
    key_ending: str
    set_at: datetime | None
    set_by: str
    regenerating_since: datetime | None
    regenerating_by: str
    at_work: int
    connections: list[UserOut]


class CheckedOut(Schema):
    """What the test of one connection came to; ``failed`` are its failed lines, or why it was not tested, in words."""

    id: int
    name: str
    passed: bool
    failed: list[str]


@router.get("/publisher", response=PublisherOut)
def publisher(request: HttpRequest) -> dict[str, Any]:
    """The publisher's record. Needs the permission "View and edit integration settings"."""
    require(request, Permission.EDIT_INTEGRATION)
    return as_data(publishing.state())


@router.post("/publisher/check", response=list[CheckedOut], summary="Test every connection that uses it")
def check(request: HttpRequest) -> list[dict[str, Any]]:
    """Test each connection that uses the record. Needs the permission "View and edit integration settings"."""
    require(request, Permission.EDIT_INTEGRATION)
    return [
        {
            "id": one.connection.pk,
            "name": one.connection.name,
            "passed": one.passed,
            "failed": one.failed,
        }
        for one in check_all([user for user, _ in publishing.state().users])
    ]


@router.post("/publisher/regeneration", response=PublisherOut, summary="Begin to regenerate its pair")
def begin(request: HttpRequest) -> dict[str, Any]:
    """Let every run that uses the record wait for a new pair. Needs the permission "Manage users and connections"."""
    by = require(request, Permission.MANAGE_USERS)
    publishing.begin_regeneration(by=by)
    return as_data(publishing.state())


@router.delete("/publisher/regeneration", response=PublisherOut, summary="Abandon the regeneration")
def abandon(request: HttpRequest) -> dict[str, Any]:
    """Let the runs go on with the pair that is set. Needs the permission "Manage users and connections"."""
    by = require(request, Permission.MANAGE_USERS)
    publishing.abandon_regeneration(by=by)
    return as_data(publishing.state())
