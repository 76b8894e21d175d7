"""Parents of records: what they became, and why those that became nothing are not imported, as NetSuite tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from landbridge.recordtypes import RECORD_TYPES
from landbridge.service.ports import Destination, Reader, SourceRecord
from landbridge.service.workflows import links
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.selection import excluded
from landbridge.service.workflows.store import Prepared

PARENTS_AT_A_TIME = 200

Workflows = Mapping[str, Prepared]
"""All of the connection, by key."""


def linked_parents(
    connection_id: int, wanted: set[ParentKey], destination: Destination, workflows: Workflows
) -> dict[ParentKey, str]:
    """Return what the parents became: by their links, else by the one record that carries their NetSuite id.

    A parent whose link is gone is a difference by itself, and none of its children.
    """
    known = {parent: link.spp_id for parent, link in links.load(connection_id, wanted).items()}
    for (netsuite_type, spp_type), ids in _by_type(wanted - known.keys()).items():
        for prepared in _importing(workflows, netsuite_type, spp_type):
            field = prepared.main.group.netsuite_id_field
            carriers: dict[str, list[str]] = defaultdict(list)
            for record in destination.find(spp_type, netsuite_id_field=field, netsuite_ids=ids):
                carriers[str(record.fields.get(field))].append(record.spp_id)
            known.update(
                (ParentKey(netsuite_type, one, spp_type), carriers[one][0])
                for one in ids
                if len(carriers[one]) == 1
            )
    return known


def why_not(parents: Iterable[ParentKey], reader: Reader, workflows: Workflows) -> dict[ParentKey, str]:
    """Return why each parent is not to be imported; absent where it is, or where NetSuite has it not. Read in batches."""
    found: dict[ParentKey, str] = {}
    for (netsuite_type, spp_type), ids in _by_type(set(parents)).items():
        there: set[str] = set()
        importing = _importing(workflows, netsuite_type, spp_type)
        if not importing:
            reason = f"No active workflow imports {netsuite_type} records as {spp_type}."
            found |= {ParentKey(netsuite_type, one, spp_type): reason for one in ids}
            continue
        for prepared in importing:
            for record in _read(reader, netsuite_type, ids):
                there.add(record.internal_id)
                why = excluded(prepared.declaration, prepared.options, record)
                if why is not None:
                    found[ParentKey(netsuite_type, record.internal_id, spp_type)] = why.reason
        absent = [one for one in ids if one not in there]
        for internal_id, other in _of_another_type(netsuite_type, absent, reader, workflows).items():
            reason = f"It is no {netsuite_type} but a {other}."
            found[ParentKey(netsuite_type, internal_id, spp_type)] = reason
    return found


def _of_another_type(
    netsuite_type: str, ids: Sequence[str], reader: Reader, workflows: Workflows
) -> dict[str, str]:
    """Return the types of records that share their ids with ``netsuite_type``: a line's customer may be no project."""
    family = _family(netsuite_type)
    others = {
        one.declaration.netsuite_type
        for one in workflows.values()
        if family and _family(one.declaration.netsuite_type) == family
    } - {netsuite_type}
    return (
        {record.internal_id: other for other in sorted(others) for record in _read(reader, other, ids)}
        if ids
        else {}
    )


def _read(reader: Reader, netsuite_type: str, ids: Sequence[str]) -> Iterable[SourceRecord]:
    for start in range(0, len(ids), PARENTS_AT_A_TIME):
        yield from reader.by_ids(netsuite_type, ids[start : start + PARENTS_AT_A_TIME])


def _importing(workflows: Workflows, netsuite_type: str, spp_type: str) -> list[Prepared]:
    return [
        one
        for one in workflows.values()
        if (one.declaration.netsuite_type, one.declaration.spp_type) == (netsuite_type, spp_type)
    ]


def _by_type(parents: set[ParentKey]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for parent in sorted(parents):
        found[parent.netsuite_type, parent.spp_type].append(parent.internal_id)
    return dict(found)


def _family(netsuite_type: str) -> str:
    kind = RECORD_TYPES.get(netsuite_type)
    return kind.id_family if kind and kind.id_family in {"entity", "transaction"} else ""
