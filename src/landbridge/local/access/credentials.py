"""E-mail and password with a request, as SOAP endpoints up to 2020.1 and the roles service take them.

Documented: *Requirements for Using an Application ID and User Credentials* (``section_4399767175``), *Roles and Permissions
in SOAP Web Services* (``chapter_N3424144``). Two-factor authentication of privileged roles is not supported.
"""

from __future__ import annotations

from landbridge.local.access import passwords
from landbridge.local.access.applications import Applications
from landbridge.local.access.attempts import Attempts
from landbridge.local.access.errors import AccessDenied, CredentialsDenied, Detail
from landbridge.local.access.installing import Installation
from landbridge.local.access.integration import Box, Integration, IntegrationState
from landbridge.local.access.locks import Locks
from landbridge.local.access.model import Authentication, Context, Level, Role, Session, User
from landbridge.local.access.roles import Roles
from landbridge.local.access.users import Users
from landbridge.local.clock import Clock

SOAP_PERMISSION = "ADMI_WEBSERVICES"

NO_EMAIL = ("EMAIL_ADDRS_REQD", "Please enter an email address.")
NO_PASSWORD = ("PSWD_REQD", "Please enter a password.")
WRONG = (
    "INVALID_LOGIN_CREDENTIALS",
    "You have entered an invalid email address or account number. Please try again.",
)
WRONG_ACCOUNT = ("INVALID_ACCT", "The account does not exist or is not available.")
WRONG_ROLE = ("INVALID_ROLE", "Your role does not exist, is inactive, or is not assigned to you.")
ROLE_REQUIRED = (
    "ROLE_REQUIRED",
    "Name a role with the SOAP Web Services permission; your default role lacks it.",
)
WRONG_APPLICATION = (
    "INVALID_LOGIN_CREDENTIALS",
    "The application ID is missing or unknown, or its integration is not enabled for user credentials.",
)
"""Code and text of each refusal: the text of WRONG is observed, ROLE_REQUIRED's case documented, other texts assumed."""


class Credentials:
    """Verifies e-mail and password. Thread-safe."""

    def __init__(
        self,
        account_id: str,
        clock: Clock,
        *,
        users: Users,
        roles: Roles,
        applications: Applications,
        installing: Installation,
        locks: Locks,
        attempts: Attempts,
    ) -> None:
        self._account_id = account_id
        self._clock = clock
        self._users = users
        self._roles = roles
        self._applications = applications
        self._installing = installing
        self._locks = locks
        self._attempts = attempts

    def person(self, email: str, password: str) -> User:
        """Return who an e-mail address and a password belong to, active or not. Raises ``AccessDenied``."""
        user = self._users.by_email(email)
        stored = self._users.password_hash(user.id) if user else None
        right = passwords.matches(stored or passwords.UNKNOWN, password)
        if user is None or stored is None:
            raise AccessDenied(Detail.UNKNOWN_USER)
        if self._locks.locked(user.id, self._clock.now()):
            raise AccessDenied(Detail.TEMPORARY_LOCKED)
        if not right:
            raise AccessDenied(Detail.WRONG_PASSWORD)
        return user

    def verify(
        self,
        email: str,
        password: str,
        account: str,
        role_id: str | None,
        *,
        application_id: str,
        uri: str,
        ip: str,
    ) -> Session:
        """Return the session of a SOAP request. Raises ``CredentialsDenied``, whose code and text go to the client.

        Another account's application installs itself once person and role are right, whatever the role may do (assumed: any user
        with access causes it, as documented, and a sign-in that fails is no access).
        """
        integration = self._applications.by_application_id(application_id) if application_id else None
        user = self._users.by_email(email)
        try:
            self._given(email, password, account)
            found = self._checked_person(email, password)
            role = self._role(found, role_id)
            integration = self._installing.by_application_id(application_id, by=found.id)
            accepted = self._accepted(integration)
        except CredentialsDenied as denied:
            row = self._attempts.row(ip=ip, uri=uri, user=user, email=email, integration=integration)
            self._attempts.refused(row, denied)
            raise
        self._attempts.succeeded(
            self._attempts.row(ip=ip, uri=uri, user=found, email=email, role=role, integration=accepted)
        )
        return Session(
            user_id=found.id,
            role_id=role.id,
            context=Context.WEBSERVICES,
            origin=accepted.name,
            integration_id=accepted.id,
            authentication=Authentication.USER_CREDENTIALS,
        )

    def look_up(self, email: str, password: str, *, uri: str, ip: str) -> list[Role]:
        """Return the active roles of a person, as the roles service does. Raises ``AccessDenied``.

        Only refusals stand in the audit trail: the service is no sign-in (documented, ``chapter_157011522878``).
        """
        row = self._attempts.row(ip=ip, uri=uri, user=self._users.by_email(email), email=email)
        try:
            user = self.person(email, password)
            if not user.active:
                raise AccessDenied(Detail.PERMISSION_DENIED)
        except AccessDenied as denied:
            self._attempts.refused(row, denied)
            raise
        found = [self._roles.get(role_id) for role_id in user.role_ids]
        return [role for role in found if role is not None and not role.inactive]

    def _given(self, email: str, password: str, account: str) -> None:
        if not email:
            raise CredentialsDenied(Detail.UNKNOWN_USER, *NO_EMAIL)
        if not password:
            raise CredentialsDenied(Detail.WRONG_PASSWORD, *NO_PASSWORD)
        if account.upper() != self._account_id:
            raise CredentialsDenied(Detail.PERMISSION_DENIED, *WRONG_ACCOUNT)

    def _checked_person(self, email: str, password: str) -> User:
        try:
            user = self.person(email, password)
        except AccessDenied as denied:
            raise CredentialsDenied(denied.detail, *WRONG) from None
        if not user.active:
            raise CredentialsDenied(Detail.PERMISSION_DENIED, *WRONG)
        return user

    def _accepted(self, integration: Integration | None) -> Integration:
        if integration is None:
            raise CredentialsDenied(Detail.CONSUMER_KEY_UNKNOWN, *WRONG_APPLICATION)
        if integration.state is not IntegrationState.ENABLED or Box.USER_CREDENTIALS not in integration.boxes:
            raise CredentialsDenied(Detail.CONSUMER_KEY_REFUSED, *WRONG_APPLICATION)
        return integration

    def _role(self, user: User, role_id: str | None) -> Role:
        """Return the role named, else the default one, which must open SOAP (documented)."""
        named = role_id or None
        role = self._roles.get(named or (user.role_ids[0] if user.role_ids else ""))
        if role is None or role.inactive or role.id not in user.role_ids:
            raise CredentialsDenied(Detail.PERMISSION_DENIED, *WRONG_ROLE)
        if named is None and self._roles.level_of(role, SOAP_PERMISSION) < Level.FULL:
            raise CredentialsDenied(Detail.PERMISSION_DENIED, *ROLE_REQUIRED)
        return role
