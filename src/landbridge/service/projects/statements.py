"""The SQL of the built-in account. Batches travel as one JSON value, so a statement is one round trip whatever its size."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from landbridge.service.copying import copy_rows, encode, next_ids
from landbridge.service.ports import Author, DestinationRecord, JsonValue, KeyRange
from landbridge.service.projects.batch import Current, Planned
from landbridge.service.projects.record_types import SppType

FIND = """
SELECT id, name, fields, updated, source_modified FROM projects_spprecord
WHERE account = %(account)s AND type = %(type)s AND id = ANY(%(ids)s::bigint[])
UNION ALL
SELECT id, name, fields, updated, source_modified FROM projects_spprecord
WHERE account = %(account)s AND type = %(type)s
    AND fields ->> %(netsuite_id_field)s = ANY(%(netsuite_ids)s::text[])
UNION ALL
SELECT id, name, fields, updated, source_modified FROM projects_spprecord
WHERE account = %(account)s AND type = %(type)s
    AND lower(name) IN (SELECT lower(wanted) FROM unnest(%(names)s::text[]) AS wanted)
"""
"""Three parts, so that each has its own index; a record may come from several. Each part may be hashed, too: before PostgreSQL has
counted a table that grows fast it reads all of it, and then a comparison of all rows with all names would take for ever."""

HOLDINGS = """
SELECT id, name, fields, updated, source_modified FROM projects_spprecord
WHERE account = %(account)s AND type = %(type)s AND id = ANY(%(ids)s::bigint[])
UNION ALL
SELECT id, name, fields, updated, source_modified FROM projects_spprecord
WHERE account = %(account)s AND type = %(type)s
    AND projects_netsuite_number(fields ->> %(netsuite_id_field)s) BETWEEN %(first)s AND %(last)s
"""
"""The function's answer is NULL for an empty NetSuite id and the highest number for one that is no number."""

LOWEST, HIGHEST = -(2**63), 2**63 - 1

TAKE_TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
LOCK = """
SELECT id, fields, source_modified FROM projects_spprecord
WHERE account = %s AND type = %s AND id = ANY(%s::bigint[]) ORDER BY id FOR UPDATE
"""
EXISTING = """
SELECT type, id FROM projects_spprecord
WHERE account = %s AND id = ANY(%s::bigint[])
"""
TAKEN = """
WITH incoming AS (
    SELECT position, id, lower(name) AS name, within, netsuite_id
    FROM jsonb_to_recordset(%(rows)s::jsonb)
        AS row(position int, id bigint, name text, within text, netsuite_id text)
)
SELECT position, %(name_field)s, record.id
FROM incoming JOIN projects_spprecord AS record
    ON record.account = %(account)s AND record.type = %(type)s AND lower(record.name) = incoming.name
    AND record.id IS DISTINCT FROM incoming.id
    AND coalesce(record.fields ->> %(within_field)s, '') = incoming.within
UNION ALL
SELECT position, %(netsuite_id_field)s, record.id
FROM incoming JOIN projects_spprecord AS record
    ON record.account = %(account)s AND record.type = %(type)s AND record.id IS DISTINCT FROM incoming.id
    AND record.fields ->> %(netsuite_id_field)s = incoming.netsuite_id
UNION ALL
SELECT position, %(name_field)s, NULL FROM (
    SELECT position, row_number() OVER (PARTITION BY name, within ORDER BY position) AS turn
    FROM incoming WHERE name IS NOT NULL
) AS named WHERE turn > 1
UNION ALL
SELECT position, %(netsuite_id_field)s, NULL FROM (
    SELECT position, row_number() OVER (PARTITION BY netsuite_id ORDER BY position) AS turn
    FROM incoming WHERE netsuite_id IS NOT NULL
) AS numbered WHERE turn > 1
"""
UPDATE = """
UPDATE projects_spprecord AS record
SET name = row.name, fields = row.fields, source_modified = row.source_modified,
    updated = CASE WHEN row.differs THEN %(at)s ELSE record.updated END
FROM jsonb_to_recordset(%(rows)s::jsonb)
    AS row(id bigint, name text, fields jsonb, source_modified timestamptz, differs boolean)
WHERE record.id = row.id AND record.id = ANY(%(ids)s::bigint[])
"""
RECORDS = "projects_spprecord"
AUDIT = "projects_auditentry"
LONGEST_AUTHOR = 150


@dataclass(frozen=True, slots=True)
class Taken:
    """The name or NetSuite id of one planned change belongs to record ``by`` (``None``: to one of the same batch)."""

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
    """Return every record of ``kind`` that answers to one of the keys, each once."""
    rows = _rows(
        FIND,
        {
            "account": account,
            "type": kind.table,
            "ids": [int(one) for one in spp_ids],
            "netsuite_id_field": netsuite_id_field,
            "netsuite_ids": list(netsuite_ids),
            "names": list(names),
        },
    )
    return _destination_records(kind, rows)


def holdings(
    account: str, kind: SppType, keys: KeyRange, *, netsuite_id_field: str, spp_ids: Collection[str]
) -> list[DestinationRecord]:
    """Return every record of ``kind`` whose NetSuite id lies in ``keys`` or that has one of the ids, each once."""
    rows = _rows(
        HOLDINGS,
        {
            "account": account,
            "type": kind.table,
            "ids": [int(one) for one in spp_ids],
            "netsuite_id_field": netsuite_id_field,
            "first": LOWEST if keys.first is None else keys.first,
            "last": HIGHEST if keys.last is None else keys.last,
        },
    )
    return _destination_records(kind, rows)


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
        )
        for id_, name, fields, updated, source_modified in rows
    }
    return list(found.values())


def lock(account: str, kind: SppType, spp_ids: Sequence[str]) -> dict[str, Current]:
    """Wait for this writer's turn on the table, then lock and return the records, by internal id."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN, [f"spp:{account}:{kind.table}"])
    if not spp_ids:
        return {}
    rows = _rows(LOCK, [account, kind.table, [int(one) for one in spp_ids]])
    return {str(id_): Current(id_, json.loads(fields), modified) for id_, fields, modified in rows}


def existing(account: str, wanted: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return which of the (table, internal id) pairs are records."""
    if not wanted:
        return set()
    rows = _rows(EXISTING, [account, [int(spp_id) for _, spp_id in wanted]])
    return {(table, str(id_)) for table, id_ in rows}


def taken(account: str, kind: SppType, planned: Sequence[Planned]) -> Iterator[Taken]:
    """Yield each planned change whose name (where names are unique) or NetSuite id another record has."""
    rows = [row for one in planned if (row := _taken_row(kind, one))]
    if not rows:
        return
    parameters = {
        "rows": json.dumps(rows),
        "account": account,
        "type": kind.table,
        "name_field": kind.name_field,
        "netsuite_id_field": kind.netsuite_id_field,
        "within_field": kind.unique_within[0] if kind.unique_within else "",
    }
    for position, field, by in _rows(TAKEN, parameters):
        yield Taken(position, field, by)


def _taken_row(kind: SppType, one: Planned) -> dict[str, Any] | None:
    """Return what of the record must be free; ``None`` where nothing of it changes."""
    changed = {difference.field for difference in one.differences}
    within = kind.unique_within or ()
    named = kind.unique_within is not None and bool(changed & {kind.name_field, *within})
    numbered = kind.netsuite_id_field in changed
    if not named and not numbered:
        return None
    return {
        "position": one.position,
        "id": one.current.id if one.current else None,
        "name": one.fields[kind.name_field] if named else None,
        "within": "".join(str(one.fields.get(name, "")) for name in within),
        "netsuite_id": one.fields.get(kind.netsuite_id_field) if numbered else None,
    }


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
            one.fields[kind.name_field],
            encode(one.fields),
            one.change.source_modified,
            at,
            at,
        )
        for id_, one in zip(ids, planned, strict=True)
    )
    copy_rows(RECORDS, columns, rows)
    return [str(id_) for id_ in ids]


def update(kind: SppType, planned: Sequence[Planned], at: datetime) -> None:
    """Write the records back. Where nothing differs only the source version moves on."""
    if not planned:
        return
    rows = [_record_row(kind, one) for one in planned]
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, {"rows": json.dumps(rows), "ids": [row["id"] for row in rows], "at": at})


def write_audit(planned: Sequence[Planned], *, author: Author, at: datetime) -> None:
    """Add one audit row a changed field."""
    columns = (
        *("record_id", "field", "before", "after", "source_modified"),
        *("author_id", "author_name", "via", "run_id", "at"),
    )
    by = (author.user_id, author.name[:LONGEST_AUTHOR], author.via, author.run_id, at)
    rows = [
        (
            int(one.answer.spp_id),
            difference.field,
            _json(difference.before),
            _json(difference.after),
            one.change.source_modified,
            *by,
        )
        for one in planned
        if one.answer and one.answer.spp_id
        for difference in one.answer.changes
    ]
    if rows:
        copy_rows(AUDIT, columns, rows)


def _json(value: JsonValue) -> str | None:
    return None if value is None else encode(value)


def _record_row(kind: SppType, one: Planned) -> dict[str, Any]:
    return {
        "position": one.position,
        "id": one.current.id if one.current else None,
        "name": one.fields[kind.name_field],
        "fields": one.fields,
        "source_modified": one.change.source_modified.isoformat(),
        "differs": bool(one.differences),
    }


def _rows(statement: str, parameters: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
