"""What can go wrong with NetSuite, as a tree by what the caller can do about it.

========================= ==================================================================
:class:`FixSetup`          a person must change the set-up (role, feature, account, address)
:class:`SignInAgain`       the credentials were refused
:class:`Wait`              NetSuite is busy; the request was not carried out
:class:`Retry`             passing trouble; repeat
:class:`OutcomeUnknown`    a write may have happened; look before writing again
:class:`FixRecord`         NetSuite refused this record; the others are fine
:class:`FixRequest`        NetSuite refused what was asked: a filter, a query, a parameter
:class:`ReportBug`         neither side should do this
========================= ==================================================================
"""

from __future__ import annotations

from dataclasses import dataclass

_LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Context:
    """Where an error happened. ``http_status`` is 0 where no answer came; ``attempt`` counts the tries at a request from 1, for hooks."""

    account: str = ""
    operation: str = ""
    request_id: str = ""
    path: str = ""
    http_status: int = 0
    attempt: int = 0


class NetSuiteError(Exception):
    """Root of the tree.

    ``message`` is safe to show: NetSuite's text without control characters, cut at 500. ``code`` is NetSuite's code, or one of this
    library's where the trouble is its own finding (docs/reference/netsuite-errors.md); empty where neither is there. ``request_id`` is NetSuite's own id of the request where it answered one. ``advice`` says what to do.
    """

    advice = ""
    own_code = ""

    def __init__(
        self, message: str, *, code: str = "", context: Context | None = None, advice: str = ""
    ) -> None:
        self.message = safe_text(message)
        self.code = code or self.own_code
        self.context = context or Context()
        self.advice = advice or type(self).advice
        super().__init__(self.message)

    @property
    def account(self) -> str:
        """Account the request went to."""
        return self.context.account

    @property
    def operation(self) -> str:
        """SOAP operation, ``rest.`` and the verb, or ``restlet``."""
        return self.context.operation

    @property
    def request_id(self) -> str:
        """NetSuite's id of the request, for its support; empty where it sent none."""
        return self.context.request_id

    @property
    def path(self) -> str:
        """Where in the request the trouble is, as REST says it: a field (``item.items[0].rate``), a parameter or a header."""
        return self.context.path

    def __str__(self) -> str:
        where = " ".join(part for part in (self.operation, self.account and f"on {self.account}") if part)
        notes = ", ".join(
            part for part in (self.code, self.request_id and f"request {self.request_id}") if part
        )
        text = f"{where}: {self.message}" if where else self.message
        return f"{text} ({notes})" if notes else text


class FixSetup(NetSuiteError):  # noqa: N818 - named by what to do
    """A person must change something: role, feature, account id, address, certificate."""

    advice = "Change the set-up as the message says, then try again."


class RotationStopped(FixSetup):
    """The certificate of OAuth 2.0 was uploaded and the rotation stopped before its end.

    ``in_use`` is the id of the certificate that signs in, ``left_over`` that of one that is still active and should not be, empty where
    there is none or where its id is not known; ``unsure`` is whether one may be left over, and the advice says how to find it.
    """

    def __init__(
        self,
        message: str,
        *,
        in_use: str,
        left_over: str,
        code: str = "",
        context: Context | None = None,
        advice: str = "",
    ) -> None:
        usual = "The old certificate stays in use and nothing is left over: mend what the message says and rotate again."
        if left_over:
            usual = (
                f"Certificate {in_use} signs in. Revoke {left_over} in NetSuite: it is active and not in use."
            )
        super().__init__(message, code=code, context=context, advice=advice or usual)
        self.in_use = in_use
        self.left_over = left_over
        self.unsure = bool(advice)


class PermissionMissing(FixSetup):
    """The token's role may not do this."""

    advice = "Give the token's role the permission that the operation needs."


class RecordTypeUnknown(FixSetup):
    """The account has no such record type, or its feature is off."""

    advice = "Check the script id of the record type, and that its feature is on in NetSuite."


class AccountUnknown(FixSetup):
    """NetSuite knows no account of this id."""

    advice = "Check the account id: Setup > Company > Company Information shows it."
    own_code = "UNKNOWN_ACCOUNT"


class QueryRefused(FixSetup):
    """NetSuite refused a SuiteQL query: a mistake in it, or a table or column that the account or the role has not.

    ``message`` is NetSuite's reason.
    """

    advice = "Correct the query as the message says, or give the role what it reads."


class SignInAgain(NetSuiteError):  # noqa: N818 - named by what to do
    """NetSuite refused the credentials.

    ``detail`` is the reason in the words of the account's Login Audit Trail (``token_rejected``, ``InvalidSignature``; help
    subsect_156935170194), which REST and RESTlets tell. It is empty over SOAP: there the reason stands in the audit trail only.
    """

    advice = "Check the credentials, and read the Detail column of the Login Audit Trail in NetSuite."

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        context: Context | None = None,
        advice: str = "",
        detail: str = "",
    ) -> None:
        super().__init__(message, code=code, context=context, advice=advice)
        self.detail = detail

    def remembered(self, message: str, context: Context) -> SignInAgain:
        """Return this refusal as the answer to another call, with its class, code, detail and advice."""
        return type(self)(message, code=self.code, context=context, advice=self.advice, detail=self.detail)


class ClockSkew(SignInAgain):
    """NetSuite refused the credentials, and this computer's clock is too far from NetSuite's for any signature to be good."""

    advice = "Set this computer's clock: NetSuite takes signatures of up to five minutes' difference."


class _Passing(NetSuiteError):  # noqa: N818 - as its kinds
    """Trouble that passes. ``retry_after_s`` is what the answer asked to wait for, 0 where it asked for nothing."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        context: Context | None = None,
        advice: str = "",
        retry_after_s: float = 0.0,
    ) -> None:
        super().__init__(message, code=code, context=context, advice=advice)
        self.retry_after_s = retry_after_s


class Wait(_Passing):
    """NetSuite is over its limit or away for a moment. The request was refused, not carried out."""

    advice = "Try again later, or lower the number of requests at once."


class Retry(_Passing):
    """Passing trouble. The request may have reached NetSuite."""

    advice = "Try again."


class SearchLapsed(Retry):
    """The search behind a ``searchId`` is gone (15 minutes unused). Asking for its page again is useless; search again."""

    advice = "Run the search again."


class ConnectionNotMade(Retry):
    """No connection came about, so nothing was sent."""

    advice = "Check the network between here and NetSuite, then try again."


class OutcomeUnknown(NetSuiteError):  # noqa: N818 - named by what to do
    """A write was sent and its answer lost. It may have happened."""

    advice = "Look whether the record was written before writing it again."


class FixRecord(NetSuiteError):  # noqa: N818 - named by what to do
    """NetSuite refused this record's content."""

    advice = "Correct the record as the message says."


class RecordMissing(FixRecord):
    """The record does not exist (any more), or the role cannot see it."""

    advice = "The record was deleted, never existed, or is hidden from the role."


class ScriptFailedAfterSave(FixRecord):
    """The record **is saved**, but a script failed after the save: do not add it again.

    ``internal_id`` is the saved record's id.
    """

    advice = "The record is saved; have the afterSubmit script corrected."

    def __init__(
        self, message: str, *, internal_id: str, code: str = "", context: Context | None = None
    ) -> None:
        super().__init__(message, code=code, context=context)
        self.internal_id = internal_id


class ScriptError(FixRecord):
    """A RESTlet refused the request or failed."""

    advice = "Read the message, and the script's execution log in NetSuite."


class FixRequest(NetSuiteError):  # noqa: N818 - named by what to do
    """NetSuite refused what was asked, no record's content: a filter, a query, a parameter, an address."""

    advice = "Correct the request as the message says."


class ReportBug(NetSuiteError):  # noqa: N818 - named by what to do
    """NetSuite or this library did what neither should."""

    advice = "Report it with the request id."


class MalformedReply(ReportBug):
    """The answer is not the SOAP or JSON it should be. ``code`` says in which way:

    MALFORMED_XML, MALFORMED_JSON, HOSTILE_XML (document type, entity, other encoding), BAD_COMPRESSION, CONTENT_TYPE, and
    UNEXPECTED_REPLY for an answer that can be read and is not the one to the request.
    """

    own_code = "UNEXPECTED_REPLY"


class ReplyTooLarge(ReportBug):
    """The answer is larger than the bound in the options."""

    own_code = "REPLY_TOO_LARGE"

    advice = "Raise max_reply_bytes if such an answer is expected."


def safe_text(text: str) -> str:
    """Make text from outside fit for a page or a log line: printable, one line, at most 500 characters."""
    line = "".join(letter if letter.isprintable() else " " for letter in text[: 4 * _LONGEST_TEXT])
    line = " ".join(line.split())
    return line if len(line) <= _LONGEST_TEXT else line[: _LONGEST_TEXT - 1] + "…"
