"""A second opinion, with none of the product's code: what NetSuite holds, what SuiteProjects Pro holds, and what the log says.

Both sides are read whole: one by the control plane of the local account, the other from the tables. The default mappings are written
down here once more, on purpose.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from tools.chaos.town import Town

FLAG = "custentity_oa_export_to_openair"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One workflow as this comparison expects it. ``fields``: of SuiteProjects Pro, by NetSuite's names."""

    netsuite: str
    spp: str
    workflow: str
    id_field: str
    fields: dict[str, str]


KINDS = (
    Kind(
        "employee",
        "user",
        "employees",
        "netsuite_user_id__c",
        {
            "nickname": "entityId",
            "first": "firstName",
            "last": "lastName",
            "email": "email",
            "phone": "phone",
        },
    ),
    Kind(
        "customer",
        "customer",
        "customers",
        "netsuite_customer_id__c",
        {"name": "entityId", "company": "companyName", "email": "email", "phone": "phone"},
    ),
    Kind(
        "job",
        "project",
        "projects",
        "netsuite_project_id__c",
        {"name": "companyName", "start_date": "startDate"},
    ),
)


@dataclass(frozen=True, slots=True)
class Sides:
    """What was read: NetSuite's records by type and id, SuiteProjects Pro's by type, and a session for the log."""

    netsuite: dict[str, dict[str, Row]]
    spp: dict[str, list[Row]]
    session: psycopg.Connection[Row]

    @property
    def customers(self) -> dict[str, str]:
        """SuiteProjects Pro ids of customers by their NetSuite id."""
        return {row["fields"].get("netsuite_customer_id__c"): str(row["id"]) for row in self.spp["customer"]}


def differences(town: Town) -> Iterator[str]:
    """Yield each difference in words; none where all is well."""
    checks: tuple[Callable[[Sides], Iterator[str]], ...] = (
        records_that_differ,
        links_that_differ,
        log_that_does_not_explain,
        audit_that_does_not_add_up,
        things_left_lying,
    )
    with psycopg.connect(town.postgres.url(), row_factory=dict_row) as session:
        sides = _read(town, session)
        for check in checks:
            yield from check(sides)


def counts(town: Town) -> dict[str, int]:
    """Return how much there was of everything."""
    tables = {
        "records": "projects_spprecord",
        "runs": "runs_run",
        "log entries": "runs_runitem",
        "notices": "realtime_notice",
        "audit rows": "projects_auditentry",
    }
    with psycopg.connect(town.postgres.url(), row_factory=dict_row) as session:
        return {
            name: int(session.execute(f"SELECT count(*) AS n FROM {table}").fetchone()["n"])  # type: ignore[index]  # noqa: S608 - our own tables; count answers one row
            for name, table in tables.items()
        }


def records_that_differ(sides: Sides) -> Iterator[str]:
    """Every record marked for export is there once, with what it holds; nothing else is."""
    for kind in KINDS:
        held: dict[str, list[Row]] = defaultdict(list)
        for row in sides.spp[kind.spp]:
            held[row["fields"].get(kind.id_field) or ""].append(row)
        for internal_id, record in sides.netsuite[kind.netsuite].items():
            wanted = _wanted(sides, kind, record)
            found = held.pop(internal_id, [])
            if len(found) != (wanted is not None):
                yield f"{kind.netsuite} {internal_id}: {len(found)} records in SuiteProjects Pro"
            elif wanted is not None:
                yield from _fields_that_differ(kind, internal_id, wanted, found[0]["fields"])
        held.pop("", None)
        yield from (f"{kind.spp}: NetSuite has no {kind.netsuite} {internal_id}" for internal_id in held)


def _wanted(sides: Sides, kind: Kind, record: Row) -> Row | None:
    """Return the fields that SuiteProjects Pro must hold, ``None`` where the record is not to be there."""
    values = record["values"]
    if not values.get(FLAG):
        return None
    wanted = {field: values.get(name) for field, name in kind.fields.items()}
    if kind.netsuite == "job":
        parent = sides.netsuite["customer"][str(values["parent"])]
        if not parent["values"].get(FLAG):
            return None
        wanted["customerid"] = sides.customers.get(parent["id"])
    return wanted


def _fields_that_differ(kind: Kind, internal_id: str, wanted: Row, held: Row) -> Iterator[str]:
    for field, value in wanted.items():
        if (held.get(field) or None) != (value or None):
            yield f"{kind.netsuite} {internal_id}: {field} is {held.get(field)!r}, should be {value!r}"


def links_that_differ(sides: Sides) -> Iterator[str]:
    """A link leads to the record that carries the NetSuite id, and each record has one."""
    links = sides.session.execute(
        "SELECT netsuite_type, internal_id, spp_type, spp_id FROM workflows_link"
    ).fetchall()
    linked = {(row["spp_type"], row["spp_id"]): row["internal_id"] for row in links}
    if len(linked) != len(links):
        yield f"{len(links) - len(linked)} links lead to a record that another link leads to"
    for kind in KINDS:
        for row in sides.spp[kind.spp]:
            carried = row["fields"].get(kind.id_field)
            if carried and linked.get((kind.spp, str(row["id"]))) != carried:
                yield f"{kind.spp} {row['id']}: carries {carried}, its link {linked.get((kind.spp, str(row['id'])))}"


_LAST_WORDS = """
SELECT workflow.key, item.internal_id, item.outcome, item.code, item.source_modified
FROM runs_runitem AS item JOIN workflows_workflow AS workflow ON workflow.id = item.workflow_id
ORDER BY item.id
"""
_EXPLAINED = frozenset({"created", "updated", "unchanged"})


def log_that_does_not_explain(sides: Sides) -> Iterator[str]:
    """The log knows the version of each record that is there, and its last word fits what became of it."""
    last: dict[tuple[str, str], Row] = {}
    versions: dict[tuple[str, str], set[datetime]] = defaultdict(set)
    for row in sides.session.execute(_LAST_WORDS):
        last[row["key"], row["internal_id"]] = row
        if row["source_modified"]:
            versions[row["key"], row["internal_id"]].add(row["source_modified"].replace(microsecond=0))
    for kind in KINDS:
        for internal_id, record in sides.netsuite[kind.netsuite].items():
            where = f"{kind.netsuite} {internal_id}"
            word = last.get((kind.workflow, internal_id))
            if word is None:
                yield f"{where}: the log has no word about it"
                continue
            wanted = _wanted(sides, kind, record) is not None
            if (word["outcome"] in _EXPLAINED) != wanted:
                yield f"{where}: the log's last word is {word['outcome']} {word['code']}"
            if _second(record["modified"]) not in versions[kind.workflow, internal_id]:
                yield f"{where}: the log does not know the version of {record['modified']}"


def _second(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(microsecond=0)


_AUDIT = "SELECT record_id, field, before, after, run_id FROM projects_auditentry ORDER BY id"
_CHANGES = """
SELECT run_id, spp_id, change ->> 'field' AS field, change -> 'before' AS before, change -> 'after' AS after
FROM runs_runitem, jsonb_array_elements(changes) AS change
WHERE outcome IN ('created', 'updated')
"""


def audit_that_does_not_add_up(sides: Sides) -> Iterator[str]:
    """The audit trail of each field leads from nothing to what it holds without a gap, and tells the same changes as the log."""
    now: dict[tuple[int, str], Any] = {}
    told: Counter[tuple[Any, ...]] = Counter()
    for row in sides.session.execute(_AUDIT):
        key = (row["record_id"], row["field"])
        if now.get(key) != row["before"]:
            yield f"record {key[0]}: {key[1]} was {now.get(key)!r}, but the audit trail has it change from {row['before']!r}"
        now[key] = row["after"]
        told[_change(row["run_id"], row["record_id"], row)] += 1
    held = {row["id"]: row["fields"] for rows in sides.spp.values() for row in rows}
    for (record_id, field), value in now.items():
        if record_id in held and held[record_id].get(field) != value:
            yield f"record {record_id}: {field} is {held[record_id].get(field)!r}, the audit trail ends with {value!r}"
    logged = Counter(
        _change(row["run_id"], int(row["spp_id"]), row) for row in sides.session.execute(_CHANGES)
    )
    yield from (
        f"in the audit trail {times} times more than in the log: {one}"
        for one, times in (told - logged).items()
    )
    yield from (
        f"in the log {times} times more than in the audit trail: {one}"
        for one, times in (logged - told).items()
    )


def _change(run_id: int | None, record_id: int, row: Row) -> tuple[Any, ...]:
    return (run_id, record_id, row["field"], json.dumps(row["before"]), json.dumps(row["after"]))


_LEFT = """
SELECT 'run ' || id || ' is ' || state AS what FROM runs_run WHERE state IN ('queued', 'running')
UNION ALL
SELECT 'request for ' || netsuite_type || ' ' || internal_id || ' is open' FROM runs_runrequest WHERE run_id IS NULL
UNION ALL
SELECT need || ' of ' || internal_id || ': ' || reason FROM runs_attention WHERE dismissed_at IS NULL AND need <> 'parent'
UNION ALL
SELECT 'run ' || id || ' ended without a time' FROM runs_run WHERE state NOT IN ('queued', 'running') AND finished_at IS NULL
UNION ALL
SELECT 'job ' || id || ' is ' || status FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
"""


def things_left_lying(sides: Sides) -> Iterator[str]:
    """Nothing is open that nobody will come back to. Who waits for a parent that is not to be imported waits rightly; whether it is so,
    the log was asked."""
    for row in sides.session.execute(_LEFT):
        yield row["what"]


def _read(town: Town, session: psycopg.Connection[Row]) -> Sides:
    netsuite = {
        kind.netsuite: {row["id"]: row for row in town.control.call("GET", f"/records/{kind.netsuite}")}
        for kind in KINDS
    }
    spp: dict[str, list[Row]] = {kind.spp: [] for kind in KINDS}
    for row in session.execute("SELECT id, type, fields FROM projects_spprecord"):
        spp[row["type"]].append(row)
    return Sides(netsuite, spp, session)
