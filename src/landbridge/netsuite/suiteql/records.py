"""Records of a type by queries: the same batches of the same ``Record`` as over SOAP, by ranges of the internal id."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from landbridge.netsuite.errors import MalformedReply, QueryRefused
from landbridge.netsuite.ranges import HIGHEST, LOWEST, IdRange
from landbridge.netsuite.reading import OnTotal
from landbridge.netsuite.records import Criterion, Record
from landbridge.netsuite.rest.exchange import RestExchange
from landbridge.netsuite.suiteql.columns import Decoding
from landbridge.netsuite.suiteql.conditions import Conditions
from landbridge.netsuite.suiteql.keys import KeyWalk
from landbridge.netsuite.suiteql.learning import Sighting, ZoneLearner
from landbridge.netsuite.suiteql.lines import Lines, tables_of_lines, with_lines
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

        Columns that queries are refused for are known once records of the type were read. Such a field is not empty: its value is unknown.
        """
        lacking = set(names) - await self.fields(type_name) - {"internalId"}
        refused = {one.field: one for one in self.missing if one.type == type_name}
        return [
            refused.get(name) or MissingColumn(type_name, name, "", f"Queries show no {name} of {type_name}.")
            for name in sorted(lacking)
        ]

    async def look_again(self, type_name: str) -> None:
        """Forget which columns of a type were dropped: the next reading asks for all of them, since the role may have been changed."""
        self._plans.look_again(type_name)

    async def changed(
        self,
        type_name: str,
        since: datetime,
        criteria: Sequence[Criterion] = (),
        on_total: OnTotal | None = None,
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything modified at or after ``since`` (aware, to the second); no order, no record twice.

        ``ValueError`` when the type has no field to ask by. ``on_total`` hears a few more than come where clocks were set back lately.
        """
        plan = await self._plans.of(type_name)
        if not plan.table.modified:
            raise ValueError(f"{type_name} has no last-modified field to search by")
        conditions = [Criterion(plan.table.modified, "onOrAfter", (since,)), *criteria]
        async with aclosing(self.matching(type_name, conditions, on_total)) as batches:
            async for batch in batches:
                yield batch

    async def matching(
        self, type_name: str, criteria: Sequence[Criterion], on_total: OnTotal | None = None
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything that meets ``criteria``; ``ValueError`` for those that a query cannot ask."""
        plan = await self._plans.of(type_name)
        conditions = Conditions.of(plan, criteria, self._learner.zone)
        if conditions.instants and not self._learner.zone.known:
            await self._learner.begin(plan.table)
            conditions = Conditions.of(plan, criteria, self._learner.zone)
        async with aclosing(self._pages(plan, conditions, on_total)) as pages:
            async for read in pages:
                records = await self._records(read)
                if kept := [record for record in records if conditions.met_by(record)]:
                    yield kept

    async def by_ids(self, type_name: str, ids: Sequence[str]) -> AsyncGenerator[list[Record], None]:
        """Yield records by internal id, up to 1000 a query; those that are missing or hidden from the role are left out.

        Transactions come with the lines of their items and expenses, once all of them are read.
        """
        distinct = list(dict.fromkeys(ids))
        for start in range(0, len(distinct), LARGEST_PAGE):
            chunk = tuple(distinct[start : start + LARGEST_PAGE])
            asked = Criterion("internalId", "anyOf", chunk)
            async with aclosing(self.matching(type_name, [asked])) as batches:
                async for batch in batches:
                    yield await self._with_lines(type_name, batch)

    async def key_ranges(self, type_name: str) -> list[IdRange]:
        """Return closed ranges, in order, that cover every internal id and fit in one page each. One request."""
        plan = await self._plans.of(type_name)
        try:
            ends = await self._walk(plan, Conditions()).ends()
        except QueryRefused as error:
            raise of_table(error) from error
        highs = [*(int(end) for end in ends[:-1]), HIGHEST]
        lows = [LOWEST, *(high + 1 for high in highs[:-1])]
        return [IdRange(low, high) for low, high in zip(lows, highs, strict=True)]

    async def in_range(self, type_name: str, ids: IdRange) -> AsyncGenerator[list[Record], None]:
        """Yield batches of every record whose internal id lies in ``ids``."""
        async with aclosing(self.matching(type_name, [ids.criterion()])) as batches:
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

    async def _with_lines(self, type_name: str, records: list[Record]) -> list[Record]:
        """Return transactions with their lines, which are read after them: lines saved in between belong to a later change, which is seen."""
        ids = [record.internal_id for record in records]
        lists = {name: await self._lines(table, ids) for name, table in tables_of_lines(type_name)}
        return [with_lines(record, lists) for record in records] if lists else records

    async def _lines(self, table: Table, ids: Sequence[str]) -> Lines:
        plan = self._plans.of_table(table, table.columns)
        marks = ", ".join("?" * len(ids))
        asked = Conditions((f"transaction IN ({marks})",), tuple(int(one) for one in ids))
        lines: Lines = {}
        async with aclosing(self._pages(plan, asked, None)) as pages:
            async for read in pages:
                for item in read.page.items:
                    line = int(item["linesequencenumber"]), read.decoding.values(item)
                    lines.setdefault(item["transaction"], []).append(line)
        return lines

    def _walk(self, plan: Plan, conditions: Conditions) -> KeyWalk:
        table = plan.table
        return KeyWalk(
            self._exchange,
            plan.selected,
            table.source,
            (*table.where, *conditions.where),
            (*table.params, *conditions.params),
            key=f"{table.place}{table.head[0]}",
            page_size=self._paging.size,
        )

    async def _records(self, read: _Read) -> list[Record]:
        """Decode a page. Where the zone is not known well enough for one of its times, that is learnt first."""
        while True:
            try:
                return self._decoded(read)
            except Undecided as undecided:
                await self._learner.learn(_sighting(read, undecided.wall))

    def _decoded(self, read: _Read) -> list[Record]:
        kind = read.plan.table.type
        values_of = read.decoding.values
        try:
            return [
                Record(kind, item["id"], item.get("externalid"), values_of(item)) for item in read.page.items
            ]
        except (KeyError, ValueError) as error:
            raise MalformedReply(
                f"A row of {kind} cannot be read: {error}", context=self._exchange.context(OPERATION)
            ) from error


def _sighting(read: _Read, wall: str) -> Sighting:
    """Return where a page shows a wall time."""
    for number, column in enumerate(read.plan.columns):
        if column.kind is Kind.DATETIME:
            for item in read.page.items:
                if item.get(f"c{number}") == wall:
                    return Sighting(read.plan.table, item["id"], column, wall)
    raise AssertionError("the wall time comes from this page")
