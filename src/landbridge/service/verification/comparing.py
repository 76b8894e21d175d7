"""The comparison itself: what should be there beside what is there, in memory, for one range of records."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from landbridge.service.ports import DestinationRecord, JsonValue, KeyRange
from landbridge.service.secret_key import derive_key
from landbridge.service.verification.expectation import Expectation, Expected
from landbridge.service.verification.models import Difference
from landbridge.service.verification.tables import record_of

Kind = Difference.Kind
_NUMBER = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_ABOVE_ALL = 2**63 - 1


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field as it should be and as it is."""

    field: str
    expected: JsonValue
    found: JsonValue


@dataclass(frozen=True, slots=True)
class Finding:
    """One part that is not as it should be, by its key, or a record that is not to be imported."""

    internal_id: str
    kind: Difference.Kind
    reason: str
    name: str = ""
    code: str = ""
    spp_id: str = ""
    fields: Sequence[FieldDifference] = ()
    modified: datetime | None = None
    table: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """What both sides hold of a range. Equal hashes: nothing differs."""

    netsuite: int
    left_out: int
    destination: int
    netsuite_hash: str
    destination_hash: str
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Held:
    """The records of SuiteProjects Pro that a range of NetSuite records may have become, and the links, internal id to ``spp_id``."""

    records: Sequence[DestinationRecord]
    links: Mapping[str, str]
    netsuite_id_field: str

    def by_spp_id(self) -> dict[str, DestinationRecord]:
        """Return the records by their internal id."""
        return {record.spp_id: record for record in self.records}

    def by_netsuite_id(self) -> dict[str, list[DestinationRecord]]:
        """Return the records by the NetSuite id that they carry, those that carry one."""
        found: dict[str, list[DestinationRecord]] = defaultdict(list)
        for record in self.records:
            carried = record.fields.get(self.netsuite_id_field)
            if carried not in (None, ""):
                found[str(carried)].append(record)
        return dict(found)


def compare(
    expectation: Expectation,
    held: Held,
    fields: Sequence[str],
    responsible: KeyRange | Collection[str],
    table: str = "",
) -> Compared:
    """Compare a range of one table.

    ``fields`` are the compared ones. ``responsible`` are the internal ids that are being compared, as a range or one by one: a record of
    SuiteProjects Pro that carries another id is somebody else's business.
    """
    return _Comparison(expectation, held, fields, responsible, table).go()


def together(tables: Sequence[Compared]) -> Compared:
    """Return what both sides hold in all tables of a workflow."""
    return Compared(
        sum(one.netsuite for one in tables),
        sum(one.left_out for one in tables),
        sum(one.destination for one in tables),
        _hashes([one.netsuite_hash for one in tables]),
        _hashes([one.destination_hash for one in tables]),
        [finding for one in tables for finding in one.findings],
    )


def _hashes(hashes: Sequence[str]) -> str:
    """Return one for several, of which each is keyed."""
    if len(hashes) == 1:
        return hashes[0]
    return hashlib.blake2b("".join(hashes).encode(), digest_size=16).hexdigest()


def is_within(internal_id: str, keys: KeyRange | Collection[str]) -> bool:
    """Return whether the record of a part is one of ``keys``; in a range an id that is no number counts as above all numbers."""
    internal_id = record_of(internal_id)
    if not isinstance(keys, KeyRange):
        return internal_id in keys
    number = int(internal_id) if _NUMBER.fullmatch(internal_id) else _ABOVE_ALL
    return (keys.first is None or keys.first <= number) and (keys.last is None or number <= keys.last)


def plain(value: JsonValue) -> JsonValue:
    """Return the value as it is compared: empty text is nothing, and ``12.0`` is ``12``."""
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def same(one: JsonValue, other: JsonValue) -> bool:
    """Return whether two values are equal; ``1`` and ``true`` are not."""
    one, other = plain(one), plain(other)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


class _Comparison:
    def __init__(
        self,
        expectation: Expectation,
        held: Held,
        fields: Sequence[str],
        responsible: KeyRange | Collection[str],
        table: str,
    ) -> None:
        self._table = table
        self._expectation = expectation
        self._held = held
        self._fields = fields
        self._responsible = responsible
        self._by_spp_id = held.by_spp_id()
        self._by_netsuite_id = held.by_netsuite_id()
        self._findings: list[Finding] = []
        self._there: list[tuple[str, DestinationRecord]] = []

    def go(self) -> Compared:
        wanted, left_out = self._expectation.wanted, self._expectation.left_out
        for expected in wanted:
            self._one(expected)
        self._surplus()
        netsuite_hash = _hash((one.internal_id, one.fields) for one in wanted)
        shown = {one.internal_id: one.fields.keys() for one in wanted}
        destination_hash = _hash(
            (
                internal_id,
                {name: record.fields.get(name) for name in shown.get(internal_id, self._fields)},
            )
            for internal_id, record in self._there
        )
        self._findings.extend(
            Finding(one.internal_id, Kind.NOT_IMPORTED, one.reason, one.name, one.code, modified=one.modified)
            for one in left_out
        )
        return Compared(
            len(wanted) + len(left_out),
            len(left_out),
            len(self._there),
            netsuite_hash,
            destination_hash,
            [replace(one, table=self._table) for one in self._findings],
        )

    def _one(self, expected: Expected) -> None:
        linked = self._held.links.get(expected.internal_id)
        target = self._by_spp_id.get(linked) if linked is not None else None
        candidates = {target.spp_id: target} if target is not None else {}
        candidates.update(
            (record.spp_id, record) for record in self._by_netsuite_id.get(expected.internal_id, ())
        )
        self._there.extend((expected.internal_id, record) for record in candidates.values())
        if len(candidates) > 1:
            self._found(expected, Kind.DUPLICATE, _listed(candidates.values()), target)
            return
        if not candidates:
            self._absent(expected, linked)
            return
        (record,) = candidates.values()
        differing = [] if expected.problem else self._differing(expected, record)
        if target is None:
            self._found(expected, Kind.LINK_BROKEN, _link_trouble(record, linked), record, differing)
        elif expected.problem:
            reason = f"This version cannot be imported. {expected.problem}"
            self._found(expected, Kind.DIFFERS, reason, record)
        elif differing:
            names = ", ".join(one.field for one in differing)
            self._found(expected, Kind.DIFFERS, f"Not equal: {names}.", record, differing)

    def _absent(self, expected: Expected, linked: str | None) -> None:
        if linked is not None:
            reason = f"It is linked to {linked}, which is not there."
            self._found(expected, Kind.LINK_BROKEN, reason)
        else:
            self._found(
                expected, Kind.MISSING, expected.problem or "Nothing in SuiteProjects Pro belongs to it."
            )

    def _differing(self, expected: Expected, record: DestinationRecord) -> list[FieldDifference]:
        return [
            FieldDifference(name, value, record.fields.get(name))
            for name, value in expected.fields.items()
            if not same(value, record.fields.get(name))
        ]

    def _found(
        self,
        expected: Expected,
        kind: Difference.Kind,
        reason: str,
        record: DestinationRecord | None = None,
        fields: Sequence[FieldDifference] = (),
    ) -> None:
        self._findings.append(
            Finding(
                expected.internal_id,
                kind,
                reason,
                expected.name,
                spp_id=record.spp_id if record else "",
                fields=fields,
                modified=expected.modified,
            )
        )

    def _surplus(self) -> None:
        """Find the records that belong to NetSuite records which NetSuite does not have, or does not show."""
        known = {record_of(one.internal_id) for one in self._expectation.wanted}
        known.update(one.internal_id for one in self._expectation.left_out)
        known |= self._expectation.read
        belonging: dict[str, dict[str, DestinationRecord]] = defaultdict(dict)
        for internal_id, records in self._by_netsuite_id.items():
            if record_of(internal_id) not in known and is_within(internal_id, self._responsible):
                belonging[internal_id].update((record.spp_id, record) for record in records)
        for internal_id, spp_id in self._held.links.items():
            record = self._by_spp_id.get(spp_id)
            if record_of(internal_id) not in known and record is not None:
                belonging[internal_id][spp_id] = record
        for internal_id, found in sorted(belonging.items()):
            first = next(iter(found.values()))
            self._there.extend((internal_id, record) for record in found.values())
            reason = f"{_listed(found.values())}: NetSuite has no such record, or the integration role cannot see it."
            self._findings.append(
                Finding(internal_id, Kind.SURPLUS, reason, first.name[:200], spp_id=first.spp_id)
            )


def _link_trouble(record: DestinationRecord, linked: str | None) -> str:
    if linked is None:
        return f"{record.type.capitalize()} {record.spp_id} carries its NetSuite id and is not linked to it."
    return f"It is linked to {linked}, which is not there; {record.type} {record.spp_id} carries its NetSuite id."


def _listed(records: Iterable[DestinationRecord]) -> str:
    return " and ".join(
        f"{record.type.capitalize()} {record.spp_id} ({record.name})"
        for record in sorted(records, key=lambda one: int(one.spp_id) if one.spp_id.isdecimal() else 0)
    )


def _hash(records: Iterable[tuple[str, Mapping[str, JsonValue]]]) -> str:
    """Return 32 hexadecimal digits over the records in order of id; under the same secret the same content gives the same digits.

    They are keyed, since without a key whoever sees those of a single record could find a masked value by trying all.
    """
    lines = sorted(
        json.dumps(
            [internal_id, {name: value for name in fields if (value := plain(fields[name])) is not None}],
            sort_keys=True,
        )
        for internal_id, fields in records
    )
    key = derive_key(settings.SECRET_KEY.encode(), "comparison hashes")
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16, key=key).hexdigest()
