"""Works out a preview with the parts of the engine that decide, and none that writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from landbridge.service.ports import Destination, DestinationRecord, JsonValue, Reader, SourceRecord
from landbridge.service.workflows import links
from landbridge.service.workflows.asking import parents_of
from landbridge.service.workflows.catalogue import Group
from landbridge.service.workflows.choosing import choose
from landbridge.service.workflows.content import Content
from landbridge.service.workflows.conversion import shown
from landbridge.service.workflows.environment import Environment, Surroundings
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.loading import environment_for
from landbridge.service.workflows.mapping import Explained, explain_part
from landbridge.service.workflows.matching import Ambiguous, Candidates, NameRules
from landbridge.service.workflows.models import Link, MappingRow, Workflow
from landbridge.service.workflows.pairing import name_rules
from landbridge.service.workflows.parts import Part, parts_of
from landbridge.service.workflows.preview.model import (
    Preview,
    PreviewedChange,
    PreviewedGap,
    PreviewedPart,
    PreviewedRow,
)
from landbridge.service.workflows.selection import excluded
from landbridge.service.workflows.store import Prepared, PreparedGroup, prepared_with

_KINDS = dict(MappingRow.Source.choices)
NAMES = ("altName", "companyName", "entityId", "itemId", "title", "tranId", "name")
"""The fields by which a NetSuite record is named, the first that is filled."""


@dataclass(frozen=True, slots=True)
class Systems:
    """Both sides, as a preview asks them."""

    reader: Reader
    destination: Destination
    surroundings: Surroundings


def preview(workflow: Workflow, content: Content, internal_id: str, systems: Systems) -> Preview:
    """Return what the NetSuite record would become by ``content``. Writes nothing.

    Raises :class:`WorkflowRefused` (`no_record`) where NetSuite has no such record, and the errors of reading.
    """
    rows = {group: [row for row, on in of_group if on] for group, of_group in content.rows.items()}
    prepared = prepared_with(workflow, rows, content.filters)
    netsuite_type = prepared.declaration.netsuite_type
    found = systems.reader.by_ids(netsuite_type, [internal_id])
    if not found:
        raise WorkflowRefused(
            "no_record",
            f"NetSuite has no {netsuite_type} {internal_id}, or the integration role may not see it.",
        )
    return _Course(prepared, found[0], systems).go()


def name_of(record: SourceRecord) -> str:
    """Return the record's name as NetSuite shows it."""
    return next((shown(record.values[name]) for name in NAMES if record.values.get(name)), record.internal_id)


@dataclass(slots=True)
class _Course:
    prepared: Prepared
    record: SourceRecord
    systems: Systems
    _became: dict[tuple[str, str], str] = field(default_factory=dict)
    _links: dict[ParentKey, Link] = field(default_factory=dict)

    def go(self) -> Preview:
        found = Preview(self.record.type, self.record.internal_id, name_of(self.record))
        why = excluded(self.prepared.declaration, self.prepared.options, self.record)
        found.excluded = why.reason if why else ""
        parts = {one.group.key: list(parts_of(one.group, self.record)) for one in self.prepared.groups}
        self._links = self._load_links(parts)
        environment = environment_for(
            self.prepared.groups,
            parts,
            linked=self._linked,
            destination=self.systems.destination,
            surroundings=self.systems.surroundings,
        )
        for one in self.prepared.groups:
            chosen = choose(one, parts[one.group.key], environment)
            found.left_out += [
                PreviewedGap(one.group.label, left.part.key, left.field, left.reason)
                for left in chosen.left_out
            ]
            found.parts += self._parts(one, list(chosen.parts), environment)
        return found

    def _load_links(self, parts: dict[str, list[Part]]) -> dict[ParentKey, Link]:
        keys: set[ParentKey] = set()
        for one in self.prepared.groups:
            for part in parts[one.group.key]:
                keys.add(_key(one.group, part))
                keys.update(parents_of(one.rows, part))
        return links.load(self.prepared.workflow.connection_id, keys)

    def _linked(self, parent: ParentKey) -> str | None:
        link = self._links.get(parent)
        return link.spp_id if link else None

    def _parts(self, one: PreparedGroup, parts: list[Part], environment: Environment) -> list[PreviewedPart]:
        explained = [
            (part, explain_part(one.group, one.rows, part, environment, partial(self._became_of, part)))
            for part in parts
        ]
        fields = {part.key: _fields(rows) for part, rows in explained}
        there = self._candidates(one.group, parts, fields)
        candidates = Candidates(one.group, there, self._rules(one.group, parts, there))
        by_id = {record.spp_id: record for record in there}
        return [self._part(one.group, part, rows, candidates, by_id) for part, rows in explained]

    def _rules(self, group: Group, parts: Sequence[Part], there: Iterable[DestinationRecord]) -> NameRules:
        workflow, kind = self.prepared.workflow, self.prepared.declaration.netsuite_type
        keys = [part.key for part in parts if group.name_field and self._linked(_key(group, part)) is None]
        return name_rules(workflow.connection_id, kind, group, keys, there)

    def _candidates(
        self, group: Group, parts: list[Part], fields: dict[str, dict[str, JsonValue]]
    ) -> list[DestinationRecord]:
        linked = [self._linked(_key(group, part)) for part in parts]
        names = (
            {str(one.get(group.name_field) or "") for one in fields.values()} if group.name_field else set()
        )
        return list(
            self.systems.destination.find(
                group.spp_type,
                netsuite_id_field=group.netsuite_id_field,
                netsuite_ids=[part.key for part in parts],
                names=names - {""},
                spp_ids=[spp_id for spp_id in linked if spp_id],
            )
        )

    def _part(
        self,
        group: Group,
        part: Part,
        rows: list[Explained],
        candidates: Candidates,
        there: dict[str, DestinationRecord],
    ) -> PreviewedPart:
        fields = _fields(rows)
        previewed = tuple(_row(group, one) for one in rows)
        found = candidates.match(part.key, self._linked(_key(group, part)), fields)
        if isinstance(found, Ambiguous):
            return PreviewedPart(
                group.label, group.spp_type, part.key, previewed, "failed", found.reason, "", ()
            )
        now = there.get(found.spp_id) if found.spp_id else None
        self._became[group.key, part.key] = found.spp_id or f"new {group.spp_type}"
        only_new = {one.row.target for one in rows if one.row.initial_only}
        wanted = {name: after for name, after in fields.items() if now is None or name not in only_new}
        changes = tuple(_changes(group, wanted, now.fields if now else {}))
        failed = any(one.problem for one in rows)
        outcome = "failed" if failed else "created" if now is None else "updated" if changes else "unchanged"
        match = f"{group.spp_type} {now.spp_id} ({now.name}), by {found.by}" if now else "a new record"
        return PreviewedPart(
            group.label,
            group.spp_type,
            part.key,
            previewed,
            outcome,
            match,
            now.spp_id if now else "",
            changes,
        )

    def _became_of(self, part: Part, group: str) -> str | None:
        return self._became.get((group, part.key)) or self._became.get((group, part.record.internal_id))


def _fields(rows: list[Explained]) -> dict[str, JsonValue]:
    """Return what the rows set."""
    return {one.row.target: one.value for one in rows if one.problem is None and not one.left}


def _key(group: Group, part: Part) -> ParentKey:
    return ParentKey(part.record.type, part.key, group.spp_type)


def _changes(
    group: Group, wanted: Mapping[str, JsonValue], there: Mapping[str, JsonValue]
) -> Iterator[PreviewedChange]:
    for name, value in wanted.items():
        target = group.target(name)
        before, after = _kept(there.get(name)), _kept(target.stored(value))
        if before != after:
            yield PreviewedChange(name, target.label, before, after)


def _kept(value: JsonValue) -> JsonValue:
    """An empty text and no value are the same to the account."""
    return None if value == "" else value


def _row(group: Group, one: Explained) -> PreviewedRow:
    return PreviewedRow(
        target=one.row.target,
        label=group.target(one.row.target).label,
        kind=_KINDS[one.row.source.value],
        read=one.source,
        steps=tuple(step.text for step in one.steps),
        value=one.value,
        outcome="problem" if one.problem else "left" if one.left else "set",
        reason=one.reason,
        initial_only=one.row.initial_only,
    )
