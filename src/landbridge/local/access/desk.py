"""``account.access``: signing in, verifying requests, checking permissions; every attempt stands in the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from landbridge.local.access import passwords
from landbridge.local.access.applications import Applications
from landbridge.local.access.audit import AuditTrail
from landbridge.local.access.errors import AccessDenied, Detail
from landbridge.local.access.locks import Locks, Nonces
from landbridge.local.access.model import (
    ADMINISTRATOR,
    AuditRow,
    Context,
    Integration,
    Level,
    Role,
    Session,
    Token,
    User,
)
from landbridge.local.access.roles import Roles
from landbridge.local.access.tokens import Claim, SignatureOf, TokenVerifier
from landbridge.local.access.users import Users
from landbridge.local.clock import Clock
from landbridge.local.records.book import Records
from landbridge.local.storage import Database

SUCCESS, FAILURE = "Success", "Failure"


class Access:
    """Users, roles, integrations, tokens and the audit trail of one account. Thread-safe."""

    def __init__(
        self, account_id: str, database: Database, clock: Clock, records: Records, roles: Roles
    ) -> None:
        self._clock = clock
        self._roles = roles
        self._users = Users(database, records)
        self._locks = Locks(database)
        self._audit = AuditTrail(database)
        self.applications = Applications(database)
        self._verifier = TokenVerifier(
            account_id=account_id,
            clock=clock,
            applications=self.applications,
            roles=roles,
            users=self._users,
            nonces=Nonces(database),
            locks=self._locks,
        )

    # People

    def sign_in(self, email: str, password: str, *, ip: str, role_id: str | None = None) -> Session:
        """Return the session of a person at the pages, in the default role or ``role_id``.

        Raises ``AccessDenied``; its detail stands in the audit trail only.
        """
        user = self._users.by_email(email)
        row = self._row(user.id if user else "", email, "", ip, "/app/login/secure/enterpriselogin.nl")
        try:
            role = self._person(user, password, role_id)
        except AccessDenied as denied:
            self._refused(row, user.id if user else "", denied)
            raise
        assert user is not None
        self._locks.succeeded(user.id)
        self._audit.add(replace(row, role=role.name, status=SUCCESS))
        return Session(user.id, role.id, Context.USERINTERFACE, origin=ip)

    def _person(self, user: User | None, password: str, role_id: str | None) -> Role:
        stored = self._users.password_hash(user.id) if user else None
        right = passwords.matches(stored or passwords.UNKNOWN, password)
        if user is None or stored is None:
            raise AccessDenied(Detail.UNKNOWN_USER)
        if self._locks.locked(user.id, self._clock.now()):
            raise AccessDenied(Detail.TEMPORARY_LOCKED)
        if not right:
            raise AccessDenied(Detail.WRONG_PASSWORD)
        role = self._roles.get(role_id or user.role_ids[0])
        if not user.active or role is None or role.inactive or role.id not in user.role_ids:
            raise AccessDenied(Detail.PERMISSION_DENIED)
        if role.web_services_only:
            raise AccessDenied(Detail.PERMISSION_DENIED)
        return role

    # Signed requests

    def verify_token_passport(  # noqa: PLR0917 - the passport's own order (schema: TokenPassport)
        self,
        account: str,
        consumer_key: str,
        token: str,
        nonce: str,
        timestamp: str,
        signature: str,
        algorithm: str,
        *,
        uri: str,
        ip: str,
    ) -> Session:
        """Return the session of a SOAP request. Raises ``AccessDenied``; the client learns no more than that."""
        claim = Claim(account, consumer_key, token, nonce, timestamp, signature, algorithm)
        if not all((account, consumer_key, token, nonce, timestamp, signature, algorithm)):
            denied = AccessDenied(Detail.MISSING_FIELDS)
            self._refused(self._row("", "", "", ip, uri), "", denied)
            raise denied
        made = self._verifier.passport_signature(claim)
        found = self._verified(claim, made, Detail.NONCE_USED, uri, ip)
        return self._session(found, claim, Context.WEBSERVICES)

    def verify_oauth1(
        self,
        method: str,
        url: str,
        authorization_header: str,
        *,
        ip: str,
        context: Context = Context.RESTLET,
    ) -> Session:
        """Return the session of a RESTlet's or REST request; ``url`` as the client sees it, with its query.

        Raises ``AccessDenied``. Roles for web services only are refused at RESTlets (documented).
        """
        uri = url.partition("?")[0]
        try:
            claim, made = self._verifier.oauth1_claim(method, url, authorization_header)
        except AccessDenied as denied:
            self._refused(self._row("", "", "", ip, uri), "", denied)
            raise
        restlet = context is Context.RESTLET
        used = Detail.NONCE_REJECTED if restlet else Detail.NONCE_USED  # documented: each has its own word for it
        found = self._verified(claim, made, used, uri, ip, restlet=restlet)
        return self._session(found, claim, context)

    def _verified(
        self,
        claim: Claim,
        made: SignatureOf,
        nonce_detail: Detail,
        uri: str,
        ip: str,
        *,
        restlet: bool = False,
    ) -> Token:
        try:
            token = self._verifier.check(claim, made, nonce_detail=nonce_detail)
            role = self._roles.get(token.role_id)
            if restlet and role is not None and role.web_services_only:
                raise AccessDenied(Detail.PERMISSION_DENIED)
        except AccessDenied as denied:
            user_id = claim.token.user_id if claim.token else ""
            self._refused(self._token_row(claim, ip, uri), user_id, denied)
            raise
        self._locks.succeeded(token.user_id)
        self._audit.add(replace(self._token_row(claim, ip, uri), status=SUCCESS))
        return token

    def _session(self, token: Token, claim: Claim, context: Context) -> Session:
        return Session(
            user_id=token.user_id,
            role_id=token.role_id,
            context=context,
            origin=claim.integration.name if claim.integration else "",
            integration_id=token.integration_id,
        )

    # Audit rows

    def _row(self, user_id: str, email: str, role: str, ip: str, uri: str) -> AuditRow:
        return AuditRow(self._clock.now(), user_id, email, role, "", "", ip, FAILURE, "", uri)

    def _token_row(self, claim: Claim, ip: str, uri: str) -> AuditRow:
        token = claim.token
        user = self._users.get(token.user_id) if token else None
        role = self._roles.get(token.role_id) if token else None
        row = self._row(
            user.id if user else "", user.email if user else "", role.name if role else "", ip, uri
        )
        return replace(
            row,
            application=claim.integration.name if claim.integration else "",
            token_name=token.name if token else "",
        )

    def _refused(self, row: AuditRow, user_id: str, denied: AccessDenied) -> None:
        self._audit.add(replace(row, status=FAILURE, detail=denied.detail.value))
        if user_id and denied.detail is not Detail.TEMPORARY_LOCKED:
            self._locks.failed(user_id, self._clock.now())

    def audit(self, limit: int = 1000) -> list[AuditRow]:
        """Return the last rows of the Login Audit Trail, newest first."""
        return self._audit.rows(limit)

    # Permissions

    def require(self, session: Session, permission: str, level: Level) -> None:
        """Raise ``PermissionMissing`` unless the session's role has ``permission`` at ``level`` or above."""
        self._roles.require(session, permission, level)

    def level(self, session: Session, permission: str) -> Level:
        """Return the level at which the session's role has a permission."""
        return self._roles.level(session, permission)

    # Users, roles, integrations, tokens

    def users(self) -> list[User]:
        """Return every employee with access."""
        return self._users.all()

    def user(self, user_id: str) -> User | None:
        """Return a user by internal id, or ``None``."""
        return self._users.get(user_id)

    def user_by_email(self, email: str) -> User | None:
        """Return a user by e-mail address, or ``None``."""
        return self._users.by_email(email)

    def give_access(self, user_id: str, role_ids: tuple[str, ...], password: str | None = None) -> None:
        """Give an employee roles and perhaps a password."""
        self._users.give_access(user_id, role_ids, password)

    def roles(self) -> list[Role]:
        """Return every role."""
        return self._roles.all()

    def role(self, role_id: str) -> Role | None:
        """Return a role by internal id, or ``None``."""
        return self._roles.get(role_id)

    def role_by_script_id(self, script_id: str) -> Role | None:
        """Return a role by script id, or ``None``."""
        return self._roles.by_script_id(script_id)

    def define_role(
        self,
        script_id: str,
        name: str,
        permissions: Mapping[str, Level],
        *,
        inactive: bool = False,
        web_services_only: bool = False,
    ) -> Role:
        """Define a role, or define it anew under its old id."""
        return self._roles.define(
            script_id, name, permissions, inactive=inactive, web_services_only=web_services_only
        )

    def set_permission(self, script_id: str, permission: str, level: Level) -> Role:
        """Change one permission of a role. Raises ``KeyError``."""
        return self._roles.set_permission(script_id, permission, level)

    def tokens(self) -> list[Token]:
        """Return every access token."""
        return self.applications.tokens()

    def integrations(self) -> list[Integration]:
        """Return every integration record."""
        return self.applications.integrations()

    def system_session(self, context: Context = Context.NONE, *, fires_user_events: bool = False) -> Session:
        """Return a session of nobody in the Administrator role, for seeds and installations."""
        return Session("0", ADMINISTRATOR, context, "system", fires_user_events)
