"""The three-step authorization flow (documented: ``section_156337186044`` and the sections of its steps).

What a request token that is unknown, too old or used up is called, and a wrong verifier, is assumed.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from landbridge.local.access.errors import AccessDenied, Detail
from landbridge.local.access.integration import Box, Definition, Integration, IntegrationState
from landbridge.local.access.model import AuditRow, Role, Session, User
from landbridge.local.access.tokenrecords import RecordGone, Token
from landbridge.local.tba import callbacks
from landbridge.local.tba.names import proposed_name
from landbridge.local.tba.parties import Parties
from landbridge.local.tba.requesttokens import RequestToken, RequestTokens
from landbridge.local.tba.steps import STEP_ONE, STEP_THREE, SignedRequest, Step, Steps

CONSENT_PAGE = "/app/login/secure/authorizetoken.nl"
LONGEST_CALLBACK_TOLD = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What the consent page asks about: a run of the flow, and its application's record, installed here or not yet."""

    request: RequestToken
    definition: Definition


@dataclass(slots=True)
class _Known:
    """What an attempt turned out to be about so far, for the audit trail."""

    user: User | None = None
    role: Role | None = None
    integration: Integration | None = None
    token_name: str = ""


class AuthorizationFlow:
    """The account's side of the flow. Refusals stand in the audit trail. Thread-safe; never inside a transaction.

    Methods raise ``AccessDenied``.
    """

    def __init__(self, parties: Parties) -> None:
        self._parties = parties
        self._steps = Steps(parties)
        self._requests = RequestTokens(parties.database, parties.clock.now)

    def request_token(self, request: SignedRequest) -> RequestToken:
        """Step one: return a request token for a request that the application signed."""
        known = _Known()
        try:
            step = self._steps.read(request, STEP_ONE)
            known.integration = self._parties.applications.by_consumer_key(step.definition.consumer_key)
            self._steps.verify(step, token_secret="")
            if not callbacks.matches(step.definition.callback_url, step["oauth_callback"]):
                raise AccessDenied(Detail.INVALID_CALLBACK, step["oauth_callback"][:LONGEST_CALLBACK_TOLD])
        except AccessDenied as denied:
            self._refused(denied, known, request.path, request.ip)
            raise
        return self._requests.create(step.definition.consumer_key, step["oauth_callback"], step.role_id)

    def knows(self, token: str) -> bool:
        """Say whether a request token is one of this account."""
        return self._requests.get(token) is not None

    def asked(self, token: str) -> Asked:
        """Step two: return what the person is asked about."""
        request = self._requests.get(token)
        if request is None or request.verifier:
            raise AccessDenied(Detail.TOKEN_REJECTED)
        definition = self._steps.definition(request.consumer_key)
        self._steps.check_state(request.consumer_key)
        return Asked(request, definition)

    def roles_of(self, user: User) -> list[Role]:
        """Return the roles in which a user could give a token away."""
        found = [self._parties.roles.get(role_id) for role_id in user.role_ids]
        return [role for role in found if role is not None and self._parties.roles.may_use_tokens(user, role)]

    def allow(self, session: Session, token: str, role_id: str, *, ip: str) -> str:
        """Step two, Allow: return the verifier. Another account's record is installed now, by who consents.

        One that cannot be granted ends the run, as Deny does (assumed).
        """
        known = _Known(self._parties.users.get(session.user_id), self._parties.roles.get(role_id))
        try:
            return self._allowed(token, known)
        except AccessDenied as denied:
            self._refused(denied, known, CONSENT_PAGE, ip, counted=False)
            self.deny(token)
            raise

    def deny(self, token: str) -> None:
        """Step two, Deny: the run of the flow is over (documented). One that was allowed meanwhile goes on."""
        self._requests.refuse(token)

    def access_token(self, request: SignedRequest) -> Token:
        """Step three: return the new token of the user who consented."""
        known = _Known()
        try:
            token = self._exchanged(request, known)
        except AccessDenied as denied:
            self._refused(denied, known, request.path, request.ip)
            raise
        known.token_name = token.name
        self._parties.attempts.succeeded(self._row(known, request.path, request.ip))
        return token

    def _allowed(self, token: str, known: _Known) -> str:
        asked = self.asked(token)
        if known.user is None or not self._parties.roles.may_use_tokens(known.user, known.role):
            raise AccessDenied(Detail.PERMISSION_DENIED)
        assert known.role is not None, "checked with the user"
        known.integration = self._installed(asked.definition.consumer_key, known.user)
        verifier = self._requests.authorize(token, known.user.id, known.role.id)
        if verifier is None:
            raise AccessDenied(Detail.TOKEN_REJECTED)
        return verifier

    def _installed(self, consumer_key: str, user: User) -> Integration:
        found = self._parties.installing.by_consumer_key(consumer_key, way=Box.AUTHORIZATION_FLOW, by=user.id)
        if found is None:
            raise AccessDenied(Detail.UNKNOWN_INTEGRATION)
        if found.state is not IntegrationState.ENABLED:
            raise AccessDenied(Detail.INTEGRATION_BLOCKED)
        return found

    def _exchanged(self, request: SignedRequest, known: _Known) -> Token:
        step = self._steps.read(request, STEP_THREE)
        known.integration = self._parties.applications.by_consumer_key(step.definition.consumer_key)
        given = self._requests.get(step["oauth_token"])
        if given is None or given.consumer_key != step.definition.consumer_key or not given.verifier:
            raise AccessDenied(Detail.TOKEN_REJECTED)
        known.user = self._parties.users.get(given.user_id)
        known.role = self._parties.roles.get(given.role_id)
        if self._parties.locks.locked(given.user_id, self._parties.clock.now()):
            raise AccessDenied(Detail.TEMPORARY_LOCKED)
        self._steps.verify(step, given.secret, given.user_id)
        return self._given(step, given, known)

    def _given(self, step: Step, given: RequestToken, known: _Known) -> Token:
        self._steps.check_state(given.consumer_key)
        if not hmac.compare_digest(given.verifier.encode(), step["oauth_verifier"].encode()):
            raise AccessDenied(Detail.TOKEN_REJECTED)
        user, role, integration = known.user, known.role, known.integration
        if user is None or role is None or not self._parties.roles.may_use_tokens(user, role):
            raise AccessDenied(Detail.PERMISSION_DENIED)
        if integration is None:  # it was removed since the user consented
            raise AccessDenied(Detail.UNKNOWN_INTEGRATION)
        name = proposed_name(integration, user, role)
        with self._parties.database.transaction():
            if not self._requests.use_up(given.token):
                raise AccessDenied(Detail.TOKEN_REJECTED)
            try:
                return self._parties.tokens.create(
                    name, integration.id, user.id, role.id, created_by=user.id, numbered=True
                )
            except RecordGone:  # since it was looked up
                raise AccessDenied(Detail.UNKNOWN_INTEGRATION) from None

    def _refused(
        self, denied: AccessDenied, known: _Known, uri: str, ip: str, *, counted: bool = True
    ) -> None:
        self._parties.attempts.refused(self._row(known, uri, ip), denied, counted=counted)

    def _row(self, known: _Known, uri: str, ip: str) -> AuditRow:
        return self._parties.attempts.row(
            ip=ip,
            uri=uri,
            user=known.user,
            role=known.role,
            integration=known.integration,
            token_name=known.token_name,
        )
