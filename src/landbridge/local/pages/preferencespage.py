"""SOAP Web Services Preferences (Setup > Integration), and Set Preferences (Home), where users have their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from starlette.responses import Response

from landbridge.local.access.model import Level
from landbridge.local.access.preferences import CompanyPreferences, PreferenceError
from landbridge.local.pages import places
from landbridge.local.pages.visit import Visit

SIZE_DIGITS = 4
LABELS = {
    "disable_mandatory_custom_fields": "Disable Mandatory Custom Field Validation",
    "run_scripts": "Run Server SuiteScript and Trigger Workflows",
    "require_approval": "Require Approval during Auto-Installation of Integration",
}
"""Preference -> NetSuite's label."""


class Boxes(TypedDict):
    """The check boxes of the page, by preference."""

    disable_mandatory_custom_fields: bool
    run_scripts: bool
    require_approval: bool


def personal(visit: Visit) -> Response:
    """GET shows the person's own preferences, POST changes them."""
    preferences, user_id = visit.account.preferences, visit.session.user_id
    if visit.method == "GET":
        return visit.page(
            "preferences.html", title="Set Preferences", shows_ids=preferences.shows_ids(user_id)
        )
    preferences.show_ids(user_id, shown=visit.form.get("show_internal_ids") == "T")
    visit.page_session.flash("confirmation", "Confirmation", "Preferences saved.")
    return visit.redirect(places.PREFERENCES)


def page(visit: Visit) -> Response:
    """GET shows the preferences, POST changes them: all that were sent, or none."""
    visit.require(places.SOAP_PREFERENCES_PERMISSION)
    kept = visit.account.preferences.read()
    if visit.method == "GET":
        return _page(visit, str(kept.search_page_size), _boxes(kept, {}))
    visit.require(places.SOAP_PREFERENCES_PERMISSION, Level.FULL)
    size = visit.form.get("search_page_size", str(kept.search_page_size)).strip()
    boxes = _boxes(kept, visit.form)
    try:
        visit.account.preferences.change(search_page_size=_number(size), **boxes)
    except PreferenceError as error:
        return _page(visit, size, boxes, str(error))
    visit.page_session.flash("confirmation", "Confirmation", "SOAP web services preferences saved.")
    return visit.redirect(places.SOAP_PREFERENCES)


def _boxes(kept: CompanyPreferences, form: Mapping[str, str]) -> Boxes:
    """Return the boxes as they were sent, those that were not as they are kept."""

    def box(name: str, *, now: bool) -> bool:
        return form[name] == "T" if name in form else now

    return Boxes(
        disable_mandatory_custom_fields=box(
            "disable_mandatory_custom_fields", now=kept.disable_mandatory_custom_fields
        ),
        run_scripts=box("run_scripts", now=kept.run_scripts),
        require_approval=box("require_approval", now=kept.require_approval),
    )


def _number(text: str) -> int:
    """Return the number that was typed; what is none is too small for any preference."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= SIZE_DIGITS else 0


def _page(visit: Visit, size: str, boxes: Boxes, problem: str = "") -> Response:
    return visit.page(
        "soappreferences.html",
        title="SOAP Web Services Preferences",
        status=422 if problem else 200,
        size=size,
        boxes=[(name, LABELS[name], checked) for name, checked in boxes.items()],
        may_edit=visit.may(places.SOAP_PREFERENCES_PERMISSION, Level.FULL),
        limit=visit.account.governance.limit,
        problem=problem,
    )
