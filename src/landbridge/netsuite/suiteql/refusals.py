"""What a refused query says of a table or a column. Texts as observed: public clients' tests and issue threads show them."""

from __future__ import annotations

import re

from landbridge.netsuite.errors import NetSuiteError, PermissionMissing, QueryRefused, RecordTypeUnknown

_COLUMN = re.compile(
    r"Unknown identifier '(?:\w+\.)*(?P<unknown>\w+)'"
    r"|Field '(?:\w+\.)*(?P<field>\w+)' for record '\w+' was not found"
    r"|Field '(?:\w+\.)*(?P<hidden>\w+)' .*NOT_EXPOSED"
)
_HIDDEN_TABLE = re.compile(r"Record '(\w+)' was not found")
_NO_TABLE = re.compile(r"Invalid search type: (\w+)")


def missing_column(error: QueryRefused) -> str:
    """Return the column, in lower case, that the account has not or does not show to the role; empty for any other reason."""
    found = _COLUMN.search(error.message)
    return next((name.lower() for name in found.groups() if name), "") if found else ""


def of_table(error: QueryRefused) -> NetSuiteError:
    """Return the error for a table that is hidden or not there, else the same error."""
    hidden = _HIDDEN_TABLE.search(error.message)
    if hidden is not None and not missing_column(error):
        return PermissionMissing(
            f"The role may not view {hidden[1]}: queries do not find it.",
            code=error.code,
            context=error.context,
        )
    unknown = _NO_TABLE.search(error.message)
    if unknown is not None:
        return RecordTypeUnknown(
            f"The account has no records of type {unknown[1]}, or their feature is off.",
            code=error.code,
            context=error.context,
        )
    return error
