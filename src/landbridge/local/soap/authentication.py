"""Who asks: a token passport, user credentials in the request, or the session of a login.

Which of them an endpoint takes stands in ``landbridge.local.releases``. A token passport stands alone: with an application id, a
passport or the cookie of an open session beside it the request is ambiguous (documented: ``section_1509544929``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from landbridge.local.access.errors import AccessDenied, CredentialsDenied, PermissionMissing
from landbridge.local.access.model import Level, Session
from landbridge.local.access.permissions import violation
from landbridge.local.account import Account
from landbridge.local.releases import has_sessions, takes_passwords
from landbridge.local.soap import faults
from landbridge.local.soap.headers import Headers, Passport, TokenPassport
from landbridge.local.soap.sessions import SoapSession, SoapSessions

SOAP_PERMISSION = "ADMI_WEBSERVICES"
"""SOAP Web Services."""

SCRIPT_PREFERENCE_PERMISSION = "ADMI_RUNSERVERSCRIPTWORKFLOW"
"""Control SuiteScript and Workflow Triggers in Web Services Request (the id is assumed)."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from: endpoint version, path, address and the session id of its cookie (``""``)."""

    version: str
    uri: str
    ip: str
    session_id: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who acts, and the session of a login when the request came on one."""

    session: Session
    soap_session: SoapSession | None = None


class Authentication:
    """Signs requests in. Thread-safe."""

    def __init__(self, account: Account, sessions: SoapSessions) -> None:
        self._access = account.access
        self._sessions = sessions

    def sign_in(self, headers: Headers, origin: Origin) -> SignedIn:
        """Return who sends a request. Raises :class:`~landbridge.local.soap.faults.SoapFault`."""
        if headers.token is not None:
            if self._sessions.find(origin.session_id) is not None:  # the detail is assumed
                raise faults.ambiguous_authentication(named=True)
            signed = SignedIn(self._by_token(headers.token, origin))
        elif headers.passport is not None:
            signed = SignedIn(self.by_password(headers.passport, headers.application_id, origin))
        else:
            signed = self._by_session(origin)
        self.require_soap(signed.session)
        preferences = headers.preferences
        if preferences.overrides_scripts:
            self._require(signed.session, SCRIPT_PREFERENCE_PERMISSION, "INSUFFICIENT_PERMISSION")
        return replace(signed, session=replace(signed.session, fires_user_events=preferences.run_scripts))

    def require_soap(self, session: Session) -> None:
        """Refuse a role without SOAP Web Services. Raises :class:`~landbridge.local.soap.faults.SoapFault`."""
        self._require(session, SOAP_PERMISSION, "WS_PERMISSION_REQD")

    def by_password(self, passport: Passport, application_id: str, origin: Origin) -> Session:
        """Return the session of user credentials. Raises :class:`~landbridge.local.soap.faults.SoapFault`."""
        if not takes_passwords(
            origin.version
        ):  # ended with endpoint 2020.2 (documented); the answer is assumed
            raise faults.invalid_login()
        try:
            return self._access.verify_credentials(
                passport.email,
                passport.password,
                passport.account,
                passport.role_id or None,
                application_id=application_id,
                uri=origin.uri,
                ip=origin.ip,
            )
        except CredentialsDenied as denied:
            raise faults.credentials_refused(denied.code, denied.message) from None

    def _by_token(self, passport: TokenPassport, origin: Origin) -> Session:
        try:
            return self._access.verify_token_passport(
                passport.account,
                passport.consumer_key,
                passport.token,
                passport.nonce,
                passport.timestamp,
                passport.signature,
                passport.algorithm,
                uri=origin.uri,
                ip=origin.ip,
            )
        except AccessDenied:
            raise faults.invalid_login() from None

    def _by_session(self, origin: Origin) -> SignedIn:
        if not origin.session_id or not has_sessions(origin.version):
            raise faults.login_required()
        found = self._sessions.find(origin.session_id)
        # Blocked its record may be (documented), removed not (assumed).
        if found is None or self._access.applications.integration(found.session.integration_id) is None:
            raise faults.session_timed_out()
        return SignedIn(found.session, found)

    def _require(self, session: Session, permission: str, code: str) -> None:
        try:
            self._access.require(session, permission, Level.FULL)
        except PermissionMissing:
            raise faults.permission_missing(code, violation(permission)) from None
