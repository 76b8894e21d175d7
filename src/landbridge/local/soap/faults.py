"""SOAP faults: the whole request is refused. Shapes and codes as in the fact sheet, 1.9."""

from __future__ import annotations

from landbridge.local.soap.markup import escape
from landbridge.local.soap.versions import AXIS, Namespaces

HOSTNAME = "landbridge.local"
"""What ``ns1:hostname`` says; NetSuite names the application server there."""

USER_EXCEPTION = "soapenv:Server.userException"


class SoapFault(Exception):  # noqa: N818 - the schema's own name for it
    """Answered as a fault. ``element`` is the element of the detail (``""``: the detail has only the hostname)."""

    def __init__(self, element: str, code: str, message: str, faultcode: str = USER_EXCEPTION) -> None:
        super().__init__(f"{element} {code}: {message}")
        self.element = element
        self.code = code
        self.message = message
        self.faultcode = faultcode


def invalid_version(version: str, *, disabled: bool) -> SoapFault:
    """The path names a version that is switched off, or none; codes documented, which is which and the text are assumed."""
    if disabled:
        return SoapFault(
            "invalidVersionFault",
            "UNSUPPORTED_WS_VERSION",
            f"The endpoint version {version} is no longer supported.",
        )
    return SoapFault("invalidVersionFault", "INVALID_WS_VERSION", f"There is no endpoint version {version}.")


def malformed(why: str) -> SoapFault:
    """The request is no request of this endpoint: malformed XML, wrong namespace, wrong type (element and code assumed)."""
    return SoapFault("unexpectedErrorFault", "USER_ERROR", f"The request cannot be read: {why}")


def not_understood(namespace: str, name: str) -> SoapFault:
    """A header with mustUnderstand that nobody here knows (SOAP 1.1, 4.4; the text is assumed)."""
    message = f"Did not understand the header {{{namespace}}}{name}."
    return SoapFault("", "", message, "soapenv:MustUnderstand")


def wrong_domain() -> SoapFault:
    """The discovery host serves only getDataCenterUrls from 2019_1 on (documented; text observed, element and code assumed)."""
    return SoapFault(
        "unexpectedErrorFault",
        "USER_ERROR",
        "In this account, you must use account-specific domains with this SOAP web services endpoint. You can use the SOAP "
        "getDataCenterUrls operation to obtain the correct domain. Or, go to Setup > Company > Company Information in the "
        "NetSuite UI. Your domains are listed on the Company URLs tab.",
    )


def credentials_refused(code: str, message: str) -> SoapFault:
    """Refused user credentials (observed for a wrong e-mail address or password; which element for the rest is assumed)."""
    element = "invalidAccountFault" if code == "INVALID_ACCT" else "invalidCredentialsFault"
    return SoapFault(element, code, message)


def session_timed_out() -> SoapFault:
    """The session of the cookie is over (section_N3539420)."""
    return SoapFault(
        "invalidSessionFault", "SESSION_TIMED_OUT", "Your connection has timed out. Please log in again."
    )


def one_at_a_time() -> SoapFault:
    """A second request of one user with user credentials (bridgehead_1502455060)."""
    return SoapFault(
        "exceededRequestLimitFault",
        "WS_CONCUR_SESSION_DISALLWD",
        "Only one request may be made against a session at a time",
    )


def invalid_login() -> SoapFault:
    """A refused token passport. The reason stands in the Login Audit Trail only (text observed, code assumed)."""
    return SoapFault("invalidCredentialsFault", "INVALID_LOGIN_CREDENTIALS", "Invalid login attempt.")


def login_required() -> SoapFault:
    """No passport at all (assumed)."""
    return SoapFault(
        "invalidSessionFault",
        "WS_LOG_IN_REQD",
        "You must log in before performing a web service operation.",
    )


def ambiguous_authentication(*, named: bool) -> SoapFault:
    """Two ways to authenticate at once; with ``passport`` the detail holds the hostname only (section_1509544929)."""
    return SoapFault("invalidCredentialsFault" if named else "", "USER_ERROR", "Ambiguous authentication")


def blocked() -> SoapFault:
    """The concurrency limit is reached (section_1500275531)."""
    return SoapFault(
        "exceededConcurrentRequestLimitFault",
        "WS_REQUEST_BLOCKED",
        "SuiteTalk concurrent request limit exceeded. Request blocked.",
    )


def permission_missing(code: str, message: str) -> SoapFault:
    """The role may not do this at all; ``code`` INSUFFICIENT_PERMISSION or WS_PERMISSION_REQD."""
    return SoapFault("insufficientPermissionFault", code, message)


def too_many_records(limit: int, operation: str) -> SoapFault:
    """A list is longer than the operation takes (documented limits; the text is assumed)."""
    return SoapFault(
        "exceededRecordCountFault",
        "MAX_RCRDS_EXCEEDED",
        f"The maximum number of records allowed for a {operation} operation has been exceeded. "
        f"The maximum number of records allowed is {limit}.",
    )


def request_too_large(limit: int) -> SoapFault:
    """The body exceeds ``limit`` bytes (fault documented, code assumed)."""
    return SoapFault(
        "exceededRequestSizeFault",
        "USER_ERROR",
        f"The request exceeds the maximum size of {limit // 1_000_000} MB.",
    )


def unsupported(what: str) -> SoapFault:
    """NetSuite has it, this account does not: said plainly, never answered with a plausible success."""
    return SoapFault(
        "unexpectedErrorFault",
        "USER_ERROR",
        f"{what} is not supported by the local account; its coverage table lists what is.",
    )


def unexpected(message: str) -> SoapFault:
    """A defect of ours; ``message`` has the Error ID under which the log tells it (shape observed)."""
    return SoapFault("unexpectedErrorFault", "UNEXPECTED_ERROR", message)


def fault_body(fault: SoapFault, namespaces: Namespaces) -> str:
    """Return the ``soapenv:Fault`` element."""
    detail = ""
    if fault.element:
        detail = (
            f'<platformFaults:{fault.element} xmlns:platformFaults="{namespaces.faults}">'
            f"<platformFaults:code>{fault.code}</platformFaults:code>"
            f"<platformFaults:message>{escape(fault.message)}</platformFaults:message>"
            f"</platformFaults:{fault.element}>"
        )
    return (
        f"<soapenv:Fault><faultcode>{fault.faultcode}</faultcode><faultstring>{escape(fault.message)}</faultstring>"
        f'<detail>{detail}<ns1:hostname xmlns:ns1="{AXIS}">{HOSTNAME}</ns1:hostname></detail></soapenv:Fault>'
    )
