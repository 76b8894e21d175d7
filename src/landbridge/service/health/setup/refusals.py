"""What the assistant refuses."""

from __future__ import annotations

from landbridge.service.refusal import Refusal


class NotDone(Refusal):
    """A step could not be done, or is not one that the assistant does."""
