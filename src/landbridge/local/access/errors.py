"""Why somebody may not come in, or may not do something."""

from __future__ import annotations

from enum import StrEnum


class Detail(StrEnum):
    """Details of the Login Audit Trail (documented: signed requests, ``subsect_156935170194``; sign-in rows assumed).

    A nonce that is too short is told by RESTlets as ``nonce_rejected`` (documented), by SOAP and REST too (assumed).
    """

    CONSUMER_KEY_UNKNOWN = "consumer_key_unknown"
    CONSUMER_KEY_REFUSED = "consumer_key_refused"
    MISSING_FIELDS = "MissingTokenPassportRequiredFields"
    NONCE_REJECTED = "nonce_rejected"
    NONCE_USED = "NonceUsed"
    NONCE_USED_AT_RESTLET = "nonce_used"
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

    # OAuth 2.0 (documented for access and refresh tokens, subsect_158324637123 and subsect_158711928134; the same words
    # elsewhere are assumed). A blocked record has its word in the three-step flow's table, subsect_156934879823.
    ENTITY_OR_ROLE_DISABLED = "EntityOrRoleDisabled"
    INVALID_INTEGRATION = "InvalidIntegration"
    INTEGRATION_BLOCKED = "IntegrationBlocked"
    SCOPE_MISMATCHED = "ScopeMismatched"
    INVALID_SCOPE = "InvalidScope"
    CLIENT_CREDENTIALS_GRANT_REQUIRED = "ClientCredentialsGrantRequired"
    INVALID_CERTIFICATE = "InvalidCertificate"
    INVALID_AUDIENCE = "InvalidAudience"
    ASSERTION_USED = "AssertionUsed"
    ACCESS_TOKEN_EXPIRED = "AccessTokenExpired"  # noqa: S105 - a detail, no secret
    INVALID_ACCESS_TOKEN = "InvalidAccessToken"  # noqa: S105 - a detail, no secret

    # The three-step flow of token-based authentication (documented: subsect_156934879823).
    UNKNOWN_INTEGRATION = "UnknownIntegration"
    AUTHORIZATION_FLOW_REQUIRED = "AuthorizationFlowRequired"
    INVALID_CALLBACK = "InvalidCallback"
    MISSING_REQUIRED_PARAMETER = "MissingRequiredParameter"
    FLOW_NONCE_REJECTED = "NonceRejected"


class AccessDenied(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """A refused sign-in or request. ``detail`` goes to the Login Audit Trail, and over REST and RESTlets into ``WWW-Authenticate``.

    ``about`` is what was refused, where the audit trail names it behind the detail; never a secret.
    """

    def __init__(self, detail: Detail, about: str = "") -> None:
        super().__init__("Invalid login attempt.")
        self.detail = detail
        self.about = about

    @property
    def reason(self) -> str:
        """What stands in the column Detail of the Login Audit Trail."""
        return f"{self.detail.value} {self.about}".rstrip()

    def challenge(self, account_id: str) -> str:
        """Return the value of ``WWW-Authenticate`` (observed in public captures of refused token requests)."""
        return (
            f'OAuth realm="{account_id}", error="{self.detail}", error_description="Invalid login attempt."'
        )


class CredentialsDenied(AccessDenied):
    """Refused user credentials; ``code`` (a fault code of the schema) and ``message`` are for the client."""

    def __init__(self, detail: Detail, code: str, message: str) -> None:
        super().__init__(detail)
        self.code = code
        self.message = message


class BearerDenied(AccessDenied):
    """A refused bearer token. ``status`` and ``error`` are what the client learns (documented: ``subsect_158521885412``)."""

    TEXTS = {
        "invalid_request": "The request could not be understood by the server due to malformed syntax.",
        "invalid_token": "Invalid login attempt.",
    }

    def __init__(self, detail: Detail, *, malformed: bool = False) -> None:
        super().__init__(detail)
        self.status = 400 if malformed else 401
        self.error = "invalid_request" if malformed else "invalid_token"

    def challenge(self, account_id: str) -> str:
        """Return the value of ``WWW-Authenticate``; the realm is the account asked for (documented)."""
        description = self.TEXTS[self.error]
        return f'Bearer realm="{account_id}", error="{self.error}", error_description="{description}"'


class PermissionMissing(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """The role has not the permission at the level needed."""

    def __init__(self, permission: str, level: str) -> None:
        super().__init__(f"the role needs {permission} at level {level}")
        self.permission = permission
        self.level = level
