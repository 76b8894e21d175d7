"""The link table, read and written a batch at a time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from landbridge.service.copying import copy_new
from landbridge.service.ports import KeyRange
from landbridge.service.projects.models import NetSuiteNumber
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.models import Link

_NUMBER = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_ABOVE_ALL = 2**63 - 1


def load(connection_id: int, keys: Collection[ParentKey]) -> dict[ParentKey, Link]:
    """Return the links of these NetSuite records, or parts of them, in one query."""
    if not keys:
        return {}
    ids: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in keys:
        ids[key.netsuite_type, key.spp_type].append(key.internal_id)
    wanted = Q()
    for (netsuite_type, spp_type), internal_ids in ids.items():
        wanted |= Q(netsuite_type=netsuite_type, spp_type=spp_type, internal_id__in=internal_ids)
    return _by_key(Link.objects.filter(wanted, connection_id=connection_id))


def of_records(
    connection_id: int, netsuite_type: str, spp_types: Collection[str], record_ids: Collection[str]
) -> dict[ParentKey, Link]:
    """Return the links of every part of these NetSuite records in the tables, in one query."""
    return _by_key(
        Link.objects.alias(number=NetSuiteNumber("record_id")).filter(
            connection_id=connection_id,
            netsuite_type=netsuite_type,
            spp_type__in=spp_types,
            number__in={_number(one) for one in record_ids},
            record_id__in=record_ids,
        )
    )


def _number(record_id: str) -> int:
    """Return what the database's function makes of an id, so that its index is used."""
    return int(record_id) if _NUMBER.fullmatch(record_id) else _ABOVE_ALL


def _by_key(found: Iterable[Link]) -> dict[ParentKey, Link]:
    return {ParentKey(link.netsuite_type, link.internal_id, link.spp_type): link for link in found}


def in_range(connection_id: int, netsuite_type: str, spp_type: str, keys: KeyRange) -> dict[str, str]:
    """Return the linked records of SuiteProjects Pro by NetSuite id, for every id in ``keys``, in one query."""
    found = Link.objects.alias(number=NetSuiteNumber("record_id")).filter(
        connection_id=connection_id, netsuite_type=netsuite_type, spp_type=spp_type
    )
    if keys.first is not None:
        found = found.filter(number__gte=keys.first)
    if keys.last is not None:
        found = found.filter(number__lte=keys.last)
    return dict(found.values_list("internal_id", "spp_id"))


def save(links: Collection[Link], *, rebound: Collection[Link], at: datetime) -> None:
    """Insert the links that are new and update the others, a statement each. ``at`` is when the new ones were made.

    ``rebound`` are those that point at another target than before, one that was there already: a target that another NetSuite record was
    linked to changes hands. The caller's transaction holds the connection's lane, so nobody else writes links meanwhile.
    """
    if rebound:
        _release_targets(rebound)
    new = [link for link in links if link.pk is None]
    if new:
        for link in new:
            link.linked_at = at
        copy_new(Link, new)
    known = [link for link in links if link.pk is not None]
    if known:
        Link.objects.bulk_create(  # one whose target changed hands may be gone
            known,
            update_conflicts=True,
            unique_fields=["connection", "netsuite_type", "internal_id", "spp_type"],
            update_fields=["spp_id", "source_modified", "source_digest"],
        )


def _release_targets(links: Collection[Link]) -> None:
    first = next(iter(links))
    Link.objects.filter(
        connection_id=first.connection_id,
        netsuite_type=first.netsuite_type,
        spp_type=first.spp_type,
        spp_id__in=[link.spp_id for link in links],
    ).exclude(internal_id__in=[link.internal_id for link in links]).delete()
