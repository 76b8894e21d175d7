"""Customization > SuiteBundler > Create Bundle > List: the bundles that were made here, and who may install each.

Documented: *Sharing a Bundle* (``section_N3385867``). That sharing needs the permission to bundle is assumed; help names SuiteApp
Marketplace.
"""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.access.model import Level
from landbridge.local.bundles.desk import Bundles
from landbridge.local.bundles.errors import BundleRefused
from landbridge.local.bundles.saved import Availability, SavedBundle
from landbridge.local.pages import places
from landbridge.local.pages.visit import NotFoundError, Visit

SAVED_BUNDLES = f"{places.BUNDLES}?type=S"


def bundles_of(visit: Visit) -> Bundles:
    """Return the account's bundles. Raises ``NotFoundError`` where there are none."""
    bundles = visit.account.bundles
    if bundles is None:
        raise NotFoundError("This account has no bundles.")
    return bundles


def user_names(visit: Visit) -> dict[str, str]:
    """Return the names of the account's users by id, its own as ``0``."""
    return {"0": "-System-", **{user.id: user.name for user in visit.account.access.users()}}


def saved_bundle(visit: Visit) -> SavedBundle:
    """Return the saved bundle that ``?id=`` names. Raises ``NotFoundError``."""
    try:
        return bundles_of(visit).saved.get(visit.query.get("id", ""))
    except BundleRefused as refused:
        raise NotFoundError(str(refused)) from refused


def listing(visit: Visit) -> Response:
    """Saved Bundles: version, availability, and the records in each."""
    saved = bundles_of(visit).saved
    return visit.page(
        "savedbundles.html",
        title="Saved Bundles",
        rows=saved.all(),
        names={one.application_id: one.name for one in saved.choices()},
        users=user_names(visit),
        may_edit=visit.may(places.BUNDLES_PERMISSION, Level.FULL),
    )


def availability(visit: Visit) -> Response:
    """Bundle Availability: private, shared with listed accounts, or public."""
    visit.require(places.BUNDLES_PERMISSION, Level.FULL)
    found = saved_bundle(visit)
    if visit.method == "GET":
        return _availability(visit, found, found.level.value, ", ".join(found.shared_with))
    level, shared_with = visit.form.get("level", ""), visit.form.get("sharedaccounts", "")
    try:
        if level not in set(Availability):
            raise BundleRefused("Level: choose Private, Shared or Public.")
        accounts = shared_with.replace("\n", ",").split(",")
        bundles_of(visit).saved.set_availability(found.id, Availability(level), accounts)
    except BundleRefused as refused:
        return _availability(visit, found, level, shared_with, str(refused))
    visit.page_session.flash(
        "confirmation", "Confirmation", f"Availability of {found.name} successfully saved."
    )
    return visit.redirect(SAVED_BUNDLES)


def _availability(
    visit: Visit, found: SavedBundle, level: str, shared_with: str, error: str = ""
) -> Response:
    return visit.page(
        "bundleavailability.html",
        title="Bundle Availability",
        status=400 if error else 200,
        bundle=found,
        levels=[(one.value, one.value.title()) for one in Availability],
        level=level,
        shared_with=shared_with,
        error=error,
        saved_bundles=SAVED_BUNDLES,
    )
