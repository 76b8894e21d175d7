"""Controls of integration records: what the pages do, and deletion, which NetSuite has not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any

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
Description = Annotated[Text, "Description."]
State = Annotated[Text, "ENABLED, BLOCKED or WAITING_FOR_APPROVAL."]
Note = Annotated[Text, "Note of this account."]
Limit = Annotated[int | None, "Requests at once of its own; 0 for none."]
Consent = Annotated[Text, "ALWAYS_ASK, NEVER_ASK or ASK_FIRST_TIME."]
Boxes = Annotated[
    list[str] | None, "Boxes of the Authentication subtab that are checked, all others are not."
]
Scopes = Annotated[list[str] | None, "Scopes of OAuth 2.0, all others are not granted."]
Callback = Annotated[Text, "Callback URL of the TBA authorization flow."]
Redirect = Annotated[Text, "Redirect URI of OAuth 2.0."]
Validity = Annotated[int | None, "Hours that a refresh token of a public client is valid."]
Rotation = Annotated[int | None, "Hours that refresh tokens may be rotated for."]
Logo = Annotated[Text, "Application logo: https address or file name."]
Terms = Annotated[Text, "Terms of use: https address or file name."]
Policy = Annotated[Text, "Privacy policy: https address or file name."]


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
    description: Description = None,
    state: State = None,
    note: Note = None,
    concurrency_limit: Limit = None,
    consent_policy: Consent = None,
    boxes: Boxes = None,
    scopes: Scopes = None,
    callback_url: Callback = None,
    redirect_uri: Redirect = None,
    refresh_token_hours: Validity = None,
    rotation_hours: Rotation = None,
    logo: Logo = None,
    terms_of_use: Terms = None,
    privacy_policy: Policy = None,
    user: User = None,
) -> dict[str, Any]:
    """Create an integration record; answers consumer key and secret, this once."""
    texts = _texts(
        name=name,
        description=description,
        state=state,
        note=note,
        concurrency_limit=concurrency_limit,
        consent_policy=consent_policy,
        callback_url=callback_url,
        redirect_uri=redirect_uri,
        refresh_token_hours=refresh_token_hours,
        rotation_hours=rotation_hours,
        logo=logo,
        terms_of_use=terms_of_use,
        privacy_policy=privacy_policy,
    )
    session = session_of(account, user)
    with _refusing():
        made = integrationdesk.create(account, session, filled(None).changed(texts, boxes, scopes))
    return _with_pair(account, made)


@controls.declare("POST", "/access/integrations/{id}")
def change_integration(
    account: Account,
    *,
    id: Id,  # noqa: A002 - NetSuite's name
    name: Annotated[Text, "Name of the application."] = None,
    description: Description = None,
    state: State = None,
    note: Note = None,
    concurrency_limit: Limit = None,
    consent_policy: Consent = None,
    boxes: Boxes = None,
    scopes: Scopes = None,
    callback_url: Callback = None,
    redirect_uri: Redirect = None,
    refresh_token_hours: Validity = None,
    rotation_hours: Rotation = None,
    logo: Logo = None,
    terms_of_use: Terms = None,
    privacy_policy: Policy = None,
    user: User = None,
) -> dict[str, Any]:
    """Change an integration record: what is given, all of it or nothing; of an installed one what belongs to this account."""
    texts = _texts(
        name=name,
        description=description,
        state=state,
        note=note,
        concurrency_limit=concurrency_limit,
        consent_policy=consent_policy,
        callback_url=callback_url,
        redirect_uri=redirect_uri,
        refresh_token_hours=refresh_token_hours,
        rotation_hours=rotation_hours,
        logo=logo,
        terms_of_use=terms_of_use,
        privacy_policy=privacy_policy,
    )
    session = session_of(account, user)
    with _refusing():
        changed = integrationdesk.edit(
            account, session, id, lambda known: filled(known).changed(texts, boxes, scopes)
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


def _texts(**given: str | int | None) -> dict[str, str]:
    """Return what was given as a form has it."""
    texts = {name: str(value) for name, value in given.items() if value is not None}
    if given.get("concurrency_limit") == 0:
        texts["concurrency_limit"] = ""
    return texts


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
        raise ControlRefusal(reasons, status=422) from error


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
