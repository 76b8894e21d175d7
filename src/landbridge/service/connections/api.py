"""JSON: connections without their credentials, and Test Connection."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from landbridge.service.connections import operations
from landbridge.service.connections.deprecations import as_json, deprecations
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission

router = Router(tags=["connections"])


class LineOut(Schema):
    """One line of Test Connection. ``state`` is passed, warned, failed or skipped."""

    key: str
    title: str
    state: str
    message: str
    advice: str


class NoticeOut(Schema):
    """Something that the connection depends on and that NetSuite takes away. ``level`` is warning, or error once it is gone."""

    code: str
    level: str
    message: str
    advice: str


class ConnectionOut(Schema):
    """One connection. Credentials are never answered.

    ``protocol`` is rest (SuiteQL and REST) or soap, ``signs_in_by`` oauth2, tokens or user; an empty ``url`` is the default of ``version``.
    """

    id: int
    name: str
    netsuite_account: str
    protocol: str
    signs_in_by: str
    version: str
    url: str
    retries: int
    use_publisher_record: bool
    proxy: str
    connect_to: str
    spp_database_id: str
    integration_user: str | None
    max_concurrency: int
    active: bool
    tested_at: datetime | None
    test_lines: list[LineOut]
    notices: list[NoticeOut]

    @staticmethod
    def resolve_notices(row: Connection) -> list[dict[str, str]]:
        """What NetSuite takes away of what the connection depends on."""
        return as_json(deprecations(row))

    @staticmethod
    def resolve_integration_user(row: Connection) -> str | None:
        """The user's address."""
        return row.integration_user.email if row.integration_user else None


class ConnectionIn(Schema):
    """What is to be changed; what is left out stays. Credentials are changed on the page and by the command line alone."""

    name: str | None = None
    version: str | None = None
    url: str | None = None
    retries: int | None = None
    max_concurrency: int | None = None
    use_publisher_record: bool | None = None
    connect_to: str | None = None
    ca_file: str | None = None
    proxy: str | None = None
    forced_reason: str = ""


class ReportOut(Schema):
    """What a test found."""

    passed: bool
    lines: list[LineOut]


class IntegrationUserIn(Schema):
    """The e-mail address of an active administrator, or null for none."""

    email: str | None


@router.get("/connections", response=list[ConnectionOut])
def list_connections(request: HttpRequest) -> QuerySet[Connection]:
    """All connections by name. Needs the permission "View and run the NetSuite integration"."""
    require(request, Permission.RUN_INTEGRATION)
    return Connection.objects.select_related("integration_user")


@router.patch("/connections/{int:connection_id}", response=ConnectionOut, summary="Change a connection")
def change_connection(request: HttpRequest, connection_id: int, wish: ConnectionIn) -> Connection:
    """Change settings after a passed test of them. Needs the permission "Manage users and connections"."""
    by = require(request, Permission.MANAGE_USERS)
    connection = get_object_or_404(Connection, pk=connection_id)
    changes = wish.dict(exclude_none=True, exclude={"forced_reason"})
    draft = replace(ConnectionDraft.of(connection), **changes)
    return operations.update(connection, draft, by=by, forced_reason=wish.forced_reason)


@router.post("/connections/{int:connection_id}/test", response=ReportOut)
def test_connection(request: HttpRequest, connection_id: int) -> dict[str, Any]:
    """Test a saved connection now. Needs the permission "View and edit integration settings"."""
    require(request, Permission.EDIT_INTEGRATION)
    report = operations.retest(get_object_or_404(Connection, pk=connection_id))
    return {"passed": report.passed, "lines": report.as_json()}


@router.get("/connections/integration-users", response=list[str], summary="Who can be the integration user")
def integration_users(request: HttpRequest) -> list[str]:
    """The e-mail addresses of the active administrators. Needs the permission "Manage users and connections"."""
    require(request, Permission.MANAGE_USERS)
    return [user.email for user in operations.candidates()]


@router.put(
    "/connections/{int:connection_id}/integration-user",
    response=ConnectionOut,
    summary="Select the integration user",
)
def select_integration_user(request: HttpRequest, connection_id: int, wish: IntegrationUserIn) -> Connection:
    """Choose whose rights and name the connection's runs have. Needs the permission "Manage users and connections"."""
    by = require(request, Permission.MANAGE_USERS)
    connection = get_object_or_404(Connection, pk=connection_id)
    user = None if wish.email is None else operations.candidate(wish.email)
    operations.select_integration_user(connection, user, by=by)
    return connection
