"""Why somebody may not come in, or may not do something."""

from __future__ import annotations

from enum import StrEnum


class Detail(StrEnum):
    """Details of the Login Audit Trail (documented: TBA errors, ``section_1509544929``; sign-in rows assumed)."""

    CONSUMER_KEY_UNKNOWN = "consumer_key_unknown"
    CONSUMER_KEY_REFUSED = "consumer_key_refused"
    MISSING_FIELDS = "MissingTokenPassportRequiredFields"
    NONCE_REJECTED = "nonce_rejected"
    NONCE_USED = "NonceUsed"
    PARAMETER_REJECTED = "parameter_rejected"
    PERMISSION_DENIED = "permission_denied"
    INVALID_SIGNATURE = "InvalidSignature"
    UNKNOWN_ALGORITHM = "UnknownAlgorithm"
    INVALID_TIMESTAMP = "InvalidTimestamp"
    TOKEN_REJECTED = "token_rejected"  # noqa: S105 - a detail, no secret
    VERSION_REJECTED = "VersionRejected"
    TEMPORARY_LOCKED = "temporary_locked"
    WRONG_PASSWORD = "WrongPassword"  # noqa: S105 - a detail, no secret
    UNKNOWN_USER = "UnknownUser"


class AccessDenied(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """A refused sign-in or request. ``detail`` goes to the Login Audit Trail and never to the client."""

    def __init__(self, detail: Detail) -> None:
        super().__init__("Invalid login attempt.")
        self.detail = detail


class PermissionMissing(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """The role has not the permission at the level needed."""

    def __init__(self, permission: str, level: str) -> None:
        super().__init__(f"the role needs {permission} at level {level}")
        self.permission = permission
        self.level = level
