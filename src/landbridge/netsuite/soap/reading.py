"""Records of a type over SOAP, in batches."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime

from landbridge.netsuite import addresses
from landbridge.netsuite.errors import PermissionMissing, RecordMissing
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.reading import OnTotal
from landbridge.netsuite.records import Criterion, Record, Value
from landbridge.netsuite.soap.kinds import readable
from landbridge.netsuite.soap.requests import GET_LIST_LIMIT
from landbridge.netsuite.soap.service import SoapService
from landbridge.netsuite.walking import Answer, RangeWalk, each_once
from landbridge.recordtypes import transactions
from landbridge.recordtypes.families import members_of

WHOLE_PAGE = 200
"""Records a page where they are read with their sublists: NetSuite loads each fully, which a page of 1000 has no time for (assumed)."""

_MODIFIED = "lastModifiedDate"
_ID, _TYPE = "internalId", "type"


class SoapReader:
    """Reads records of one account in batches.

    ``whole``: transactions are searched with their sublists, so that a document comes with all its lines or not at all. Of other
    records the columns that a body has not are read by a second search, one a batch and beside the bodies: what is saved in between has a
    later instant, by which it is found again.
    """

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
        *,
        whole: bool = False,
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything modified at or after ``since``; no upper bound, no order, no record twice.

        What fits in one page costs one request; two where columns stand beside it, but for addresses only from ``WHOLE_PAGE`` records on:
        so many are loaded fully. ``ValueError`` when the type has no field to ask by.
        """
        conditions = [Criterion(_modified_field(type_name), "onOrAfter", (since,)), *criteria]
        walk = self._walk(type_name, conditions, whole=whole, few=True)
        async with aclosing(walk.everything(on_total)) as batches:
            async for batch in batches:
                yield batch

    def matching(
        self,
        type_name: str,
        criteria: Sequence[Criterion],
        on_total: OnTotal | None = None,
        *,
        whole: bool = False,
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything that matches ``criteria``, read by the same rule."""
        return self._walk(type_name, criteria, whole=whole).everything(on_total)

    async def key_ranges(self, type_name: str, *, whole: bool = False) -> list[IdRange]:
        """Return closed ranges, in order, that cover every internal id and should each fit in one page. One request."""
        return await self._walk(type_name, (), whole=whole).ranges()

    def in_range(
        self, type_name: str, ids: IdRange, *, whole: bool = False
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of every record whose internal id lies in ``ids``, by the same rule."""
        return self._walk(type_name, (), whole=whole).within(ids)

    async def by_ids(self, type_name: str, ids: Sequence[str]) -> AsyncGenerator[list[Record], None]:
        """Yield full records by ``getList`` in chunks; those that are missing or hidden from the role are left out.

        Records of a family are searched for, since ``getList`` asks for each by its own type. Other failures are raised.
        """
        how = _Way.of(type_name)
        distinct = list(dict.fromkeys(ids))
        for start in range(0, len(distinct), GET_LIST_LIMIT):
            chunk = distinct[start : start + GET_LIST_LIMIT]
            found = await (self._searched(type_name, chunk) if how.members else self._listed(how, chunk))
            if found:
                yield found

    async def _listed(self, how: _Way, ids: Sequence[str]) -> list[Record]:
        outcomes = await self._soap.get_list(how.type_name, ids)
        found = [
            outcome.value
            for outcome in outcomes
            if not isinstance(outcome.error, (RecordMissing, PermissionMissing))
        ]
        plain = [_with(record, addresses.plain_addresses(record.values)) for record in found]
        return await self._with_columns(how.type_name, plain, how.instants)

    async def _searched(self, type_name: str, ids: Sequence[str]) -> list[Record]:
        asked = [Criterion(_ID, "anyOf", tuple(ids))]
        async with aclosing(self.matching(type_name, asked, whole=True)) as batches:
            return [record async for batch in batches for record in batch]

    def _walk(
        self, type_name: str, criteria: Sequence[Criterion], *, whole: bool, few: bool = False
    ) -> RangeWalk[Record]:
        """Return the walk; ``few`` expects that little is found, and loads that fully where it has addresses."""
        how = _Way.of(type_name)
        own = [*how.members, *criteria]
        fully = min(self._page_size, WHOLE_PAGE)

        async def ask(ids: IdRange | None) -> Answer[Record]:
            loads = whole and (how.lines or (few and ids is None and bool(how.addresses)))
            asked = own if ids is None else [*own, ids.criterion()]
            size = fully if loads else self._page_size
            page = await self._soap.search(type_name, asked, page_size=size, body_fields_only=not loads)
            found = [record.internal_id for record in page.records]
            complete = each_once(found, page.total_records)
            records = page.records
            if loads:
                records = [_with(record, addresses.plain_addresses(record.values)) for record in records]
            elif complete or ids is not None:
                columns = how.instants + (how.addresses if whole else ())
                records = await self._with_columns(type_name, records, columns)
            return Answer(records, found, page.total_records, complete)

        page_size = fully if whole and how.lines else self._page_size
        return RangeWalk(
            ask, page_size, self._parallel, f"{type_name} records", lambda: self._soap.context("search")
        )

    async def _with_columns(
        self, type_name: str, records: list[Record], columns: Sequence[str]
    ) -> list[Record]:
        """Return the records with columns of a search; one that is gone meanwhile is left out."""
        if not records or not columns:
            return records
        asked = [Criterion(_ID, "anyOf", tuple(record.internal_id for record in records))]
        rows = self._soap.search_rows(type_name, asked, columns=columns, page_size=self._page_size)
        beside: dict[str, dict[str, Value]] = {}
        async with aclosing(rows) as batches:
            async for batch in batches:
                for row in batch:
                    values = {name: value for name, value in row.values.items() if name != _ID}
                    beside.setdefault(row.internal_id, values)
        return [
            _with(record, beside[record.internal_id]) for record in records if record.internal_id in beside
        ]


@dataclass(frozen=True, slots=True)
class _Way:
    """How the records of a type are read: ``members`` are the criteria of a family, ``lines`` says that whole records have some,
    ``instants`` and ``addresses`` are columns of which a body has nothing."""

    type_name: str
    members: tuple[Criterion, ...]
    lines: bool
    instants: tuple[str, ...]
    addresses: tuple[str, ...]

    @classmethod
    def of(cls, type_name: str) -> _Way:
        """Return it for a type or family; ``ValueError`` for one without a description."""
        kind = readable(type_name)
        types = tuple(dict.fromkeys(dict(one.search_values)[_TYPE] for one in members_of(type_name)))
        return cls(
            type_name,
            (Criterion(_TYPE, "anyOf", types),) if types else (),
            kind.searched_as == transactions.FAMILY,
            (_MODIFIED,) if kind.tells_changes and not kind.modified_field else (),
            addresses.columns(entity=True) if type_name in addresses.ENTITIES else (),
        )


def _with(record: Record, more: dict[str, Value]) -> Record:
    return replace(record, values={**record.values, **more}) if more else record


def _modified_field(type_name: str) -> str:
    """Return what a search asks by. It may know an instant that the record itself has not (of a project task)."""
    kind = readable(type_name)
    if not kind.tells_changes:
        raise ValueError(f"{type_name} has no last-modified field to search by")
    return kind.modified_field or _MODIFIED
