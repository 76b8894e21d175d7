"""Which imported records NetSuite has no more: by its list of deletions, else by asking for each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from landbridge.service.ports import Reader
from landbridge.service.workflows.models import Link

OVERLAP = timedelta(minutes=10)
"""So far a sweep reaches back before the last one: a deletion may become visible a little later."""

CHUNK = 500

FEW = 10
"""So many may be gone of a type whose deletions are not told, however few there were."""

Became = Mapping[str, Sequence[str]]
"""What one record became: ids by table of SuiteProjects Pro, lines and all."""


@dataclass(frozen=True, slots=True)
class Gone:
    """An imported record that is not there any more. ``at`` is when it was deleted, where NetSuite tells."""

    internal_id: str
    became: Became
    name: str = ""
    at: datetime | None = None


class MostGoneError(Exception):
    """NetSuite shows hardly any of the imported records of a type: that is how a role looks which may not see them any more."""


def gone(
    reader: Reader,
    connection_id: int,
    netsuite_type: str,
    tables: Collection[str],
    since: datetime | None,
) -> list[Gone]:
    """Return the imported records of a type, with what they became in ``tables``, that were deleted since the last sweep.

    Where NetSuite lists deletions that is one request a thousand, else all imported records are asked for by their ids. One that is listed
    and there all the same (restored, or its id used again) is not gone. Raises what the reader does, ``PermissionMissing`` without the
    permission Deleted Records, and :class:`MostGoneError`.
    """
    if reader.tells_deleted(netsuite_type):
        return list(_listed(reader, connection_id, netsuite_type, tables, since))
    return list(_compared(reader, connection_id, netsuite_type, tables))


def _listed(
    reader: Reader, connection_id: int, netsuite_type: str, tables: Collection[str], since: datetime | None
) -> Iterator[Gone]:
    told = reader.deleted(netsuite_type, since - OVERLAP if since else None)
    listed = {one.internal_id: one for one in told}
    known = linked(connection_id, netsuite_type, tables, list(listed))
    there = set(_there(reader, netsuite_type, sorted(known)))
    for internal_id, became in sorted(known.items()):
        if internal_id not in there:
            one = listed[internal_id]
            yield Gone(internal_id, became, one.name, one.at)


def _there(reader: Reader, netsuite_type: str, internal_ids: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(internal_ids), CHUNK):
        for record in reader.by_ids(netsuite_type, internal_ids[start : start + CHUNK]):
            yield record.internal_id


def _compared(
    reader: Reader, connection_id: int, netsuite_type: str, tables: Collection[str]
) -> Iterator[Gone]:
    """What one answer leaves out is asked for again."""
    known = linked(connection_id, netsuite_type, tables)
    missing = sorted(known.keys() - set(_there(reader, netsuite_type, sorted(known))))
    if len(missing) > max(FEW, len(known) // 2):
        raise MostGoneError(
            f"NetSuite shows {len(known) - len(missing)} of the {len(known)} imported records of the type {netsuite_type}, so nothing was "
            "marked. Look whether the integration role may still see them; `landbridge verify` lists those that are gone."
        )
    there = set(_there(reader, netsuite_type, missing))
    for internal_id in missing:
        if internal_id not in there:
            yield Gone(internal_id, known[internal_id])


def linked(
    connection_id: int,
    netsuite_type: str,
    tables: Collection[str],
    internal_ids: Sequence[str] | None = None,
) -> dict[str, dict[str, list[str]]]:
    """Return what records became, by internal id, in one query."""
    found = Link.objects.filter(connection_id=connection_id, netsuite_type=netsuite_type, spp_type__in=tables)
    if internal_ids is not None:
        found = found.filter(record_id__in=internal_ids)
    became: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for record_id, spp_type, spp_id in found.order_by("pk").values_list("record_id", "spp_type", "spp_id"):
        became[record_id][spp_type].append(spp_id)
    return {record_id: dict(tables_of) for record_id, tables_of in became.items()}
