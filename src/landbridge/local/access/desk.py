"""``account.access``: signing in, verifying requests, checking permissions; every attempt stands in the audit trail."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.local.access.applications import Applications
from landbridge.local.access.attempts import Attempts
from landbridge.local.access.audit import AuditTrail
from landbridge.local.access.credentials import Credentials
from landbridge.local.access.errors import AccessDenied, BearerDenied, Detail
from landbridge.local.access.installing import Installation
from landbridge.local.access.integration import Integration, Scope
from landbridge.local.access.locks import Locks, Nonces
from landbridge.local.access.model import (
    ADMINISTRATOR,
    AuditRow,
    Authentication,
    Context,
    Level,
    Role,
    Session,
    User,
)
from landbridge.local.access.preferences import Preferences
from landbridge.local.access.roles import Roles
from landbridge.local.access.tokenrecords import Token, TokenRecords
from landbridge.local.access.tokens import Claim, SignatureOf, TokenVerifier
from landbridge.local.access.users import Users
from landbridge.local.clock import Clock
from landbridge.local.datetexts import show_date
from landbridge.local.journal import asked_by
from landbridge.local.oauth2.grants import OAuth2
from landbridge.local.oauth2.parties import Parties
from landbridge.local.records.book import Records
from landbridge.local.settings import AccountSettings
from landbridge.local.storage import Database
from landbridge.local.tba.grants import TokenBasedAuthentication
from landbridge.local.tba.parties import Parties as TokenParties

SIGN_IN_PAGE = "/app/login/secure/enterpriselogin.nl"
SCOPE_OF = {Context.RESTLET: Scope.RESTLETS, Context.RESTWEBSERVICES: Scope.REST_WEB_SERVICES}


class Access:
    """Users, roles, integrations, tokens and the audit trail of one account. Thread-safe."""

    def __init__(
        self, settings: AccountSettings, database: Database, clock: Clock, records: Records, roles: Roles
    ) -> None:
        account_id = settings.account_id
        self._roles = roles
        self._users = Users(database, records)
        self._audit = AuditTrail(database)
        self.applications = Applications(
            database,
            account_id,
            clock.now,
            day=lambda at: show_date(settings, at.astimezone(settings.zone).date()),
        )
        self.preferences = Preferences(database)
        self.installing = Installation(self.applications, self.preferences)
        self.token_records = TokenRecords(database, clock.now)
        locks, nonces = Locks(database), Nonces(database)
        self._attempts = Attempts(self._audit, locks, clock)
        self._credentials = Credentials(
            account_id,
            clock,
            users=self._users,
            roles=roles,
            applications=self.applications,
            installing=self.installing,
            locks=locks,
            attempts=self._attempts,
        )
        self._verifier = TokenVerifier(
            account_id=account_id,
            clock=clock,
            applications=self.applications,
            tokens=self.token_records,
            roles=roles,
            users=self._users,
            nonces=nonces,
            locks=locks,
        )
        parties = Parties(
            applications=self.applications, users=self._users, roles=roles, locks=locks, clock=clock
        )
        self.oauth2 = OAuth2(account_id, database, clock, parties, self._attempts)
        self.tba = TokenBasedAuthentication(
            TokenParties(
                account_id=account_id,
                database=database,
                clock=clock,
                applications=self.applications,
                installing=self.installing,
                credentials=self._credentials,
                users=self._users,
                roles=roles,
                tokens=self.token_records,
                nonces=nonces,
                locks=locks,
                attempts=self._attempts,
            )
        )

    # People

    def sign_in(self, email: str, password: str, *, ip: str, role_id: str | None = None) -> Session:
        """Return the session of a person at the pages, in the default role or ``role_id``.

        Raises ``AccessDenied``; its detail stands in the audit trail only.
        """
        row = self._attempts.row(ip=ip, uri=SIGN_IN_PAGE, user=self._users.by_email(email), email=email)
        try:
            user, role = self._person(email, password, role_id)
        except AccessDenied as denied:
            self._attempts.refused(row, denied)
            raise
        self._attempts.succeeded(
            self._attempts.row(ip=ip, uri=SIGN_IN_PAGE, user=user, email=email, role=role)
        )
        return Session(user.id, role.id, Context.USERINTERFACE, origin=ip, authentication=Authentication.PAGE)

    def _person(self, email: str, password: str, role_id: str | None) -> tuple[User, Role]:
        user = self._credentials.person(email, password)
        role = self._roles.get(role_id or (user.role_ids[0] if user.role_ids else ""))
        if not user.active or role is None or role.inactive or role.id not in user.role_ids:
            raise AccessDenied(Detail.PERMISSION_DENIED)
        if role.web_services_only:
            raise AccessDenied(Detail.PERMISSION_DENIED)
        return user, role

    def verify_credentials(
        self,
        email: str,
        password: str,
        account: str,
        role_id: str | None = None,
        *,
        application_id: str,
        uri: str,
        ip: str,
    ) -> Session:
        """Return the session of a SOAP request with user credentials (endpoints up to 2020.1).

        Raises ``CredentialsDenied``; its ``code`` and ``message`` go to the client.
        """
        return _noted(
            self._credentials.verify(
                email, password, account, role_id, application_id=application_id, uri=uri, ip=ip
            )
        )

    def roles_of(self, email: str, password: str, *, uri: str, ip: str) -> list[Role]:
        """Return the active roles of a person with this password. Raises ``AccessDenied``."""
        return self._credentials.look_up(email, password, uri=uri, ip=ip)

    def concurrent_web_services_user(self, user_id: str) -> bool:
        """Say whether a user has the box Concurrent Web Services User."""
        return self._users.concurrent_web_services_user(user_id)

    # Requests

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
            self._attempts.refused(self._attempts.row(ip=ip, uri=uri), denied)
            raise denied
        made = self._verifier.passport_signature(claim)
        return self._verified(claim, made, Context.WEBSERVICES, uri, ip)

    def verify_request(
        self, method: str, url: str, authorization_header: str, *, ip: str, context: Context
    ) -> Session:
        """Return the session of a REST (``RESTWEBSERVICES``) or RESTlet request, signed or with a bearer token.

        Raises ``AccessDenied``; a ``BearerDenied`` has the challenge for the client.
        """
        scheme, _, rest = authorization_header.strip().partition(" ")
        if scheme.lower() == "bearer":
            return self.verify_bearer(rest.strip(), SCOPE_OF[context], ip=ip, uri=url.partition("?")[0])
        return self.verify_oauth1(method, url, authorization_header, ip=ip, context=context)

    def verify_bearer(self, token: str, scope: Scope, *, ip: str, uri: str) -> Session:
        """Return the session of a request with an OAuth 2.0 access token. Raises ``BearerDenied``."""
        if scope not in SCOPE_OF.values():
            raise BearerDenied(Detail.SCOPE_MISMATCHED)
        return _noted(self.oauth2.tokens.verify(token, scope, ip=ip, uri=uri))

    def verify_oauth1(
        self,
        method: str,
        url: str,
        authorization_header: str,
        *,
        ip: str,
        context: Context = Context.RESTLET,
    ) -> Session:
        """Return the session of a signed request; ``url`` as the client sees it, with its query.

        Raises ``AccessDenied``. Roles for web services only are refused at RESTlets (documented).
        """
        uri = url.partition("?")[0]
        try:
            claim, made = self._verifier.oauth1_claim(method, url, authorization_header)
        except AccessDenied as denied:
            self._attempts.refused(self._attempts.row(ip=ip, uri=uri), denied)
            raise
        return self._verified(claim, made, context, uri, ip)

    def _verified(self, claim: Claim, made: SignatureOf, context: Context, uri: str, ip: str) -> Session:
        restlet = context is Context.RESTLET
        nonce_detail = Detail.NONCE_USED_AT_RESTLET if restlet else Detail.NONCE_USED  # documented
        try:
            token = self._verifier.check(claim, made, nonce_detail=nonce_detail)
            role = self._roles.get(token.role_id)
            if restlet and role is not None and role.web_services_only:
                raise AccessDenied(Detail.PERMISSION_DENIED)
        except AccessDenied as denied:
            self._attempts.refused(self._token_row(claim, ip, uri), denied)
            raise
        self._attempts.succeeded(self._token_row(claim, ip, uri))
        session = Session(
            user_id=token.user_id,
            role_id=token.role_id,
            context=context,
            origin=claim.integration.name if claim.integration else "",
            integration_id=token.integration_id,
            authentication=Authentication.TOKEN,
        )
        return _noted(session)

    # The Login Audit Trail

    def _token_row(self, claim: Claim, ip: str, uri: str) -> AuditRow:
        token = claim.token
        return self._attempts.row(
            ip=ip,
            uri=uri,
            user=self._users.get(token.user_id) if token else None,
            role=self._roles.get(token.role_id) if token else None,
            integration=claim.integration,
            token_name=token.name if token else "",
        )

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

    def require_search(self, session: Session, *, transactions: bool = False) -> None:
        """Raise ``PermissionMissing`` unless the session's role may search; see ``Roles.require_search``."""
        self._roles.require_search(session, transactions=transactions)

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
        return self.token_records.all()

    def integrations(self) -> list[Integration]:
        """Return every integration record."""
        return self.applications.integrations()

    def system_session(self, context: Context = Context.NONE, *, fires_user_events: bool = False) -> Session:
        """Return a session of nobody in the Administrator role, for seeds and installations."""
        return Session("0", ADMINISTRATOR, context, "system", fires_user_events)


def _noted(session: Session) -> Session:
    """Tell the journal of requests who asks."""
    asked_by(session.user_id, session.role_id)
    return session
