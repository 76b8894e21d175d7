"""Reading an ``Authorization: OAuth ...`` header (RFC 5849 3.5.1)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote

from landbridge.local.access.errors import AccessDenied, Detail

_PAIR = re.compile(r'\s*([A-Za-z0-9_.~-]+)\s*=\s*"([^"\\]*)"\s*')
_ESCAPED = re.compile(r"(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})*")

REQUIRED = (
    "oauth_consumer_key",
    "oauth_token",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_nonce",
    "oauth_signature",
)


@dataclass(frozen=True, slots=True)
class OAuth1Header:
    """The decoded parameters. ``signed`` is everything that the signature covers; ``realm`` is the account id."""

    realm: str
    parameters: dict[str, str]

    @property
    def signed(self) -> list[tuple[str, str]]:
        """Parameters of the base string: all but the signature."""
        return [pair for pair in self.parameters.items() if pair[0] != "oauth_signature"]


def parsed(header: str, required: Collection[str] = REQUIRED, *, realm_required: bool = True) -> OAuth1Header:
    """Read the header's value.

    Raises ``AccessDenied``: parameter_rejected for anything malformed, unescaped or given twice (documented),
    MissingTokenPassportRequiredFields for an incomplete one.
    """
    scheme, _, rest = header.strip().partition(" ")
    if scheme.lower() != "oauth":
        raise AccessDenied(Detail.MISSING_FIELDS)
    parameters: dict[str, str] = {}
    for part in rest.split(","):
        match = _PAIR.fullmatch(part)
        if match is None or match[1] in parameters or not _ESCAPED.fullmatch(match[2]):
            raise AccessDenied(Detail.PARAMETER_REJECTED)
        parameters[match[1]] = unquote(match[2])
    realm = parameters.pop("realm", "")
    if (realm_required and not realm) or any(not parameters.get(name) for name in required):
        raise AccessDenied(Detail.MISSING_FIELDS)
    return OAuth1Header(realm, parameters)
