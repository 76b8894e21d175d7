"""Why a notice is refused: each reason with its own code, HTTP status and words.

The words go to NetSuite, to whoever posted: they say nothing that a stranger could use to tell accounts or keys apart.
"""

from __future__ import annotations

from enum import Enum


class Refusal(Enum):
    """``value`` is (code, HTTP status, message)."""

    INVALID_REQUEST = ("invalid_request", 400, "The request is not a notice in compact JWS form.")
    UNSIGNED = ("unsigned", 401, "The notice is not signed with RS256.")
    UNKNOWN_CERTIFICATE = (
        "unknown_certificate",
        401,
        "The notice names a certificate that is not registered.",
    )
    BAD_SIGNATURE = ("bad_signature", 401, "The signature of the notice does not verify.")
    EXPIRED_CERTIFICATE = (
        "expired_certificate",
        401,
        "The certificate that signed the notice is no longer valid.",
    )
    STALE = ("stale", 401, "The notice is too old, from the future, or valid for longer than five minutes.")
    WRONG_ACCOUNT = ("wrong_account", 403, "No connection is set up between these two accounts.")
    REPLAYED = ("replayed", 409, "The notice was received before.")
    TOO_LARGE = ("too_large", 413, "The notice is larger than 8 KiB.")
    UNKNOWN_TYPE = ("unknown_type", 422, "The record type is not one that is imported.")
    UNSUPPORTED_VERSION = (
        "unsupported_version",
        422,
        "This version of the notice is not supported. Update the SuiteApp, or the service where it is the older one.",
    )

    @property
    def code(self) -> str:
        return self.value[0]

    @property
    def status(self) -> int:
        return self.value[1]

    @property
    def message(self) -> str:
        return self.value[2]


class RefusedError(Exception):
    """A notice was refused. ``connection_id`` is known once a connection was found; ``detail`` is for our own log only."""

    def __init__(self, refusal: Refusal, detail: str = "", connection_id: int | None = None) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.detail = detail
        self.connection_id = connection_id
