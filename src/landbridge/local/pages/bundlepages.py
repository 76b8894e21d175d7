"""Customization > SuiteBundler: searching bundles, what each version brings, preview, installation, the installed ones.

Integration records that a bundle brought go when it is uninstalled (documented: *Removing Integration Records*,
``section_4429221557``).
"""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.access.model import Level
from landbridge.local.bundles import versions
from landbridge.local.bundles.errors import BundleRefused, CatalogueError
from landbridge.local.bundles.offered import Bundle, Preview
from landbridge.local.bundles.store import INTEGRATION, Installed
from landbridge.local.pages import places, savedbundles
from landbridge.local.pages.savedbundles import bundles_of, user_names
from landbridge.local.pages.visit import NotFoundError, Visit
from landbridge.local.scripting.errors import InstallError

COMPONENTS = {
    "customrecordtype": "Record Types",
    "customrecordcustomfield": "Record Fields",
    "entitycustomfield": "Entity Fields",
    "crmcustomfield": "CRM Fields",
    "itemcustomfield": "Item Fields",
    "transactionbodycustomfield": "Transaction Body Fields",
    "transactioncolumncustomfield": "Transaction Line Fields",
    "instance": "Custom Records",
    "role": "Roles",
    "usereventscript": "User Event Scripts",
    "restlet": "RESTlets",
    "scriptdeployment": "Script Deployments",
    "certificate": "Certificates",
    INTEGRATION: "Integrations",
}
"""SDF tag -> heading, in the order of the page; other tags come after them."""


def search(visit: Visit) -> Response:
    """Search & Install Bundles: find by name or id, those of before included."""
    visit.require(places.BUNDLES_PERMISSION)
    bundles = bundles_of(visit)
    text = visit.query.get("q", "")
    rows = [(bundle, bundles.get(bundle.id)) for bundle in bundles.find(text)]
    return visit.page("bundlesearch.html", title="Search & Install Bundles", rows=rows, text=text)


def details(visit: Visit) -> Response:
    """Bundle Details: every version with what it adds, and the button that installs or updates."""
    visit.require(places.BUNDLES_PERMISSION)
    bundles = bundles_of(visit)
    try:
        bundle = bundles.offer(visit.query.get("id", ""))
    except BundleRefused as refused:
        raise NotFoundError(str(refused)) from refused
    there = bundles.get(bundle.id)
    previews = {one.version: bundles.plan(bundle, one) for one in bundle.about.versions}
    return visit.page(
        "bundle.html",
        title=bundle.name,
        bundle=bundle,
        installed=there,
        components=_components(there) if there else [],
        previews=previews,
        may_install=visit.may(places.BUNDLES_PERMISSION, Level.FULL),
        users=user_names(visit),
    )


def _components(installed: Installed) -> list[tuple[str, list[str]]]:
    """Return what an installed bundle brought: headings with script ids, and its files last."""
    brought = installed.contents.script_ids
    tags = dict.fromkeys((*COMPONENTS, *brought.values()))
    found = [
        (COMPONENTS.get(tag, tag), sorted(id_ for id_, one in brought.items() if one == tag)) for tag in tags
    ]
    return [(heading, ids) for heading, ids in (*found, ("Files", list(installed.contents.files))) if ids]


def preview(visit: Visit) -> Response:
    """Preview Bundle Install (or Update): what comes and what is to be minded; posting the form installs it."""
    visit.require(places.BUNDLES_PERMISSION, Level.FULL)
    bundles = bundles_of(visit)
    try:
        planned = bundles.preview(visit.query.get("id", ""), visit.query.get("version", ""))
    except BundleRefused as refused:
        raise NotFoundError(str(refused)) from refused
    if visit.method == "GET":
        return _preview_page(visit, planned, planned.refusal)
    try:
        installed = bundles.install(planned.bundle.id, planned.version.version, user=visit.session.user_id)
    except (BundleRefused, CatalogueError, InstallError) as refused:
        return _preview_page(visit, planned, str(refused))
    done = f"{planned.bundle.name} {installed.version} successfully {'updated' if planned.is_update else 'installed'}."
    visit.page_session.flash("confirmation", "Confirmation", done)
    return visit.redirect(f"{places.BUNDLES}?type=I")


def _preview_page(visit: Visit, planned: Preview, refusal: str) -> Response:
    what = "Update" if planned.is_update else "Install"
    return visit.page(
        "bundlepreview.html",
        title=f"Preview Bundle {what}",
        status=200 if not refusal or visit.method == "GET" else 409,
        planned=planned,
        refusal=refusal,
        button=f"{what} Bundle",
    )


def listing(visit: Visit) -> Response:
    """The list of bundles: those that were made here with ``?type=S``, else the installed ones."""
    visit.require(places.BUNDLES_PERMISSION)
    return savedbundles.listing(visit) if visit.query.get("type") == "S" else _installed(visit)


def _installed(visit: Visit) -> Response:
    """Installed Bundles, with the version and when it came, and whether a later one is offered."""
    bundles = bundles_of(visit)
    offered = {one.id: one for one in bundles.offered()}
    rows = [(one, offered.get(one.id), _status(one, offered.get(one.id))) for one in bundles.installed()]
    return visit.page(
        "bundles.html",
        title="Installed Bundles",
        rows=rows,
        users=user_names(visit),
        may_uninstall=visit.may(places.BUNDLES_PERMISSION, Level.FULL),
    )


def _status(installed: Installed, offered: Bundle | None) -> str:
    """Return what is said of an installed bundle that cannot be updated; nothing where a later version is offered."""
    if offered is None:
        return "No longer offered"
    return "Newest version" if versions.at_least(installed.version, offered.newest.version) else ""


def uninstall(visit: Visit) -> Response:
    """Uninstall Bundle: which integration records go with it; posting the form takes them away."""
    visit.require(places.BUNDLES_PERMISSION, Level.FULL)
    bundles = bundles_of(visit)
    found = bundles.get(visit.query.get("id", ""))
    if found is None:
        raise NotFoundError("That bundle is not installed.")
    try:
        if visit.method == "POST":
            bundles.uninstall(found.id)
            visit.page_session.flash(
                "confirmation", "Confirmation", f"{found.name} successfully uninstalled."
            )
            return visit.redirect(f"{places.BUNDLES}?type=I")
        going, refusal = bundles.going(found.id), ""
    except BundleRefused as refused:
        going, refusal = [], str(refused)
    return visit.page(
        "bundleuninstall.html",
        title="Uninstall Bundle",
        status=200 if visit.method == "GET" else 409,
        bundle=found,
        going=going,
        refusal=refusal,
    )
