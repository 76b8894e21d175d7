"""Records of a type by queries: the same batches of the same ``Record`` as over SOAP, by ranges of the internal id."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime

from landbridge.netsuite.errors import FixSetup, MalformedReply, QueryRefused
from landbridge.netsuite.ranges import HIGHEST, LOWEST, IdRange
from landbridge.netsuite.reading import OnTotal
from landbridge.netsuite.records import Criterion, Record, Value, is_custom_field
from landbridge.netsuite.rest.exchange import RestExchange
from landbridge.netsuite.suiteql.addresses import (
    OWNER,
    asked_by,
    columns_by_owner,
    plain_names,
    table_of_addresses,
)
from landbridge.netsuite.suiteql.columns import Decoding
from landbridge.netsuite.suiteql.conditions import Conditions
from landbridge.netsuite.suiteql.keys import KeyWalk
from landbridge.netsuite.suiteql.learning import Sighting, ZoneLearner, sighting
from landbridge.netsuite.suiteql.lines import (
    APPLY_LIST,
    Lines,
    applied_fields,
    table_of_applied,
    tables_of_lines,
    with_lines,
)
from landbridge.netsuite.suiteql.pages import LARGEST_PAGE, MOST_ROWS, OPERATION, Page
from landbridge.netsuite.suiteql.plans import MissingColumn, Plan, Plans
from landbridge.netsuite.suiteql.refusals import of_table
from landbridge.netsuite.suiteql.tables import Table
from landbridge.netsuite.suiteql.zone import Undecided
from landbridge.recordtypes import Kind


@dataclass(frozen=True, slots=True)
class Paging:
    """How many rows a page has, and how many ranges are read at once; the budget decides how many of them are in flight."""

    size: int
    parallel: int


@dataclass(frozen=True, slots=True)
class _Read:
    """One page and how it was asked for."""

    plan: Plan
    decoding: Decoding
    page: Page


class SuiteQLReader:
    """Reads records of one account in batches. What the role may not see is not there.

    A field of which this account or role has no column is dropped: told in ``missing`` and, once, in the log
    ``landbridge.netsuite.suiteql``. ``PermissionMissing`` for a table that is hidden from the role, ``FixSetup`` for one that is not there.
    """

    def __init__(self, exchange: RestExchange, plans: Plans, learner: ZoneLearner, paging: Paging) -> None:
        self._exchange = exchange
        self._plans = plans
        self._learner = learner
        self._paging = paging

    @property
    def missing(self) -> Sequence[MissingColumn]:
        """The fields that were dropped so far."""
        return tuple(self._plans.missing)

    async def fields(self, type_name: str) -> frozenset[str]:
        """Return the fields of a type that are read: those with a column, custom ones included, without the ones that were dropped."""
        plan = await self._plans.of(type_name)
        return frozenset(column.name for column in plan.columns) | {"externalId"}

    async def unread(self, type_name: str, names: Collection[str]) -> list[MissingColumn]:
        """Return those of the fields ``names`` that records of a type come without, whatever they hold in NetSuite, in order of name.

        A column of a sublist stands behind its name and a dot (``itemList.rate``), an address by its plain name (``billCity``). Columns that
        queries are refused for are known once records of the type were read. Such a field is not empty: its value is unknown.
        """
        wanted = set(names) - {"internalId"}
        lacking = wanted - await self.fields(type_name)
        if lacking:
            lacking -= await self._beside(type_name)
        refused = {_path(one): one for one in self.missing if one.type.partition(".")[0] == type_name}
        return [
            refused.get(name) or MissingColumn(type_name, name, "", f"Queries show no {name} of {type_name}.")
            for name in sorted(lacking)
        ]

    async def _beside(self, type_name: str) -> set[str]:
        """Return what whole records have beside their body: columns of lines, and addresses."""
        names = {f"{APPLY_LIST}.{name}" for name in applied_fields(type_name)}
        for sublist, table in tables_of_lines(type_name):
            plan = await self._plans.of_lines(type_name, table, sublist)
            names |= {f"{sublist}.{column.name}" for column in plan.columns}
        addressed = table_of_addresses(type_name)
        if addressed is not None and not self._plans.dropped(addressed):
            names |= plain_names(self._plans.of_table(addressed, addressed.columns))
        return names

    async def look_again(self, type_name: str) -> None:
        """Forget which columns of a type were dropped: the next reading asks for all of them, since the role may have been changed."""
        self._plans.look_again(type_name)

    async def changed(
        self,
        type_name: str,
        since: datetime,
        criteria: Sequence[Criterion] = (),
        on_total: OnTotal | None = None,
        *,
        whole: bool = False,
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything modified at or after ``since`` (aware, to the second); no order, no record twice.

        ``ValueError`` when the type has no field to ask by. ``on_total`` hears a few more than come where clocks were set back lately.
        """
        plan = await self._plans.of(type_name)
        if not plan.table.modified:
            raise ValueError(f"{type_name} has no last-modified field to search by")
        conditions = [Criterion(plan.table.modified, "onOrAfter", (since,)), *criteria]
        async with aclosing(self.matching(type_name, conditions, on_total, whole=whole)) as batches:
            async for batch in batches:
                yield batch

    async def matching(
        self,
        type_name: str,
        criteria: Sequence[Criterion],
        on_total: OnTotal | None = None,
        *,
        whole: bool = False,
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything that meets ``criteria``; ``ValueError`` for those that a query cannot ask.

        What makes a record ``whole`` is read after it, a query a batch each for lines, applied documents and addresses: what is saved in
        between belongs to a later change, which is seen.
        """
        plan = await self._plans.of(type_name)
        conditions = Conditions.of(plan, criteria, self._learner.zone)
        if conditions.instants and not self._learner.zone.known:
            await self._learner.begin(plan.table)
            conditions = Conditions.of(plan, criteria, self._learner.zone)
        async with aclosing(self._pages(plan, conditions, on_total)) as pages:
            async for read in pages:
                records = await self._records(read)
                if kept := [record for record in records if conditions.met_by(record)]:
                    yield await self._made_whole(type_name, kept) if whole else kept

    async def by_ids(self, type_name: str, ids: Sequence[str]) -> AsyncGenerator[list[Record], None]:
        """Yield whole records by internal id, up to 1000 a query; those that are missing or hidden from the role are left out."""
        distinct = list(dict.fromkeys(ids))
        for start in range(0, len(distinct), LARGEST_PAGE):
            chunk = tuple(distinct[start : start + LARGEST_PAGE])
            asked = Criterion("internalId", "anyOf", chunk)
            async with aclosing(self.matching(type_name, [asked], whole=True)) as batches:
                async for batch in batches:
                    yield batch

    async def key_ranges(self, type_name: str, *, whole: bool = False) -> list[IdRange]:
        """Return closed ranges, in order, that cover every internal id and fit in one page each. One request."""
        del whole  # lines and addresses are queries of their own
        plan = await self._plans.of(type_name)
        try:
            ends = await self._walk(plan, Conditions()).ends()
        except QueryRefused as error:
            raise of_table(error) from error
        highs = [*(int(end) for end in ends[:-1]), HIGHEST]
        lows = [LOWEST, *(high + 1 for high in highs[:-1])]
        return [IdRange(low, high) for low, high in zip(lows, highs, strict=True)]

    async def in_range(
        self, type_name: str, ids: IdRange, *, whole: bool = False
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of every record whose internal id lies in ``ids``."""
        async with aclosing(self.matching(type_name, [ids.criterion()], whole=whole)) as batches:
            async for batch in batches:
                yield batch

    async def _pages(
        self, plan: Plan, conditions: Conditions, on_total: OnTotal | None
    ) -> AsyncGenerator[_Read, None]:
        """Yield every page. Where the first is refused for a column, it is asked for again without that column."""
        walk = self._walk(plan, conditions)
        while True:
            try:
                first = await walk.page()
                break
            except QueryRefused as error:
                plan = self._plans.without(plan, error, conditions.fields)
                walk = self._walk(plan, conditions)
        if on_total is not None:
            on_total(first.total if first.total < MOST_ROWS else await walk.count())
        decoding = Decoding.of(plan.columns, self._learner.zone.instant)
        async with aclosing(walk.everything(self._paging.parallel, first)) as pages:
            async for page in pages:
                yield _Read(plan, decoding, page)

    async def _made_whole(self, type_name: str, records: list[Record]) -> list[Record]:
        ids = [record.internal_id for record in records]
        lists = {
            name: await self._lines(type_name, name, table, ids) for name, table in tables_of_lines(type_name)
        }
        applied = table_of_applied(type_name, ids)
        if applied is not None:
            lists[APPLY_LIST] = await self._applied(applied)
        if lists:
            records = [with_lines(record, lists) for record in records]
        beside = await self._addresses(type_name, ids)
        return [_with(record, beside.get(record.internal_id, {})) for record in records]

    async def _lines(self, type_name: str, name: str, table: Table, ids: Sequence[str]) -> Lines:
        plan = await self._plans.of_lines(type_name, table, name)
        asked = _in(f"{table.place}transaction", ids)
        lines: Lines = {}
        async with aclosing(self._pages(plan, asked, None)) as pages:
            async for read in pages:
                for item, values in zip(read.page.items, await self._values(read), strict=True):
                    lines.setdefault(item["transaction"], []).append(
                        (int(item["linesequencenumber"]), values)
                    )
        return lines

    async def _applied(self, table: Table) -> Lines:
        plan = self._plans.of_table(table, table.columns)
        lines: Lines = {}
        async with aclosing(self._pages(plan, Conditions(), None)) as pages:
            async for read in pages:
                for item, values in zip(read.page.items, await self._values(read), strict=True):
                    line = int(str(values["doc"])), {"apply": True, **values}
                    lines.setdefault(item["nextdoc"], []).append(line)
        return lines

    async def _addresses(self, type_name: str, ids: Sequence[str]) -> dict[str, dict[str, Value]]:
        """Read addresses. A table of them that is hidden or not there leaves records without, and is told as what is not read."""
        table = table_of_addresses(type_name)
        if table is None or self._plans.dropped(table):
            return {}
        plan = self._plans.of_table(table, table.columns)
        asked = replace(_in(asked_by(table), ids), fields=frozenset({OWNER}))
        rows: list[dict[str, Value]] = []
        try:
            async with aclosing(self._pages(plan, asked, None)) as pages:
                async for read in pages:
                    rows += await self._values(read)
        except (FixSetup, QueryRefused) as error:
            self._plans.drop(table, error)
            return {}
        return columns_by_owner(table, rows)

    def _walk(self, plan: Plan, conditions: Conditions) -> KeyWalk:
        table = plan.table
        return KeyWalk(
            self._exchange,
            plan.selected,
            table.source,
            (*table.where, *conditions.where),
            (*table.params, *conditions.params),
            key=f"{table.place}{table.head[0]}",
            key_type=str if table.by_text else int,
            page_size=self._paging.size,
        )

    async def _records(self, read: _Read) -> list[Record]:
        table = read.plan.table
        values = await self._values(read)
        try:
            return [_record(table, item, found) for item, found in zip(read.page.items, values, strict=True)]
        except KeyError as error:
            raise self._unreadable(table, error) from error

    async def _values(self, read: _Read) -> list[dict[str, Value]]:
        """Decode a page. Where the zone is not known well enough for one of its times, that is learnt first."""
        values_of = read.decoding.values
        while True:
            try:
                return [values_of(item) for item in read.page.items]
            except Undecided as undecided:
                if "id" in read.plan.table.head:
                    await self._learner.learn(_sighting(read, undecided.wall))
                else:  # no record of its own that REST could be asked for
                    self._learner.zone.settle(undecided.wall)
            except ValueError as error:
                raise self._unreadable(read.plan.table, error) from error

    def _unreadable(self, table: Table, error: Exception) -> MalformedReply:
        return MalformedReply(
            f"A row of {table.type} cannot be read: {error}", context=self._exchange.context(OPERATION)
        )


def _record(table: Table, item: Mapping[str, str], values: dict[str, Value]) -> Record:
    """Return a row's record. One of a family has the fields of its own type: the table shows those of all."""
    member = table.member_of(item)
    if member is None:
        return Record(table.type, item["id"], item.get("externalid"), values)
    own = {field.name for field in member.fields}
    kept = {name: value for name, value in values.items() if name in own or is_custom_field(name)}
    return Record(member.name, item["id"], item.get("externalid"), kept)


def _path(missing: MissingColumn) -> str:
    """Return what the reader's callers call a field that is not read: ``itemList.rate`` of a line."""
    sublist = missing.type.partition(".")[2]
    return f"{sublist}.{missing.field}" if sublist else missing.field


def _in(column: str, ids: Sequence[str]) -> Conditions:
    marks = ", ".join("?" * len(ids))
    return Conditions((f"{column} IN ({marks})",), tuple(int(one) for one in ids))


def _with(record: Record, more: dict[str, Value]) -> Record:
    return replace(record, values={**record.values, **more}) if more else record


def _sighting(read: _Read, wall: str) -> Sighting:
    """Return where a page shows a wall time."""
    for number, column in enumerate(read.plan.columns):
        if column.kind is Kind.DATETIME:
            for item in read.page.items:
                if item.get(f"c{number}") == wall:
                    return sighting(read.plan.table, item, column, wall)
    raise AssertionError("the wall time comes from this page")
