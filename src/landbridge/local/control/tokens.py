"""Controls of access tokens: the same as the pages do, as a user of the account whose role must allow it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.tokenrecords import Token, TokenRevoked
from landbridge.local.account import Account
from landbridge.local.control.declaring import Controls
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.control.people import User, person_named, session_of, user_named
from landbridge.local.records.values import instant_text
from landbridge.local.tba.errors import TokenNotMade

controls = Controls()


@controls.declare("GET", "/access/tokens")
def tokens(
    account: Account,
    *,
    revoked: Annotated[bool | None, "true only revoked ones, false only others."] = None,
    application: Annotated[str, "Internal id of the integration record; every one without it."] = "",
    owner: Annotated[str | None, "Id or e-mail of whose tokens; everybody's without it."] = None,
    user: User = None,
) -> list[dict[str, Any]]:
    """Access tokens, by internal id; never their secrets."""
    owner_id = person_named(account, owner).id if owner is not None else ""
    with _refusing():
        found = account.access.tba.management.all(
            session_of(account, user), revoked=revoked, application=application, user=owner_id
        )
    return [_described(token) for token in found]


@controls.declare("POST", "/access/tokens")
def create_token(
    account: Account,
    *,
    application: Annotated[str, "Internal id of the integration record."],
    owner: Annotated[str, "Id or e-mail of the user who gets the token."],
    role: Annotated[str | None, "Id of a role of the user; the default role without it."] = None,
    name: Annotated[str, "Name of the token; the proposed one without it."] = "",
    user: User = None,
) -> dict[str, Any]:
    """Make an access token for a user and role; answers id and secret, this once."""
    person = user_named(account, owner)
    with _refusing():
        made = account.access.tba.management.create(
            session_of(account, user), application, person.id, role or person.role_ids[0], name
        )
    return {**_described(made), "token_id": made.token_id, "token_secret": made.token_secret}


@controls.declare("POST", "/access/tokens/{id}")
def change_token(
    account: Account,
    *,
    id: Annotated[str, "Id of the token."],  # noqa: A002 - NetSuite's name
    active: Annotated[bool, "false inactivates, true makes active again."],
    user: User = None,
) -> dict[str, Any]:
    """Check the Inactive box of a token, or clear it again."""
    with _refusing():
        changed = account.access.tba.management.set_inactive(
            session_of(account, user), id, inactive=not active
        )
    return _described(changed)


@controls.declare("POST", "/access/tokens/{id}/revoke")
def revoke_token(
    account: Account,
    *,
    id: Annotated[str, "Id of the token."],  # noqa: A002 - NetSuite's name
    user: User = None,
) -> dict[str, Any]:
    """End a token for ever; it stays in the list."""
    with _refusing():
        return _described(account.access.tba.management.revoke(session_of(account, user), id))


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except KeyError as error:
        raise ControlRefusal(f"there is no token {error.args[0]}", status=404) from error
    except TokenRevoked as error:
        raise ControlRefusal(str(error), status=409) from error
    except TokenNotMade as error:
        raise ControlRefusal(f"{error.field}: {error}") from error
    except PermissionMissing as error:
        raise ControlRefusal(str(error), status=403) from error


def _described(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "application": token.integration_id,
        "user": token.user_id,
        "role": token.role_id,
        "active": token.active,
        "revoked": token.revoked_at is not None,
        "created": instant_text(token.created_at),
        "created_by": token.created_by,
    }
