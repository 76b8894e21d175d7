"""Digital certificates: the list, and the form through which a person uploads a key file."""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.access.model import Level
from landbridge.local.certificates.store import PREFIX
from landbridge.local.pages import places
from landbridge.local.pages.visit import Visit
from landbridge.local.records.errors import RecordError


def listing(visit: Visit) -> Response:
    """List the digital certificates. Keys and passwords are never shown."""
    visit.require(places.CERTIFICATES_PERMISSION)
    return _page(visit)


def upload(visit: Visit) -> Response:
    """Create the certificate with the script id, or replace it. A file that cannot be used changes nothing."""
    visit.require(places.CERTIFICATES_PERMISSION, Level.FULL)
    chosen, script_id = visit.files.get("file"), visit.form.get("scriptid", "").strip()
    if chosen is None or not script_id:
        return _page(visit, "Enter an ID and choose a file.")
    try:
        made = visit.account.certificates.upload(
            visit.session,
            script_id,
            visit.form.get("name", "").strip() or chosen.name,
            chosen.name,
            chosen.content,
            password=visit.form.get("password") or None,
        )
    except RecordError as error:
        return _page(visit, error.message)
    visit.page_session.flash("confirmation", "Confirmation", f"Certificate {made.name} successfully saved.")
    return visit.redirect(places.CERTIFICATES)


def _page(visit: Visit, problem: str = "") -> Response:
    return visit.page(
        "certificates.html",
        title="Digital Certificates",
        status=400 if problem else 200,
        certificates=visit.account.certificates.listing(),
        may_upload=visit.may(places.CERTIFICATES_PERMISSION, Level.FULL),
        prefix=PREFIX,
        problem=problem,
        entered=visit.form,
    )
