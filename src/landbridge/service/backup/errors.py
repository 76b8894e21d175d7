"""What can be wrong with a dump or a restore; the text is for the operator."""

from __future__ import annotations

from landbridge.service.refusal import Refusal


class BackupError(Refusal):
    """The dump or the restore did not happen. What was there before is still there."""
