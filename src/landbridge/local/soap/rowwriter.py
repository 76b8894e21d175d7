"""Rows of advanced searches to XML: ``XxxSearchRow{basic{field{searchValue}}}``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from landbridge.local.account import Account
from landbridge.local.records.model import Record
from landbridge.local.soap.columns import Column, Columns
from landbridge.local.soap.columnvalues import ColumnValue, columns_of
from landbridge.local.soap.markup import attribute, escape
from landbridge.local.soap.recordwriter import content
from landbridge.local.soap.versions import Namespaces
from landbridge.recordtypes import Kind, Search

_CUSTOM_COLUMNS = {
    Kind.STRING: "SearchColumnStringCustomField",
    Kind.ENUM: "SearchColumnStringCustomField",
    Kind.BOOLEAN: "SearchColumnBooleanCustomField",
    Kind.INTEGER: "SearchColumnLongCustomField",
    Kind.DOUBLE: "SearchColumnDoubleCustomField",
    Kind.DURATION: "SearchColumnDoubleCustomField",
    Kind.DATE: "SearchColumnDateCustomField",
    Kind.DATETIME: "SearchColumnDateCustomField",
    Kind.REF: "SearchColumnSelectCustomField",
    Kind.REF_LIST: "SearchColumnMultiSelectCustomField",
}


class RowWriter:
    """Writes the rows of one search into one reply."""

    def __init__(self, account: Account, namespaces: Namespaces, record_type: str, columns: Columns) -> None:
        self._account = account
        self._zone = account.settings.zone
        self._columns = columns
        self._known = {record_type: columns_of(account, record_type)}
        for joined in columns.joined:
            self._known.setdefault(joined.record_type, columns_of(account, joined.record_type))
        self._record_type = record_type
        searched = columns.searched
        self._opening = (
            f'<platformCore:searchRow xmlns:q1="{namespaces.of(searched.namespace, searched.group)}" '
            f'xmlns:platformCommon="{namespaces.common}" xsi:type="q1:{searched.row}">'
        )

    def write(self, records: Sequence[Record], visible: Mapping[str, Sequence[str]]) -> str:
        """Return one ``searchRow`` a record; columns without a value are left out (observed).

        ``visible``: the types that may be read of each joined type or family.
        """
        others = [
            self._account.records.get_of_family(
                visible[joined.record_type], sorted({str(one.values.get(joined.path, "")) for one in records})
            )
            for joined in self._columns.joined
        ]
        return "".join([self._row(record, others) for record in records])

    def _row(self, record: Record, others: Sequence[dict[str, Record]]) -> str:
        pieces = [self._opening]
        if self._columns.basic:
            pieces.append(
                f"<q1:basic>{self._cells(self._record_type, self._columns.basic, record)}</q1:basic>"
            )
        for joined, found in zip(self._columns.joined, others, strict=True):
            other = found.get(str(record.values.get(joined.path, "")))
            if other is not None:
                cells = self._cells(joined.record_type, joined.columns, other)
                pieces.append(f"<q1:{joined.join}>{cells}</q1:{joined.join}>")
        pieces.append("</platformCore:searchRow>")
        return "".join(pieces)

    def _cells(self, record_type: str, columns: Sequence[Column], record: Record) -> str:
        known = self._known[record_type]
        plain = [self._cell(column, known[column.name], record) for column in columns if not column.custom]
        custom = [self._custom(column, known[column.name], record) for column in columns if column.custom]
        found = "".join(custom)
        if found:
            plain.append(f"<platformCommon:customFieldList>{found}</platformCommon:customFieldList>")
        return "".join(plain)

    def _cell(self, column: Column, how: ColumnValue, record: Record) -> str:
        value = how.value(record)
        if value is None:
            return ""
        values = value if how.kind is Kind.REF_LIST else (value,)
        return "".join(
            [
                f"<platformCommon:{column.name}>{_label(column)}{self._value(how, one)}</platformCommon:{column.name}>"
                for one in values
            ]
        )

    def _custom(self, column: Column, how: ColumnValue, record: Record) -> str:
        value = how.value(record)
        if value is None:
            return ""
        values = value if how.kind is Kind.REF_LIST else (value,)
        cells = "".join([self._value(how, one) for one in values])
        return (
            f'<platformCore:customField scriptId="{attribute(column.name)}" '
            f'xsi:type="platformCore:{_CUSTOM_COLUMNS[how.kind]}">{_label(column)}{cells}</platformCore:customField>'
        )

    def _value(self, how: ColumnValue, value: Any) -> str:
        if how.kind in (Kind.REF, Kind.REF_LIST):
            return f'<platformCore:searchValue {how.by}="{attribute(str(value))}"/>'
        if how.search is Search.LONG and how.kind is not Kind.INTEGER:
            text = str(round(value))
        else:
            text = content(Kind.DOUBLE if how.kind is Kind.DURATION else how.kind, self._zone)(value)
        return f"<platformCore:searchValue>{text}</platformCore:searchValue>"


def _label(column: Column) -> str:
    return (
        f"<platformCore:customLabel>{escape(column.label)}</platformCore:customLabel>" if column.label else ""
    )
