"""Where the records of a type stand: table, rows, columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from landbridge.netsuite.suiteql.columns import FieldColumn, column_of
from landbridge.netsuite.suiteql.parameters import Parameter
from landbridge.recordtypes import RECORD_TYPES, Kind, RecordType
from landbridge.recordtypes.customrecords import custom_record_fields
from landbridge.recordtypes.families import FAMILIES, item_subtype

TRANSACTION = "transaction"
_MAIN = "mainline"
_WITH_MAIN_LINE = f"transaction INNER JOIN transactionline {_MAIN} ON ({_MAIN}.transaction = transaction.id AND {_MAIN}.mainline = 'T')"
_OF_MAIN_LINE = frozenset({"subsidiary", "department", "class", "location", "createdFrom"})
"""Header fields that NetSuite keeps with the main line: ``transaction`` does not show them (observed: NOT_EXPOSED)."""

_MODIFIED = FieldColumn("lastModifiedDate", Kind.DATETIME, "lastmodifieddate")

_EXPRESSIONS: Mapping[str, tuple[str, str]] = {
    "total": ("foreigntotal", "ABS(transaction.foreigntotal)"),
    "userTotal": ("foreigntotal", "ABS(transaction.foreigntotal)"),
    "payment": ("foreigntotal", "ABS(transaction.foreigntotal)"),
    "amountRemaining": ("foreignamountunpaid", ""),
    "unapplied": ("foreignamountunpaid", ""),
    "unApplied": ("foreignamountunpaid", ""),
    "customer": ("entity", ""),
    "currencyName": ("currency", "BUILTIN.DF(transaction.currency)"),
    "status": ("status", "BUILTIN.DF(transaction.status)"),
}
"""Header fields that queries call otherwise. Amounts of the ledger have a sign there, those of documents none."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where the records of a type stand, or the lines of one of its sublists (``salesOrder.itemList``).

    ``place`` goes before its columns, ``modified`` is the name of the field with the last change. ``head`` is selected under its own name:
    first of all the key. ``by_text``: it compares as a text, not as a number. ``members`` of a family are told by what ``itemtype`` and ``subtype`` hold.
    """

    type: str
    source: str
    where: tuple[str, ...]
    params: tuple[Parameter, ...]
    columns: tuple[FieldColumn, ...]
    place: str = ""
    modified: str = ""
    custom_fields: bool = True
    head: tuple[str, ...] = ("id", "externalid")
    by_text: bool = False
    members: Mapping[tuple[str, str], RecordType] = field(default_factory=dict)

    def member_of(self, row: Mapping[str, str]) -> RecordType | None:
        """Return which type of a family a row is of; ``None`` where the table has one type."""
        return self.members.get((row.get("itemtype", ""), row.get("subtype", "")))


def table_of(type_name: str) -> Table:
    """Return where a type's records stand; ``ValueError`` for a type without a description that is no custom record type."""
    if type_name in FAMILIES:
        return _family(*FAMILIES[type_name])
    kind = RECORD_TYPES.get(type_name)
    if kind is not None and kind.suiteql:
        return _described(kind)
    if type_name.startswith("customrecord"):
        columns = [column_of(type_name, field) for field in custom_record_fields(type_name)]
        return Table(
            type_name,
            type_name.lower(),
            (),
            (),
            tuple(one for one in columns if one is not None),
            modified="lastModified",
        )
    raise ValueError(f"{type_name[:60]!r} is not a record type that queries can read")


def _described(kind: RecordType) -> Table:
    columns = _header(kind) if kind.suiteql == TRANSACTION else _body(kind)
    conditions: list[tuple[str, str]] = []
    if kind.suiteql == TRANSACTION:
        conditions = [("transaction.type", kind.suiteql_type)]
    elif kind.suiteql_type:
        subtype = dict(kind.search_values).get("subType", "").removeprefix("_for")
        conditions = [("itemtype", kind.suiteql_type), *([("subtype", subtype)] if subtype else [])]
    return Table(
        type=kind.name,
        source=_WITH_MAIN_LINE if kind.suiteql == TRANSACTION else kind.suiteql.lower(),
        where=tuple(f"{column} = ?" for column, _ in conditions),
        params=tuple(value for _, value in conditions),
        columns=columns,
        place="transaction." if kind.suiteql == TRANSACTION else "",
        modified=kind.modified_field or (_MODIFIED.name if _searched_by_instant(kind) else ""),
        custom_fields=kind.custom_fields,
    )


def _family(kind: RecordType, members: tuple[RecordType, ...]) -> Table:
    types = tuple(dict.fromkeys(one.suiteql_type for one in members))
    marks = ", ".join("?" * len(types))
    return Table(
        type=kind.name,
        source=kind.suiteql.lower(),
        where=(f"itemtype IN ({marks})",),
        params=types,
        columns=_body(kind),
        modified=kind.modified_field,
        head=("id", "externalid", "itemtype", "subtype"),
        members={(one.suiteql_type, item_subtype(one)): one for one in members},
    )


def _searched_by_instant(kind: RecordType) -> bool:
    """Whether only searches know when a record was modified, as those of project tasks do; queries show it (assumed)."""
    return kind.tells_changes and not kind.modified_field


def _body(kind: RecordType) -> tuple[FieldColumn, ...]:
    columns = [column_of(kind.name, field) for field in kind.fields]
    if _searched_by_instant(kind):
        columns.append(_MODIFIED)
    return tuple(one for one in columns if one is not None)


def _header(kind: RecordType) -> tuple[FieldColumn, ...]:
    columns = []
    for one in kind.fields:
        column = column_of(kind.name, one, "transaction.")
        if column is None:
            continue
        if one.name in _OF_MAIN_LINE:
            column = column_of(kind.name, one, f"{_MAIN}.")
        elif one.name in _EXPRESSIONS:
            source, expression = _EXPRESSIONS[one.name]
            read = _state if one.name == "status" else None
            column = FieldColumn(one.name, one.kind, source, "transaction.", expression, read=read)
        if column is not None:
            columns.append(column)
    return tuple(columns)


def _state(shown: str) -> str:
    """Read a transaction's status: queries show ``Sales Order : Pending Billing`` (observed)."""
    return shown.partition(" : ")[2] or shown


def custom_columns(table: Table, kinds: Mapping[str, Kind]) -> tuple[FieldColumn, ...]:
    """Return the columns of custom fields, which bear the fields' script ids."""
    return tuple(
        FieldColumn(name, kind, name.lower(), table.place)
        for name, kind in kinds.items()
        if kind is not Kind.OBJECT
    )
