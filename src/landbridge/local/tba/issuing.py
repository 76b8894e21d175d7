"""Tokens for a password: what the issuetoken and revoketoken endpoints do (documented: ``chapter_157017286140``, ``section_1549405961``)."""

from __future__ import annotations

from dataclasses import dataclass, field

from landbridge.local.access.errors import AccessDenied, Detail
from landbridge.local.access.integration import Box, Integration, IntegrationState
from landbridge.local.access.model import AuditRow, Role, Session, User
from landbridge.local.access.tokenrecords import RecordGone, Token, TokenRevoked
from landbridge.local.tba.names import judged_name, proposed_name
from landbridge.local.tba.parties import Parties


@dataclass(slots=True)
class Claimant:
    """Who asks, as an NLAuth header says, and what was found for it so far (for the audit trail).

    ``role_id`` is an internal id, ``""`` for the default role (assumed).
    """

    account: str
    email: str
    password: str = field(repr=False)
    role_id: str
    uri: str
    ip: str
    user: User | None = None
    role: Role | None = None
    integration: Integration | None = None


class Issuing:
    """Gives tokens to who has a password, and takes one's own back. Every attempt stands in the audit trail. Thread-safe."""

    def __init__(self, parties: Parties) -> None:
        self._parties = parties

    def issue(self, claimant: Claimant, consumer_key: str, name: str = "") -> Token:
        """Return a new token of a person for the application with a consumer key. Raises ``AccessDenied``, ``TokenNotMade``.

        Another account's record is installed when its owner checked TBA: issuetoken Endpoint. The name is the proposed one where
        ``name`` is empty; a number tells it from another of that name (assumed: the help knows no refusal of a name that is taken).
        """
        chosen = judged_name(name)
        try:
            user, role = self._signed_in(claimant)
            integration = self._application(consumer_key, claimant, user)
            token = self._given(chosen or proposed_name(integration, user, role), integration, user, role)
        except AccessDenied as denied:
            self._refused(claimant, denied)
            raise
        self._succeeded(claimant, token)
        return token

    def revoke(self, claimant: Claimant, consumer_key: str, token_id: str) -> None:
        """End a token of the person with the application. Raises ``AccessDenied``."""
        try:
            user, _ = self._signed_in(claimant)
            token = self._revoke(user.id, consumer_key, token_id)
        except AccessDenied as denied:
            self._refused(claimant, denied)
            raise
        self._succeeded(claimant, token)

    def revoke_signed(self, session: Session, consumer_key: str, token_id: str, *, uri: str, ip: str) -> None:
        """End a token of who signed the request with a token of their own. Raises ``AccessDenied``."""
        try:
            self._revoke(session.user_id, consumer_key, token_id)
        except AccessDenied as denied:
            user, role = self._parties.users.get(session.user_id), self._parties.roles.get(session.role_id)
            row = self._parties.attempts.row(ip=ip, uri=uri, user=user, role=role)
            self._parties.attempts.refused(row, denied, counted=False)
            raise

    def _given(self, name: str, integration: Integration, user: User, role: Role) -> Token:
        try:
            return self._parties.tokens.create(
                name, integration.id, user.id, role.id, created_by=user.id, numbered=True
            )
        except RecordGone:  # since it was looked up
            raise AccessDenied(Detail.CONSUMER_KEY_UNKNOWN) from None

    def _revoke(self, user_id: str, consumer_key: str, token_id: str) -> Token:
        integration = self._parties.applications.by_consumer_key(consumer_key)
        token = self._parties.tokens.by_token_id(token_id)
        if integration is None or token is None or token.integration_id != integration.id:
            raise AccessDenied(Detail.TOKEN_REJECTED)
        if token.user_id != user_id:  # documented: nobody revokes others' tokens by request
            raise AccessDenied(Detail.TOKEN_REJECTED)
        try:
            return self._parties.tokens.revoke(token.id)
        except TokenRevoked:
            raise AccessDenied(Detail.TOKEN_REJECTED) from None

    def _signed_in(self, claimant: Claimant) -> tuple[User, Role]:
        claimant.user = self._parties.users.by_email(claimant.email)
        if claimant.account.upper() != self._parties.account_id:
            raise AccessDenied(Detail.PERMISSION_DENIED)
        user = self._parties.credentials.person(claimant.email, claimant.password)
        role = self._parties.roles.get(claimant.role_id or (user.role_ids[0] if user.role_ids else ""))
        claimant.role = role
        if role is None or not self._parties.roles.may_use_tokens(user, role):
            raise AccessDenied(Detail.PERMISSION_DENIED)
        return user, role

    def _application(self, consumer_key: str, claimant: Claimant, user: User) -> Integration:
        found = self._parties.installing.by_consumer_key(consumer_key, way=Box.ISSUE_TOKEN, by=user.id)
        claimant.integration = found
        if found is None:
            raise AccessDenied(Detail.CONSUMER_KEY_UNKNOWN)
        if found.state is not IntegrationState.ENABLED or Box.ISSUE_TOKEN not in found.boxes:
            raise AccessDenied(Detail.CONSUMER_KEY_REFUSED)
        return found

    def _refused(self, claimant: Claimant, denied: AccessDenied) -> None:
        """Note a refusal. A role or an account that is not the right one is no guess at a password: it does not lock (assumed)."""
        counted = denied.detail is not Detail.PERMISSION_DENIED
        self._parties.attempts.refused(self._row(claimant), denied, counted=counted)

    def _succeeded(self, claimant: Claimant, token: Token) -> None:
        self._parties.attempts.succeeded(self._row(claimant, token.name))

    def _row(self, claimant: Claimant, token_name: str = "") -> AuditRow:
        return self._parties.attempts.row(
            ip=claimant.ip,
            uri=claimant.uri,
            user=claimant.user,
            email=claimant.email,
            role=claimant.role,
            integration=claimant.integration,
            token_name=token_name,
        )
