"""Records of a type over SOAP, in batches."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime

from landbridge.netsuite.errors import PermissionMissing, RecordMissing
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.reading import OnTotal
from landbridge.netsuite.records import Criterion, Record
from landbridge.netsuite.soap.criteria import search_fields
from landbridge.netsuite.soap.kinds import described
from landbridge.netsuite.soap.requests import GET_LIST_LIMIT
from landbridge.netsuite.soap.service import SoapService
from landbridge.netsuite.walking import Answer, RangeWalk, each_once


class SoapReader:
    """Reads records of one account in batches."""

    def __init__(self, soap: SoapService, *, page_size: int, parallel: int) -> None:
        self._soap = soap
        self._page_size = page_size
        self._parallel = parallel

    async def changed(
        self,
        type_name: str,
        since: datetime,
        criteria: Sequence[Criterion] = (),
        on_total: OnTotal | None = None,
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything modified at or after ``since``; no upper bound, no order, no record twice.

        What fits in one page costs exactly one request. ``ValueError`` when the type has no field to ask by.
        """
        conditions = [Criterion(_modified_field(type_name), "onOrAfter", (since,)), *criteria]
        async with aclosing(self.matching(type_name, conditions, on_total)) as batches:
            async for batch in batches:
                yield batch

    def matching(
        self, type_name: str, criteria: Sequence[Criterion], on_total: OnTotal | None = None
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything that matches ``criteria``, read by the same rule."""
        return self._walk(type_name, criteria).everything(on_total)

    async def key_ranges(self, type_name: str) -> list[IdRange]:
        """Return closed ranges, in order, that cover every internal id and should each fit in one page. One request."""
        return await self._walk(type_name, ()).ranges()

    def in_range(self, type_name: str, ids: IdRange) -> AsyncGenerator[list[Record], None]:
        """Yield batches of every record whose internal id lies in ``ids``, by the same rule."""
        return self._walk(type_name, ()).within(ids)

    async def by_ids(self, type_name: str, ids: Sequence[str]) -> AsyncGenerator[list[Record], None]:
        """Yield full records by ``getList`` in chunks; those that are missing or hidden from the role are left out.

        Other failures are raised.
        """
        distinct = list(dict.fromkeys(ids))
        for start in range(0, len(distinct), GET_LIST_LIMIT):
            outcomes = await self._soap.get_list(type_name, distinct[start : start + GET_LIST_LIMIT])
            found = [
                outcome.value
                for outcome in outcomes
                if not isinstance(outcome.error, (RecordMissing, PermissionMissing))
            ]
            if found:
                yield found

    def _walk(self, type_name: str, criteria: Sequence[Criterion]) -> RangeWalk[Record]:
        async def ask(ids: IdRange | None) -> Answer[Record]:
            asked = criteria if ids is None else [*criteria, ids.criterion()]
            page = await self._soap.search(type_name, asked, page_size=self._page_size)
            found = [record.internal_id for record in page.records]
            return Answer(page.records, found, page.total_records, each_once(found, page.total_records))

        return RangeWalk(
            ask, self._page_size, self._parallel, f"{type_name} records", lambda: self._soap.context("search")
        )


def _modified_field(type_name: str) -> str:
    """Return what a search asks by. It may know an instant that the record itself has not (of a project task)."""
    kind = described(type_name)
    name = kind.modified_field or "lastModifiedDate"
    if name not in search_fields(kind):
        raise ValueError(f"{type_name} has no last-modified field to search by")
    return name
