"""Keys and secrets of the demo's access token: fixed, public values for tests, unless others are given."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PASSWORD = "landbridge"  # noqa: S105 - the documented password of every demo user
VARIABLES = {
    "consumer_key": "LANDBRIDGE_LOCAL_CONSUMER_KEY",
    "consumer_secret": "LANDBRIDGE_LOCAL_CONSUMER_SECRET",
    "token_id": "LANDBRIDGE_LOCAL_TOKEN_ID",
    "token_secret": "LANDBRIDGE_LOCAL_TOKEN_SECRET",
}


class SecretError(ValueError):
    """A secret that cannot be read; the text names where it was to come from, never the secret."""


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
    def from_environment(
        cls, given: Mapping[str, str | None], files: Mapping[str, Path | None] | None = None
    ) -> TokenSecrets:
        """Return the values ``given``, else those in ``files``, else those of the environment, else the fixed ones.

        Raises ``SecretError`` for a value that is given twice, a file that cannot be read, a value that no header can carry.
        """
        found: dict[str, str] = {}
        for name, variable in VARIABLES.items():
            file = (files or {}).get(name)
            option = name.replace("_", "-")
            if given.get(name) and file is not None:
                raise SecretError(f"give --{option} or --{option}-file, not both")
            value = given.get(name) or (_read(file) if file else None) or os.environ.get(variable)
            if value:
                found[name] = _checked(option, value)
        return cls(**found)

    @classmethod
    def of_account(cls, account_id: str, files: Mapping[str, Path | None]) -> TokenSecrets:
        """Return the values in ``files``, else fixed ones of this account alone: accounts side by side share no key.

        Raises ``SecretError`` as above.
        """
        found = {name: _fixed(f"{name} of {account_id}") for name in VARIABLES}
        for name, file in files.items():
            if file is not None:
                found[name] = _checked(name.replace("_", "-"), _read(file))
        return cls(**found)


def _read(file: Path) -> str:
    try:
        value = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SecretError(f"{file} cannot be read as a secret: {_why(error)}") from error
    if not value:
        raise SecretError(f"{file} cannot be read as a secret: it is empty")
    return value


def _why(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or "" if isinstance(error, OSError) else "it is no plain text"


def _checked(option: str, value: str) -> str:
    if not value.isascii() or not value.isprintable() or " " in value:
        raise SecretError(f"--{option} has characters that a key or secret cannot have")
    return value
