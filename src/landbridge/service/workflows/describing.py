"""A workflow told as data: what it reads and writes, by its declaration and by what a connection made of it. Works without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from landbridge.recordtypes import RECORD_TYPES
from landbridge.recordtypes.integrated import INTEGRATED
from landbridge.service.workflows.catalogue import Declaration, Row
from landbridge.service.workflows.watching import watched


@dataclass(frozen=True, slots=True)
class DescribedRow:
    """One mapping row. ``source`` is its kind, ``field`` the NetSuite field, empty where it takes none by itself."""

    group: str
    target: str
    source: str
    field: str


@dataclass(frozen=True, slots=True)
class Described:
    """One workflow. ``netsuite_type`` is its first SuiteScript type, ``netsuite_types`` all of them; ``real_time``: the trigger sends its saves.

    ``monitored_fields`` are the fields that are monitored, where nothing was chosen those that would be. ``excludes`` are workflows
    that must not be active beside it.
    """

    name: str
    label: str
    netsuite_type: str
    netsuite_types: tuple[str, ...]
    spp_type: str
    spp_types: tuple[str, ...]
    real_time: bool
    monitored_fields: tuple[str, ...]
    depends_on: tuple[str, ...]
    excludes: tuple[str, ...]
    mapping_rows: tuple[DescribedRow, ...]


def described(
    declaration: Declaration,
    rows: Mapping[str, Iterable[Row]] | None = None,
    monitored: Iterable[str] | None = None,
) -> Described:
    """Return the workflow with its rows by group and its monitored fields; without them with those of its declaration."""
    of_group = (
        rows if rows is not None else {group.key: group.rows for group in declaration.groups if group.rows}
    )
    types = script_types(declaration.netsuite_type)
    return Described(
        name=declaration.key,
        label=declaration.label,
        netsuite_type=types[0],
        netsuite_types=types,
        spp_type=declaration.spp_type,
        spp_types=tuple(dict.fromkeys(group.spp_type for group in declaration.groups)),
        real_time=declaration.real_time,
        monitored_fields=tuple(_by_default(declaration) if monitored is None else monitored),
        depends_on=declaration.depends_on,
        excludes=declaration.excludes,
        mapping_rows=tuple(
            DescribedRow(group, row.target, row.source.value, row.field)
            for group, held in of_group.items()
            for row in held
        ),
    )


def _by_default(declaration: Declaration) -> tuple[str, ...]:
    return watched(
        declaration,
        [(group, group.rows, "") for group in declaration.groups],
        declaration.option_values({}),
    )


def script_types(netsuite_type: str) -> tuple[str, ...]:
    """Return what SuiteScript calls a record type: several for customers and items, itself for a custom record type."""
    scripts = tuple(one.script for one in INTEGRATED.values() if one.netsuite_type == netsuite_type)
    known = RECORD_TYPES.get(netsuite_type)
    return scripts or (known.script_types if known else (netsuite_type,))
