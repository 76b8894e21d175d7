"""What other apps do when a scheduled run was queued: nobody looks at it then, so what is not well is written into its log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from landbridge.service.runs.models import Run

Preparation = Callable[[Run, datetime], object]
"""Takes a scheduled run and the present instant, in the transaction that queued the run; it asks nobody outside the database."""

_preparations: list[Preparation] = []


def add_preparation(preparation: Preparation) -> None:
    """Let ``preparation`` be done too. Apps above this one call it when Django makes them ready."""
    if preparation not in _preparations:
        _preparations.append(preparation)


def prepare(run: Run, now: datetime) -> None:
    """Do every preparation of a scheduled run."""
    for preparation in _preparations:
        preparation(run, now)
