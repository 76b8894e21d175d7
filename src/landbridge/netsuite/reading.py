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
    """Reads many records of one account, the same ``Record`` whichever protocol it reads by. Batches are in no order.

    A type is one of ``recordtypes``, a custom record type or the family ``item``, whose records bear the name of their own type.
    ``whole`` adds what a body has not: all lines of a transaction's items and expenses, the documents that a payment or credit is applied
    to (``applyList``), and addresses as plain values (:mod:`landbridge.netsuite.addresses`). A project task always has its
    ``lastModifiedDate``, which SOAP keeps in the search alone.
    """

    def changed(
        self,
        type_name: str,
        since: datetime,
        criteria: Sequence[Criterion] = (),
        on_total: OnTotal | None = None,
        *,
        whole: bool = False,
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything modified at or after ``since``, each record once."""
        ...

    def matching(
        self,
        type_name: str,
        criteria: Sequence[Criterion],
        on_total: OnTotal | None = None,
        *,
        whole: bool = False,
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything that meets all ``criteria``."""
        ...

    def by_ids(self, type_name: str, ids: Sequence[str]) -> AsyncGenerator[list[Record], None]:
        """Yield whole records by internal id; what is missing or hidden from the role is left out."""
        ...

    async def key_ranges(self, type_name: str, *, whole: bool = False) -> list[IdRange]:
        """Return closed ranges, in order, that cover every internal id, each about a page of ``in_range``."""
        ...

    def in_range(
        self, type_name: str, ids: IdRange, *, whole: bool = False
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of every record whose internal id lies in ``ids``."""
        ...
