"""The SQL of the built-in account, with one JSON value or array a batch: a statement is one round trip whatever its size.

The usual NetSuite ID of a table is held unique and found by an index on ``projects_netsuite_id``; other values that only one record may
have are rows of ``projects_sppkey`` (decision 54).
"""

from __future__ import annotations

_OF_TYPE = """
SELECT record.id, record.name, record.fields, record.updated, record.source_modified, record.deleted_in_netsuite_at
FROM projects_spprecord AS record WHERE record.account = %(account)s AND record.type = %(type)s"""
_OF_KEY = """
SELECT record.id, record.name, record.fields, record.updated, record.source_modified, record.deleted_in_netsuite_at
FROM projects_sppkey AS key JOIN projects_spprecord AS record ON record.id = key.record_id
WHERE key.account = %(account)s AND key.type = %(type)s AND key.field = %(field)s"""
BY_IDS = f"{_OF_TYPE} AND record.id = ANY(%(ids)s::bigint[])"
_AND_NAMED = " AND lower(record.name) IN (SELECT lower(wanted) FROM unnest(%(names)s::text[]) AS wanted)"
BY_NAMES = _OF_TYPE + _AND_NAMED
BY_USUAL_ID = f"{_OF_TYPE} AND projects_netsuite_id(record.fields, record.type) = ANY(%(values)s::text[])"
BY_KEY = f"{_OF_KEY} AND key.value = ANY(%(values)s::text[])"
BY_FIELD = f"{_OF_TYPE} AND record.fields ->> %(field)s = ANY(%(values)s::text[])"
BY_OWNER = f"{_OF_TYPE} AND projects_owner(record.fields, record.type) = ANY(%(values)s::text[])"
_IN_RANGE = "BETWEEN %(first)s AND %(last)s"
"""The function's answer is NULL for an empty NetSuite id and the highest number for one that is no number."""

FIND = f"{BY_IDS} UNION ALL {BY_USUAL_ID} UNION ALL {BY_NAMES}"
FIND_BY_KEY = f"{BY_IDS} UNION ALL {BY_KEY} UNION ALL {BY_NAMES}"
"""Three parts, so that each has its own index; a record may come from several. Each part may be hashed, too: before PostgreSQL has
counted a table that grows fast it reads all of it, and then a comparison of all rows with all names would take for ever."""

HOLDINGS = f"""{BY_IDS} UNION ALL
{_OF_TYPE} AND projects_netsuite_number(projects_netsuite_id(record.fields, record.type)) {_IN_RANGE}"""
HOLDINGS_BY_KEY = f"{BY_IDS} UNION ALL {_OF_KEY} AND projects_netsuite_number(key.value) {_IN_RANGE}"

CUSTOM_FIELDS = """
SELECT DISTINCT field FROM (
    SELECT fields FROM projects_spprecord WHERE account = %s AND type = %s ORDER BY updated DESC LIMIT %s
) AS newer, jsonb_object_keys(newer.fields) AS field
WHERE field LIKE '%%\\_\\_c' ORDER BY field
"""
TAKE_TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
LOCK = """
SELECT id, fields, source_modified, deleted_in_netsuite_at FROM projects_spprecord
WHERE account = %s AND type = %s AND id = ANY(%s::bigint[]) ORDER BY id FOR UPDATE
"""
EXISTING = """
SELECT record.type, record.id, wanted.field, coalesce(record.fields ->> wanted.field, '')
FROM jsonb_to_recordset(%s::jsonb) AS wanted(type text, id bigint, field text)
JOIN projects_spprecord AS record ON record.id = wanted.id AND record.type = wanted.type
WHERE record.account = %s
"""
TAKEN = """
WITH incoming AS (
    SELECT position, id, field, value, lower(value) AS lower, within
    FROM jsonb_to_recordset(%(rows)s::jsonb)
        AS row(position int, id bigint, field text, value text, within text)
)
SELECT position, field, record.id
FROM incoming JOIN projects_spprecord AS record
    ON record.account = %(account)s AND record.type = %(type)s AND lower(record.name) = incoming.lower
    AND record.id IS DISTINCT FROM incoming.id
    AND coalesce(record.fields ->> %(within_field)s, '') = incoming.within
WHERE field = %(name_field)s
UNION ALL
SELECT position, field, record.id
FROM incoming JOIN projects_spprecord AS record
    ON record.account = %(account)s AND record.type = %(type)s AND record.id IS DISTINCT FROM incoming.id
    AND projects_netsuite_id(record.fields, record.type) = incoming.value
WHERE field = %(netsuite_id_field)s
UNION ALL
SELECT position, incoming.field, key.record_id
FROM incoming JOIN projects_sppkey AS key
    ON key.account = %(account)s AND key.type = %(type)s AND key.field = incoming.field
    AND key.value = incoming.value AND key.record_id IS DISTINCT FROM incoming.id
UNION ALL
SELECT position, field, NULL FROM (
    SELECT position, field, row_number() OVER (
        PARTITION BY field, CASE field WHEN %(name_field)s THEN lower ELSE value END, within ORDER BY position
    ) AS turn
    FROM incoming
) AS counted WHERE turn > 1
"""
UPDATE = """
UPDATE projects_spprecord AS record
SET name = row.name, fields = row.fields,
    source_modified = coalesce(row.source_modified, record.source_modified),
    deleted_in_netsuite_at = CASE WHEN row.source_modified IS NULL THEN record.deleted_in_netsuite_at END,
    updated = CASE WHEN row.differs THEN %(at)s ELSE record.updated END
FROM jsonb_to_recordset(%(rows)s::jsonb)
    AS row(id bigint, name text, fields jsonb, source_modified timestamptz, differs boolean)
WHERE record.id = row.id AND record.id = ANY(%(ids)s::bigint[])
"""
FORGET_KEYS = """
DELETE FROM projects_sppkey AS key USING jsonb_to_recordset(%s::jsonb) AS row(id bigint, field text)
WHERE key.record_id = row.id AND key.field = row.field
"""
MARK = """
UPDATE projects_spprecord SET deleted_in_netsuite_at = %s, updated = %s
WHERE account = %s AND type = %s AND id = ANY(%s::bigint[]) AND deleted_in_netsuite_at IS NULL
RETURNING id, source_modified
"""
