"""What is selected of a record type, and what was dropped because this account or role has no such column."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from landbridge.netsuite.errors import NetSuiteError, QueryRefused
from landbridge.netsuite.rest.service import RestService
from landbridge.netsuite.suiteql.columns import FieldColumn
from landbridge.netsuite.suiteql.refusals import missing_column, of_table
from landbridge.netsuite.suiteql.tables import Table, custom_columns, table_of
from landbridge.recordtypes import Kind
from landbridge.recordtypes.families import members_of

_log = logging.getLogger("landbridge.netsuite.suiteql")


@dataclass(frozen=True, slots=True)
class MissingColumn:
    """A field that is not read, since queries of this account or this role have no such column. ``reason`` is NetSuite's text."""

    type: str
    field: str
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A type's table and the columns that are selected of it, in this order."""

    table: Table
    columns: tuple[FieldColumn, ...]

    @property
    def selected(self) -> str:
        """The list of a SELECT: key and what identifies a row, then every column under its number."""
        place = self.table.place
        texts = [f"{place}{name} AS {name}" for name in self.table.head]
        for number, column in enumerate(self.columns):
            texts += column.selected(str(number))
        return ", ".join(texts)


@dataclass(slots=True)
class Plans:
    """The plans of one client. Custom fields and their kinds come from the account's metadata catalogue, as it is now."""

    rest: RestService
    missing: list[MissingColumn] = field(default_factory=list)

    async def of(self, type_name: str) -> Plan:
        """Return the plan of a type: ``ValueError`` where queries cannot read it."""
        table = table_of(type_name)
        columns = table.columns
        if table.custom_fields:
            columns += custom_columns(table, await self._custom_kinds(type_name))
        return self.of_table(table, columns)

    async def of_lines(self, type_name: str, table: Table, sublist: str) -> Plan:
        """Return the plan of the lines of a sublist, with the custom columns that the account has on them."""
        metadata = await self.rest.metadata(type_name)
        part = metadata.sublists.get(sublist)
        fields = part.fields.values() if part is not None else ()
        kinds = {one.name: one.kind for one in fields if one.custom}
        return self.of_table(table, table.columns + custom_columns(table, kinds))

    async def _custom_kinds(self, type_name: str) -> dict[str, Kind]:
        types = [one.name for one in members_of(type_name)] or [type_name]
        described = await asyncio.gather(*(self.rest.metadata(name) for name in types))
        return {name: one.kind for found in described for name, one in found.custom_fields.items()}

    def of_table(self, table: Table, columns: tuple[FieldColumn, ...]) -> Plan:
        """Return the plan that selects ``columns``, but those that were dropped before."""
        dropped = {(one.type, one.field) for one in self.missing}
        return Plan(table, tuple(one for one in columns if (table.type, one.name) not in dropped))

    def look_again(self, type_name: str) -> None:
        """Select again what was dropped of a type and of its lines, and ask for its custom fields again."""
        self.missing[:] = [one for one in self.missing if one.type.partition(".")[0] != type_name]
        for name in [one.name for one in members_of(type_name)] or [type_name]:
            self.rest.forget_metadata(name)

    def dropped(self, table: Table) -> bool:
        """Say whether a whole table was dropped."""
        return any((one.type, one.column) == (table.type, "") for one in self.missing)

    def drop(self, table: Table, error: NetSuiteError) -> None:
        """Take note that nothing of a table is read, because of ``error``."""
        for one in table.columns:
            self.missing.append(MissingColumn(table.type, one.name, "", error.message))
        _log.warning("%s is not read: %s", table.type, error.message)

    def without(self, plan: Plan, error: QueryRefused, needed: frozenset[str]) -> Plan:
        """Return the plan without the column that a query was refused for; raise what the refusal means where that does not help.

        ``needed`` are the fields that the query asks by.
        """
        name = missing_column(error)
        gone = [one for one in plan.columns if one.source == name]
        if not gone or needed & {one.name for one in gone}:
            raise of_table(error) from error
        kept = tuple(one for one in plan.columns if one.source != name)
        for one in gone:
            told = MissingColumn(plan.table.type, one.name, name, error.message)
            if told not in self.missing:
                self.missing.append(told)
                _log.warning("%s of %s is not read: %s", one.name, plan.table.type, error.message)
        return Plan(plan.table, kept)
