"""Version, sign-in and clock: what one signed request tells, since a wrong credential must not be tried twice (five lock the user)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from landbridge.netsuite.checks.lines import CheckLine, Subject
from landbridge.netsuite.checks.permissions import give
from landbridge.netsuite.clock import ClockReading
from landbridge.netsuite.credentials import Credentials, OAuth2Credentials, TokenCredentials, UserCredentials
from landbridge.netsuite.errors import ClockSkew, NetSuiteError, PermissionMissing, SignInAgain
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.removals import notices
from landbridge.netsuite.support import SOAP_REMOVED, Standing, support_on
from landbridge.netsuite.versions import Version
from landbridge.recordtypes.permissions import permission

if TYPE_CHECKING:
    from landbridge.netsuite.client import Client

CLOCK = Subject("clock", "Clocks agree")
VERSION_CODES = frozenset({"INVALID_WS_VERSION", "UNSUPPORTED_WS_VERSION"})
_WARNING_S = 60.0
_WORDS: dict[type[Credentials], str] = {
    TokenCredentials: "access token",
    OAuth2Credentials: "OAuth 2.0 certificate",
    UserCredentials: "user credentials",
}
_TOKEN_LOGIN = permission("ADMI_LOGIN_OAUTH")
_TOKEN_ADVICE = (
    "NetSuite does not say which part is wrong. Open Setup > Users/Roles > View Login Audit Trail and read the Detail column: "
    "consumer_key_unknown or consumer_key_refused is the integration record, token_rejected the token, InvalidSignature a "
    "secret, InvalidTimestamp this computer's clock, temporary_locked five refusals in half an hour, permission_denied the user or the "
    f"role, which lacks {_TOKEN_LOGIN.path} (Full) or is inactive. {give(_TOKEN_LOGIN, 'Full')}"
)


def today(client: Client) -> date:
    """The day, by this computer's clock."""
    return datetime.fromtimestamp(client.options.surroundings.now(), UTC).date()


def version_subject(client: Client) -> Subject:
    """The line about the version of what the connection speaks."""
    if client.options.protocol is Protocol.REST:
        return Subject("version", "REST v1")
    return Subject("version", f"Endpoint {client.version}")


def version_line(client: Client, refusal: NetSuiteError | None) -> CheckLine:
    """Whether NetSuite serves the version, and for how long; other refusals than of the version are the next line's matter."""
    subject = version_subject(client)
    ends = " ".join(_ends(client, "soap_removed"))
    if client.options.protocol is Protocol.REST:
        return subject.passed("REST web services and SuiteQL have one version, which every release serves.")
    if refusal is not None and refusal.code in VERSION_CODES:
        return subject.failed(
            str(refusal), f"Choose an endpoint that NetSuite serves, such as {Version.newest()}."
        )
    support = support_on(client.version, today(client))
    if support.standing is Standing.SUPPORTED:
        last = support.unsupported_from == SOAP_REMOVED
        return subject.passed(
            f"{f'Endpoint {client.version} is supported.' if last else support.message} {ends}"
        )
    return subject.warned(support.message, support.advice)


def sign_in_subject(client: Client) -> Subject:
    """The line about the credentials."""
    return Subject("sign_in", f"Sign-in by {_WORDS[client.credentials_type]}")


def sign_in_line(client: Client, refusal: NetSuiteError | None) -> CheckLine:
    """Whether NetSuite knows who asks: it does even where it says that the role may not."""
    subject = sign_in_subject(client)
    if refusal is None or isinstance(refusal, PermissionMissing):
        ends = _ends(client, "tokens_removed", "passwords_removed")
        return subject.passed(" ".join([f"NetSuite accepted the {_WORDS[client.credentials_type]}.", *ends]))
    untold = isinstance(refusal, SignInAgain) and not (refusal.detail or isinstance(refusal, ClockSkew))
    return subject.refused(
        refusal, _TOKEN_ADVICE if untold and client.credentials_type is TokenCredentials else ""
    )


def clock_line(reading: ClockReading | NetSuiteError) -> CheckLine:
    """Whether the clocks are near enough for signatures. A permission that is missing for that has a line of its own."""
    if isinstance(reading, PermissionMissing):
        return CLOCK.skipped(
            "Not known: NetSuite's clock is read by SuiteQL.", "First mend what else is named."
        )
    if isinstance(reading, NetSuiteError):
        return CLOCK.refused(reading)
    difference = abs(reading.offset_s)
    message = f"The clocks differ by {difference:.1f} seconds."
    if difference < _WARNING_S:
        return CLOCK.passed(message)
    return CLOCK.warned(
        message, "Set this computer's clock: from five minutes on NetSuite refuses signatures."
    )


def _ends(client: Client, *codes: str) -> list[str]:
    """What NetSuite has announced to take away: no trouble yet, but nobody shall be surprised."""
    found = notices(client.options.protocol, client.credentials_type, client.version, today(client))
    return [one.text for one in found if one.code in codes]
