"""Keys and secrets as NetSuite makes them."""

from __future__ import annotations

import secrets
import uuid


def new_secret() -> str:
    """Return 64 hexadecimal characters, as keys and secrets have (observed)."""
    return secrets.token_hex(32)


def new_application_id() -> str:
    """Return a new application id in the form of the newer screens, a GUID in capitals (observed)."""
    return str(uuid.uuid4()).upper()
