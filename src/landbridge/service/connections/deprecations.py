"""What a connection depends on that NetSuite takes away, without opening its credentials."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from landbridge.netsuite import OAuth2Credentials, TokenCredentials, UserCredentials
from landbridge.netsuite.credentials import Credentials
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.removals import Notice, notices
from landbridge.netsuite.versions import Version
from landbridge.service.connections.models import Connection

CLASSES: dict[str, type[Credentials]] = {
    Connection.SignsInBy.OAUTH2: OAuth2Credentials,
    Connection.SignsInBy.TOKENS: TokenCredentials,
    Connection.SignsInBy.USER: UserCredentials,
}


def deprecations(connection: Connection, today: date | None = None) -> tuple[Notice, ...]:
    """Return the notices for a saved connection, the nearest end first; none for SuiteQL with OAuth 2.0."""
    return notices(
        Protocol(connection.protocol),
        CLASSES[connection.signs_in_by],
        Version.parse(connection.version),
        today or timezone.now().date(),
    )


def as_json(found: tuple[Notice, ...]) -> list[dict[str, str]]:
    """Return notices as the API and the commands tell them."""
    return [
        {"code": one.code, "level": one.level.value, "message": one.text, "advice": one.advice}
        for one in found
    ]
