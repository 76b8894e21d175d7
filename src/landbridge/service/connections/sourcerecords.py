"""Records of the library as the service's own: plain values, lines of sublists, the instant of the version."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from landbridge.netsuite import MalformedReply, Record, Ref
from landbridge.netsuite.addresses import ENTITIES
from landbridge.netsuite.records import Value as LibraryValue
from landbridge.netsuite.suiteql.plans import MissingColumn
from landbridge.netsuite.sync.suiteql_reader import SyncSuiteQLReader
from landbridge.recordtypes import Field, RecordType
from landbridge.recordtypes.families import item_subtype, kind_of, members_of
from landbridge.recordtypes.transactionlines import NUMBERS_AS_TEXT
from landbridge.service.ports import Line, Reference, SourceRecord, Value

MODIFIED_FIELDS = ("lastModifiedDate", "lastModified")
"""The second is that of custom records."""

SUBLISTS = ("itemList", "expenseList")
APPLY_LIST = "applyList"
APPLIED_FIELDS = ("apply", "doc", "amount", "type", "refNum", "applyDate")
"""What is kept of an applied document: what does not change without the payment itself. Queries show no more either."""

RECORD_TYPE, SUBTYPE = "recordType", "subtype"
"""Of items: the SOAP name of the type, and what it is for."""

OF_ITEMS = frozenset({RECORD_TYPE, SUBTYPE})
"""What is no field of NetSuite's, but told by the reading itself."""

BILLING_ADDRESS = {
    "billAddress1": "address1",
    "billAddress2": "address2",
    "billAddress3": "address3",
    "billCity": "city",
    "billState": "state",
    "billZipCode": "zipCode",
    "billCountry": "country",
    "billAddressee": "addressee",
    "billAttention": "attention",
    "billPhone": "addressPhone",
}
"""The default billing address is also the address without a use."""

_BILLING_COLUMNS = {name: column for column, name in BILLING_ADDRESS.items()}


def unread_of(reader: SyncSuiteQLReader, netsuite_type: str, fields: Collection[str]) -> list[MissingColumn]:
    """Return those of ``fields`` that queries do not read, under the names that the service has for them."""
    columns = _BILLING_COLUMNS if netsuite_type in ENTITIES else {}
    asked = {columns.get(name, name): name for name in fields if name not in OF_ITEMS}
    return [replace(one, field=asked[one.field]) for one in reader.unread(netsuite_type, asked)]


REC_TYPE = "recType"
"""Of custom records in SOAP: their type, which the record says itself."""


_STAMPED = frozenset({"imported", "outcome", "link"})


def is_stamp(name: str) -> bool:
    """Say whether a custom field is one that the service itself writes after an import: it is no content of the record."""
    return name.partition("_landbridge_")[2] in _STAMPED


def tells_changes(netsuite_type: str) -> bool:
    """Say whether NetSuite can be asked what was modified of a type since an instant. Custom record types can."""
    kind = kind_of(netsuite_type)
    return kind is None or kind.tells_changes


@dataclass(frozen=True, slots=True)
class Conversion:
    """Makes ``SourceRecord`` of records of one type.

    ``read_at``, of types of which NetSuite keeps no instant: the one before the reading on NetSuite's clock, so that the later reading
    counts as the newer version. ``None`` for all others.
    """

    netsuite_type: str
    read_at: datetime | None = None

    def all(self, batches: Iterable[Sequence[Record]]) -> Iterator[list[SourceRecord]]:
        """Yield batches as they come."""
        for batch in batches:
            yield [self.one(record) for record in batch]

    def one(self, record: Record) -> SourceRecord:
        """Return one record. Subordinate structures but lines and addresses are left out.

        Instants are whole seconds, as NetSuite keeps them: SOAP writes milliseconds and SuiteQL none, and a version is one whichever way it
        is read. Raises ``MalformedReply`` for a record without the last-modified instant that its type has.
        """
        found = (record.values[name] for name in MODIFIED_FIELDS if name in record.values)
        modified = self.read_at or next(found, None)
        if not isinstance(modified, datetime):
            raise MalformedReply(f"{record.type} {record.internal_id} came without its last-modified date.")
        return SourceRecord(
            type=self.netsuite_type,
            internal_id=record.internal_id,
            modified=modified.replace(microsecond=0),
            values=_body(record),
            external_id=record.external_id,
            lines=_lines(record),
            dated=self.read_at is None,
        )


def _body(record: Record) -> dict[str, Value]:
    values = _plain(record.values)
    values.pop(REC_TYPE, None)
    if record.type in ENTITIES:
        values |= {name: values[column] for column, name in BILLING_ADDRESS.items() if column in values}
    kind = kind_of(record.type)
    if kind is not None and kind.searched_as and members_of(kind.searched_as):
        values[RECORD_TYPE], values[SUBTYPE] = record.type, item_subtype(kind)
    return values


def _plain(source: Mapping[str, LibraryValue]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, value in source.items():
        if is_stamp(name):
            continue
        if isinstance(value, Ref):
            values[name] = Reference(value.internal_id, value.name)
        elif isinstance(value, list):
            if not any(isinstance(one, dict) for one in value):
                values[name] = tuple(
                    Reference(one.internal_id, one.name) for one in value if isinstance(one, Ref)
                )
        elif isinstance(value, datetime):
            values[name] = value.replace(microsecond=0)
        elif not isinstance(value, dict):
            values[name] = value
    return values


_OF_DOCUMENT = ("department", "class", "location", "job")
"""What a line leaves to its document where it says nothing of its own. Queries show it on the line then."""


def _lines(record: Record) -> dict[str, Sequence[Line]]:
    kind = kind_of(record.type)
    above = _plain({name: record.values[name] for name in _OF_DOCUMENT if name in record.values})
    found: dict[str, Sequence[Line]] = {}
    for name in (*SUBLISTS, APPLY_LIST):
        lines = record.values.get(name)
        if kind is not None and isinstance(lines, list):
            made = [_line(kind, name, line) for line in lines if isinstance(line, dict)]
            kept = _applied(made) if name == APPLY_LIST else [above | line for line in made]
            if kept:
                found[name] = tuple(kept)
    return found


def _line(kind: RecordType, name: str, line: Mapping[str, LibraryValue]) -> dict[str, Value]:
    sublist = kind.sublist(name)
    described = {field.name: field for field in sublist.line.fields} if sublist else {}
    return {
        field: _of_line(described.get(field), value)
        for field, value in _plain(line).items()
        if value is not False
    }


def _of_line(field: Field | None, value: Value) -> Value:
    """Return a line's value: a document that SOAP names by a number as a reference, a rate as a number unless it is a percentage."""
    if field is None:
        return value
    if field.refers_to and isinstance(value, int) and not isinstance(value, bool):
        return Reference(str(value))
    if field.name in NUMBERS_AS_TEXT and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _applied(lines: Iterable[Mapping[str, Value]]) -> list[dict[str, Value]]:
    """Return the documents that are applied: read by themselves, payments also list those that could be."""
    return [
        {name: line[name] for name in APPLIED_FIELDS if name in line}
        for line in lines
        if line.get("apply") is True
    ]
