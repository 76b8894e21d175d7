"""What governance refuses."""

from __future__ import annotations


class LimitExceeded(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """One more request than the account, or the integration's own share, allows at a time."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} requests at once")
        self.limit = limit


class UserLimitExceeded(LimitExceeded):
    """A user with user credentials has a request running already (ExceededRequestLimitFault over SOAP)."""


class LimitRefused(ValueError):  # noqa: N818 - named for what happened, as everywhere in the project
    """A limit that cannot be set: at least one request must stay unallocated (documented)."""
