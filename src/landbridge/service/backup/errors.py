"""What can be wrong with a dump or a restore; the text is for the operator."""

from __future__ import annotations


class BackupError(Exception):
    """The dump or the restore did not happen. What was there before is still there."""
