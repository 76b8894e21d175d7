"""Why a token is not made or changed."""

from __future__ import annotations


class TokenNotMade(ValueError):  # noqa: N818 - named for what happened, as everywhere in the project
    """The token cannot be made of what was given; ``field`` is ``application``, ``user``, ``role`` or ``name``."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
