"""Which error a NetSuite code means. Codes: the schema's FaultCodeType and StatusDetailCodeType; help section_N3539420 (SOAP
faults), bridgehead_1525252812 (limits), section_4640094112 (RESTlets)."""

from __future__ import annotations

from dataclasses import replace

from landbridge.netsuite.errors import (
    AccountUnknown,
    Context,
    FixRecord,
    FixRequest,
    FixSetup,
    MalformedReply,
    NetSuiteError,
    PermissionMissing,
    RecordMissing,
    RecordTypeUnknown,
    ReportBug,
    Retry,
    ScriptError,
    SearchLapsed,
    SignInAgain,
    Wait,
)

HTML = "text/html"

_WAIT = frozenset(
    {
        "WS_REQUEST_BLOCKED",
        "WS_CONCUR_SESSION_DISALLWD",
        "SSS_REQUEST_LIMIT_EXCEEDED",
        "CONCURRENCY_LIMIT_EXCEEDED",
        "ACCT_TEMP_UNAVAILABLE",
    }
)
AWAY = frozenset({"ACCT_TEMP_UNAVAILABLE"})
"""Codes of :class:`Wait` that no limit is behind: fewer requests at once would not help."""

_SIGN_IN = frozenset(
    {
        "INVALID_LOGIN_CREDENTIALS",
        "INVALID_LOGIN_ATTEMPT",
        "INVALID_LOGIN",
        "INVALID_ROLE",
        "LOGIN_DISABLED",
        "ROLE_REQUIRED",
        "SESSION_TIMED_OUT",
        "TWO_FA_REQD",
        "WS_LOG_IN_REQD",
    }
)
_PERMISSION = frozenset({"INSUFFICIENT_PERMISSION", "WS_PERMISSION_REQD", "OI_PERMISSION_REQD"})
_SETUP = frozenset(
    {
        "INVALID_WS_VERSION",
        "OI_FEATURE_REQD",
        "SSS_INVALID_SCRIPTLET_ID",
        "UNSUPPORTED_WS_VERSION",
        "WS_FEATURE_REQD",
    }
)
_ACCOUNT = frozenset({"INVALID_ACCT"})
_NO_TYPE = frozenset({"INVALID_CSTM_RCRD_TYPE_KEY"})
_RETRY = frozenset({"UNEXPECTED_ERROR", "JOB_NOT_COMPLETE"})
_LAPSED = frozenset({"INVALID_JOB_ID"})
_MISSING = frozenset({"RCRD_DSNT_EXIST", "NONEXISTENT_ID"})
_REQUEST = frozenset({"INVALID_ID", "INVALID_PARAMETER"})
_OURS = frozenset({"INVALID_HEADER", "INVALID_METHOD", "INVALID_REQUEST"})
_IN_THE_WAY = (
    "Ask who runs the proxy or firewall on the way, and see that the account's IP address rules let this address in. "
    "The credentials were not judged."
)
_UNKNOWN_TYPE = "Record type '"

_BY_FAULT: dict[str, type[NetSuiteError]] = {
    "insufficientPermissionFault": PermissionMissing,
    "invalidAccountFault": AccountUnknown,
    "invalidCredentialsFault": SignInAgain,
    "invalidSessionFault": SignInAgain,
    "invalidVersionFault": FixSetup,
    "exceededConcurrentRequestLimitFault": Wait,
    "exceededRequestLimitFault": Wait,
    "exceededUsageLimitFault": Wait,
    "unexpectedErrorFault": Retry,
}


def of_fault(fault: str, code: str, message: str, context: Context) -> NetSuiteError:
    """Classify a SOAP fault.

    The fault's name decides, because the code can mislead: a token passport that NetSuite cannot read was seen to be an
    ``invalidCredentialsFault`` with code UNEXPECTED_ERROR. Without a known name the code does, and always one that asks to wait.
    """
    kind = Wait if code in _WAIT else (_BY_FAULT.get(fault) or _by_code(code) or ReportBug)
    return kind(message or "NetSuite answered a fault without a text.", code=code, context=context)


def of_record_status(code: str, message: str, context: Context) -> NetSuiteError:
    """Classify the failed status of one record: what is not known otherwise is the record's own trouble."""
    kind: type[NetSuiteError] = RecordMissing if code in _MISSING else (_by_code(code) or FixRecord)
    return kind(message or "NetSuite gave no reason.", code=code, context=context)


def of_operation_status(code: str, message: str, context: Context) -> NetSuiteError:
    """Classify the failed status of a whole operation, such as a search: what is not known otherwise is the request's own trouble."""
    kind = _by_code(code) or FixRequest
    return kind(message or "NetSuite gave no reason.", code=code, context=context)


def of_restlet(status: int, code: str, message: str, context: Context) -> NetSuiteError:
    """Classify a RESTlet's error body; a code of the script's own is the script's error.

    So is UNEXPECTED_ERROR with 400, which a script ends in that failed without an error of NetSuite's (help section_4634920277).
    """
    kind = _by_code(code)
    if kind is None:
        kind = Retry if status >= 500 and not code else ScriptError
    if kind is Retry and status < 500:
        kind = ScriptError
    return kind(message or f"The RESTlet answered HTTP {status}.", code=code, context=context)


def of_rest(
    status: int, code: str, message: str, context: Context, *, path: str = "", retry_after_s: float = 0.0
) -> NetSuiteError:
    """Classify a refusal of REST web services (help section_156570709583); ``path`` is the place that it names.

    A record type that there is not (or whose feature is off) has the code of a missing record, and is told by its text (observed).
    """
    context = replace(context, path=path)
    text = message or f"NetSuite answered HTTP {status}."
    kind = _rest_kind(status, code, message)
    if issubclass(kind, Wait | Retry):
        return kind(text, code=code, context=context, retry_after_s=retry_after_s)
    return kind(text, code=code, context=context)


def _rest_kind(status: int, code: str, message: str) -> type[NetSuiteError]:
    if status == 429 or code in _WAIT:
        return Wait
    if code in _MISSING:
        return RecordTypeUnknown if message.startswith(_UNKNOWN_TYPE) else RecordMissing
    by_status: dict[int, type[NetSuiteError]] = {401: SignInAgain, 403: PermissionMissing, 501: FixSetup}
    if status in by_status:
        return by_status[status]
    if code in _REQUEST or status == 404:
        return FixRequest
    if code in _OURS or status in (405, 406, 413, 415):
        return ReportBug
    return _by_code(code) or (Retry if status >= 500 or status == 408 else FixRecord)


def of_page(
    status: int, context: Context, *, retry_after_s: float = 0.0, refuses_sign_in: bool = False
) -> NetSuiteError:
    """Classify an HTML page in place of an answer: with success in its status, a proxy or a maintenance window shows it for a while."""
    if status >= 300:
        return of_http_status(status, context, retry_after_s=retry_after_s, refuses_sign_in=refuses_sign_in)
    return Retry("The address answered a web page.", code="HTML_PAGE", context=context)


def of_content_type(content_type: str, context: Context) -> NetSuiteError:
    """Classify an answer with a success status whose media type nobody asked for."""
    return MalformedReply(
        f"NetSuite answered {content_type[:60]!r} where another type was asked for.",
        code="CONTENT_TYPE",
        context=context,
    )


def of_http_status(
    status: int, context: Context, *, retry_after_s: float = 0.0, refuses_sign_in: bool = False
) -> NetSuiteError:
    """Classify an HTTP answer that carries no NetSuite error.

    401 and 403 are about the credentials only where the answer says so (``refuses_sign_in``): a firewall on the way answers them too. So
    may a gateway answer 503 after NetSuite took the request; with ``Retry-After`` as without, it says nothing of what became of that.
    """
    if status == 429:
        return Wait(
            "NetSuite asks to wait.", code=f"HTTP_{status}", context=context, retry_after_s=retry_after_s
        )
    if status in (401, 403) and refuses_sign_in:
        return SignInAgain(f"Access was refused with HTTP {status}.", code=f"HTTP_{status}", context=context)
    if status in (401, 403):
        return FixSetup(
            f"Access was refused with HTTP {status}, and not by NetSuite's sign-in.",
            code=f"HTTP_{status}",
            context=context,
            advice=_IN_THE_WAY,
        )
    code = f"HTTP_{status}"
    text = f"The address answered HTTP {status} and nothing of NetSuite's."
    if status >= 500 or status == 408:
        return Retry(text, code=code, context=context, retry_after_s=retry_after_s)
    kind = ReportBug if status < 300 else FixSetup
    return kind(text, code=code, context=context)


def _by_code(code: str) -> type[NetSuiteError] | None:
    table: tuple[tuple[frozenset[str], type[NetSuiteError]], ...] = (
        (_WAIT, Wait),
        (_SIGN_IN, SignInAgain),
        (_PERMISSION, PermissionMissing),
        (_SETUP, FixSetup),
        (_ACCOUNT, AccountUnknown),
        (_NO_TYPE, RecordTypeUnknown),
        (_RETRY, Retry),
        (_LAPSED, SearchLapsed),
    )
    for codes, kind in table:
        if code in codes:
            return kind
    return None
