"""Keys and secrets of the demo's access token: fixed, public values for tests, unless others are given."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

PASSWORD = "landbridge"  # noqa: S105 - the documented password of every demo user
VARIABLES = {
    "consumer_key": "LANDBRIDGE_LOCAL_CONSUMER_KEY",
    "consumer_secret": "LANDBRIDGE_LOCAL_CONSUMER_SECRET",
    "token_id": "LANDBRIDGE_LOCAL_TOKEN_ID",
    "token_secret": "LANDBRIDGE_LOCAL_TOKEN_SECRET",
}


def _fixed(what: str) -> str:
    return hashlib.sha256(f"landbridge demo {what}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class TokenSecrets:
    """The four values that sign a request, 64 hexadecimal characters each by default."""

    consumer_key: str = _fixed("consumer key")
    consumer_secret: str = field(default=_fixed("consumer secret"), repr=False)
    token_id: str = _fixed("token id")
    token_secret: str = field(default=_fixed("token secret"), repr=False)

    @classmethod
    def from_environment(cls, given: Mapping[str, str | None]) -> TokenSecrets:
        """Return the values ``given``, else those of the environment, else the fixed ones."""
        found = {name: given.get(name) or os.environ.get(variable) for name, variable in VARIABLES.items()}
        return cls(**{name: value for name, value in found.items() if value})
