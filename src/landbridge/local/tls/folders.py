"""Where the certificate authority lives: in the user's state folder, one for all local accounts of that user."""

from __future__ import annotations

import os
from pathlib import Path

from landbridge.local.tls.authority import KEY_FILE

VARIABLE = "LANDBRIDGE_LOCAL_STATE"
"""Names another folder than the user's."""


def state_folder() -> Path:
    """Return the folder: ``LANDBRIDGE_LOCAL_STATE``, else ``landbridge/local`` below XDG's state folder."""
    if named := os.environ.get(VARIABLE):
        return Path(named).absolute()
    base = os.environ.get("XDG_STATE_HOME")
    # A relative path there is to be ignored, says the XDG base directory specification.
    home = Path(base) if base and Path(base).is_absolute() else Path.home() / ".local" / "state"
    return home / "landbridge" / "local"


def authority_folder(data: Path | None) -> Path:
    """Return the folder of the authority that serves a data folder: its own where it has one from before, else the user's."""
    if data is not None and (data / "tls" / KEY_FILE).exists():
        return data / "tls"
    return state_folder()
