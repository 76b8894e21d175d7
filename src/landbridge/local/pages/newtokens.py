"""Making an access token by page.

Documented: ``bridgehead_4254081947`` for a user and a role of theirs, ``bridgehead_4254083671`` for the current ones. Application and
user are chosen first, so that the roles are the user's and the name can be proposed without a script on the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from landbridge.local.access.integration import Integration
from landbridge.local.access.model import Level, Role, User
from landbridge.local.access.tokenrecords import LONGEST_NAME, Token
from landbridge.local.pages import places
from landbridge.local.pages.visit import Visit
from landbridge.local.tba.errors import TokenNotMade
from landbridge.local.tba.names import proposed_name


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Where tokens are managed: everybody's, or those of the current user in the current role (``own``)."""

    listing: str
    page: str
    permission: str
    own: bool


ALL = TokenPlace(places.ACCESS_TOKENS, places.ACCESS_TOKEN, places.TOKENS_PERMISSION, own=False)
MINE = TokenPlace(places.MY_ACCESS_TOKENS, places.MY_ACCESS_TOKEN, places.OWN_TOKENS_PERMISSION, own=True)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What has been chosen so far."""

    application: Integration | None
    user: User | None
    roles: list[Role]

    def proposed(self) -> list[str]:
        """Return the name that is proposed for each role."""
        if self.application is None or self.user is None:
            return []
        return [proposed_name(self.application, self.user, role) for role in self.roles]


def page(visit: Visit, place: TokenPlace) -> Response:
    """GET shows the form, POST makes the token and leads to its page, which shows id and secret."""
    visit.require(place.permission, Level.FULL)
    values = visit.form if visit.method == "POST" else visit.query
    chosen = _chosen(visit, place, values.get("application", ""), values.get("user", ""))
    if visit.method == "GET":
        return _page(visit, place, chosen)
    name = values.get("name", "").strip()
    try:
        token = visit.account.access.tba.management.create(
            visit.session,
            values.get("application", ""),
            chosen.user.id if chosen.user else "",
            visit.session.role_id if place.own else values.get("role", ""),
            "" if name in chosen.proposed() else name,  # untouched: the name goes with the role
        )
    except TokenNotMade as error:
        return _page(visit, place, chosen, name, error)
    visit.page_session.keep_once(kept_as(token), (token.token_id, token.token_secret))
    visit.page_session.flash("confirmation", "Confirmation", f"Access token {token.name} successfully saved.")
    return visit.redirect(f"{place.page}?id={token.id}")


def kept_as(token: Token) -> str:
    """Return the name under which id and secret wait for the page that shows them."""
    return f"token {token.id}"


def _chosen(visit: Visit, place: TokenPlace, application: str, user_id: str) -> _Chosen:
    access = visit.account.access
    management = access.tba.management
    applications = {one.id: one for one in management.eligible_applications()}
    user = access.user(visit.session.user_id if place.own else user_id)
    roles = management.eligible_roles(visit.session, user) if user else []
    if place.own:
        roles = [role for role in roles if role.id == visit.session.role_id]
    return _Chosen(applications.get(application), user, roles)


def _page(
    visit: Visit, place: TokenPlace, chosen: _Chosen, name: str = "", error: TokenNotMade | None = None
) -> Response:
    access = visit.account.access
    proposed = chosen.proposed()
    return visit.page(
        "newtoken.html",
        title="Access Token",
        status=422 if error else 200,
        place=place,
        applications=[(one.id, one.name) for one in access.tba.management.eligible_applications()],
        users=[] if place.own else [(user.id, user.name) for user in access.users() if user.active],
        roles=[(role.id, role.name) for role in chosen.roles],
        chosen=chosen,
        chosen_role=visit.form.get("role", ""),
        name=name or (proposed[0] if proposed else ""),
        longest=LONGEST_NAME,
        problem_field=error.field if error else "",
        problem=str(error) if error else "",
    )
