"""JSON: connections without their credentials, and Test Connection."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from landbridge.service.connections import operations
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


class ConnectionOut(Schema):
    """One connection. Credentials are never answered."""

    id: int
    name: str
    netsuite_account: str
    version: str
    connect_to: str
    spp_database_id: str
    integration_user: str | None
    max_concurrency: int
    active: bool
    tested_at: datetime | None
    test_lines: list[LineOut]

    @staticmethod
    def resolve_integration_user(row: Connection) -> str | None:
        """The user's address."""
        return row.integration_user.email if row.integration_user else None


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
