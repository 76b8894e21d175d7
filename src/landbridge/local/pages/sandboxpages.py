"""Setup > Company > Sandbox Accounts: what sandboxes there are, and the button that refreshes one.

Documented: *Requesting a Refresh* (``bridgehead_4177890138``): from the production account, by an administrator. There it takes hours and
ends with an activation; here the copy is there at once.
"""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.accounts import refresh
from landbridge.local.pages import places
from landbridge.local.pages.visit import Visit


def listing(visit: Visit) -> Response:
    """List the sandboxes of this account, each with what its last refresh did."""
    visit.require(places.ADMINISTRATORS_ONLY)
    return _page(visit)


def refreshed(visit: Visit) -> Response:
    """Copy this account over the sandbox that the form names."""
    visit.require(places.ADMINISTRATORS_ONLY)
    sandbox = visit.form.get("sandbox", "")
    if visit.form.get("confirmed") != "T":
        return _page(visit, f"Confirm that everything in {sandbox or 'the sandbox'} is to be replaced.")
    user = visit.account.access.user(visit.session.user_id)
    try:
        refresh.refresh(visit.account, sandbox, by=user.name if user else "")
    except refresh.RefreshRefused as error:
        return _page(visit, str(error))
    visit.page_session.flash("confirmation", "Confirmation", f"Sandbox {sandbox} was refreshed.")
    return visit.redirect(places.SANDBOXES)


def _page(visit: Visit, problem: str = "") -> Response:
    account = visit.account
    return visit.page(
        "sandboxes.html",
        title="Sandbox Accounts",
        status=400 if problem else 200,
        production=refresh.is_production(account),
        rows=[
            (one.settings, refresh.last_refresh(account, one.settings.account_id))
            for one in refresh.sandboxes(account)
        ],
        problem=problem,
    )
