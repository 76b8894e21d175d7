"""What SuiteProjects Pro should hold for NetSuite's records, worked out from the workflow's own rows and nothing that runs wrote down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from landbridge.service.connections.netsuite_pages import netsuite_pages
from landbridge.service.ports import DestinationRecord, JsonValue, SourceRecord
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.runs.execution.outcomes import record_name
from landbridge.service.runs.history.masking import discreet
from landbridge.service.verification.expectation import Expectation, Expected, LeftOut
from landbridge.service.verification.fates import Workflows, linked_parents, why_not
from landbridge.service.verification.holding import Holdings
from landbridge.service.verification.systems import Systems
from landbridge.service.verification.tables import compared_fields, record_of, tables_of
from landbridge.service.workflows.administration import zone_of
from landbridge.service.workflows.asking import parents_of
from landbridge.service.workflows.choosing import choose
from landbridge.service.workflows.environment import Environment, Surroundings
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.loading import environment_for
from landbridge.service.workflows.mapping import map_part
from landbridge.service.workflows.parts import Part, parts_of
from landbridge.service.workflows.results import Mapped, ParentMissing, PartMissing, Unmappable
from landbridge.service.workflows.selection import excluded
from landbridge.service.workflows.sensitivity import hidden_fields
from landbridge.service.workflows.store import Prepared, PreparedGroup

NOTHING_LEFT = "nothing_left"


def expect(
    prepared: Prepared,
    records: Sequence[SourceRecord],
    systems: Systems,
    workflows: Workflows,
    held: Holdings,
) -> dict[str, Expectation]:
    """Return what ``records`` should have become, by table.

    ``workflows`` are all of the connection, by key: whether a parent is to be imported decides about its child. Parents without a link
    are read from NetSuite, in batches. ``held`` says what parts refer to that belong to another part of the same record.
    """
    return _Expecting(prepared, systems, workflows, held).go(records)


@dataclass(slots=True)
class _Document:
    """A record and what is expected of it: parts with their group's key and table. ``over``: nothing is said of its parts."""

    record: SourceRecord
    parts: list[tuple[str, str, Expected]] = field(default_factory=list)
    left_out: LeftOut | None = None
    problem: str = ""
    at: str = ""
    orphan: str = ""

    @property
    def over(self) -> bool:
        return self.left_out is not None or bool(self.problem)

    @property
    def modified(self) -> datetime | None:
        return self.record.modified if self.record.dated else None

    def expected(self, key: str, fields: Mapping[str, JsonValue], problem: str = "") -> Expected:
        return Expected(key, record_name(self.record), self.modified, fields, problem)

    def leave_out(self, code: str, reason: str) -> None:
        self.left_out = LeftOut(
            self.record.internal_id, record_name(self.record), self.modified, code, reason
        )

    def fail(self, part: Part, problem: str) -> None:
        """Nothing of it can be imported, for what is wrong with a part."""
        if not self.over:
            self.problem, self.at = problem, part.key


class _Expecting:
    def __init__(self, prepared: Prepared, systems: Systems, workflows: Workflows, held: Holdings) -> None:
        self._prepared = prepared
        self._systems = systems
        self._workflows = workflows
        self._holders = {table: _holders(one.links, one.by_netsuite_id()) for table, one in held.items()}
        self._held = held
        self._parts_by_record = {table: _by_record(one.links) for table, one in held.items()}
        self._hidden = hidden_fields(prepared.rows)

    def go(self, records: Sequence[SourceRecord]) -> dict[str, Expectation]:
        documents = [_Document(record) for record in records]
        for document in documents:
            why = excluded(self._prepared.declaration, self._prepared.options, document.record)
            if why is not None and not (why.withdraws and self._imported_before(document)):
                document.leave_out(why.code, why.reason)
        going = [document for document in documents if not document.over]
        parts = {
            one.group.key: [part for document in going for part in parts_of(one.group, document.record)]
            for one in self._prepared.groups
        }
        environment = self._environment(parts)
        for one in self._prepared.groups:
            self._group(one, going, parts[one.group.key], environment)
        return self._by_table(documents)

    def _environment(self, parts: Mapping[str, Sequence[Part]]) -> Environment:
        declaration, workflow = self._prepared.declaration, self._prepared.workflow
        wanted = {
            parent
            for one in self._prepared.groups
            for part in parts[one.group.key]
            for parent in parents_of(one.rows, part)
        }
        known = linked_parents(
            self._prepared.workflow.connection_id, wanted, self._systems.destination, self._workflows
        )
        for table, held in self._held.items():
            known |= {
                ParentKey(declaration.netsuite_type, key, table): spp_id for key, spp_id in held.links.items()
            }
        return environment_for(
            self._prepared.groups,
            parts,
            linked=known.get,
            destination=self._systems.destination,
            surroundings=Surroundings(
                self._systems.now(),
                self._systems.reader.account,
                netsuite_pages(workflow.connection),
                zone_of(workflow.connection_id),
            ),
        )

    def _group(
        self,
        one: PreparedGroup,
        documents: Sequence[_Document],
        parts: Iterable[Part],
        environment: Environment,
    ) -> None:
        by_id = {document.record.internal_id: document for document in documents}
        chosen = choose(one, parts, environment)
        for why in chosen.left_out:
            if one is self._prepared.main and why.part.line is None:
                reason = discreet(why.reason, why.code, why.field, self._hidden)
                by_id[why.part.record.internal_id].leave_out(why.code, reason)
        compared = frozenset(compared_fields(self._prepared, one))
        orphans: list[tuple[_Document, Part, ParentMissing]] = []
        for part in chosen.parts:
            document = by_id[part.record.internal_id]
            if document.over:
                continue
            result = map_part(one.group, one.rows, part, environment, self._became_of(part))
            if isinstance(result, Mapped):
                fields = {
                    name: _stored(one.group.spp_type, name, value)
                    for name, value in result.fields.items()
                    if name in compared
                }
                self._add(document, one, part, fields)
            elif isinstance(result, ParentMissing):
                orphans.append((document, part, result))
            elif isinstance(result, PartMissing):
                self._add_beside(document, one, part, result)
            else:
                document.fail(part, self._told(result))
        self._settle_orphans(one, orphans)

    def _told(self, problem: Unmappable) -> str:
        return f"{problem.field}: {discreet(problem.reason, 'unmappable', problem.field, self._hidden)}"

    def _add(
        self, document: _Document, one: PreparedGroup, part: Part, fields: Mapping[str, JsonValue]
    ) -> None:
        expected = document.expected(part.key, fields)
        document.parts.append((one.group.key, one.group.spp_type, expected))

    def _add_beside(self, document: _Document, one: PreparedGroup, part: Part, missing: PartMissing) -> None:
        """Expect a part of which another one should be there and is not; what it holds cannot be said."""
        keys = {part.key, part.record.internal_id}
        if any(group == missing.group and beside.internal_id in keys for group, _, beside in document.parts):
            self._add(document, one, part, {})

    def _became_of(self, part: Part) -> Callable[[str], str | None]:
        tables = {one.group.key: one.group.spp_type for one in self._prepared.groups}

        def became(group_key: str) -> str | None:
            holders = self._holders[tables[group_key]]
            return holders.get(part.key) or holders.get(part.record.internal_id)

        return became

    def _settle_orphans(
        self, one: PreparedGroup, orphans: Sequence[tuple[_Document, Part, ParentMissing]]
    ) -> None:
        places = {place.parent for _, _, problem in orphans for place in problem.places()}
        fates = why_not(places, self._systems.reader, self._workflows) if orphans else {}
        for document, part, problem in orphans:
            whys = [fates.get(place.parent) for place in problem.places()]
            parent = problem.parent
            label = f"{parent.netsuite_type.capitalize()} {problem.name or parent.internal_id} (NetSuite id {parent.internal_id})"
            if not all(whys):
                document.fail(part, f"{problem.field}: {label} is not linked.")
                continue
            reason = f"{label} is not imported: {whys[0]}"
            if one.group.leaves_out_orphans:
                document.orphan = document.orphan or reason
            elif one.group.refuses_orphans:
                document.fail(part, f"{problem.field}: {reason}")
            elif not document.over:
                document.leave_out("parent_not_exported", reason)

    def _by_table(self, documents: Sequence[_Document]) -> dict[str, Expectation]:
        main = self._prepared.main.group
        read = frozenset(document.record.internal_id for document in documents)
        found = {table.spp_type: Expectation(read=read) for table in tables_of(self._prepared)}
        for document in documents:
            mains = any(group == main.key for group, _, _ in document.parts)
            if not document.over and not mains:
                code = "parent_not_exported" if document.orphan else NOTHING_LEFT
                document.leave_out(code, document.orphan or "Nothing of the record is to be imported.")
                self._withdraw(document, found)
            elif document.problem:
                key = document.at if main.each else document.record.internal_id
                found[main.spp_type].wanted.append(document.expected(key, {}, document.problem))
            elif not document.over:
                for _, table, expected in document.parts:
                    found[table].wanted.append(expected)
                self._withdraw(document, found)
            if document.left_out is not None:
                found[main.spp_type].left_out.append(document.left_out)
        return found

    def _imported_before(self, document: _Document) -> bool:
        return any(document.record.internal_id in keys for keys in self._parts_by_record.values())

    def _withdraw(self, document: _Document, found: Mapping[str, Expectation]) -> None:
        """Expect of parts that the record has no more that they are withdrawn."""
        for table in tables_of(self._prepared):
            held = self._held[table.spp_type]
            there = held.by_spp_id()
            current = {one.internal_id for _, name, one in document.parts if name == table.spp_type}
            for key in self._parts_by_record[table.spp_type].get(document.record.internal_id, ()):
                if table.withdrawn and key not in current and held.links[key] in there:
                    fields = {
                        name: _stored(table.spp_type, name, value) for name, value in table.withdrawn.items()
                    }
                    found[table.spp_type].wanted.append(document.expected(key, fields))


def _by_record(keys: Iterable[str]) -> dict[str, list[str]]:
    """Return the keys of parts by their record."""
    found: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        found[record_of(key)].append(key)
    return found


def _holders(links: Mapping[str, str], carriers: Mapping[str, Sequence[DestinationRecord]]) -> dict[str, str]:
    """Return what each part became: by its link, else by the one record that carries its key."""
    alone = {key: found[0].spp_id for key, found in carriers.items() if len(found) == 1}
    return {**alone, **links}


def _stored(table: str, name: str, value: JsonValue) -> JsonValue:
    """Return a value as the account keeps it."""
    kind = SPP_TYPES.get(table)
    declared = kind.field(name) if kind else None
    return declared.stored(value) if declared else value
