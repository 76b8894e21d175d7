"""The certificate rotation endpoint (documented: ``article_92130837826``, ``article_0209112025``, ``article_0209112818``).

Refusals have the form of every REST service; their codes and texts are assumed.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from landbridge.local.access.integration import Integration
from landbridge.local.access.model import Authentication, Level, Session
from landbridge.local.account import Account
from landbridge.local.oauth2.errors import CertificateRefused
from landbridge.local.oauth2.grants import BASE
from landbridge.local.oauth2.mappings import Mapping
from landbridge.local.restservices import errors
from landbridge.local.restservices.gate import Answer, Asked, Gate, require

PERMISSION = "ADMI_MANAGE_OWN_OAUTH2_CERTS"
"""Manage own OAuth 2.0 Client Credentials certificates (the id is assumed; the name is documented)."""

MANAGES_ALL = "ADMI_MANAGE_OAUTH2"
"""OAuth 2.0 Authorized Applications Management: mappings of every user."""

KIND = "rest.certificates"
JSON = "application/json"
REVOKED = "Successfully revoked"


def routes(account: Account) -> list[BaseRoute]:
    """Return the routes of the endpoint."""
    gate, rotation = Gate(account), Rotation(account)

    async def certificates(request: Request) -> Response:
        client_id = request.path_params["client_id"]
        if request.method == "POST":
            return await gate.handle(
                request, KIND, lambda asked, session: rotation.add(asked, session, client_id)
            )
        return await gate.handle(
            request, KIND, lambda asked, session: rotation.listed(asked, session, client_id)
        )

    async def revoke(request: Request) -> Response:
        path = request.path_params
        response = await gate.handle(
            request,
            KIND,
            lambda asked, session: rotation.revoke(asked, session, path["client_id"], path["certificate_id"]),
        )
        # Documented: the confirmation is plain text.
        return PlainTextResponse(REVOKED) if response.status_code == 200 else response

    base = f"{BASE}/clients/{{client_id}}/certificates"
    return [
        Route(base, certificates, methods=["GET", "POST"]),
        Route(f"{base}/{{certificate_id}}/revoke", revoke, methods=["POST"]),
    ]


class Rotation:
    """What the three requests do. People see and revoke their own certificates; who manages all sees all (assumed)."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._access = account.access
        self._mappings = account.access.oauth2.mappings

    def listed(self, asked: Asked, session: Session, client_id: str) -> Answer:
        """Return the certificates of an integration."""
        integration = self._integration(asked, session, client_id)
        found = [
            self._entry(integration, mapping)
            for mapping in self._mappings.of_integration(integration.id)
            if self._may(session, mapping.user_id)
        ]
        return Answer(200, found, JSON)

    def add(self, asked: Asked, session: Session, client_id: str) -> Answer:
        """Map a new certificate."""
        integration = self._integration(asked, session, client_id)
        content, user_id, role_id = _fields(asked.body)
        user = self._access.user(user_id) if user_id.isdigit() else None
        if user is None or not user.active or role_id not in user.role_ids:
            raise errors.invalid_body("The entity does not exist or has not this role.", "entity")
        if not self._may(session, user.id):
            raise errors.permission_missing(MANAGES_ALL)
        try:
            mapping = self._mappings.add(integration.id, user.id, role_id, content)
        except CertificateRefused as refused:
            raise errors.invalid_body(str(refused), "fileContent") from None
        return Answer(200, self._made(integration, mapping), JSON)

    def revoke(self, asked: Asked, session: Session, client_id: str, certificate_id: str) -> Answer:
        """Revoke a certificate."""
        integration = self._integration(asked, session, client_id)
        mapping = self._mappings.get(certificate_id)
        if (
            mapping is None
            or mapping.integration_id != integration.id
            or not self._may(session, mapping.user_id)
        ):
            raise errors.no_such_resource(asked.path)
        if mapping.revoked:
            raise errors.refused(400, "The certificate is revoked already.", "INVALID_REQUEST")
        self._mappings.revoke(mapping.id)
        return Answer(200, {})

    def _integration(self, asked: Asked, session: Session, client_id: str) -> Integration:
        """Return the integration asked for, once token and permission are right."""
        if session.authentication is not Authentication.OAUTH2:
            raise errors.invalid_login()
        require(self._account, session, PERMISSION, Level.FULL)
        integration = self._access.applications.by_consumer_key(client_id)
        if integration is None:
            raise errors.no_such_resource(asked.path)
        return integration

    def _may(self, session: Session, user_id: str) -> bool:
        return user_id == session.user_id or self._access.level(session, MANAGES_ALL) is Level.FULL

    def _entry(self, integration: Integration, mapping: Mapping) -> dict[str, Any]:
        user, role = self._access.user(mapping.user_id), self._access.role(mapping.role_id)
        system = self._account.settings.data_centre_urls()["systemDomain"]
        return {
            "application": {
                "id": integration.id,
                "name": integration.name,
                "url": f"{system}/app/common/integration/integrapp.nl?id={integration.id}",
                "application_id": integration.application_id,
            },
            "entity": {
                "id": mapping.user_id,
                "name": user.name if user else "",
                "url": f"{system}/app/common/entity/employee.nl?id={mapping.user_id}",
            },
            "role": {
                "id": mapping.role_id,
                "name": role.name if role else "",
                "url": f"{system}/app/setup/role.nl?id={mapping.role_id}",
            },
            "created": _instant(mapping.created),
            "valid_from": _instant(mapping.valid_from),
            "valid_until": _instant(mapping.valid_until),
            "revoked": mapping.revoked,
            "certificate_id": mapping.id,
            "algorithm": mapping.algorithm,
        }

    def _made(self, integration: Integration, mapping: Mapping) -> dict[str, Any]:
        return {
            "entity_role_id": {
                "com": self._account.settings.account_id,
                "ent": mapping.user_id,
                "rol": mapping.role_id,
            },
            "application_id": integration.application_id,
            "certificate_id": mapping.id,
            "certificate": mapping.pem,
            "algorithm": mapping.algorithm,
            "created_at": _instant(mapping.created),
            "valid_from": _instant(mapping.valid_from),
            "valid_until": _instant(mapping.valid_until),
            "invalidated": False,
        }


def _fields(body: bytes) -> tuple[str, str, str]:
    """Return fileContent, entity and role; ids may be numbers or texts (observed). Raises ``RestError``."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise errors.invalid_body("It is no JSON.") from None
    if not isinstance(sent, dict):
        raise errors.invalid_body("It is no JSON object.")
    found = []
    for name in ("fileContent", "entity", "role"):
        value = sent.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            raise errors.invalid_body(f"{name} is missing.", name)
        found.append(str(value))
    return found[0], found[1], found[2]


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
