"""The page Access Token: a token, its Inactive box, and revoking it. Its form for new ones is ``newtokens``.

Documented: ``bridgehead_4249078810``. Id and secret are on the page after Save, once. What else could be edited of a token the help
does not say; here it is the Inactive box alone (assumed).
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from landbridge.local.access.tokenrecords import Token, TokenRevoked
from landbridge.local.pages import newtokens
from landbridge.local.pages.newtokens import TokenPlace
from landbridge.local.pages.tokenlists import named
from landbridge.local.pages.visit import NotFoundError, Visit


def page(place: TokenPlace) -> Callable[[Visit], Response]:
    """Return the page for everybody's tokens, or for one's own."""

    def shown(visit: Visit) -> Response:
        visit.require(place.permission)
        if "id" not in visit.query:
            return newtokens.page(visit, place)
        token = _token(visit, place)
        return _change(visit, place, token) if visit.method == "POST" else _view(visit, place, token)

    return shown


def _token(visit: Visit, place: TokenPlace) -> Token:
    session = visit.session
    try:
        found = visit.account.access.tba.management.token(session, visit.query["id"])
    except KeyError as error:
        raise NotFoundError("There is no such access token.") from error
    if place.own and (found.user_id, found.role_id) != (session.user_id, session.role_id):
        raise NotFoundError("The access token is another user's, or of another role.")
    return found


def _view(visit: Visit, place: TokenPlace, token: Token, problem: str = "") -> Response:
    changeable = token.revoked_at is None and visit.account.access.tba.management.may_change(
        visit.session, token
    )
    return visit.page(
        "token.html",
        title="Access Token",
        status=409 if problem else 200,
        one=named(visit.account, [token])[0],
        place=place,
        changeable=changeable,
        editing=changeable and visit.query.get("e") == "T",
        revoking=changeable and visit.query.get("revoke") == "T",
        secrets=visit.page_session.take_once(newtokens.kept_as(token), token.token_id),
        problem=problem,
    )


def _change(visit: Visit, place: TokenPlace, token: Token) -> Response:
    management = visit.account.access.tba.management
    try:
        if visit.form.get("revoke") == "T":
            management.revoke(visit.session, token.id)
            told = f"Access token {token.name} successfully revoked."
        else:
            inactive = visit.form.get("inactive") == "T"
            management.set_inactive(visit.session, token.id, inactive=inactive)
            told = f"Access token {token.name} successfully saved."
    except TokenRevoked as error:
        return _view(visit, place, _token(visit, place), str(error))
    visit.page_session.flash("confirmation", "Confirmation", told)
    return visit.redirect(place.listing)
