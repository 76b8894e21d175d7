"""How many records are read, whichever protocol they are read by."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import datetime
from typing import Protocol

from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.records import Criterion, Record

OnTotal = Callable[[int], None]
"""Told how many records NetSuite counted, before the first batch; on the client's event loop."""


class RecordReader(Protocol):
    """Reads many records of one account, the same ``Record`` whichever protocol it reads by. Batches are in no order."""

    def changed(
        self,
        type_name: str,
        since: datetime,
        criteria: Sequence[Criterion] = (),
        on_total: OnTotal | None = None,
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything modified at or after ``since``, each record once."""
        ...

    def matching(
        self, type_name: str, criteria: Sequence[Criterion], on_total: OnTotal | None = None
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything that meets all ``criteria``."""
        ...

    def by_ids(self, type_name: str, ids: Sequence[str]) -> AsyncGenerator[list[Record], None]:
        """Yield records by internal id; what is missing or hidden from the role is left out."""
        ...

    async def key_ranges(self, type_name: str) -> list[IdRange]:
        """Return closed ranges, in order, that cover every internal id."""
        ...

    def in_range(self, type_name: str, ids: IdRange) -> AsyncGenerator[list[Record], None]:
        """Yield batches of every record whose internal id lies in ``ids``."""
        ...
