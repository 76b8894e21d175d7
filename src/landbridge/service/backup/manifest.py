"""What a dump says about itself: written first into the file, read before anything is restored."""

from __future__ import annotations

from datetime import datetime

import msgspec

from landbridge.service.backup.errors import BackupError

FORMAT = 1


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """``migrations`` are `app.name` of every migration that the tables have. ``secret_key`` is the fingerprint of the secret that
    seals credentials (16 hexadecimal digits; it reveals nothing), ``connections`` the names of the connections with the
    fingerprint that sealed each. ``publisher`` is that of the stored publisher's record, empty where there is none.
    """

    format: int = FORMAT
    landbridge: str
    postgresql: str
    made_at: datetime
    secret_key: str
    connections: dict[str, str]
    publisher: str = ""
    migrations: list[str]


def encode(manifest: Manifest) -> bytes:
    """Return the manifest as JSON."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2)


def decode(text: bytes) -> Manifest:
    """Read a manifest. Raises ``BackupError``."""
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BackupError(f"the file's manifest cannot be read: {error}") from error
    if manifest.format != FORMAT:
        raise BackupError(
            f"the dump has format {manifest.format}, and this version of Landbridge reads {FORMAT}"
        )
    return manifest
