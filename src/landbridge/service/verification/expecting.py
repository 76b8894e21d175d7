"""What SuiteProjects Pro should hold for NetSuite's records, worked out from the workflow's own rows and nothing that runs wrote down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from landbridge.service.ports import Destination, JsonValue, Reader, SourceRecord
from landbridge.service.runs.history.masking import discreet
from landbridge.service.verification.systems import Systems
from landbridge.service.workflows import catalogue, links
from landbridge.service.workflows.asking import parents_of
from landbridge.service.workflows.catalogue import Declaration
from landbridge.service.workflows.conversion import shown
from landbridge.service.workflows.environment import Environment, Surroundings
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.mapping import map_part
from landbridge.service.workflows.parts import Part
from landbridge.service.workflows.results import Mapped, ParentMissing
from landbridge.service.workflows.selection import excluded
from landbridge.service.workflows.sensitivity import hidden_fields
from landbridge.service.workflows.store import Prepared

PARENTS_AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class Expected:
    """A record that should be there with these fields. Where it cannot be imported, ``problem`` says why, and ``fields`` is empty."""

    internal_id: str
    name: str
    modified: datetime
    fields: Mapping[str, JsonValue]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record that is not to be imported: a code, and a sentence."""

    internal_id: str
    name: str
    modified: datetime
    code: str
    reason: str


@dataclass(slots=True)
class Expectation:
    """What a range of records should have become."""

    wanted: list[Expected] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def compared_fields(prepared: Prepared) -> tuple[str, ...]:
    """Return the fields that stay equal: those that are set on creation only may change afterwards."""
    return tuple(dict.fromkeys(row.target for row in prepared.main.rows if not row.initial_only))


def expect(
    prepared: Prepared,
    records: Sequence[SourceRecord],
    systems: Systems,
    workflows: Mapping[str, Prepared],
) -> Expectation:
    """Return what ``records`` should have become.

    ``workflows`` are all of the connection, by key: whether a parent is to be imported decides about its child. Parents without a link
    are read from NetSuite, in batches.
    """
    known = _linked_parents(prepared, records, systems.destination)
    environment = Environment(known.get, Surroundings(datetime.now(UTC)))
    found = Expectation()
    main = prepared.main
    orphans: list[tuple[SourceRecord, ParentMissing]] = []
    compared = frozenset(compared_fields(prepared))
    hidden = hidden_fields(prepared.rows)
    for record in records:
        why = excluded(prepared.declaration, prepared.options, record)
        if why is not None:
            found.left_out.append(_left_out(record, why.code, why.reason))
            continue
        result = map_part(main.group, main.rows, Part(record, record.internal_id), environment)
        if isinstance(result, Mapped):
            fields = {name: value for name, value in result.fields.items() if name in compared}
            found.wanted.append(_expected(record, fields))
        elif isinstance(result, ParentMissing):
            orphans.append((record, result))
        else:
            reason = discreet(result.reason, "unmappable", result.field, hidden)
            found.wanted.append(_expected(record, {}, f"{result.field}: {reason}"))
    if orphans:
        _add_orphans(found, orphans, systems.reader, workflows)
    return found


def _linked_parents(
    prepared: Prepared, records: Sequence[SourceRecord], destination: Destination
) -> dict[ParentKey, str]:
    """Return what the parents became: by their links, else by the one record that carries their NetSuite id.

    A parent whose link is gone is a difference by itself, and none of its children.
    """
    wanted = {
        parent
        for record in records
        for parent in parents_of(prepared.main.rows, Part(record, record.internal_id))
    }
    stored = links.load(prepared.workflow.connection_id, wanted)
    known = {parent: link.spp_id for parent, link in stored.items()}
    unlinked = wanted - known.keys()
    for netsuite_type in sorted({kind for kind, _ in unlinked}):
        for declaration in catalogue.of_type(prepared.workflow.connection_id, netsuite_type):
            ids = [internal_id for kind, internal_id in unlinked if kind == netsuite_type]
            carrying = _carrying(declaration, ids, destination)
            known.update({(netsuite_type, internal_id): spp_id for internal_id, spp_id in carrying.items()})
    return known


def _carrying(declaration: Declaration, ids: Sequence[str], destination: Destination) -> dict[str, str]:
    """Return the records that carry these NetSuite ids, where there is one each."""
    found = destination.find(
        declaration.spp_type, netsuite_id_field=declaration.main.netsuite_id_field, netsuite_ids=ids
    )
    carriers: dict[str, list[str]] = {}
    for record in found:
        carriers.setdefault(str(record.fields[declaration.main.netsuite_id_field]), []).append(record.spp_id)
    return {internal_id: spp_ids[0] for internal_id, spp_ids in carriers.items() if len(spp_ids) == 1}


def _add_orphans(
    found: Expectation,
    orphans: Sequence[tuple[SourceRecord, ParentMissing]],
    reader: Reader,
    workflows: Mapping[str, Prepared],
) -> None:
    fates = _fates({problem.parent for _, problem in orphans}, reader, workflows)
    for record, problem in orphans:
        netsuite_type, internal_id = problem.parent
        label = f"{netsuite_type.capitalize()} {problem.name or internal_id} (NetSuite id {internal_id})"
        why = fates.get(problem.parent)
        if why:
            found.left_out.append(_left_out(record, "parent_not_exported", f"{label} is not imported: {why}"))
        else:
            found.wanted.append(_expected(record, {}, f"{problem.field}: {label} is not linked."))


def _fates(
    parents: set[ParentKey], reader: Reader, workflows: Mapping[str, Prepared]
) -> dict[ParentKey, str]:
    """Return why each parent is not to be imported; absent where it is, or where NetSuite has it not."""
    fates: dict[ParentKey, str] = {}
    for prepared in workflows.values():
        netsuite_type = prepared.declaration.netsuite_type
        ids = sorted(internal_id for kind, internal_id in parents if kind == netsuite_type)
        for start in range(0, len(ids), PARENTS_AT_A_TIME):
            for record in reader.by_ids(netsuite_type, ids[start : start + PARENTS_AT_A_TIME]):
                why = excluded(prepared.declaration, prepared.options, record)
                if why is not None:
                    fates[netsuite_type, record.internal_id] = why.reason
    return fates


def _expected(record: SourceRecord, fields: Mapping[str, JsonValue], problem: str = "") -> Expected:
    return Expected(record.internal_id, display_name(record), record.modified, fields, problem)


def _left_out(record: SourceRecord, code: str, reason: str) -> LeftOut:
    return LeftOut(record.internal_id, display_name(record), record.modified, code, reason)


def display_name(record: SourceRecord) -> str:
    """Return the record's name as NetSuite shows it."""
    values = record.values
    return shown(values.get("altName") or values.get("companyName") or values.get("entityId"))
