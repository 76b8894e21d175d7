"""Lists of access tokens: Setup > Users/Roles > Access Tokens, and My Access Tokens behind the Settings portlet.

Documented: ``bridgehead_4249078810``, ``bridgehead_4254083671``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from landbridge.local.access.integration import Integration
from landbridge.local.access.model import Level, User
from landbridge.local.access.tokenrecords import Token
from landbridge.local.account import Account
from landbridge.local.pages import newtokens
from landbridge.local.pages.newtokens import TokenPlace
from landbridge.local.pages.visit import Visit

REVOKED = {"": None, "T": True, "F": False}
"""The filter Revoked: All, Yes, No (documented)."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the list: its parameter, what it is called, what there is to choose, and what is chosen."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True, slots=True)
class TokenNames:
    """A token with the names of what it is for. A revoked one is shown as inactive too (documented)."""

    token: Token
    application: str
    user: str
    role: str
    created_by: str

    @property
    def inactive(self) -> bool:
        """What the column Inactive says."""
        return not self.token.active


def named(account: Account, tokens: Iterable[Token]) -> list[TokenNames]:
    """Return tokens with the names of application, user, role and creator."""
    access = account.access
    users = {user.id: user.name for user in access.users()}
    roles = {role.id: role.name for role in access.roles()}
    applications = {integration.id: integration.name for integration in access.integrations()}
    return [
        TokenNames(
            token,
            applications.get(token.integration_id, ""),
            users.get(token.user_id, ""),
            roles.get(token.role_id, ""),
            users.get(token.created_by, "-System-"),
        )
        for token in tokens
    ]


def all_tokens(visit: Visit) -> Response:
    """List everybody's tokens, filtered by whether they are revoked, by application and by user."""
    access = visit.account.access
    chosen = {name: visit.query.get(name, "") for name in ("revoked", "application", "user")}
    found = access.tba.management.all(
        visit.session,
        revoked=REVOKED.get(chosen["revoked"]),
        application=chosen["application"],
        user=chosen["user"],
    )
    filters = [
        Filter("revoked", "Revoked", [("", "All"), ("T", "Yes"), ("F", "No")], chosen["revoked"]),
        Filter("application", "Application", _all(access.integrations()), chosen["application"]),
        Filter("user", "User", _all(access.users()), chosen["user"]),
    ]
    return _page(visit, newtokens.ALL, found, filters)


def my_tokens(visit: Visit) -> Response:
    """List the tokens of the current user in the current role."""
    return _page(visit, newtokens.MINE, visit.account.access.tba.management.own(visit.session))


def _page(
    visit: Visit, place: TokenPlace, found: Iterable[Token], filters: Sequence[Filter] = ()
) -> Response:
    return visit.page(
        "tokens.html",
        title="My Access Tokens" if place.own else "Access Tokens",
        rows=named(visit.account, found),
        place=place,
        new_label="New My Access Token" if place.own else "New Access Token",
        may_create=visit.may(place.permission, Level.FULL),
        filters=filters,
    )


def _all(parties: Iterable[Integration | User]) -> list[tuple[str, str]]:
    choosable = [(one.id, one.name) for one in parties]
    return [("", "All"), *sorted(choosable, key=lambda option: option[1].casefold())]
