"""Controls of integration records: what the pages do, and deletion, which NetSuite has not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any, TypedDict, Unpack

from landbridge.local import integrationdesk
from landbridge.local.access.applications import NotTheOwner
from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.integration import Integration
from landbridge.local.access.integrationform import DEFINITION_TEXTS, HOURS, FormRefused, filled
from landbridge.local.account import Account
from landbridge.local.control.declaring import Controls
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.control.people import User, session_of
from landbridge.local.records.values import to_json

controls = Controls()

NOTES = 500

Id = Annotated[str, "Id of the integration record."]
Text = str | None


class Texts(TypedDict, total=False):
    """The fields of a record beside its name that a form has as text."""

    description: Annotated[Text, "Description."]
    state: Annotated[Text, "ENABLED, BLOCKED or WAITING_FOR_APPROVAL."]
    note: Annotated[Text, "Note of this account."]
    concurrency_limit: Annotated[int | None, "Requests at once of its own; 0 for none."]
    consent_policy: Annotated[Text, "ALWAYS_ASK, NEVER_ASK or ASK_FIRST_TIME."]
    callback_url: Annotated[Text, "Callback URL of the TBA authorization flow."]
    redirect_uri: Annotated[Text, "Redirect URI of OAuth 2.0."]
    refresh_token_hours: Annotated[int | None, "Hours that a refresh token of a public client is valid."]
    rotation_hours: Annotated[int | None, "Hours that refresh tokens may be rotated for."]
    logo: Annotated[Text, "Application logo: https address or file name."]
    terms_of_use: Annotated[Text, "Terms of use: https address or file name."]
    privacy_policy: Annotated[Text, "Privacy policy: https address or file name."]


Boxes = Annotated[
    list[str] | None, "Boxes of the Authentication subtab that are checked, all others are not."
]
Scopes = Annotated[list[str] | None, "Scopes of OAuth 2.0, all others are not granted."]


@controls.declare("GET", "/access/integrations")
def integrations(account: Account, *, user: User = None) -> list[dict[str, Any]]:
    """The integration records: id, name, state, owner and how they came, without secrets."""
    _require_view(account, user)
    return [
        {
            "id": one.id,
            "name": one.name,
            "state": one.state.value,
            "owner": one.definition.owner,
            "arrival": one.arrival.value,
            "bundle": one.bundle,
            "concurrency_limit": one.concurrency_limit,
        }
        for one in account.access.applications.integrations()
    ]


@controls.declare("GET", "/access/integrations/{id}")
def integration(account: Account, *, id: Id, user: User = None) -> dict[str, Any]:  # noqa: A002 - NetSuite's name
    """One integration record with every field but key and secret; the application id in its owner's account alone."""
    _require_view(account, user)
    return _shown(account, _known(account, id))


@controls.declare("POST", "/access/integrations")
def create_integration(
    account: Account,
    *,
    name: Annotated[str, "Name of the application."],
    boxes: Boxes = None,
    scopes: Scopes = None,
    user: User = None,
    **texts: Unpack[Texts],
) -> dict[str, Any]:
    """Create an integration record; answers consumer key and secret, this once."""
    session = session_of(account, user)
    entered = filled(None).changed(_texts(name, texts), boxes, scopes)
    with _refusing():
        made = integrationdesk.create(account, session, entered)
    return _with_pair(account, made)


@controls.declare("POST", "/access/integrations/{id}")
def change_integration(
    account: Account,
    *,
    id: Id,  # noqa: A002 - NetSuite's name
    name: Annotated[Text, "Name of the application."] = None,
    boxes: Boxes = None,
    scopes: Scopes = None,
    user: User = None,
    **texts: Unpack[Texts],
) -> dict[str, Any]:
    """Change an integration record: what is given, all of it or nothing; of an installed one what belongs to this account."""
    session = session_of(account, user)
    given = _texts(name, texts)
    with _refusing():
        changed = integrationdesk.edit(
            account, session, id, lambda known: filled(known).changed(given, boxes, scopes)
        )
    return _shown(account, changed)


@controls.declare("POST", "/access/integrations/{id}/credentials")
def reset_credentials(account: Account, *, id: Id, user: User = None) -> dict[str, Any]:  # noqa: A002 - NetSuite's name
    """Reset an integration record's credentials; answers the new consumer key and secret, this once."""
    session = session_of(account, user)
    with _refusing():
        renewed = integrationdesk.reset_credentials(account, session, id)
    return _with_pair(account, renewed)


@controls.declare("DELETE", "/access/integrations/{id}")
def delete_integration(account: Account, *, id: Id) -> dict[str, Any]:  # noqa: A002 - NetSuite's name
    """Take an integration record out of this account, with its tokens and its log; NetSuite has no such page."""
    known = _known(account, id)
    account.access.applications.remove(known.id)
    return {"id": known.id, "deleted": True}


@controls.declare("GET", "/access/integrations/{id}/notes")
def system_notes(account: Account, *, id: Id, user: User = None) -> list[dict[str, Any]]:  # noqa: A002 - NetSuite's name
    """The system notes of an integration record, newest first: at, user, context, type, field, old and new value."""
    _require_view(account, user)
    known = _known(account, id)
    return [to_json(asdict(one)) for one in account.access.applications.notes.of(known.id, limit=NOTES)]


def _known(account: Account, named: str) -> Integration:
    found = account.access.applications.integration(named)
    if found is None:
        raise ControlRefusal(f"there is no integration {named}", status=404)
    return found


def _require_view(account: Account, user: str | None) -> None:
    session = session_of(account, user)
    with _refusing():
        integrationdesk.require_view(account, session)


def _texts(name: str | None, texts: Texts) -> dict[str, str]:
    """Return what was given as a form has it."""
    given = {key: str(value) for key, value in {"name": name, **texts}.items() if value is not None}
    if texts.get("concurrency_limit") == 0:
        given["concurrency_limit"] = ""
    return given


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except PermissionMissing as error:
        raise ControlRefusal(str(error), status=403) from error
    except NotTheOwner as error:
        raise ControlRefusal(str(error), status=409) from error
    except KeyError as error:
        raise ControlRefusal(f"there is no integration {error.args[0]}", status=404) from error
    except FormRefused as error:
        reasons = "; ".join(f"{name}: {text}" for name, text in error.problems.items())
        raise ControlRefusal(reasons) from error


def _shown(account: Account, one: Integration) -> dict[str, Any]:
    definition = one.definition
    own = {name: value for name, value in asdict(one).items() if name not in ("definition", "internal")}
    shown: dict[str, Any] = {
        **to_json(own),
        **{name: getattr(definition, name) for name in ("owner", "script_id", *DEFINITION_TEXTS, *HOURS)},
        "boxes": sorted(definition.boxes),
        "scopes": sorted(definition.scopes),
        "max_concurrency_limit": max(0, account.governance.largest_integration_limit(one.id)),
    }
    if one.is_owned:
        shown["application_id"] = definition.application_id
    return shown


def _with_pair(account: Account, one: Integration) -> dict[str, Any]:
    return {
        **_shown(account, one),
        "consumer_key": one.consumer_key,
        "consumer_secret": one.consumer_secret,
    }
