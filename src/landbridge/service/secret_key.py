"""The service's one secret: where it comes from, and the keys that are derived from it.

`LANDBRIDGE_SECRET_KEY` wins; otherwise the file `secret.key` (mode 0600) of the data folder, made at the first use. Every
use has a key of its own, derived by HKDF-SHA256 (RFC 5869), so that none of them tells anything about another.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from landbridge.service.refusal import Refusal

VARIABLE = "LANDBRIDGE_SECRET_KEY"
FILE_NAME = "secret.key"
SHORTEST = 32


class SecretKeyError(Refusal):
    """The secret cannot be used: too short, or its file can be read by others."""


def load_secret(environment: Mapping[str, str], data_folder: Path | None) -> bytes | None:
    """Return the secret, made at the first use of ``data_folder``; ``None`` where neither place is given.

    Raises ``SecretKeyError``; the message never holds the secret.
    """
    given = environment.get(VARIABLE, "")
    if given:
        return _long_enough(given.encode(), VARIABLE)
    if data_folder is None:
        return None
    path = data_folder / FILE_NAME
    _make_once(path)
    _check_private(path)
    return _long_enough(path.read_bytes().strip(), str(path))


def derive_key(secret: bytes, purpose: str, length: int = 32) -> bytes:
    """Return ``length`` bytes that belong to ``purpose`` alone."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=f"landbridge {purpose}".encode()).derive(
        secret
    )


def fingerprint(secret: bytes) -> str:
    """Return 16 hexadecimal digits that tell two secrets apart and reveal neither."""
    return derive_key(secret, "fingerprint", 8).hex()


def _make_once(path: Path) -> None:
    """Write a new secret, unless another process was quicker."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{FILE_NAME}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # atomic, and never over a key that is already there
        except FileExistsError:
            return
    finally:
        draft.unlink()


def _check_private(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SecretKeyError(f"{path} can be read by others; run: chmod 600 {path}")


def _long_enough(secret: bytes, where: str) -> bytes:
    if len(secret) < SHORTEST:
        raise SecretKeyError(f"{where} holds fewer than {SHORTEST} characters")
    return secret
