"""Learning the account's time zone from its records: REST tells the instant that a query shows as a wall time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from landbridge.netsuite.errors import Context, FixSetup, PermissionMissing, RecordMissing, Retry
from landbridge.netsuite.records import Ref
from landbridge.netsuite.rest.exchange import RestExchange, RestRequest
from landbridge.netsuite.rest.locations import path_of_record
from landbridge.netsuite.suiteql.columns import FieldColumn
from landbridge.netsuite.suiteql.keys import statement
from landbridge.netsuite.suiteql.pages import OPERATION, read_page
from landbridge.netsuite.suiteql.parameters import SECOND, Parameter
from landbridge.netsuite.suiteql.tables import Table
from landbridge.netsuite.suiteql.zone import AccountZone
from landbridge.recordtypes import Kind, restnames

_LOOKS = 4


@dataclass(frozen=True, slots=True)
class Sighting:
    """A wall time that a query showed: of which record, in which column."""

    table: Table
    record_type: str
    internal_id: str
    column: FieldColumn
    wall: str


def sighting(table: Table, row: Mapping[str, str], column: FieldColumn, wall: str) -> Sighting:
    """Return what a row shows. REST knows the record by its own type, not by a family's."""
    member = table.member_of(row)
    return Sighting(table, member.name if member is not None else table.type, row["id"], column, wall)


@dataclass(frozen=True, slots=True)
class ZoneLearner:
    """Asks what ``zone`` does not know."""

    exchange: RestExchange
    zone: AccountZone

    async def begin(self, table: Table) -> None:
        """Learn something of the zone from any record of a type, so that an instant can be asked for. Nothing where there is no record."""
        column = next((one for one in table.columns if one.kind is Kind.DATETIME), None)
        if self.zone.known or column is None:
            return
        found = await self._look(table, column, (*table.where, f"{column.sql} IS NOT NULL"), table.params)
        if found is not None:
            await self.learn(found)

    async def learn(self, seen: Sighting) -> None:
        """Ask REST for the instant, then look whether the query still shows the same, so that both speak of the same save.

        A record that is gone meanwhile decides nothing: its wall time is then taken for the latest instant that it may be.
        """
        for _ in range(_LOOKS):
            try:
                instant = await self._instant(seen)
            except RecordMissing:
                break
            now = await self._look(
                seen.table, seen.column, (f"{seen.table.place}id = ?",), (int(seen.internal_id),)
            )
            if now is None or now.wall == seen.wall:
                self.zone.learn(seen.wall, instant, self._context)
                return
            seen = now
        if not self.zone.known:
            raise Retry("The record that the time zone was to be learnt from is gone.", context=self._context)
        self.zone.settle(seen.wall)

    async def _look(
        self, table: Table, column: FieldColumn, where: tuple[str, ...], params: tuple[Parameter, ...]
    ) -> Sighting | None:
        head = ", ".join(f"{table.place}{name} AS {name}" for name in table.head)
        columns = f"{head}, TO_CHAR({column.sql}, '{SECOND}') AS wall"
        page = await read_page(self.exchange, statement(columns, table.source, where), params, limit=1)
        item = page.items[0] if page.items else {}
        return sighting(table, item, column, item["wall"]) if "wall" in item else None

    async def _instant(self, seen: Sighting) -> datetime:
        name = restnames.field_name(seen.record_type, seen.column.name)
        path = path_of_record(seen.record_type, Ref(seen.internal_id))
        request = RestRequest("rest.get", "GET", path, {"fields": name})
        try:
            reply = await self.exchange.perform(request)
            return datetime.fromisoformat(reply.document[name])
        except (KeyError, TypeError, ValueError, PermissionMissing) as error:
            raise FixSetup(
                f"The zone in which queries show times cannot be learnt from {seen.record_type} {seen.internal_id}: {error} "
                "Set time_zone in the client's options to the zone of the token's user.",
                code="TIME_ZONE",
                context=self._context,
            ) from error

    @property
    def _context(self) -> Context:
        return self.exchange.context(OPERATION)
