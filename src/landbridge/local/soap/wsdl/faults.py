"""``platform/faults.xsd`` and ``faultTypes.xsd`` (fact sheet 1.9, schema)."""

from __future__ import annotations

from landbridge.local.soap.statuses import CODES
from landbridge.local.soap.wsdl.shapes import Contents, one, shape

FAULTS = (
    "InsufficientPermissionFault", "InvalidAccountFault", "InvalidCredentialsFault", "InvalidSessionFault",
    "ExceededConcurrentRequestLimitFault", "ExceededRequestLimitFault", "ExceededUsageLimitFault", "ExceededRecordCountFault",
    "ExceededRequestSizeFault", "InvalidVersionFault", "AsyncFault", "UnexpectedErrorFault",
)  # fmt: skip

FAULT_CODES = (
    "ACCT_TEMP_UNAVAILABLE", "EMAIL_ADDRS_REQD", "INSUFFICIENT_PERMISSION", "INVALID_ACCT", "INVALID_JOB_ID",
    "INVALID_LOGIN_CREDENTIALS", "INVALID_PAGE_INDEX", "INVALID_ROLE", "INVALID_WS_VERSION", "JOB_NOT_COMPLETE", "LOGIN_DISABLED",
    "MAX_RCRDS_EXCEEDED", "OI_FEATURE_REQD", "OI_PERMISSION_REQD", "PSWD_REQD", "ROLE_REQUIRED", "SESSION_TIMED_OUT",
    "UNEXPECTED_ERROR", "UNSUPPORTED_WS_VERSION", "USER_ERROR", "WS_CONCUR_SESSION_DISALLWD", "WS_FEATURE_REQD",
    "WS_PERMISSION_REQD", "WS_LOG_IN_REQD", "WS_REQUEST_BLOCKED",
)  # fmt: skip


def faults() -> Contents:
    """Return the faults, all of one shape."""
    contents = Contents()
    contents.add(
        shape("SoapFault", one("code", "platformFaultTyp:FaultCodeType"), one("message", "xsd:string"))
    )
    for name in FAULTS:
        contents.add(shape(name, base="platformFaults:SoapFault"))
        contents.roots[name[0].lower() + name[1:]] = f"platformFaults:{name}"
    return contents


def fault_types() -> Contents:
    """Return the codes of faults, and of the statuses that this account answers."""
    contents = Contents()
    contents.choose("FaultCodeType", FAULT_CODES)
    contents.choose("StatusDetailCodeType", tuple(sorted(CODES)))
    contents.choose("StatusDetailType", ("ERROR", "WARN", "INFO"))
    return contents
