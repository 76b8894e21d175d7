"""Why a record could not be read or saved, and what a script of the account threw."""

from __future__ import annotations

from landbridge.local.access.permissions import violation


class RecordError(Exception):
    """A refused read or save.

    ``code`` is a value of SOAP's StatusDetailCodeType (or the error name that a script threw). ``field`` is the SOAP name
    or custom script id of the field at fault, where there is one.
    """

    def __init__(self, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class ScriptFailure(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """What a script threw, or the limit that ended it. ``code`` is the SuiteScript error name."""

    def __init__(self, code: str, message: str, script: str = "", deployment: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.script = script
        self.deployment = deployment


def does_not_exist() -> RecordError:
    """RCRD_DSNT_EXIST (observed)."""
    return RecordError("RCRD_DSNT_EXIST", "That record does not exist.")


def permission_violation(permission: str) -> RecordError:
    """INSUFFICIENT_PERMISSION naming the permission (code and text observed)."""
    return RecordError("INSUFFICIENT_PERMISSION", violation(permission))
