"""What a NetSuite account has at the moment: the fields of its record types, its currencies. Asked seldom and remembered for a while."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from landbridge.netsuite import FixSetup, Record, Ref, addresses
from landbridge.netsuite.rest.metadata import FieldMetadata, RecordMetadata
from landbridge.netsuite.sync import SyncClient
from landbridge.netsuite.sync.suiteql_reader import SyncSuiteQLReader
from landbridge.recordtypes import Field, Kind, transactions
from landbridge.recordtypes.customrecords import custom_record_fields
from landbridge.recordtypes.families import kind_of, members_of
from landbridge.recordtypes.transactionlines import NUMBERS_AS_TEXT
from landbridge.service.connections.sourcerecords import (
    APPLIED_FIELDS,
    APPLY_LIST,
    BILLING_ADDRESS,
    RECORD_TYPE,
    SUBLISTS,
    SUBTYPE,
    is_stamp,
)
from landbridge.service.ports import SourceAccount, SourceField

KEPT_S = 300.0
"""How long an answer is remembered in a process."""

_OWN = (
    SourceField("internalId", "Internal ID", Kind.STRING),
    SourceField("externalId", "External ID", Kind.STRING),
)
_OF_ITEMS = (
    SourceField(RECORD_TYPE, "Record Type", Kind.STRING),
    SourceField(SUBTYPE, "Subtype", Kind.STRING),
)
_SEARCHED_INSTANT = SourceField("lastModifiedDate", "Last Modified", Kind.DATETIME)

T = TypeVar("T")


@dataclass(slots=True)
class AccountMetadata:
    """Asks one account through an open client. Thread-safe.

    Fields are those of the metadata catalogue of REST, whatever the connection reads records by: it alone tells what the role may see of
    custom fields, and needs the permission REST Web Services (help chapter_1540810168).
    """

    client: SyncClient
    monotonic: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: dict[str, tuple[float, object]] = field(default_factory=dict)

    def fields(self, netsuite_type: str) -> tuple[SourceField, ...]:
        """Return the fields of a type; one request, for items one for each of their types.

        Raises ``PermissionMissing`` and other errors of the library where the account does not tell.
        """
        return self._remembered(f"fields {netsuite_type}", lambda: tuple(self._fields(netsuite_type)))

    def account(self) -> SourceAccount:
        """Return the account's currencies: two requests. What the role may not read is empty."""
        return self._remembered("account", self._account)

    def _remembered(self, key: str, ask: Callable[[], T]) -> T:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or self.monotonic() >= kept[0]:
                kept = self._kept[key] = self.monotonic() + KEPT_S, ask()
            return kept[1]  # type: ignore[return-value]  # a key always keeps one kind of answer

    def _fields(self, netsuite_type: str) -> Iterator[SourceField]:
        types = [one.name for one in members_of(netsuite_type)] or [netsuite_type]
        told = [self.client.rest.metadata(name, fresh=True) for name in types]
        yield from _OWN
        yield from _body(netsuite_type, told)
        for sublist in SUBLISTS:
            yield from _lines(netsuite_type, sublist, told)
        yield from _lines(netsuite_type, APPLY_LIST, told, APPLIED_FIELDS)

    def _account(self) -> SourceAccount:
        found = _unless_refused(self._currencies)
        currencies = {one.internal_id: _text(one, "symbol") for one in found}
        subsidiaries = _unless_refused(lambda: self._records("subsidiary"))
        base = [_referred(one, "currency") for one in subsidiaries if "parent" not in one.values]
        base += [one.internal_id for one in found if one.values.get("isBaseCurrency") is True]
        return SourceAccount(
            self.client.account.value,
            next((currencies[one] for one in base if one in currencies), ""),
            currencies,
            {one.internal_id: currencies.get(_referred(one, "currency"), "") for one in subsidiaries},
        )

    def _currencies(self) -> list[Record]:
        """Return all currencies: SOAP has no search of them."""
        if isinstance(self.client.reader(), SyncSuiteQLReader):
            return self._records("currency")
        return self.client.soap.get_all("currency")

    def _records(self, type_name: str) -> list[Record]:
        return [record for batch in self.client.matching(type_name, ()) for record in batch]


def _unless_refused(ask: Callable[[], list[Record]]) -> list[Record]:
    """Return records, none where the role may not see them or the account has no such feature."""
    try:
        return ask()
    except FixSetup:
        return []


def _text(record: Record, name: str) -> str:
    value = record.values.get(name)
    return value if isinstance(value, str) else ""


def _referred(record: Record, name: str) -> str:
    value = record.values.get(name)
    return value.internal_id if isinstance(value, Ref) else ""


def _body(netsuite_type: str, told: Sequence[RecordMetadata]) -> Iterator[SourceField]:
    kind = kind_of(netsuite_type)
    standard = kind.fields if kind is not None else custom_record_fields(netsuite_type)
    known = {name: one for found in told for name, one in found.fields.items()}
    yield from _described(standard, known)
    if members_of(netsuite_type):
        yield from _OF_ITEMS
    if kind is not None and kind.tells_changes and not kind.modified_field:
        yield _SEARCHED_INSTANT
    yield from _addresses(netsuite_type)
    yield from _custom("", known)


def _lines(
    netsuite_type: str, name: str, told: Sequence[RecordMetadata], only: Collection[str] = ()
) -> Iterator[SourceField]:
    kind = kind_of(netsuite_type)
    sublist = kind.sublist(name) if kind is not None else None
    if sublist is None:
        return
    known = {
        field: one
        for found in told
        if name in found.sublists
        for field, one in found.sublists[name].fields.items()
    }
    standard = [one for one in sublist.line.fields if not only or one.name in only]
    yield from _described(standard, known, name)
    if not only:
        yield from _custom(name, known)


def _described(
    fields: Iterable[Field], known: Mapping[str, FieldMetadata], sublist: str = ""
) -> Iterator[SourceField]:
    """Yield standard fields, under the label that the account has for them. What NetSuite never shows is left out."""
    for one in fields:
        if one.kind is Kind.OBJECT or (one.computed and not one.suiteql):
            continue
        label = known[one.name].label if one.name in known else ""
        yield SourceField(
            one.name, label or one.label, _kind_on_line(one) if sublist else one.kind, sublist, one.refers_to
        )


def _kind_on_line(one: Field) -> Kind:
    """Return what ``SourceRecord.lines`` holds of a field."""
    if one.kind is Kind.INTEGER and one.refers_to:
        return Kind.REF
    return Kind.DOUBLE if one.name in NUMBERS_AS_TEXT else one.kind


def _custom(sublist: str, known: Mapping[str, FieldMetadata]) -> Iterator[SourceField]:
    for one in known.values():
        if one.custom and not is_stamp(one.name):
            yield SourceField(one.name, one.label or one.name, one.kind, sublist, one.refers_to, custom=True)


def _addresses(netsuite_type: str) -> Iterator[SourceField]:
    kind = kind_of(netsuite_type)
    entity = netsuite_type in addresses.ENTITIES
    if not entity and (kind is None or kind.searched_as != transactions.FAMILY):
        return
    names = (
        (*BILLING_ADDRESS.values(), *addresses.columns(entity=True))
        if entity
        else addresses.columns(entity=False)
    )
    for name in names:
        yield SourceField(name, _label(name), Kind.ENUM if name.lower().endswith("country") else Kind.STRING)


def _label(name: str) -> str:
    """Return ``Bill Address 1`` for ``billAddress1``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", name[:1].upper() + name[1:])
