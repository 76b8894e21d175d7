"""Customization > SuiteBundler: searching bundles, what each version brings, preview, installation, the installed ones."""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.access.model import Level
from landbridge.local.bundles.desk import Bundles, Preview
from landbridge.local.bundles.errors import BundleRefused, CatalogueError
from landbridge.local.bundles.store import Installed
from landbridge.local.pages import places
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
}
"""SDF tag -> heading, in the order of the page; other tags come after them."""


def _bundles(visit: Visit) -> Bundles:
    bundles = visit.account.bundles
    if bundles is None:
        raise NotFoundError("This account has no bundles.")
    return bundles


def search(visit: Visit) -> Response:
    """Search & Install Bundles: find by name or id, those of before included."""
    visit.require(places.BUNDLES_PERMISSION)
    bundles = _bundles(visit)
    text = visit.query.get("q", "")
    rows = [(bundle, bundles.get(bundle.id)) for bundle in bundles.catalogue.find(text)]
    return visit.page("bundlesearch.html", title="Search & Install Bundles", rows=rows, text=text)


def details(visit: Visit) -> Response:
    """Bundle Details: every version with what it adds, and the button that installs or updates."""
    visit.require(places.BUNDLES_PERMISSION)
    bundles = _bundles(visit)
    try:
        bundle = bundles.catalogue.get(visit.query.get("id", ""))
    except BundleRefused as refused:
        raise NotFoundError(str(refused)) from refused
    there = bundles.get(bundle.id)
    previews = {one.version: bundles.preview(bundle.id, one.version) for one in bundle.about.versions}
    return visit.page(
        "bundle.html",
        title=bundle.name,
        bundle=bundle,
        installed=there,
        components=_components(there) if there else [],
        previews=previews,
        may_install=visit.may(places.BUNDLES_PERMISSION, Level.FULL),
        users=_users(visit),
    )


def _components(installed: Installed) -> list[tuple[str, list[str]]]:
    """Return what an installed bundle brought: headings with script ids, and its files last."""
    tags = dict.fromkeys((*COMPONENTS, *installed.script_ids.values()))
    found = [
        (COMPONENTS.get(tag, tag), sorted(id_ for id_, one in installed.script_ids.items() if one == tag))
        for tag in tags
    ]
    return [(heading, ids) for heading, ids in (*found, ("Files", list(installed.files))) if ids]


def preview(visit: Visit) -> Response:
    """Preview Bundle Install (or Update): what comes and what is to be minded; posting the form installs it."""
    visit.require(places.BUNDLES_PERMISSION, Level.FULL)
    bundles = _bundles(visit)
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


def installed(visit: Visit) -> Response:
    """Installed Bundles, with the version and when it came, and whether a later one is offered."""
    visit.require(places.BUNDLES_PERMISSION)
    bundles = _bundles(visit)
    offered = {one.id: one for one in bundles.catalogue.bundles()}
    rows = [(one, offered.get(one.id)) for one in bundles.installed()]
    return visit.page("bundles.html", title="Installed Bundles", rows=rows, users=_users(visit))


def _users(visit: Visit) -> dict[str, str]:
    return {"0": "-System-", **{user.id: user.name for user in visit.account.access.users()}}
