"""Setup > Integration > Manage Integrations: the list, one record to view, make and edit, and its credentials.

The addresses are NetSuite's (observed). A blocked record is hidden unless Show Inactives is checked, and no page deletes one
(documented: ``section_4429221557``). The consumer key and secret are on the page after the first save and after a reset, once
(documented: ``section_4393879073``, ``section_4395597766``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from starlette.responses import Response

from landbridge.local import integrationdesk
from landbridge.local.access.applications import SYSTEM, NotTheOwner
from landbridge.local.access.integration import Box, Integration, IntegrationState, Scope
from landbridge.local.access.integrationform import DEFINITION_TEXTS, HOURS, OWN, Entered, FormRefused, filled
from landbridge.local.access.integrationlabels import (
    ARRIVALS,
    BOXES,
    CONSENT_POLICIES,
    FIELDS,
    SCOPES,
    STATES,
)
from landbridge.local.access.model import Context
from landbridge.local.datetexts import show_date
from landbridge.local.pages import places
from landbridge.local.pages.visit import NotFoundError, Visit

NOTES = 200
NOT_THERE = "There is no such integration record."
OVERTAKEN = "Somebody else saved this record in the meantime. This is how it is now: make your changes again."
CHOOSABLE = (IntegrationState.ENABLED, IntegrationState.BLOCKED)
"""States that a person can choose (documented: ``bridgehead_4249032125``); a record that waits may go on waiting."""

CONTEXTS = {
    Context.USERINTERFACE: "UI",
    Context.WEBSERVICES: "SOAP Web Services",
    Context.RESTWEBSERVICES: "REST Web Services",
    Context.BUNDLEINSTALLATION: "Bundle Installation",
    Context.NONE: "Other",
}
"""What System Notes call the contexts (assumed)."""

GROUPS = (
    ("Token-based Authentication", (Box.TOKENS, Box.ISSUE_TOKEN, Box.AUTHORIZATION_FLOW), ("callback_url",)),
    ("User Credentials", (Box.USER_CREDENTIALS,), ()),
    (
        "OAuth 2.0",
        (Box.AUTHORIZATION_CODE, Box.PUBLIC_CLIENT, Box.DYNAMIC_REGISTRATION, Box.CLIENT_CREDENTIALS),
        ("redirect_uri", *HOURS, "logo", "terms_of_use", "privacy_policy"),
    ),
)
"""The Authentication subtab: title, boxes, fields."""

_STORED = "Stored only: this local account serves no such grant."
HINTS = dict.fromkeys((Box.AUTHORIZATION_CODE, Box.PUBLIC_CLIENT, Box.DYNAMIC_REGISTRATION), _STORED)


class _Overtaken(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """The record is another one than the person saw: ``now``."""

    def __init__(self, now: Integration) -> None:
        super().__init__(OVERTAKEN)
        self.now = now


def listing(visit: Visit) -> Response:
    """List the records: those not blocked, all of them with ``?showinactives=T``, of one state with ``?state=``."""
    integrationdesk.require_view(visit.account, visit.session)
    state, inactives = visit.query.get("state", ""), visit.query.get("showinactives") == "T"
    rows = [
        one
        for one in visit.account.access.applications.integrations()
        if state == one.state.value
        or (not state and (inactives or one.state is not IntegrationState.BLOCKED))
    ]
    return visit.page(
        "integrations.html",
        title="Integrations",
        rows=rows,
        states=STATES,
        state=state,
        inactives=inactives,
        arrivals=ARRIVALS,
        date=_date_of(visit),
        may_change=integrationdesk.may_change(visit.account, visit.session),
    )


def record(visit: Visit) -> Response:
    """Show a record (``?id=``), its form (``&e=T``), the form of a new one, or the question before a reset (``&reset=T``)."""
    integrationdesk.require_view(visit.account, visit.session)
    known = _chosen(visit)
    if known is None or visit.query.get("e") == "T":
        integrationdesk.require_change(visit.account, visit.session)
        return _form(visit, known, filled(known))
    if visit.query.get("reset") == "T":
        return _reset_question(visit, known)
    return _view(visit, known)


def save(visit: Visit) -> Response:
    """Take the form, or the answer to the question before a reset."""
    integrationdesk.require_change(visit.account, visit.session)
    known = _chosen(visit)
    try:
        if known is not None and visit.query.get("reset") == "T":
            return _reset(visit, known)
        return _save(visit, known)
    except KeyError as gone:  # by a control, while this request was under way
        raise NotFoundError(NOT_THERE) from gone


def _save(visit: Visit, known: Integration | None) -> Response:
    try:
        saved = _saved(visit, known)
    except _Overtaken as overtaken:
        return _form(visit, overtaken.now, filled(overtaken.now), {"": OVERTAKEN}, status=409)
    except FormRefused as refused:
        return _form(visit, known, _entered(visit, known), refused.problems)
    except NotTheOwner as refused:
        return _form(visit, known, filled(known), {"": str(refused)})
    if known is None:
        visit.page_session.keep_once(_once(saved), (saved.consumer_key, saved.consumer_secret))
    visit.page_session.flash("confirmation", "Confirmation", "Integration successfully saved.")
    return visit.redirect(f"{places.INTEGRATION}?id={saved.id}")


def _chosen(visit: Visit) -> Integration | None:
    named = visit.query.get("id", "")
    if not named:
        return None
    found = visit.account.access.applications.integration(named)
    if found is None:
        raise NotFoundError(NOT_THERE)
    return found


def _saved(visit: Visit, known: Integration | None) -> Integration:
    if known is None:
        return integrationdesk.create(visit.account, visit.session, _entered(visit, None), states=CHOOSABLE)

    def entered(now: Integration) -> Entered:
        seen = filled(now).fingerprint()
        if visit.form.get("_was", seen) != seen:
            raise _Overtaken(now)
        return _entered(visit, now)

    return integrationdesk.edit(visit.account, visit.session, known.id, entered, states=CHOOSABLE)


def _states(known: Integration | None) -> tuple[IntegrationState, ...]:
    waits = known is not None and known.state not in CHOOSABLE
    return (*CHOOSABLE, IntegrationState.WAITING_FOR_APPROVAL) if waits else CHOOSABLE


def _entered(visit: Visit, known: Integration | None) -> Entered:
    """Return what was sent over what was there; a box or scope that was not sent stays as it was."""
    before = filled(known)
    texts = {
        name: visit.form[name].replace("\r\n", "\n")
        for name in (*DEFINITION_TEXTS, *HOURS, *OWN)
        if name in visit.form
    }
    boxes = {box.value for box in Box if _is_checked(visit, f"box_{box.value}", box in before.boxes)}
    scopes = {one.value for one in Scope if _is_checked(visit, f"scope_{one.value}", one in before.scopes)}
    return before.changed(texts, boxes, scopes)


def _is_checked(visit: Visit, name: str, before: object) -> bool:
    return visit.form.get(name, "T" if before else "F") == "T"


def _once(integration: Integration) -> str:
    return f"integration {integration.application_id}"  # an id may name another record in a restored state


def _view(visit: Visit, known: Integration) -> Response:
    users = _users(visit)
    notes = visit.account.access.applications.notes.of(known.id, limit=NOTES)
    return visit.page(
        "integration.html",
        title=known.name,
        **_common(visit, known),
        pair=visit.page_session.take_once(_once(known), known.consumer_key),
        users=users,
        notes=notes,
        texts={FIELDS["state_changed_by"]: users},
        contexts=CONTEXTS,
        date=_date_of(visit),
    )


def _form(
    visit: Visit,
    known: Integration | None,
    entered: Entered,
    problems: dict[str, str] | None = None,
    *,
    status: int = 422,
) -> Response:
    return visit.page(
        "integrationform.html",
        title=known.name if known else "New Integration",
        status=status if problems else 200,
        was=filled(known).fingerprint(),
        **_common(visit, known),
        entered=entered,
        problems=problems or {},
        states=_states(known),
    )


def _common(visit: Visit, known: Integration | None) -> dict[str, Any]:
    """Return what view and form both show."""
    governance = visit.account.governance
    owned = known is None or known.is_owned
    return {
        "integration": known,
        "owned": owned,
        "shows_id": known is not None
        and owned
        and visit.account.preferences.shows_ids(visit.session.user_id),
        "most": max(0, governance.largest_integration_limit(known.id if known else "")),
        "labels": FIELDS,
        "boxes": BOXES,
        "scopes": SCOPES,
        "state_labels": STATES,
        "policies": CONSENT_POLICIES,
        "arrivals": ARRIVALS,
        "groups": GROUPS,
        "hints": HINTS,
        "may_change": integrationdesk.may_change(visit.account, visit.session),
    }


def _reset_question(visit: Visit, known: Integration, refusal: str = "") -> Response:
    integrationdesk.require_change(visit.account, visit.session)
    if not known.is_owned:
        refusal = str(NotTheOwner(known))
    return visit.page(
        "integrationreset.html",
        title="Reset Credentials",
        status=409 if refusal else 200,
        integration=known,
        refusal=refusal,
    )


def _reset(visit: Visit, known: Integration) -> Response:
    try:
        renewed = integrationdesk.reset_credentials(visit.account, visit.session, known.id)
    except NotTheOwner as refused:
        return _reset_question(visit, known, str(refused))
    visit.page_session.keep_once(_once(renewed), (renewed.consumer_key, renewed.consumer_secret))
    visit.page_session.flash("confirmation", "Confirmation", "The credentials were reset.")
    return visit.redirect(f"{places.INTEGRATION}?id={renewed.id}")


def _users(visit: Visit) -> dict[str, str]:
    return {SYSTEM: "-System-", **{user.id: user.name for user in visit.account.access.users()}}


def _date_of(visit: Visit) -> Callable[[datetime], str]:
    settings = visit.account.settings
    return lambda at: show_date(settings, at.astimezone(settings.zone).date())
