"""``platformCore:status``: how one element of a request went."""

from __future__ import annotations

from landbridge.local.soap.markup import escape

SUCCESS = '<platformCore:status isSuccess="true"/>'

CODES = frozenset(
    {
        "CANT_DELETE_RCRD",
        "CANT_DELETE_TRAN_LINE",
        "CYCLE_IN_PROJECT_PLAN",
        "DATA_REQD",
        "DUP_ACCT_NAME",
        "DUP_ACCT_NUM",
        "DUP_ENTITY",
        "DUP_ITEM",
        "DUP_RCRD",
        "EXCEEDED_MAX_FIELD_LENGTH",
        "EXTERNALID_REQD",
        "FEATURE_UNAVAILABLE",
        "INSUFFICIENT_PERMISSION",
        "INVALID_AMT",
        "INVALID_CSTM_FIELD_DATA_TYP",
        "INVALID_CSTM_FIELD_REF",
        "INVALID_CSTM_RCRD_TYPE_KEY",
        "INVALID_EMAIL",
        "INVALID_FIELD_ID",
        "INVALID_FIELD_NAME_FOR_NULL",
        "INVALID_FLD_VALUE",
        "INVALID_INITIALIZE_REF",
        "INVALID_JOB_ID",
        "INVALID_KEY_OR_REF",
        "INVALID_PAGE_INDEX",
        "INVALID_PARENT",
        "INVALID_RCRD_INITIALIZE",
        "INVALID_RCRD_TYPE",
        "INVALID_SAVED_SRCH",
        "INVALID_SEARCH_FIELD_NAME",
        "INVALID_SEARCH_OPERATOR",
        "INVALID_SEARCH_PAGE_SIZE",
        "INVALID_SEARCH_TYPE",
        "INVALID_SEARCH_VALUE",
        "INVALID_SRCH_CSTM_FLD",
        "INVALID_UNSUPRTD_RCRD_TYP",
        "INVALID_URL",
        "INVALID_VALUE",
        "NEGATIVE_PAYMENT_DISALLWD",
        "PARENT_CANT_ITSELF_BE_MEMBER",
        "RCRD_DSNT_EXIST",
        "RCRD_TYPE_REQD",
        "SSS_MEMORY_USAGE_EXCEEDED",
        "SSS_TIME_LIMIT_EXCEEDED",
        "SSS_USAGE_LIMIT_EXCEEDED",
        "TRANS_APPLIED_AMTS_UNBALNCD",
        "TRAN_PRD_CLOSED",
        "UNEXPECTED_ERROR",
        "UNIQUE_RCRD_ID_REQD",
        "USER_ERROR",
        "VALID_LINE_ITEM_REQD",
    }
)
"""The codes that this account answers, all of the schema's StatusDetailCodeType.

The schema closes that list, so the free code of a script's own error travels as UNEXPECTED_ERROR, with the script's words
as the message (assumed).
"""


def failure(code: str, message: str, *, after_submit: bool = False) -> str:
    """Return a failed status; ``after_submit`` says that the record is saved all the same."""
    known = code if code in CODES else "UNEXPECTED_ERROR"
    flag = "<platformCore:afterSubmitFailed>true</platformCore:afterSubmitFailed>" if after_submit else ""
    return (
        '<platformCore:status isSuccess="false"><platformCore:statusDetail type="ERROR">'
        f"<platformCore:code>{known}</platformCore:code>"
        f"<platformCore:message>{escape(message)}</platformCore:message>{flag}"
        "</platformCore:statusDetail></platformCore:status>"
    )
