"""What the OAuth 2.0 endpoints refuse."""

from __future__ import annotations

from landbridge.local.access.errors import AccessDenied, Detail


class TokenRefused(AccessDenied):
    """A refused token request. ``error`` is all that the client learns (documented: ``subsect_161252460252``)."""

    def __init__(self, error: str, detail: Detail) -> None:
        super().__init__(detail)
        self.error = error

    @property
    def status(self) -> int:
        """401 for invalid_client, else 400 (documented)."""
        return 401 if self.error == "invalid_client" else 400


class CertificateRefused(ValueError):  # noqa: N818 - named for what happened, as everywhere in the project
    """A certificate that cannot be mapped; the text says why."""
