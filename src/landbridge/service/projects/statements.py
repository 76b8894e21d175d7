"""What the built-in account asks of its database and writes into it, a batch at a time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from landbridge.service.copying import copy_rows, encode, next_ids
from landbridge.service.ports import Author, DestinationRecord, FieldChange, JsonValue, KeyRange
from landbridge.service.projects import sql
from landbridge.service.projects.batch import DELETED_IN_NETSUITE, Current, Planned
from landbridge.service.projects.record_types import SppType
from landbridge.service.record_ids import is_record_id

RECORDS = "projects_spprecord"
AUDIT = "projects_auditentry"
KEYS = "projects_sppkey"
LOWEST, HIGHEST = -(2**63), 2**63 - 1
NEWER = 1000
LONGEST_AUTHOR = 150

Wanted = tuple[str, int, str]
"""A record that is referred to: table, internal id, and the field of it that is asked for (empty: none)."""


class UnknownKeyError(Exception):
    """The field is none by which records are found: no NetSuite-ID field of the table, and none of a custom workflow."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A value of one planned change that only one record may have belongs to record ``by`` (``None``: to one of the same batch)."""

    position: int
    field: str
    by: int | None


def find(
    account: str,
    kind: SppType,
    *,
    netsuite_id_field: str,
    netsuite_ids: Collection[str],
    names: Collection[str],
    spp_ids: Collection[str],
) -> list[DestinationRecord]:
    """Return every record of ``kind`` that answers to one of the keys, each once. Raises ``UnknownKeyError``."""
    rows = _rows(
        sql.FIND if _is_usual(kind, netsuite_id_field) else sql.FIND_BY_KEY,
        {
            "account": account,
            "type": kind.table,
            "ids": _ids(spp_ids),
            "field": netsuite_id_field,
            "values": list(netsuite_ids),
            "names": list(names),
        },
    )
    return _destination_records(kind, rows)


def holdings(
    account: str, kind: SppType, keys: KeyRange, *, netsuite_id_field: str, spp_ids: Collection[str]
) -> list[DestinationRecord]:
    """Return every record of ``kind`` whose NetSuite id lies in ``keys`` or that has one of the ids, each once. Raises ``UnknownKeyError``."""
    rows = _rows(
        sql.HOLDINGS if _is_usual(kind, netsuite_id_field) else sql.HOLDINGS_BY_KEY,
        {
            "account": account,
            "type": kind.table,
            "ids": _ids(spp_ids),
            "field": netsuite_id_field,
            "first": LOWEST if keys.first is None else keys.first,
            "last": HIGHEST if keys.last is None else keys.last,
        },
    )
    return _destination_records(kind, rows)


def having(account: str, kind: SppType, field: str, values: Collection[str]) -> list[DestinationRecord]:
    """Return every record of ``kind`` with one of ``values`` in ``field`` (``id``: the internal id), names in any case.

    By an index for ids, names, numbers, NetSuite IDs and what the records belong to; another field is looked for in all records of the
    table.
    """
    parameters: dict[str, Any] = {
        "account": account,
        "type": kind.table,
        "field": field,
        "values": list(values),
        "names": list(values),
        "ids": _ids(values),
    }
    return _destination_records(kind, _rows(_by(kind, field), parameters))


def _ids(values: Iterable[str]) -> list[int]:
    """Return the values that can be internal ids."""
    return [int(value) for value in values if is_record_id(value)]


def _by(kind: SppType, field: str) -> str:
    """Return the statement that finds records by a field."""
    if kind.is_further_key(field):
        return sql.BY_KEY
    indexed = {
        kind.belongs_to: sql.BY_OWNER,
        kind.name_field: sql.BY_NAMES,
        kind.netsuite_id_field: sql.BY_USUAL_ID,
        "id": sql.BY_IDS,
    }
    return indexed.get(field, sql.BY_FIELD)


def custom_fields(account: str, kind: SppType) -> list[str]:
    """Return the names of the custom fields that the :data:`NEWER` last changed records have, in order."""
    return [str(name) for (name,) in _rows(sql.CUSTOM_FIELDS, [account, kind.table, NEWER])]


def _is_usual(kind: SppType, netsuite_id_field: str) -> bool:
    if netsuite_id_field == kind.netsuite_id_field:
        return True
    if kind.is_further_key(netsuite_id_field):
        return False
    raise UnknownKeyError(f"{netsuite_id_field!r} is no NetSuite-ID field of {kind.table}")


def _destination_records(kind: SppType, rows: Sequence[tuple[Any, ...]]) -> list[DestinationRecord]:
    """Return each record once."""
    found = {
        id_: DestinationRecord(
            type=kind.table,
            spp_id=str(id_),
            name=name,
            fields=json.loads(fields),
            updated=updated,
            source_modified=source_modified,
            deleted_in_netsuite_at=deleted,
        )
        for id_, name, fields, updated, source_modified, deleted in rows
    }
    return list(found.values())


def lock(account: str, kind: SppType, spp_ids: Sequence[str]) -> dict[str, Current]:
    """Wait for this writer's turn on the table, then lock and return the records, by internal id."""
    with connection.cursor() as cursor:
        cursor.execute(sql.TAKE_TURN, [f"spp:{account}:{kind.table}"])
    if not spp_ids:
        return {}
    rows = _rows(sql.LOCK, [account, kind.table, [int(one) for one in spp_ids]])
    return {
        str(id_): Current(id_, json.loads(fields), modified, deleted)
        for id_, fields, modified, deleted in rows
    }


def existing(account: str, wanted: Collection[Wanted]) -> dict[Wanted, str]:
    """Return which of the records are there, with what the field that is asked for holds (empty: nothing)."""
    if not wanted:
        return {}
    asked = json.dumps([{"type": table, "id": id_, "field": field} for table, id_, field in wanted])
    return {(table, id_, field): value for table, id_, field, value in _rows(sql.EXISTING, [asked, account])}


def taken(account: str, kind: SppType, planned: Sequence[Planned]) -> Iterator[Taken]:
    """Yield each planned change with a value that only one record may have and another has: a unique name, a number, a NetSuite id."""
    rows = [row for one in planned for row in _unique_values(kind, one)]
    if not rows:
        return
    parameters = {
        "rows": json.dumps(rows),
        "account": account,
        "type": kind.table,
        "name_field": kind.name_field if kind.unique_within is not None else "",
        "netsuite_id_field": kind.netsuite_id_field,
        "within_field": kind.unique_within[0] if kind.unique_within else "",
    }
    for position, field, by in _rows(sql.TAKEN, parameters):
        yield Taken(position, field, by)


def _unique_values(kind: SppType, one: Planned) -> Iterator[dict[str, Any]]:
    """Yield what of the record changes and must be free."""
    changed = {difference.field for difference in one.differences}
    place = {"position": one.position, "id": one.current.id if one.current else None, "within": ""}
    within = kind.unique_within or ()
    if kind.unique_within is not None and changed & {kind.name_field, *within}:
        inside = "".join(str(one.fields.get(name, "")) for name in within)
        yield {**place, "field": kind.name_field, "value": one.fields[kind.name_field], "within": inside}
    for name in changed:
        if name == kind.netsuite_id_field or kind.is_further_key(name):
            value = one.fields.get(name)
            if value is not None:
                yield {**place, "field": name, "value": str(value)}


def insert(account: str, kind: SppType, planned: Sequence[Planned], at: datetime) -> list[str]:
    """Add the records and return their internal ids, in the order given."""
    if not planned:
        return []
    ids = next_ids(RECORDS, len(planned))
    columns = ("id", "account", "type", "name", "fields", "source_modified", "created", "updated")
    rows = (
        (
            id_,
            account,
            kind.table,
            kind.name_of(one.fields),
            encode(one.fields),
            one.change.source_modified,
            at,
            at,
        )
        for id_, one in zip(ids, planned, strict=True)
    )
    copy_rows(RECORDS, columns, rows)
    _add_keys(account, kind, [(id_, one) for id_, one in zip(ids, planned, strict=True)])
    return [str(id_) for id_ in ids]


def update(account: str, kind: SppType, planned: Sequence[Planned], at: datetime) -> None:
    """Write the records back. Where nothing differs only the source version moves on."""
    if not planned:
        return
    rows = [_record_row(kind, one) for one in planned]
    with connection.cursor() as cursor:
        cursor.execute(sql.UPDATE, {"rows": json.dumps(rows), "ids": [row["id"] for row in rows], "at": at})
    written = [(one.current.id, one) for one in planned if one.current]
    changed = [
        {"id": id_, "field": difference.field}
        for id_, one in written
        for difference in one.differences
        if difference.before is not None and kind.is_further_key(difference.field)
    ]
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(sql.FORGET_KEYS, [json.dumps(changed)])
    _add_keys(account, kind, written)


def _add_keys(account: str, kind: SppType, written: Sequence[tuple[int, Planned]]) -> None:
    rows = [
        (account, kind.table, difference.field, str(difference.after), id_)
        for id_, one in written
        for difference in one.differences
        if difference.after is not None and kind.is_further_key(difference.field)
    ]
    if rows:
        copy_rows(KEYS, ("account", "type", "field", "value", "record_id"), rows)


def mark_deleted(
    account: str, kind: SppType, spp_ids: Collection[str], *, author: Author, at: datetime
) -> list[str]:
    """Mark the records that are not marked yet, with an audit row each, and return their internal ids."""
    marked = _rows(sql.MARK, [at, at, account, kind.table, [int(one) for one in spp_ids]])
    change = FieldChange(DELETED_IN_NETSUITE, None, at.isoformat())
    _copy_audit([(id_, change, modified) for id_, modified in marked], author, at)
    return [str(id_) for id_, _ in marked]


def write_audit(planned: Sequence[Planned], *, author: Author, at: datetime) -> None:
    """Add one audit row a changed field."""
    _copy_audit(
        [
            (int(one.answer.spp_id), difference, one.change.source_modified)
            for one in planned
            if one.answer and one.answer.spp_id
            for difference in one.answer.changes
        ],
        author,
        at,
    )


def _copy_audit(
    changes: Sequence[tuple[int, FieldChange, datetime | None]], author: Author, at: datetime
) -> None:
    columns = (
        *("record_id", "field", "before", "after", "source_modified"),
        *("author_id", "author_name", "via", "run_id", "at"),
    )
    by = (author.user_id, author.name[:LONGEST_AUTHOR], author.via, author.run_id, at)
    rows = [
        (id_, change.field, _json(change.before), _json(change.after), modified, *by)
        for id_, change, modified in changes
    ]
    if rows:
        copy_rows(AUDIT, columns, rows)


def _json(value: JsonValue) -> str | None:
    return None if value is None else encode(value)


def _record_row(kind: SppType, one: Planned) -> dict[str, Any]:
    modified = one.change.source_modified
    return {
        "position": one.position,
        "id": one.current.id if one.current else None,
        "name": kind.name_of(one.fields),
        "fields": one.fields,
        "source_modified": modified.isoformat() if modified else None,
        "differs": bool(one.differences),
    }


def _rows(statement: str, parameters: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
