"""Who may see, make, revoke and switch off which access tokens.

Documented: *Access Token Management* (``bridgehead_4254081947``), *User Access Token* (``bridgehead_4254083671``), *Viewing, Editing,
Creating, and Revoking TBA Tokens* (``bridgehead_4249078810``). That an administrator may end the token of another one, whom they cannot
give one, is assumed; so are the levels.
"""

from __future__ import annotations

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.integration import Box, Integration, IntegrationState
from landbridge.local.access.model import ADMINISTRATOR, Level, Role, Session, User
from landbridge.local.access.tokenrecords import RecordGone, Token, TokenTaken
from landbridge.local.tba.errors import TokenNotMade
from landbridge.local.tba.names import judged_name, proposed_name
from landbridge.local.tba.parties import Parties

MANAGE_ALL = "ADMI_MANAGE_OAUTH_TOKENS"
"""Access Token Management: everybody's tokens but those of the Administrator role."""

MANAGE_OWN = "ADMI_MANAGE_OWN_OAUTH_TOKENS"
"""User Access Tokens: those of the current user in the current role."""

NOT_ELIGIBLE = "Choose an application that is Enabled and has Token-based Authentication checked."


class TokenManagement:
    """The tokens as a signed-in person manages them. Every call checks the role of its session. Thread-safe.

    Every method raises ``PermissionMissing``.
    """

    def __init__(self, parties: Parties) -> None:
        self._applications = parties.applications
        self._users = parties.users
        self._roles = parties.roles
        self._tokens = parties.tokens

    def all(
        self,
        session: Session,
        *,
        revoked: bool | None = None,
        application: str = "",
        user: str = "",
    ) -> list[Token]:
        """Return the account's tokens; ``application`` and ``user`` are internal ids, ``""`` for all."""
        self._roles.require(session, MANAGE_ALL, Level.VIEW)
        return [
            token
            for token in self._tokens.all()
            if (revoked is None or (token.revoked_at is not None) is revoked)
            and application in {"", token.integration_id}
            and user in {"", token.user_id}
        ]

    def own(self, session: Session) -> list[Token]:
        """Return the tokens of the current user in the current role."""
        self._roles.require(session, MANAGE_OWN, Level.VIEW)
        return [token for token in self._tokens.all() if _is_own(session, token.user_id, token.role_id)]

    def token(self, session: Session, internal_id: str) -> Token:
        """Return one token that the session may see. Raises ``KeyError``."""
        found = self._tokens.get(internal_id)
        if found is None:
            raise KeyError(internal_id)
        if not (
            _is_own(session, found.user_id, found.role_id) and self._has(session, MANAGE_OWN, Level.VIEW)
        ):
            self._roles.require(session, MANAGE_ALL, Level.VIEW)
        return found

    def may_change(self, session: Session, token: Token) -> bool:
        """Say whether the session may revoke a token and switch it off."""
        if _is_own(session, token.user_id, token.role_id) and self._has(session, MANAGE_OWN):
            return True
        of_administrator = token.role_id == ADMINISTRATOR and session.role_id != ADMINISTRATOR
        return self._has(session, MANAGE_ALL) and not of_administrator

    def eligible_applications(self) -> list[Integration]:
        """Return the applications that tokens can be made for: Enabled, with token-based authentication (documented)."""
        return [one for one in self._applications.integrations() if _is_eligible(one)]

    def eligible_roles(self, session: Session, user: User) -> list[Role]:
        """Return the roles of a user that the session may make tokens for."""
        found = [self._roles.get(role_id) for role_id in user.role_ids]
        return [
            role
            for role in found
            if role is not None
            and self._roles.may_use_tokens(user, role)
            and self._may_create(session, user.id, role.id)
        ]

    def create(self, session: Session, application: str, user: str, role: str, name: str = "") -> Token:
        """Make a token for an application, a user and a role, all by internal id. Raises ``TokenNotMade``.

        Its name is the proposed one where none is given.
        """
        integration, person, chosen = self._parties(application, user, role)
        if not self._may_create(session, person.id, chosen.id):
            if chosen.administrator and self._has(session, MANAGE_ALL):
                raise TokenNotMade(
                    "role",
                    "Tokens in the Administrator role are made by the administrator who will use them.",
                )
            raise PermissionMissing(MANAGE_ALL, Level.FULL.name)
        name = judged_name(name) or proposed_name(integration, person, chosen)
        try:
            return self._tokens.create(name, integration.id, person.id, chosen.id, created_by=session.user_id)
        except TokenTaken as taken:
            raise TokenNotMade("name", str(taken)) from taken
        except RecordGone as gone:
            raise TokenNotMade("application", NOT_ELIGIBLE) from gone

    def revoke(self, session: Session, internal_id: str) -> Token:
        """End a token for ever. Raises ``KeyError``, ``TokenRevoked``."""
        self._require_change(session, internal_id)
        return self._tokens.revoke(internal_id)

    def set_inactive(self, session: Session, internal_id: str, *, inactive: bool) -> Token:
        """Check the Inactive box of a token, or clear it. Raises ``KeyError``, ``TokenRevoked``."""
        self._require_change(session, internal_id)
        return self._tokens.set_inactive(internal_id, inactive=inactive)

    def _require_change(self, session: Session, internal_id: str) -> None:
        if not self.may_change(session, self.token(session, internal_id)):
            raise PermissionMissing(MANAGE_ALL, Level.FULL.name)

    def _may_create(self, session: Session, user_id: str, role_id: str) -> bool:
        if _is_own(session, user_id, role_id) and self._has(session, MANAGE_OWN):
            return True
        return self._has(session, MANAGE_ALL) and (
            role_id != ADMINISTRATOR or _is_own(session, user_id, role_id)
        )

    def _has(self, session: Session, permission: str, level: Level = Level.FULL) -> bool:
        return self._roles.level(session, permission) >= level

    def _parties(self, application: str, user: str, role: str) -> tuple[Integration, User, Role]:
        integration = self._applications.integration(application)
        if integration is None or not _is_eligible(integration):
            raise TokenNotMade("application", NOT_ELIGIBLE)
        person = self._users.get(user)
        if person is None or not person.active or not person.role_ids:
            raise TokenNotMade("user", "Choose an active user with a role.")
        chosen = self._roles.get(role)
        if chosen is None or chosen.id not in person.role_ids:
            raise TokenNotMade("role", "Choose a role of the user.")
        if not self._roles.may_use_tokens(person, chosen):
            raise TokenNotMade("role", "The role is inactive, or has not Log in using Access Tokens.")
        return integration, person, chosen


def _is_own(session: Session, user_id: str, role_id: str) -> bool:
    return (user_id, role_id) == (session.user_id, session.role_id)


def _is_eligible(integration: Integration) -> bool:
    return integration.state is IntegrationState.ENABLED and Box.TOKENS in integration.boxes
