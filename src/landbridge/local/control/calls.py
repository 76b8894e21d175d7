"""What each control call does. ``arguments`` are the JSON body with the path's parameters."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import landbridge
from landbridge.local.access.model import ADMINISTRATOR, Context, IntegrationState, Level, Session, User
from landbridge.local.account import Account
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.records.errors import does_not_exist
from landbridge.local.records.model import UNCHANGED, Record
from landbridge.local.records.values import from_json, instant_text, to_json

Arguments = dict[str, Any]


def _need(arguments: Arguments, name: str) -> Any:
    if name not in arguments:
        raise ControlRefusal(f"{name} is missing")
    return arguments[name]


def _shown(record: Record) -> dict[str, Any]:
    return {
        "type": record.type,
        "id": record.id,
        "external_id": record.external_id,
        "created": instant_text(record.created),
        "modified": instant_text(record.modified),
        "values": to_json(record.values),
    }


def status(account: Account, _: Arguments) -> dict[str, Any]:
    """Account id, addresses, CA path, release, the account's time."""
    return {
        "account": account.settings.account_id,
        "version": landbridge.__version__,
        "release": account.settings.release,
        "addresses": dict(account.addresses),
        "ca": str(account.authority.ca_file),
        "time": instant_text(account.clock.now()),
        "concurrency_limit": account.governance.limit,
    }


def _context(arguments: Arguments) -> Context:
    name = arguments.get("context", Context.USERINTERFACE.value)
    try:
        return Context(name)
    except ValueError as error:
        raise ControlRefusal(f"{name!r} is no execution context") from error


def _user(account: Account, who: str | None) -> User:
    """Return the user with this id or e-mail; without either, the first administrator."""
    if who is None:
        found = next((user for user in account.access.users() if ADMINISTRATOR in user.role_ids), None)
    elif who.isdigit():
        found = account.access.user(who)
    else:
        found = account.access.user_by_email(who)
    if found is None or not found.role_ids:
        raise ControlRefusal(f"there is no user {who or 'with the Administrator role'}")
    return found


def save(account: Account, arguments: Arguments) -> dict[str, Any]:
    """Save a record in any execution context; answers it with what afterSubmit threw."""
    record_type = str(_need(arguments, "type"))
    definition = account.records.definition(record_type)
    sent = _need(arguments, "values")
    if not isinstance(sent, dict):
        raise ControlRefusal("values must be an object")
    values: Arguments = {}
    for name, value in sent.items():
        field = definition.fields.get(name)
        values[name] = value if field is None else from_json(field, value)
    who = arguments.get("user")
    user = _user(account, None if who is None else str(who))
    session = Session(user.id, user.role_ids[0], _context(arguments), origin="control")
    record_id = arguments.get("id")
    result = account.records.save(
        session,
        record_type,
        values,
        id=None if record_id is None else str(record_id),
        external_id=arguments.get("external_id", UNCHANGED),
        event=arguments.get("event"),
        script_type=arguments.get("script_type"),
    )
    failure = result.after_submit_error
    return {
        **_shown(result.record),
        "after_submit_error": failure and {"code": failure.code, "message": failure.message},
    }


def record(account: Account, arguments: Arguments) -> dict[str, Any]:
    """One stored record."""
    found = account.records.get(arguments["type"], arguments["id"])
    if found is None:
        raise does_not_exist()
    return _shown(found)


def records(account: Account, arguments: Arguments) -> list[dict[str, Any]]:
    """Every stored record of a type, by id."""
    account.records.definition(arguments["type"])
    ids = account.records.search(arguments["type"], [])
    found = account.records.get_many(arguments["type"], ids)
    return [_shown(found[record_id]) for record_id in sorted(found, key=int)]


def tls_certificate(account: Account, arguments: Arguments) -> dict[str, Any]:
    """A server certificate of the account's authority."""
    hosts = _need(arguments, "hosts")
    if not isinstance(hosts, list) or not hosts or not all(isinstance(host, str) for host in hosts):
        raise ControlRefusal("hosts must be a list of names or addresses")
    try:
        issued = account.authority.issue(hosts)
    except ValueError as error:
        raise ControlRefusal(f"no certificate can be issued for {hosts}") from error
    return {"certificate": issued.certificate, "key": issued.key, "ca": issued.ca}


def statistics(account: Account, _: Arguments) -> dict[str, Any]:
    """Requests by kind, most in flight, refused by governance."""
    return asdict(account.journal.statistics())


def reset_statistics(account: Account, _: Arguments) -> dict[str, Any]:
    """Begin counting anew."""
    account.journal.reset()
    return asdict(account.journal.statistics())


def holds(account: Account, _: Arguments) -> dict[str, Any]:
    """Requests that are held back now, and kinds whose next requests will be."""
    return asdict(account.holds.state())


def hold(account: Account, arguments: Arguments) -> dict[str, Any]:
    """Hold back the next ``times`` requests (default 1) of a ``kind`` such as ``soap.search`` until they are released."""
    times = arguments.get("times", 1)
    if not isinstance(times, int) or times < 1:
        raise ControlRefusal("times is a whole number from 1")
    account.holds.hold(str(_need(arguments, "kind")), times)
    return holds(account, arguments)


def release(account: Account, arguments: Arguments) -> dict[str, Any]:
    """Let every held request go."""
    account.holds.release()
    return holds(account, arguments)


def timeline(account: Account, _: Arguments) -> list[dict[str, Any]]:
    """The last saves, oldest first."""
    return [to_json(asdict(saved)) for saved in account.records.timeline.rows()]


def set_clock(account: Account, arguments: Arguments) -> dict[str, Any]:
    """Move the account's clock: ``advance_s`` seconds, or ``set`` to an ISO 8601 instant with offset."""
    try:
        if "advance_s" in arguments:
            account.clock.advance(float(arguments["advance_s"]))
        else:
            account.clock.set(datetime.fromisoformat(str(_need(arguments, "set"))))
    except (ValueError, TypeError, OverflowError) as error:
        raise ControlRefusal("advance_s takes seconds, set an instant with offset") from error
    return {"time": instant_text(account.clock.now())}


def outbox(account: Account, _: Arguments) -> list[dict[str, Any]]:
    """Mail that scripts sent, oldest first."""
    return [to_json(asdict(mail)) for mail in account.outbox.messages()]


def access(account: Account, _: Arguments) -> dict[str, Any]:
    """Users, roles, integrations and tokens, without secrets."""
    return {
        "users": [asdict(user) for user in account.access.users()],
        "roles": [
            {"id": role.id, "script_id": role.script_id, "name": role.name} for role in account.access.roles()
        ],
        "integrations": [
            {"id": integration.id, "name": integration.name, "state": integration.state.value}
            for integration in account.access.integrations()
        ],
        "tokens": [
            {"id": token.id, "name": token.name, "user_id": token.user_id, "active": token.active}
            for token in account.access.tokens()
        ],
    }


def audit(account: Account, _: Arguments) -> list[dict[str, Any]]:
    """The Login Audit Trail, newest first."""
    return [to_json(asdict(row)) for row in account.access.audit()]


def change_user(account: Account, arguments: Arguments) -> dict[str, Any]:
    """Inactivate a user or make them active again: ``{"inactive": true}``. ``id`` or e-mail."""
    user = _user(account, arguments["id"])
    inactive = _need(arguments, "inactive") is True
    account.records.save(account.access.system_session(), "employee", {"isInactive": inactive}, id=user.id)
    return {"id": user.id, "inactive": inactive}


def change_token(account: Account, arguments: Arguments) -> dict[str, Any]:
    """Revoke a token or make it active again: ``{"active": false}``."""
    active = _need(arguments, "active") is True
    try:
        account.access.applications.set_active(arguments["id"], active=active)
    except KeyError as error:
        raise ControlRefusal(f"there is no token {arguments['id']}", status=404) from error
    return {"id": arguments["id"], "active": active}


def change_integration(account: Account, arguments: Arguments) -> dict[str, Any]:
    """Change an integration's state: ``{"state": "BLOCKED"}``."""
    try:
        state = IntegrationState(str(_need(arguments, "state")))
        account.access.applications.set_state(arguments["id"], state)
    except ValueError as error:
        raise ControlRefusal(f"states are {', '.join(IntegrationState)}") from error
    except KeyError as error:
        raise ControlRefusal(f"there is no integration {arguments['id']}", status=404) from error
    return {"id": arguments["id"], "state": state.value}


def change_role(account: Account, arguments: Arguments) -> dict[str, Any]:
    """Change one permission of a role: ``{"permission": "LIST_JOB", "level": "VIEW"}``."""
    try:
        level = Level[str(_need(arguments, "level"))]
        role = account.access.set_permission(
            arguments["script_id"], str(_need(arguments, "permission")), level
        )
    except KeyError as error:
        raise ControlRefusal(f"there is no role or level {error.args[0]}", status=404) from error
    return {"script_id": role.script_id, "permission": arguments["permission"], "level": level.name}
