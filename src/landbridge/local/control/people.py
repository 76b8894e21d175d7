"""Controls of users, roles, tokens and certificates."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from landbridge.local.access.model import ADMINISTRATOR, Context, Level, Session
from landbridge.local.access.model import User as Person
from landbridge.local.account import Account
from landbridge.local.control.declaring import Controls
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.oauth2.errors import CertificateRefused
from landbridge.local.records.values import is_internal_id, to_json

controls = Controls()

User = Annotated[str | None, "Who does it, id or e-mail; the first administrator without it."]


def person_named(account: Account, who: str) -> Person:
    """Return the user with this id or e-mail, active or not. Raises ``ControlRefusal``."""
    found = account.access.user(who) if is_internal_id(who) else account.access.user_by_email(who)
    if found is None or not found.role_ids:
        raise ControlRefusal(f"there is no user {who}")
    return found


def user_named(account: Account, who: str | None) -> Person:
    """Return the active user with this id or e-mail; without either, the first active administrator. Raises ``ControlRefusal``."""
    if who is not None:
        found = person_named(account, who)
        if not found.active:
            raise ControlRefusal(f"user {who} is inactive: change-user makes them active again")
        return found
    for user in account.access.users():
        if user.active and ADMINISTRATOR in user.role_ids:
            return user
    raise ControlRefusal("there is no active user with the Administrator role")


def session_of(account: Account, user: str | None) -> Session:
    """Return a session at the pages of a user in the default role. Raises ``ControlRefusal``."""
    who = user_named(account, user)
    return Session(who.id, who.role_ids[0], Context.USERINTERFACE, origin="control")


@controls.declare("GET", "/access")
def access(account: Account) -> dict[str, Any]:
    """Users, roles, integrations and tokens, without secrets."""
    return {
        "users": [asdict(user) for user in account.access.users()],
        "roles": [
            {"id": role.id, "script_id": role.script_id, "name": role.name} for role in account.access.roles()
        ],
        "integrations": [
            {
                "id": integration.id,
                "name": integration.name,
                "state": integration.state.value,
                "concurrency_limit": integration.concurrency_limit,
                "application_id": integration.application_id if integration.is_owned else "",
                "certificates": [
                    {
                        "certificate_id": mapping.id,
                        "user_id": mapping.user_id,
                        "role_id": mapping.role_id,
                        "revoked": mapping.revoked,
                    }
                    for mapping in account.access.oauth2.mappings.of_integration(integration.id)
                ],
            }
            for integration in account.access.integrations()
        ],
        "tokens": [
            {"id": token.id, "name": token.name, "user_id": token.user_id, "active": token.active}
            for token in account.access.tokens()
        ],
    }


@controls.declare("GET", "/access/audit")
def audit(account: Account) -> list[dict[str, Any]]:
    """The Login Audit Trail, newest first."""
    return [to_json(asdict(row)) for row in account.access.audit()]


@controls.declare("POST", "/access/users/{id}")
def change_user(
    account: Account,
    *,
    id: Annotated[str, "Id or e-mail of the user."],  # noqa: A002 - NetSuite's name
    inactive: Annotated[bool, "true inactivates, false makes active again."],
) -> dict[str, Any]:
    """Inactivate a user, or make them active again."""
    user = person_named(account, id)
    account.records.save(account.access.system_session(), "employee", {"isInactive": inactive}, id=user.id)
    return {"id": user.id, "inactive": inactive}


@controls.declare("POST", "/access/certificates")
def map_certificate(
    account: Account,
    *,
    integration: Annotated[str, "Id of the integration."],
    certificate: Annotated[str, "The client's X.509 certificate, PEM."],
    user: Annotated[str | None, "Id or e-mail of the user; the first administrator without it."] = None,
    role: Annotated[str | None, "Id of the role; the user's default role without it."] = None,
    certificate_id: Annotated[str | None, "The id that clients name as kid; made without it."] = None,
) -> dict[str, Any]:
    """Map a certificate for OAuth 2.0 client credentials: integration, user and role."""
    known = account.access.applications.integration(integration)
    if known is None:
        raise ControlRefusal(f"there is no integration {integration}", status=404)
    person = user_named(account, user)
    chosen = role or person.role_ids[0]
    if chosen not in person.role_ids:
        raise ControlRefusal(f"the user has not the role {chosen}")
    try:
        mapping = account.access.oauth2.mappings.add(
            known.id, person.id, chosen, certificate, certificate_id=certificate_id
        )
    except CertificateRefused as error:
        raise ControlRefusal(str(error)) from error
    return {"certificate_id": mapping.id, "integration": known.id, "user": person.id, "role": chosen}


@controls.declare("POST", "/access/roles/{script_id}")
def change_role(
    account: Account,
    *,
    script_id: Annotated[str, "Script id of the role."],
    permission: Annotated[str, "Id of the permission, such as LIST_JOB."],
    level: Annotated[str, "NONE, VIEW, CREATE, EDIT or FULL."],
) -> dict[str, Any]:
    """Change one permission of a role."""
    try:
        role = account.access.set_permission(script_id, permission, Level[level])
    except KeyError as error:
        raise ControlRefusal(f"there is no role or level {error.args[0]}", status=404) from error
    return {"script_id": role.script_id, "permission": permission, "level": level}


@controls.declare("POST", "/certificates/tls")
def tls_certificate(
    account: Account, *, hosts: Annotated[list[str], "Names or addresses that the certificate is for."]
) -> dict[str, Any]:
    """A server certificate of the authority that scripts of the account trust: certificate, key, ca (PEM)."""
    try:
        issued = account.authority.issue(hosts)
    except ValueError as error:
        raise ControlRefusal(f"no certificate can be issued for {hosts}") from error
    return {"certificate": issued.certificate, "key": issued.key, "ca": issued.ca}
