"""The rows that one record puts into the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from landbridge.local.records.model import Record
from landbridge.local.records.types import TypeDefinition
from landbridge.local.suiteql import addresses, codes, transactions
from landbridge.local.suiteql.columns import Body, Row, as_day, as_reference, source, writer
from landbridge.local.suiteql.dates import of_instant
from landbridge.local.suiteql.tables import RENAMED, fields_of, table_of
from landbridge.recordtypes import RECORD_TYPES, Kind

Rows = dict[str, list[Row]]
"""Rows by table."""


class RowMaker:
    """Makes the rows of records of one type. ``stage`` returns that of a case's status."""

    def __init__(
        self, definition: TypeDefinition, zone: ZoneInfo, stage: Callable[[str], str | None]
    ) -> None:
        self._stage = stage
        self._definition = definition
        self._zone = zone
        self._body = Body.of(fields_of(definition, zone))
        self._table = table_of(definition.name)
        self._names = [self._table, *_others(self._table)]
        columns = [
            (list_name, source(definition.name, field, zone))
            for list_name in transactions.LISTS
            if list_name in definition.shape.lists
            for field in definition.shape.lists[list_name].fields.values()
            if field.name.startswith("custcol")
        ]
        self._line_fields = [one for _, one in columns if one is not None]

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that this type's records have rows in."""
        more: tuple[str, ...] = ()
        if self._table == "transaction":
            more = (
                "transactionline",
                "transactionaccountingline",
                "previoustransactionlinelink",
                "nexttransactionlinelink",
                *(f"transaction{column}" for column in addresses.OF_TRANSACTION),
            )
        elif self._definition.name in codes.ENTITY_TYPES:
            name = self._definition.name
            more = ("entity", addresses.book_of(name), addresses.addresses_of(name))
        return (*self._names, *more)

    def rows(self, record: Record, text: str) -> Rows:
        """Return the rows of one record; ``text`` is what a reference to it shows."""
        row = self._body.row(record)
        row["_kind"] = record.type
        row.setdefault("lastmodifieddate", of_instant(record.modified, self._zone))
        row |= self._special(record, row, text)
        made: Rows = {name: [row] for name in self._names}
        if self._table == "transaction":
            made |= self._transaction(record)
        elif record.type in codes.ENTITY_TYPES:
            made["entity"] = [_entity(record, row, text)]
            made |= addresses.rows_of_entity(record)
        return made

    def _special(self, record: Record, row: Row, text: str) -> Row:
        special: Mapping[str, Callable[[], Row]] = {
            "customer": lambda: addresses.defaults(record),
            "transaction": lambda: transactions.body(record, text),
            "job": lambda: {
                "customer": row.get("parent"),
                "entitynumber": _digits(record.values.get("entityId")),
                "entitytitle": text,
            },
            "projecttask": lambda: {
                "project": as_reference(record.values.get("company")),
                "startdatetime": self._day("startDate", record),
            },
            "item": lambda: {
                "itemtype": RECORD_TYPES[record.type].suiteql_type,
                "subtype": dict(RECORD_TYPES[record.type].search_values).get("subType", "").removeprefix("_for") or None,
                "fullname": text,
                "description": row.get("salesdescription") or row.get("purchasedescription"),
            },
            "supportcase": lambda: {"stage": self._stage(str(record.values.get("status", "")))},
            "account": lambda: {"accountsearchdisplayname": text, "fullname": text},
        }  # fmt: skip
        return special[self._table]() if self._table in special else {}

    def _day(self, name: str, record: Record) -> str | int | float | None:
        field = self._definition.fields.get(name)
        value = record.values.get(name)
        if field is None or value is None:
            return None
        return writer(field.kind, self._zone)(value) if field.kind is Kind.DATETIME else as_day(value)

    def _transaction(self, record: Record) -> Rows:
        modified = of_instant(record.modified, self._zone)
        lines = list(transactions.lines(record, modified))
        given = [line for name in transactions.LISTS for line in record.values.get(name) or ()]
        for row, line in zip(lines[1 : len(given) + 1], given, strict=True):
            for one in self._line_fields:
                value = line.get(one.field)
                row[one.column.name] = one.empty if value is None else one.write(value)
        links = list(transactions.links(record))
        return {
            "transactionline": lines,
            "transactionaccountingline": list(transactions.accounting(record, lines, modified)),
            **addresses.rows_of_transaction(record),
            "previoustransactionlinelink": links,
            "nexttransactionlinelink": links,
        }


def _others(table: str) -> list[str]:
    """Return the other names of a table."""
    pairs = [*RENAMED.items(), *((name, alias) for alias, name in RENAMED.items())]
    return [other for name, other in pairs if name == table]


def _entity(record: Record, row: Row, text: str) -> Row:
    columns = {
        "customer": "customer",
        "employee": "employee",
        "vendor": "vendor",
        "job": "project",
        "contact": "contact",
    }
    copied = ("id", "externalid", "entityid", "altname", "firstname", "lastname", "email", "phone", "isinactive", "parent",
              "datecreated", "lastmodifieddate")  # fmt: skip
    person = record.type in ("employee", "contact")
    return {
        **{name: row.get(name) for name in copied},
        "_kind": record.type,
        "type": codes.ENTITY_TYPES[record.type],
        "entitytitle": text,
        "isperson": "T" if person else row.get("isperson", "F"),
        columns[record.type]: int(record.id),
    }


def _digits(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
