"""The tables of an account: which there are, from which record types, with which columns (fact sheet 3.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from landbridge.local.records.types import TypeDefinition
from landbridge.local.suiteql import addresses, codes, transactioncolumns, transactions
from landbridge.local.suiteql.columns import EXTERNAL_ID, ID, KIND, Source, source, sources
from landbridge.local.suiteql.model import Column, Table, Type
from landbridge.recordtypes import RECORD_TYPES

ALSO: dict[str, tuple[Column, ...]] = {
    "customer": (
        Column("defaultbillingaddress", Type.WHOLE),
        Column("defaultshippingaddress", Type.WHOLE),
    ),
    "job": (
        Column("customer", Type.WHOLE, refers_to="customer"),
        Column("entitynumber", Type.WHOLE),
        Column("entitytitle", Type.TEXT),
        Column("percenttimecomplete", Type.NUMBER),
        Column("jobitem", Type.WHOLE, refers_to="item"),
        Column("billingschedule", Type.WHOLE, refers_to="billingSchedule"),
        Column("calculatedenddate", Type.DATE),
        Column("projectedenddate", Type.DATE),
    ),
    "projecttask": (
        Column("project", Type.WHOLE, refers_to="job"),
        Column("startdatetime", Type.DATE),
    ),
    "supportcase": (
        Column("stage", Type.TEXT, codes={"OPEN": "Open", "ESCALATED": "Escalated", "CLOSED": "Closed"}),
    ),
    "item": (
        KIND,
        Column("itemtype", Type.TEXT, codes={"Service": "Service", "NonInvtPart": "Non-inventory Item", "OthCharge": "Other Charge"}),
        Column("subtype", Type.TEXT),
        Column("fullname", Type.TEXT),
        Column("description", Type.TEXT),
    ),
    "expensecategory": (Column("expenseacct", Type.WHOLE, refers_to="account"),),
    "transaction": transactioncolumns.BODY,
    "account": (Column("accountsearchdisplayname", Type.TEXT), Column("fullname", Type.TEXT)),
}  # fmt: skip
"""Columns that a table has beside those of its fields; they take the place of a field's of the same name.

A column that nothing here fills is there and empty, so that queries which name it run.
"""

RENAMED = {"customerstatus": "entitystatus"}
"""Other names of tables: both are seen in use."""

ENTITY = (
    KIND,
    ID,
    EXTERNAL_ID,
    Column("type", Type.TEXT, codes={code: code for code in codes.ENTITY_TYPES.values()}),
    Column("entityid", Type.TEXT),
    Column("altname", Type.TEXT),
    Column("entitytitle", Type.TEXT),
    Column("firstname", Type.TEXT),
    Column("lastname", Type.TEXT),
    Column("email", Type.TEXT),
    Column("phone", Type.TEXT),
    Column("isperson", Type.TEXT),
    Column("isinactive", Type.TEXT),
    Column("parent", Type.WHOLE, refers_to="customer|vendor"),
    Column("customer", Type.WHOLE, refers_to="customer"),
    Column("employee", Type.WHOLE, refers_to="employee"),
    Column("vendor", Type.WHOLE, refers_to="vendor"),
    Column("project", Type.WHOLE, refers_to="job"),
    Column("contact", Type.WHOLE, refers_to="contact"),
    Column("datecreated", Type.DATE),
    Column("lastmodifieddate", Type.DATE, required=True),
)

MODIFIED = Column("lastmodifieddate", Type.DATE, required=True)
"""What tables have of which SOAP shows no such instant: expense categories, tasks, lists (observed for some, assumed for the others)."""

INDEXED = ("lastmodifieddate", "lastmodified")


def catalogue(definitions: Iterable[TypeDefinition], zone: ZoneInfo) -> dict[str, Table]:
    """Return every table by name (lower case)."""
    by_table: dict[str, list[TypeDefinition]] = {}
    for definition in definitions:
        by_table.setdefault(table_of(definition.name), []).append(definition)
    tables = {name: _own(name, members, zone) for name, members in by_table.items()}
    for alias, name in RENAMED.items():
        if name in tables and alias not in tables:
            tables[alias] = replace(tables[name], name=alias)
        elif alias in tables and name not in tables:
            tables[name] = replace(tables[alias], name=name)
    tables |= _transactions(by_table.get("transaction", []), zone)
    for name in addresses.ENTITIES:
        tables |= {one.name: one for one in addresses.tables_of_entity(name) if name in by_table}
    entities = tuple(
        name for name in codes.ENTITY_TYPES if any(one.name == name for one in by_table.get(name, ()))
    )
    tables["entity"] = _table("entity", ENTITY, entities)
    return tables


def table_of(record_type: str) -> str:
    """Return the name of the table that has a type's records."""
    known = RECORD_TYPES.get(record_type)
    return known.suiteql.lower() if known and known.suiteql else record_type.lower()


def _own(name: str, members: list[TypeDefinition], zone: ZoneInfo) -> Table:
    columns: dict[str, Column] = {"id": ID, "externalid": EXTERNAL_ID}
    if not any(member.modified_field for member in members):
        columns[MODIFIED.name] = MODIFIED
    for member in reversed(members):
        columns |= {one.column.name: one.column for one in fields_of(member, zone)}
        for instant in (member.created_field, member.modified_field):
            if instant:
                field = instant.lower()
                columns[field] = replace(columns.get(field, Column(field, Type.DATE)), required=True)
    return _table(name, (*columns.values(), *ALSO.get(name, ())), tuple(member.name for member in members))


def fields_of(definition: TypeDefinition, zone: ZoneInfo) -> list[Source]:
    """Return the columns of a type's fields, with those that SOAP does not have."""
    found = sources(definition, zone)
    known = RECORD_TYPES.get(definition.name)
    names = {one.column.name for one in found}
    for field in known.beyond_soap if known else ():
        one = source(definition.name, field, zone)
        if one is not None and one.column.name not in names:
            found.append(one)
    return found


def _transactions(members: list[TypeDefinition], zone: ZoneInfo) -> dict[str, Table]:
    names = tuple(member.name for member in members)
    custom: dict[str, Column] = {}
    for member in members:
        for list_name in transactions.LISTS:
            shape = member.shape.lists.get(list_name)
            for field in shape.fields.values() if shape else ():
                one = source(member.name, field, zone) if field.name.startswith("custcol") else None
                if one is not None:
                    custom[one.column.name] = one.column
    lines = (("transaction",),)
    links, others = (("nextdoc",), ("previousdoc",)), ("previousdoc",)
    return {
        one.name: one
        for one in (
            *addresses.tables_of_transactions(names, KIND),
            _table(
                "transactionline", (*transactioncolumns.LINE, *custom.values()), names, "transaction", lines
            ),
            _table("transactionaccountingline", transactioncolumns.ACCOUNTING, names, "transaction", lines),
            replace(
                _table("previoustransactionlinelink", transactioncolumns.LINK, names, "nextdoc", links),
                others=others,
            ),
            replace(
                _table("nexttransactionlinelink", transactioncolumns.LINK, names, "nextdoc", links),
                others=others,
            ),
        )
    }


def _table(
    name: str,
    columns: Iterable[Column],
    sources: tuple[str, ...],
    key: str = "id",
    indexes: tuple[tuple[str, ...], ...] = (),
) -> Table:
    known = {column.name: column for column in columns}
    if len(sources) > 1:
        known.setdefault(KIND.name, KIND)
    found = tuple((column,) for column in INDEXED if column in known)
    return Table(name, known, sources, key, (*indexes, *found))
