"""The verbs of :class:`~landbridge.netsuite.suiteql.records.SuiteQLReader`, waiting for each. Made by ``tools/sync_twin.py``: change the original."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from landbridge.netsuite.background import BackgroundLoop
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.reading import OnTotal
from landbridge.netsuite.records import Criterion, Record
from landbridge.netsuite.suiteql.plans import MissingColumn
from landbridge.netsuite.suiteql.records import SuiteQLReader


class SyncSuiteQLReader:
    """As :class:`~landbridge.netsuite.suiteql.records.SuiteQLReader`, for callers without an event loop."""

    def __init__(self, service: SuiteQLReader, loop: BackgroundLoop) -> None:
        self._service = service
        self._run = loop.run
        self._iterate = loop.iterate

    @property
    def missing(self) -> Sequence[MissingColumn]:
        """The fields that were dropped so far."""
        return self._service.missing

    def fields(self, type_name: str) -> frozenset[str]:
        """Return the fields of a type that are read: those with a column, custom ones included, without the ones that were dropped."""
        return self._run(self._service.fields(type_name))

    def unread(self, type_name: str, names: Collection[str]) -> list[MissingColumn]:
        """Return those of the fields ``names`` that records of a type come without, whatever they hold in NetSuite, in order of name."""
        return self._run(self._service.unread(type_name, names))

    def look_again(self, type_name: str) -> None:
        """Forget which columns of a type were dropped: the next reading asks for all of them, since the role may have been changed."""
        return self._run(self._service.look_again(type_name))

    def changed(
        self,
        type_name: str,
        since: datetime,
        criteria: Sequence[Criterion] = (),
        on_total: OnTotal | None = None,
        *,
        whole: bool = False,
    ) -> Iterator[list[Record]]:
        """Yield batches of everything modified at or after ``since`` (aware, to the second); no order, no record twice."""
        return self._iterate(self._service.changed(type_name, since, criteria, on_total, whole=whole))

    def matching(
        self,
        type_name: str,
        criteria: Sequence[Criterion],
        on_total: OnTotal | None = None,
        *,
        whole: bool = False,
    ) -> Iterator[list[Record]]:
        """Yield batches of everything that meets ``criteria``; ``ValueError`` for those that a query cannot ask."""
        return self._iterate(self._service.matching(type_name, criteria, on_total, whole=whole))

    def by_ids(self, type_name: str, ids: Sequence[str]) -> Iterator[list[Record]]:
        """Yield whole records by internal id, up to 1000 a query; those that are missing or hidden from the role are left out."""
        return self._iterate(self._service.by_ids(type_name, ids))

    def key_ranges(self, type_name: str, *, whole: bool = False) -> list[IdRange]:
        """Return closed ranges, in order, that cover every internal id and fit in one page each. One request."""
        return self._run(self._service.key_ranges(type_name, whole=whole))

    def in_range(self, type_name: str, ids: IdRange, *, whole: bool = False) -> Iterator[list[Record]]:
        """Yield batches of every record whose internal id lies in ``ids``."""
        return self._iterate(self._service.in_range(type_name, ids, whole=whole))
