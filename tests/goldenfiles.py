"""Golden files of the workflows: what NetSuite holds, and what becomes of it in SuiteProjects Pro.

A file in ``tests/golden/workflows/<workflow>/`` has a record as read, the options and filters of the workflow, the links of other records and what the
account holds; ``result`` is what the mapping makes of it. ``tools/golden.py`` shows and rewrites results.

References are written ``{"id": "3", "name": "Acme"}``, dates ``{"date": "2026-03-01"}``, instants ``{"instant": "2026-03-01T09:00:00+00:00"}``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from landbridge.service.ports import (
    Destination,
    DestinationRecord,
    Reference,
    SourceAccount,
    SourceRecord,
    Value,
)
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.runs.execution import hierarchies
from landbridge.service.runs.execution.hierarchies import Nodes
from landbridge.service.workflows.catalogue import CATALOGUE, Declaration
from landbridge.service.workflows.choosing import NOT_SELECTED, choose
from landbridge.service.workflows.environment import Environment, LinkedId, Surroundings
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.loading import environment_for
from landbridge.service.workflows.mapping import map_part
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.parts import Part, parts_of
from landbridge.service.workflows.results import Mapped, ParentMissing, PartMissing, Unmappable
from landbridge.service.workflows.selection import excluded
from landbridge.service.workflows.store import Prepared, PreparedGroup

FOLDER = Path(__file__).parent / "golden" / "workflows"
READ_AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
Json = dict[str, Any]


@dataclass(frozen=True)
class Golden:
    """One file. ``given`` is its content without the result, ``result`` what it says becomes of it."""

    path: Path
    given: Json
    result: Json | None

    @property
    def name(self) -> str:
        """``customers/lead``."""
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def declaration(self) -> Declaration:
        """The workflow of its folder."""
        return CATALOGUE[self.path.parent.name]

    @property
    def options(self) -> Json:
        """The options that it sets."""
        return dict(self.given.get("options", {}))


def read(path: Path) -> Golden:
    """Read one file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return Golden(
        path, {name: value for name, value in content.items() if name != "result"}, content.get("result")
    )


def files() -> list[Golden]:
    """Return every file, by name."""
    return [read(path) for path in sorted(FOLDER.glob("*/*.json"))]


def written(golden: Golden, result: Json) -> str:
    """Return the file's text with ``result``."""
    return json.dumps({**golden.given, "result": result}, indent=1, ensure_ascii=False) + "\n"


class _Account:
    """What the file says that the account holds: table -> records with ``id``."""

    def __init__(self, held: Mapping[str, Sequence[Json]]) -> None:
        self._records = {
            (table, str(one["id"])): DestinationRecord(
                table, str(one["id"]), SPP_TYPES[table].name_of(one), one, READ_AT
            )
            for table, records in held.items()
            for one in records
        }

    def lookup(self, table: str, by: str, values: Collection[str]) -> dict[str, list[DestinationRecord]]:
        return {
            value: [
                record
                for (of, spp_id), record in self._records.items()
                if of == table and (spp_id if by == "id" else record.fields.get(by)) == value
            ]
            for value in values
        }

    def find(
        self, table: str, *, spp_ids: Collection[str] = (), names: Collection[str] = ()
    ) -> list[DestinationRecord]:
        return [
            record
            for (of, spp_id), record in self._records.items()
            if of == table and (spp_id in spp_ids or record.name in names)
        ]


def source_record(given: Json) -> SourceRecord:
    """Return the record of a file."""
    return SourceRecord(
        given["type"],
        given["internal_id"],
        READ_AT,
        {name: _value(value) for name, value in given.get("values", {}).items()},
        given.get("external_id"),
        {
            sublist: [{name: _value(value) for name, value in line.items()} for line in lines]
            for sublist, lines in given.get("lines", {}).items()
        },
    )


def _value(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(cast(Reference, _value(one)) for one in value)
    if not isinstance(value, dict):
        return cast(Value, value)
    if "date" in value:
        return date.fromisoformat(value["date"])
    if "instant" in value:
        return datetime.fromisoformat(value["instant"])
    return Reference(value["id"], value.get("name", ""))


@dataclass
class _Import:
    """One record on its way through the groups of its workflow."""

    environment: Environment
    nodes: Nodes | None = None
    records: list[Json] = field(default_factory=list)
    left_out: list[Json] = field(default_factory=list)
    not_selected: dict[str, list[str]] = field(default_factory=dict)

    def of_group(self, prepared: PreparedGroup, record: SourceRecord) -> Json | None:
        """Map the parts of a group; return what stops the whole record."""
        chosen = choose(prepared, parts_of(prepared.group, record), self.environment)
        for one in chosen.left_out:
            if one.code == NOT_SELECTED:
                self.not_selected.setdefault(prepared.group.key, []).append(one.part.key)
            else:
                self.left_out.append({"group": prepared.group.key, "key": one.part.key, "reason": one.reason})
        for part in chosen.parts:
            stopped = self._of_part(prepared, part)
            if stopped:
                return stopped
        return None

    def _of_part(self, prepared: PreparedGroup, part: Part) -> Json | None:
        group = prepared.group
        result = map_part(
            group, prepared.rows, part, self.environment, lambda key: self._became(key, part.key)
        )
        place = {"group": group.key, "key": part.key}
        if isinstance(result, Mapped):
            fields = result.fields
            if self.nodes and not group.each:
                fields = self.nodes.beside(fields, part.record, None)
            held = {"initial_only": sorted(result.initial_only)} if result.initial_only else {}
            self.records.append({**place, "table": group.spp_type, "fields": fields, **held})
        elif isinstance(result, Unmappable):
            return {"failed": result.reason, "field": result.field, "value": result.value}
        elif isinstance(result, PartMissing):
            self.left_out.append({**place, "reason": f"without its {result.group}"})
        elif group.leaves_out_orphans:
            self.left_out.append({**place, "without_parent": _named(result)})
        else:
            fate = "failed where it is not exported" if group.refuses_orphans else "waiting"
            return {"without_parent": _named(result), "fate": fate}
        return None

    def _became(self, group: str, key: str) -> str | None:
        for wanted in (key, key.partition("-")[0]):
            if any((one["group"], one["key"]) == (group, wanted) for one in self.records):
                return f"{group} {wanted}"
        return None


def _named(missing: ParentMissing) -> str:
    return f"{missing.parent.netsuite_type} {missing.parent.internal_id} as {missing.parent.spp_type}"


def result_of(golden: Golden) -> Json:
    """Return what the mapping makes of the record now."""
    given = golden.given
    links = {ParentKey(*name.split()): spp_id for name, spp_id in given.get("links", {}).items()}
    return outcome(
        golden.declaration,
        source_record(given["record"]),
        links.get,
        cast(Destination, _Account(given.get("account", {}))),
        golden.options,
        given.get("filters", {}),
    )


def outcome(
    declaration: Declaration,
    record: SourceRecord,
    linked: LinkedId,
    account: Destination,
    set_options: Mapping[str, object],
    filters: Mapping[str, str],
) -> Json:
    """Return what becomes of a record, as it stands in a file."""
    options = declaration.option_values(set_options)
    why = excluded(declaration, options, record)
    if why is not None:
        return {"skipped": why.code, "reason": why.reason}
    groups = [
        PreparedGroup(group, declaration.in_force(group, group.rows, options), filters.get(group.key, ""))
        for group in declaration.groups
    ]
    environment = environment_for(
        groups,
        {one.group.key: list(parts_of(one.group, record)) for one in groups},
        linked=linked,
        destination=account,
        surroundings=Surroundings(READ_AT, lambda: SourceAccount("1234567", base_currency="USD")),
    )
    prepared = Prepared(Workflow(key=declaration.key), declaration, tuple(groups), options)
    done = _Import(environment, hierarchies.load(account, prepared))
    for one in groups:
        stopped = done.of_group(one, record)
        if stopped:
            return stopped
    told = {"left_out": done.left_out, "not_selected": done.not_selected}
    return {"records": done.records, **{name: one for name, one in told.items() if one}}
