"""The verbs of :class:`~landbridge.netsuite.reading.RecordReader`, waiting for each. Made by ``tools/sync_twin.py``: change the original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from landbridge.netsuite.background import BackgroundLoop
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.reading import OnTotal, RecordReader
from landbridge.netsuite.records import Criterion, Record


class SyncRecordReader:
    """As :class:`~landbridge.netsuite.reading.RecordReader`, for callers without an event loop."""

    def __init__(self, service: RecordReader, loop: BackgroundLoop) -> None:
        self._service = service
        self._run = loop.run
        self._iterate = loop.iterate

    def changed(
        self,
        type_name: str,
        since: datetime,
        criteria: Sequence[Criterion] = (),
        on_total: OnTotal | None = None,
        *,
        whole: bool = False,
    ) -> Iterator[list[Record]]:
        """Yield batches of everything modified at or after ``since``, each record once."""
        return self._iterate(self._service.changed(type_name, since, criteria, on_total, whole=whole))

    def matching(
        self,
        type_name: str,
        criteria: Sequence[Criterion],
        on_total: OnTotal | None = None,
        *,
        whole: bool = False,
    ) -> Iterator[list[Record]]:
        """Yield batches of everything that meets all ``criteria``."""
        return self._iterate(self._service.matching(type_name, criteria, on_total, whole=whole))

    def by_ids(self, type_name: str, ids: Sequence[str]) -> Iterator[list[Record]]:
        """Yield whole records by internal id; what is missing or hidden from the role is left out."""
        return self._iterate(self._service.by_ids(type_name, ids))

    def key_ranges(self, type_name: str, *, whole: bool = False) -> list[IdRange]:
        """Return closed ranges, in order, that cover every internal id, each about a page of ``in_range``."""
        return self._run(self._service.key_ranges(type_name, whole=whole))

    def in_range(self, type_name: str, ids: IdRange, *, whole: bool = False) -> Iterator[list[Record]]:
        """Yield batches of every record whose internal id lies in ``ids``."""
        return self._iterate(self._service.in_range(type_name, ids, whole=whole))
