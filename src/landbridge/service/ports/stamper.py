"""Telling NetSuite's records what became of them, as the runs see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a NetSuite record is told: when it was imported, with what outcome, and where to look."""

    internal_id: str
    imported_at: datetime
    outcome: str
    link: str


class Stamper(Protocol):
    """Writes stamps onto the records of one NetSuite account. Errors are those of ``landbridge.netsuite``."""

    def has_stamp(self, netsuite_type: str) -> bool:
        """Say whether the SuiteApp gives records of a type the fields of the stamp."""
        ...

    def stamp(self, netsuite_type: str, stamps: Sequence[Stamp]) -> Sequence[str]:
        """Write the stamps, many a request; return why those that were refused were, in words."""
        ...
