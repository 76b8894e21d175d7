"""Customization > SuiteBundler > Create Bundle: the Bundle Builder, step by step.

The steps are documented (*Bundle Builder Reference*, ``section_4422668647``), as are the columns of Select Objects (*Distributing
Integration Records*, ``section_4389835426``). Bundle Properties and Set Preferences have nothing to set for integration records here
and are passed over. What was entered goes along in the form until Save.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from landbridge.local.access.integration import Integration
from landbridge.local.access.integrationlabels import STATES
from landbridge.local.access.model import Level
from landbridge.local.bundles.errors import BundleRefused
from landbridge.local.bundles.saved import SavedBundle, SavedBundles, description_of, name_of, version_of
from landbridge.local.pages import places
from landbridge.local.pages.savedbundles import SAVED_BUNDLES, bundles_of, saved_bundle
from landbridge.local.pages.visit import Visit

BASICS, OBJECTS, REVIEW = "basics", "objects", "review"
ORDER = (BASICS, OBJECTS, REVIEW)
STEPS = (
    (BASICS, "Bundle Basics"),
    ("", "Bundle Properties"),
    (OBJECTS, "Select Objects"),
    ("", "Set Preferences"),
    (REVIEW, "Review"),
)
"""The assistant's steps; those without a name are passed over."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the assistant. ``chosen`` are internal ids of integration records."""

    name: str = ""
    version: str = "1.0"
    description: str = ""
    chosen: frozenset[str] = frozenset()


def page(visit: Visit) -> Response:
    """Show the first step, or what follows the one that was posted; ``?id=`` edits a saved bundle."""
    visit.require(places.BUNDLES_PERMISSION, Level.FULL)
    saved = bundles_of(visit).saved
    choices = saved.choices()
    before = saved_bundle(visit) if visit.query.get("id") else None
    if visit.method == "GET":
        return _step(visit, BASICS, _draft_of(before, choices) if before else Draft(), choices)
    draft = _sent(visit, choices)
    at = visit.form.get("step", BASICS)
    try:
        if visit.form.get("go") == "save":
            return _save(visit, saved, before, draft)
        return _step(visit, _next(at, visit.form.get("go", ""), draft), draft, choices)
    except BundleRefused as refused:
        return _step(visit, at if at in ORDER else BASICS, draft, choices, str(refused))


def _draft_of(saved: SavedBundle, choices: list[Integration]) -> Draft:
    chosen = frozenset(one.id for one in choices if one.application_id in saved.integrations)
    return Draft(saved.name, saved.version, saved.description, chosen)


def _sent(visit: Visit, choices: list[Integration]) -> Draft:
    form = visit.form
    return Draft(
        form.get("name", ""),
        form.get("version", ""),
        form.get("description", ""),
        frozenset(one.id for one in choices if form.get(f"object_{one.id}") == "T"),
    )


def _next(at: str, going: str, draft: Draft) -> str:
    """Return the step to show after one was posted. Raises ``BundleRefused`` for what cannot go on."""
    place = ORDER.index(at) if at in ORDER else 0
    if going == "back":
        return ORDER[max(place - 1, 0)]
    name_of(draft.name)
    version_of(draft.version)
    description_of(draft.description)
    return ORDER[min(place + 1, len(ORDER) - 1)]


def _save(visit: Visit, saved: SavedBundles, before: SavedBundle | None, draft: Draft) -> Response:
    values = (draft.name, draft.version, draft.description, sorted(draft.chosen, key=int))
    user = visit.session.user_id
    done = saved.change(before.id, *values, user=user) if before else saved.create(*values, user=user)
    text = f"{done.name} {done.version} successfully saved. Its bundle ID is {done.id}."
    visit.page_session.flash("confirmation", "Confirmation", text)
    return visit.redirect(SAVED_BUNDLES)


def _step(visit: Visit, step: str, draft: Draft, choices: list[Integration], error: str = "") -> Response:
    return visit.page(
        "bundlebuilder.html",
        title="Bundle Builder",
        status=400 if error else 200,
        steps=STEPS,
        step=step,
        draft=draft,
        choices=choices,
        states=STATES,
        error=error,
        saved_bundles=SAVED_BUNDLES,
    )
