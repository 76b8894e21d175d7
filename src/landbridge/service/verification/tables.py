"""The tables of SuiteProjects Pro that a workflow writes, each compared by itself, and what names a part in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from landbridge.service.ports import JsonValue
from landbridge.service.workflows.asking import moves
from landbridge.service.workflows.catalogue.hierarchies import NODES, classified
from landbridge.service.workflows.store import Prepared, PreparedGroup

_RECORD = re.compile(r"-?[^-]*")


@dataclass(frozen=True, slots=True)
class Table:
    """One of them, with the groups that write it. ``withdrawn`` is what a part holds that the NetSuite record has no more."""

    spp_type: str
    netsuite_id_field: str
    groups: tuple[PreparedGroup, ...]
    fields: tuple[str, ...]
    withdrawn: Mapping[str, JsonValue]


def tables_of(prepared: Prepared) -> list[Table]:
    """Return the tables, that of the main group first."""
    names = dict.fromkeys(one.group.spp_type for one in prepared.groups)
    return [
        _table(prepared, tuple(one for one in prepared.groups if one.group.spp_type == name))
        for name in names
    ]


def _table(prepared: Prepared, groups: tuple[PreparedGroup, ...]) -> Table:
    first = groups[0].group
    fields = dict.fromkeys(name for one in groups for name in compared_fields(prepared, one))
    withdrawn = next((one.group.withdrawn for one in groups if one.group.withdrawn), {})
    return Table(first.spp_type, first.netsuite_id_field, groups, tuple(fields), withdrawn)


def compared_fields(prepared: Prepared, one: PreparedGroup) -> tuple[str, ...]:
    """Return the fields that stay equal. Those that are set on creation only may change afterwards, and so may lists that others add to;
    today's date is another one tomorrow.
    """
    shared = {NODES} if classified(prepared.options) else set()
    return tuple(
        dict.fromkeys(
            row.target
            for row in one.rows
            if not row.initial_only and row.target not in shared and not moves(row)
        )
    )


def record_of(key: str) -> str:
    """Return the NetSuite internal id in the key of a part: ``5`` of ``5-1``."""
    found = _RECORD.match(key)
    return found.group() if found else key


def part_name(prepared: Prepared, table: str, key: str) -> str:
    """Return what a finding calls a part, ``purchase_item 5-1``; nothing for the record itself."""
    is_record = table == prepared.declaration.spp_type and record_of(key) == key
    return "" if is_record else f"{table} {key}"
