"""The two sides of a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from landbridge.service.ports import Clock, Destination, Reader
from landbridge.service.runs.services import Services
from landbridge.service.verification.models import Verification


@dataclass(frozen=True, slots=True)
class Systems:
    """Both sides, opened for reading, and our clock."""

    reader: Reader
    destination: Destination
    clock: Clock

    @classmethod
    def of(cls, verification: Verification, services: Services) -> Systems:
        """Open both sides of the comparison's connection. Raises as ``services.reader_for``."""
        connection = verification.connection
        return cls(services.reader_for(connection), services.destination_for(connection), services.clock)

    def now(self) -> datetime:
        """Return the present instant on our clock."""
        return self.clock()
