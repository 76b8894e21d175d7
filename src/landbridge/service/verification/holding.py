"""What SuiteProjects Pro holds of a range of NetSuite records, or of some of them, table by table: a few queries each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from landbridge.service.ports import Destination, KeyRange, SourceRecord
from landbridge.service.verification.comparing import Held
from landbridge.service.verification.tables import tables_of
from landbridge.service.workflows import links
from landbridge.service.workflows.parts import parts_of
from landbridge.service.workflows.store import Prepared

Holdings = Mapping[str, Held]
"""By table."""


def held_in_range(prepared: Prepared, keys: KeyRange, destination: Destination) -> Holdings:
    """Return what the records of a range may have become."""
    found: dict[str, Held] = {}
    for table in tables_of(prepared):
        linked = links.in_range(
            prepared.workflow.connection_id, prepared.declaration.netsuite_type, table.spp_type, keys
        )
        records = destination.holdings(
            table.spp_type, keys, netsuite_id_field=table.netsuite_id_field, spp_ids=list(linked.values())
        )
        found[table.spp_type] = Held(records, linked, table.netsuite_id_field)
    return found


def held_of(
    prepared: Prepared,
    internal_ids: Collection[str],
    records: Sequence[SourceRecord],
    keys: Iterable[str],
    destination: Destination,
) -> Holdings:
    """Return what these records may have become: by their links, by the keys of their parts, and by ``keys``, which were found before."""
    tables = tables_of(prepared)
    linked: dict[str, dict[str, str]] = defaultdict(dict)
    stored = links.of_records(
        prepared.workflow.connection_id,
        prepared.declaration.netsuite_type,
        [table.spp_type for table in tables],
        internal_ids,
    )
    for key, link in stored.items():
        linked[key.spp_type][key.internal_id] = link.spp_id
    found: dict[str, Held] = {}
    for table in tables:
        asked = {*internal_ids, *keys, *linked[table.spp_type]}
        asked.update(
            part.key for one in table.groups for record in records for part in parts_of(one.group, record)
        )
        there = destination.find(
            table.spp_type,
            netsuite_id_field=table.netsuite_id_field,
            netsuite_ids=sorted(asked),
            spp_ids=list(linked[table.spp_type].values()),
        )
        found[table.spp_type] = Held(there, linked[table.spp_type], table.netsuite_id_field)
    return found
