"""The clock, passed in so that tests turn it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time of this machine."""

    def __call__(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...
