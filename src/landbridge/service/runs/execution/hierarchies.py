"""Classifications of NetSuite as hierarchies: the lists are read whole once a run, and records get the nodes of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from landbridge.service.ports import (
    Author,
    Change,
    Destination,
    DestinationRecord,
    JsonValue,
    Reader,
    Reference,
    SourceRecord,
)
from landbridge.service.workflows.catalogue.hierarchies import (
    NODES,
    Classification,
    Classified,
    classified,
)
from landbridge.service.workflows.conversion import shown
from landbridge.service.workflows.store import Prepared

HIERARCHY, NODE = "hierarchy", "hierarchy_node"


@dataclass(frozen=True, slots=True)
class Branch:
    """One hierarchy: the field of the record that names a node, the nodes by NetSuite id, and every node that it has."""

    field: str
    nodes: Mapping[str, str]
    all_nodes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Nodes:
    """The hierarchies of one workflow."""

    branches: Sequence[Branch]

    def beside(
        self, fields: Mapping[str, JsonValue], record: SourceRecord, held: DestinationRecord | None
    ) -> dict[str, JsonValue]:
        """Return the mapped fields with the nodes of the record, one a hierarchy (error 1051). Nodes of other hierarchies stay.

        A classification that is not known yet leaves its hierarchy as it is.
        """
        before = fields.get(NODES, held.fields.get(NODES) if held else None)
        there = [one for one in str(before or "").split(",") if one]
        after = list(there)
        for branch in self.branches:
            named = record.values.get(branch.field)
            node = branch.nodes.get(named.internal_id) if isinstance(named, Reference) else None
            if named is not None and node is None:
                continue
            if node is not None and node in after:
                continue
            after = [one for one in after if one not in branch.all_nodes]
            after += [node] if node is not None else []
        return dict(fields) if after == there else {**fields, NODES: ",".join(after)}


@dataclass(frozen=True, slots=True)
class Lists:
    """The classifications as NetSuite has them, by record type."""

    read_at: datetime
    records: Mapping[str, Sequence[SourceRecord]]


def needed(prepared: Prepared) -> tuple[Classified, ...]:
    """Return the classifications that a workflow's options ask for."""
    return classified(prepared.options)


def read(reader: Reader, wanted: Iterable[Classified]) -> Lists:
    """Read whole lists, a few requests each. To be called outside a transaction. Errors are those of the reader."""
    at = reader.now()
    types = dict.fromkeys(one.classification.netsuite_type for one in wanted)
    return Lists(
        at, {kind: [record for batch in reader.changed(kind, None) for record in batch] for kind in types}
    )


def keep(
    destination: Destination, prepared: Prepared, lists: Lists, *, author: Author, at: datetime
) -> list[str]:
    """Write hierarchies and nodes as the lists have them, those above first; return what was refused, in words.

    A statement or two for each level of a list, however many nodes it has.
    """
    refused: list[str] = []
    for one in needed(prepared):
        spp_type = prepared.declaration.spp_type
        writing = _Writing(destination, one.classification, spp_type, lists, author, at)
        refused += writing.write()
    return refused


def load(destination: Destination, prepared: Prepared) -> Nodes | None:
    """Return the hierarchies of a workflow with their nodes, ``None`` where its options ask for none. Two queries each."""
    branches = []
    for one in needed(prepared):
        spp_type = prepared.declaration.spp_type
        hierarchy = _found(destination, one.classification, spp_type)
        if hierarchy is None:
            continue
        held = _nodes_of(destination, hierarchy)
        id_field = one.classification.id_field(spp_type)
        by_id = {str(node.fields[id_field]): node.spp_id for node in held if node.fields.get(id_field)}
        branches.append(Branch(one.field, by_id, frozenset(node.spp_id for node in held)))
    return Nodes(branches) if needed(prepared) else None


def _found(destination: Destination, kind: Classification, spp_type: str) -> str | None:
    named = destination.find(HIERARCHY, names=[kind.hierarchy])
    return next((one.spp_id for one in named if one.fields.get("type") == spp_type), None)


def _nodes_of(destination: Destination, hierarchy: str) -> Sequence[DestinationRecord]:
    return destination.lookup(NODE, "hierarchyid", [hierarchy]).get(hierarchy, ())


@dataclass(frozen=True, slots=True)
class _Writing:
    """One hierarchy on its way."""

    destination: Destination
    kind: Classification
    spp_type: str
    lists: Lists
    author: Author
    at: datetime

    def write(self) -> list[str]:
        """Write the hierarchy where it is not there, and its nodes level by level; return what was refused."""
        refused: list[str] = []
        hierarchy = _found(self.destination, self.kind, self.spp_type)
        if hierarchy is None:
            fields: dict[str, JsonValue] = {
                "name": self.kind.hierarchy,
                "type": self.spp_type,
                "active": True,
            }
            made = self._apply(HIERARCHY, [Change(self.kind.key, None, fields, self.lists.read_at)], refused)
            hierarchy = made.get(self.kind.key)
        if hierarchy is not None:
            self._write_nodes(hierarchy, refused)
        return refused

    def _write_nodes(self, hierarchy: str, refused: list[str]) -> None:
        id_field = self.kind.id_field(self.spp_type)
        held = _nodes_of(self.destination, hierarchy)
        known = {str(one.fields[id_field]): one.spp_id for one in held if one.fields.get(id_field)}
        named = {one.name.casefold(): one.spp_id for one in held if not one.fields.get(id_field)}
        for level in _levels(self.lists.records[self.kind.netsuite_type]):
            changes = [
                Change(
                    record.internal_id,
                    known.get(record.internal_id) or named.pop(_name(record).casefold(), None),
                    {**self._fields(record, known), "hierarchyid": hierarchy},
                    self.lists.read_at,
                )
                for record in level
            ]
            known.update(self._apply(NODE, changes, refused))

    def _apply(self, spp_type: str, changes: Sequence[Change], refused: list[str]) -> dict[str, str]:
        """Write; return the records by the keys of the changes."""
        answers = self.destination.apply(spp_type, changes, author=self.author, at=self.at)
        refused += [
            f"{self.kind.hierarchy}, {one.key}: {one.reason}" for one in answers if one.spp_id is None
        ]
        return {one.key: one.spp_id for one in answers if one.spp_id is not None}

    def _fields(self, record: SourceRecord, known: Mapping[str, str]) -> dict[str, JsonValue]:
        above = record.values.get("parent")
        return {
            "name": _name(record),
            "parentid": known.get(above.internal_id) if isinstance(above, Reference) else None,
            "active": record.values.get("isInactive") is not True,
            self.kind.id_field(self.spp_type): record.internal_id,
        }


def _levels(records: Sequence[SourceRecord]) -> Iterable[list[SourceRecord]]:
    """Yield the records so that each comes after the one above it; those in a circle come last, all together."""
    left = {record.internal_id: record for record in records}
    while left:
        level = [record for record in left.values() if _above(record) not in left]
        yield level or list(left.values())
        for record in level or list(left.values()):
            del left[record.internal_id]


def _above(record: SourceRecord) -> str | None:
    above = record.values.get("parent")
    return above.internal_id if isinstance(above, Reference) else None


def _name(record: SourceRecord) -> str:
    return shown(record.values.get("name")) or record.internal_id
