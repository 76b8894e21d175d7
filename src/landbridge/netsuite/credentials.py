"""The four parts of a token that sign requests."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TokenCredentials:
    """Token-based authentication: an integration's consumer pair and a user's token pair.

    ``repr`` shows nothing of them, since even a consumer key helps whoever reads a log. Raises ``ValueError`` (naming
    the part, never its content) when one is empty or holds blanks or control characters, as after a careless paste.
    """

    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    token_id: str = field(repr=False)
    token_secret: str = field(repr=False)

    def __post_init__(self) -> None:
        for part in ("consumer_key", "consumer_secret", "token_id", "token_secret"):
            value: str = getattr(self, part)
            if not value:
                raise ValueError(f"{part} is empty")
            if not (value.isascii() and value.isprintable()) or " " in value:
                raise ValueError(f"{part} holds a character that no NetSuite token has")
